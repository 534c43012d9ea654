"""Unpacks a model archive into a folder, and nothing outside it, however the archive was made."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from assistant.errors import BadInput
from speech.models.storing import CHUNK, megabytes, need_space, writing

MOST_BYTES = 6 << 30
MOST_FILES = 2_000
_REMEDY = "换一个来源重新下载"


def unpack(archive: Path, folder: Path) -> None:
    """Write the files of the zip ``archive`` into the empty ``folder``, without its outermost folder if it has one.

    Raises ``BadInput`` for what is not a sound archive, ``Unavailable`` for a full disk.
    """
    with _explained(archive), zipfile.ZipFile(archive) as opened:
        members = [member for member in opened.infolist() if not member.is_dir()]
        paths = [_safe(member, archive) for member in members]
        size = sum(member.file_size for member in members)
        if size > MOST_BYTES or len(members) > MOST_FILES:
            raise BadInput(f"{archive.name} 解开后太大（{len(members)} 个文件，{megabytes(size)}）", _REMEDY)
        outer = _outer(paths)
        with writing(folder):
            need_space(folder, size)
            for member, path in zip(members, paths, strict=True):
                _write(opened, member, folder / Path(*path.parts[outer:]))


@contextmanager
def _explained(archive: Path) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadInput(f"{archive.name} 不是完整的 zip 文件", _REMEDY) from error
    except (NotImplementedError, RuntimeError) as error:  # zipfile's words for unknown compression and for a password
        raise BadInput(f"{archive.name} 加了密码，或用了不支持的压缩方法", _REMEDY) from error


def _safe(member: zipfile.ZipInfo, archive: Path) -> PurePosixPath:
    path = PurePosixPath(member.filename)
    linked = stat.S_ISLNK(member.external_attr >> 16)
    if path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in member.filename or linked:
        raise BadInput(f"{archive.name} 里有要写到别处的文件：{member.filename}", "不要用这个文件，换一个来源")
    return path


def _outer(paths: list[PurePosixPath]) -> int:
    """1 when everything lies in one folder, else 0."""
    return int(bool(paths) and all(len(path.parts) > 1 for path in paths) and len({p.parts[0] for p in paths}) == 1)


def _write(opened: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    left = member.file_size
    with opened.open(member) as source, target.open("xb") as out:
        while chunk := source.read(min(CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise zipfile.BadZipFile("larger than declared")
            out.write(chunk)
