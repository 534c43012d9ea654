"""Clips kept on disk between starts, shared by processes: what was said once is said at once.

The folder is bounded; what was used longest ago goes first. A file is written whole or not at all, and one that is
damaged is dropped and made again. A disk that cannot be used is logged once, and nothing is kept.
"""

from __future__ import annotations

import hashlib
import logging
import os
import struct
import tempfile
import threading
from collections import OrderedDict
from dataclasses import astuple, dataclass
from pathlib import Path

from speech.values import Clip

_MAGIC = b"CLIP1\0\0\0"
_HEADER = struct.Struct("<8sI16s")
"""Magic, rate, digest of the sound."""
_MEMORY = 16 * 1024 * 1024
_SUFFIX = ".clip"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ClipKey:
    """What a sound depends on. ``version`` covers model, pronunciations and shaping; ``text`` is what the engine got."""

    engine: str
    version: str
    voice: str
    speed: float
    text: str

    @property
    def name(self) -> str:
        """Of its file."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:40] + _SUFFIX


class ClipCache:
    """At most ``megabytes`` of clips in ``folder``; 0 keeps nothing. May be used by many threads and processes."""

    def __init__(self, folder: Path, megabytes: float) -> None:
        self._folder = folder
        self._most = round(megabytes * 1024 * 1024)
        self._lock = threading.Lock()
        self._recent: OrderedDict[str, Clip] = OrderedDict()
        self._recent_bytes = 0
        self._warned = False

    def recent(self, key: ClipKey) -> Clip | None:
        """The clip if it is in memory: no waiting at all."""
        with self._lock:
            clip = self._recent.get(key.name)
            if clip is not None:
                self._recent.move_to_end(key.name)
        return clip

    def get(self, key: ClipKey) -> Clip | None:
        """The clip from memory or disk, or none."""
        if (clip := self.recent(key)) or not self._most:
            return clip
        path = self._folder / key.name
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        clip = _read(stored)
        if clip is None:
            log.warning("damaged clip dropped", extra={"clip": path.name})
            path.unlink(missing_ok=True)
            return None
        self._touch(path)
        self._remember(key.name, clip)
        return clip

    def put(self, key: ClipKey, clip: Clip) -> None:
        """Keep the clip; what was used longest ago makes room."""
        stored = _HEADER.pack(_MAGIC, clip.rate, _digest(clip.pcm)) + clip.pcm
        if len(stored) > self._most:
            return
        self._remember(key.name, clip)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._write(self._folder / key.name, stored)
            self._make_room()
        except OSError as error:
            if not self._warned:
                self._warned = True
                log.warning("clips cannot be kept", extra={"folder": str(self._folder), "reason": str(error)})

    def _remember(self, name: str, clip: Clip) -> None:
        with self._lock:
            replaced = self._recent.pop(name, None)
            self._recent[name] = clip
            self._recent_bytes += len(clip.pcm) - (len(replaced.pcm) if replaced else 0)
            while self._recent_bytes > min(_MEMORY, self._most):
                _, oldest = self._recent.popitem(last=False)
                self._recent_bytes -= len(oldest.pcm)

    def _write(self, path: Path, stored: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(stored)
            Path(name).replace(path)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise

    def _touch(self, path: Path) -> None:
        try:
            os.utime(path)
        except OSError:
            log.debug("clip went away while it was read", extra={"clip": path.name})

    def _make_room(self) -> None:
        """Down to the bound again; another process may be doing the same."""
        kept: list[tuple[float, int, str]] = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                try:
                    status = entry.stat()
                except FileNotFoundError:
                    continue
                kept.append((status.st_mtime, status.st_size, entry.path))
        total = sum(size for _, size, _ in kept)
        for _, size, path in sorted(kept):
            if total <= self._most:
                return
            Path(path).unlink(missing_ok=True)
            total -= size


def _read(stored: bytes) -> Clip | None:
    if len(stored) < _HEADER.size:
        return None
    magic, rate, digest = _HEADER.unpack_from(stored)
    pcm = stored[_HEADER.size :]
    return Clip(pcm, rate) if magic == _MAGIC and digest == _digest(pcm) else None


def _digest(pcm: bytes) -> bytes:
    return hashlib.blake2b(pcm, digest_size=16).digest()
