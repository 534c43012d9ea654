"""Installs a model that does not come with the packages: checked first, then put in place in one step."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import BadInput
from speech.models.catalogue import Download
from speech.models.fetching import fetch
from speech.models.storing import Progress, need_space, only_writer, sha256_of, writing
from speech.models.unpacking import unpack
from speech.models.vosk_folder import (
    RECORD,
    Record,
    damaged_files,
    digests,
    is_vosk_model,
    read_record,
    write_record,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to install. ``source``: a zip, a folder or an address, empty for the publisher's; ``sha256`` instead of
    the catalogue's; ``trust`` takes whatever comes; ``again`` replaces what is installed."""

    model: Download
    source: str = ""
    sha256: str = ""
    trust: bool = False
    again: bool = False


def install(wanted: Wanted, models_dir: Path, progress: Progress = lambda done, total: None) -> tuple[Path, Record]:
    """The folder of the model and its record; an installed whole one is left as it is, unless asked ``again``.

    Raises ``BadInput``, ``BadSettings`` or ``Unavailable``; then what was there before is still there.
    """
    target = models_dir / wanted.model.folder
    with only_writer(models_dir):
        record = read_record(target)
        if record and not wanted.again and is_vosk_model(target) and not damaged_files(target, record):
            return target, record
        with _staging(models_dir, wanted.model.folder) as staging:
            digest = _gather(wanted, models_dir, staging, progress)
            if not is_vosk_model(staging):
                raise BadInput("里面不是 Vosk 模型（要有 am、conf、graph）", "检查是不是选错了文件")
            with writing(models_dir):
                record = _record(wanted, digest, staging)
                write_record(staging, record)
                _swap(staging, target)
    return target, record


def _gather(wanted: Wanted, models_dir: Path, staging: Path, progress: Progress) -> str:
    """Fill ``staging`` from the source and return the checked digest of what came."""
    source = wanted.source or wanted.model.source
    if "://" in source:
        archive = staging.with_suffix(".zip")
        try:
            if not wanted.source:
                with writing(models_dir):
                    need_space(models_dir, 3 * wanted.model.size)
            fetch(source, archive, progress)
            return _unpacked(wanted, archive, staging)
        finally:
            archive.unlink(missing_ok=True)
    path = Path(source).expanduser()
    if path.is_dir():
        return _copied(wanted, path, staging)
    if not path.is_file():
        raise BadInput(f"没有 {path}", "--from 后面写 zip 文件、模型目录或网址")
    return _unpacked(wanted, path, staging)


def _unpacked(wanted: Wanted, archive: Path, staging: Path) -> str:
    digest = sha256_of(archive)
    _check(wanted, digest)
    unpack(archive, staging)
    return digest


def _copied(wanted: Wanted, folder: Path, staging: Path) -> str:
    if not is_vosk_model(folder):
        raise BadInput(f"{folder} 里不是 Vosk 模型（要有 am、conf、graph）", "写到模型那一层目录")
    digest = folder_digest(digests(folder))
    _check(wanted, digest)
    with writing(staging):
        need_space(staging, sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))
        shutil.copytree(folder, staging, dirs_exist_ok=True, ignore=shutil.ignore_patterns(RECORD, ".*"))
    return digest


def folder_digest(files: dict[str, str]) -> str:
    """One digest for the files of a folder, from the digest of each."""
    return hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest()


def _check(wanted: Wanted, digest: str) -> None:
    expected = (wanted.sha256 or wanted.model.sha256).strip().lower()
    if wanted.trust or digest == expected:
        return
    raise BadInput(
        f"校验码对不上，没有安装。应为 {expected}，实际是 {digest}",
        "重新下载；如果确实要装这一份，和发布方核对后加 --sha256 校验码，或者加 --trust",
    )


def _record(wanted: Wanted, digest: str, folder: Path) -> Record:
    published = digest in (wanted.sha256.strip().lower(), wanted.model.sha256)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    return Record(wanted.source or wanted.model.source, digest, published, at, digests(folder))


@contextmanager
def _staging(models_dir: Path, name: str) -> Iterator[Path]:
    staging = models_dir / f".{name}.partial"
    with writing(models_dir):
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _swap(staging: Path, target: Path) -> None:
    """The old folder stays until the new one is whole; a process that has the old model open keeps it."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.replace(old)
    staging.replace(target)
    shutil.rmtree(old, ignore_errors=True)
