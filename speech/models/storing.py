"""Writing model files: one writer at a time, whole files only, and a disk that refuses is explained."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.errors import BadSettings, Unavailable

CHUNK = 1 << 20
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
Progress = Callable[[int, int], None]
"""Told bytes done and bytes in all (0 when not known)."""


def sha256_of(*paths: Path) -> str:
    """Hex digest of the files one after another. Raises ``OSError``."""
    digest = hashlib.sha256()
    for chunk in chunks(paths):
        digest.update(chunk)
    return digest.hexdigest()


def chunks(paths: Iterable[Path]) -> Iterator[bytes]:
    """The content of the files one after another."""
    for path in paths:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turns what a disk says into ``Unavailable`` (full) or ``BadSettings`` (not to be read or written)."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise Unavailable(f"{folder} 所在的磁盘满了，模型没有写完。请腾出空间后重试", retry=False) from error
        raise BadSettings(
            f"模型目录 {folder} 不能用（{error.filename or folder}：{error.strerror or type(error).__name__}）",
            "给运行服务的帐号读写权限，或者用 PENSION_DATA_DIR 换一个数据目录",
        ) from error


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Holds the right to write in ``folder``, made when missing; other processes and threads wait."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def need_space(folder: Path, size: int) -> None:
    """Raises ``Unavailable`` when fewer than ``size`` bytes are free under ``folder``."""
    free = shutil.disk_usage(folder).free
    if free < size:
        raise Unavailable(
            f"{folder} 所在的磁盘还剩 {megabytes(free)}，需要 {megabytes(size)}。请腾出空间后重试", retry=False
        )


def megabytes(size: int) -> str:
    """As a person reads it."""
    return f"{size / 1e6:.1f} MB"
