"""A Vosk model on disk: what its folder holds, and the record that keeps it verified after installing."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import Unavailable
from speech.models.storing import sha256_of

RECORD = "installed.json"
_INSTALL = "请运行 python -m speech install vosk-cn"


@dataclass(frozen=True, slots=True)
class Record:
    """What was installed. ``sha256`` is the archive's, of a folder the digest over its files; ``files`` by path.

    ``published`` tells whether the digest was known beforehand, from the catalogue or the operator.
    """

    source: str
    sha256: str
    published: bool
    installed_at: str
    files: dict[str, str]


def is_vosk_model(folder: Path) -> bool:
    """Whether ``folder`` has what the engine needs; the flat layout is that of older models."""
    nested = (folder / "am" / "final.mdl").is_file() and (folder / "conf" / "mfcc.conf").is_file()
    flat = (folder / "final.mdl").is_file() and (folder / "mfcc.conf").is_file()
    graphs = ("graph/HCLG.fst", "graph/HCLr.fst", "HCLG.fst", "HCLr.fst")
    return (nested or flat) and any((folder / graph).is_file() for graph in graphs)


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below ``folder``, by its path, without the record itself."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != RECORD)
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in paths}


def write_record(folder: Path, record: Record) -> None:
    """Put the record into the folder it describes."""
    text = json.dumps(asdict(record), ensure_ascii=False, indent=2)
    (folder / RECORD).write_text(text + "\n", encoding="utf-8")


def read_record(folder: Path) -> Record | None:
    """The record of an installed model; None when it was put there by hand or the record cannot be read."""
    try:
        return Record(**json.loads((folder / RECORD).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def damaged_files(folder: Path, record: Record) -> tuple[str, ...]:
    """Files that are missing or differ from when they were installed."""
    found = digests(folder)
    return tuple(name for name, digest in record.files.items() if found.get(name) != digest)


def check_installed(folder: Path) -> None:
    """Raises ``Unavailable`` unless a whole model lies in ``folder``."""
    if not folder.exists():
        raise Unavailable(f"没有装 Vosk 中文模型（{folder}）。{_INSTALL}", retry=False)
    record = read_record(folder)
    if record is not None and (damaged := damaged_files(folder, record)):
        raise Unavailable(f"Vosk 中文模型坏了：{folder / damaged[0]}。{_INSTALL} --again", retry=False)
    if not is_vosk_model(folder):
        raise Unavailable(f"{folder} 里不是完整的 Vosk 模型（要有 am、conf、graph）。{_INSTALL} --again", retry=False)
