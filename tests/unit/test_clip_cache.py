"""Clips kept on disk."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from speech.clip_cache import ClipCache, ClipKey
from speech.values import Clip

KEY = ClipKey("kokoro", "v1", "zm_yunjian", 0.85, "您好。")
CLIP = Clip(b"\x01\x02" * 1000, 24_000)


def again(cache: ClipCache, folder: Path, megabytes: float = 1) -> ClipCache:
    """The same folder after a restart."""
    return ClipCache(folder, megabytes)


def test_what_was_kept_is_there_after_a_restart(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, 1)
    assert cache.get(KEY) is None
    cache.put(KEY, CLIP)
    assert cache.recent(KEY) == CLIP
    later = again(cache, tmp_path)
    assert later.recent(KEY) is None
    assert later.get(KEY) == CLIP
    assert later.recent(KEY) == CLIP


@pytest.mark.parametrize(
    "other", [{"engine": "espeak"}, {"version": "v2"}, {"voice": "zm_yunyang"}, {"speed": 1.0}, {"text": "您好！"}]
)
def test_another_engine_model_voice_speed_or_text_is_another_clip(tmp_path: Path, other: dict[str, str]) -> None:
    cache = ClipCache(tmp_path, 1)
    cache.put(KEY, CLIP)
    assert again(cache, tmp_path).get(replace(KEY, **other)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("damage", [b"", b"CLIP1", b"\0" * 3000])
def test_a_damaged_clip_is_dropped(tmp_path: Path, damage: bytes) -> None:
    cache = ClipCache(tmp_path, 1)
    cache.put(KEY, CLIP)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    later = again(cache, tmp_path)
    assert later.get(KEY) is None
    assert list(tmp_path.iterdir()) == []
    later.put(KEY, CLIP)
    assert again(cache, tmp_path).get(KEY) == CLIP


def test_a_clip_cut_short_is_not_played(tmp_path: Path) -> None:
    ClipCache(tmp_path, 1).put(KEY, CLIP)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-2])
    assert ClipCache(tmp_path, 1).get(KEY) is None


def test_what_was_used_longest_ago_makes_room(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, 5 * 2100 / 1024 / 1024)
    keys = [replace(KEY, text=str(n)) for n in range(8)]
    for age, key in enumerate(keys[:5]):
        cache.put(key, CLIP)
        os.utime(tmp_path / key.name, (1_000_000 + age, 1_000_000 + age))
    assert again(cache, tmp_path).get(keys[0]) == CLIP
    cache.put(keys[5], CLIP)
    cache.put(keys[6], CLIP)
    later = again(cache, tmp_path)
    assert [later.get(key) is not None for key in keys] == [True, False, False, True, True, True, True, False]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 5 * 2100


def test_nothing_is_kept_when_there_is_no_room_at_all(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path / "clips", 0)
    cache.put(KEY, CLIP)
    assert cache.get(KEY) is None
    assert not (tmp_path / "clips").exists()


def test_a_disk_that_cannot_be_written_is_told_once_and_nothing_fails(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    cache = ClipCache(tmp_path / "taken", 1)
    with caplog.at_level(logging.WARNING):
        cache.put(KEY, CLIP)
        cache.put(replace(KEY, text="再见。"), CLIP)
    assert len(caplog.records) == 1
    assert cache.get(KEY) == CLIP


def test_processes_share_a_folder_without_harm(tmp_path: Path) -> None:
    program = """
import sys
from pathlib import Path
from speech.clip_cache import ClipCache, ClipKey
from speech.values import Clip
cache = ClipCache(Path(sys.argv[1]), 30 * 2100 / 1024 / 1024)
for turn in range(100):
    key = ClipKey("kokoro", "v1", "zf_xiaobei", 1.0, str(turn % 40))
    pcm = bytes([turn % 40]) * 2000
    found = ClipCache(Path(sys.argv[1]), 1).get(key)
    assert found is None or found.pcm == pcm
    cache.put(key, Clip(pcm, 8000))
"""
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stderr=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    errors = [process.communicate(timeout=60)[1] for process in running]
    assert errors == ["", "", ""]
    assert not list(tmp_path.glob("*.part"))
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 33 * 2100
