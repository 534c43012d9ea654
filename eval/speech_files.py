"""A folder of utterances: ``manifest.jsonl`` with ``file``, ``text`` and how it was spoken, and the sound beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import BadAudio, BadInput
from speech.audio.files import read_audio
from speech.audio.resample import resample
from speech.values import Clip

MANIFEST = "manifest.jsonl"
_REMEDY = '每行写成 {"file": "a.wav", "text": "说的话", "voice": "…", "speed": 1.0, "snr_db": 20}，snr_db 可以是 null'
_LONGEST_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Utterance:
    """One recording and what was said in it. ``snr_db`` is None where no noise was added."""

    path: Path
    text: str
    voice: str
    speed: float
    snr_db: float | None

    @property
    def noise(self) -> str:
        """How noisy, as a row of the table is named."""
        return "clean" if self.snr_db is None else f"{self.snr_db:g} dB"


def read_manifest(folder: Path) -> tuple[Utterance, ...]:
    """The utterances of ``folder``. Raises ``BadInput`` naming the line that is wrong."""
    file = folder / MANIFEST
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{file} 读不出来", f"目录里要有 {MANIFEST} 和它写的 wav 文件") from error
    told = tuple(_utterance(file, number, line) for number, line in enumerate(lines, start=1) if line.strip())
    if not told:
        raise BadInput(f"{file} 是空的", _REMEDY)
    return told


def load_sound(utterance: Utterance, rate: int) -> Clip:
    """The recording at ``rate`` Hz. Raises ``BadInput`` when it cannot be read."""
    try:
        return resample(read_audio(utterance.path.read_bytes(), longest=_LONGEST_SECONDS), rate)
    except (OSError, BadAudio) as error:
        raise BadInput(f"{utterance.path} 读不出来：{error}", "换成能播放的 wav 文件") from error


def _utterance(file: Path, number: int, line: str) -> Utterance:
    try:
        row: Any = json.loads(line)
        path = file.parent / row["file"]
        noise = row.get("snr_db")
        told = Utterance(
            path, row["text"].strip(), str(row.get("voice", "")), float(row.get("speed") or 1.0),
            None if noise is None else float(noise),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(f"{file}:{number}: 这一行读不出来：{error!r}", _REMEDY) from error
    if not told.text:
        raise BadInput(f"{file}:{number}: text 是空的", _REMEDY)
    if not path.is_file():
        raise BadInput(f"{file}:{number}: 没有声音文件 {path}", "把 wav 文件放到清单旁边，或删去这一行")
    return told
