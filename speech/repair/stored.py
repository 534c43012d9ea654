"""The data file of the mender: language model, words with their sounds, ways to ask. Built by ``eval.repair_data``."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from assistant.errors import Unavailable

FILE = "repair.npz"
TONES = 5
Sounds = npt.NDArray[np.uint16]
"""Toned syllables: index into ``Stored.syllables`` times ``TONES`` plus the tone, counted from 0."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the file holds. Every array of sounds is flat; the lengths of the texts cut it."""

    grams: tuple[str, ...]
    steps: npt.NDArray[np.uint8]
    backoff: npt.NDArray[np.int8]
    syllables: tuple[str, ...]
    characters: str
    readings: tuple[tuple[int, ...], ...]
    words: tuple[str, ...]
    word_sounds: Sounds
    asks: tuple[str, ...]
    ask_sounds: Sounds
    ask_lengths: npt.NDArray[np.uint16]


def read(path: Path | None = None) -> Stored:
    """The packaged file, or another. Raises ``Unavailable`` when it is missing or broken."""
    try:
        data = path.read_bytes() if path else resources.files("speech").joinpath(f"data/{FILE}").read_bytes()
        with np.load(io.BytesIO(data)) as arrays:
            return _stored({name: arrays[name] for name in arrays.files})
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise Unavailable(f"语音纠错数据 {path or FILE} 读不出来，请重新安装", retry=False) from error


def write(stored: Stored, path: Path) -> None:
    """Write ``stored``; the same values give the same bytes."""
    lengths = np.array([len(each) for each in stored.readings], dtype=np.uint8)
    with path.open("wb") as out:
        np.savez_compressed(
            out,
            grams=_packed(stored.grams),
            steps=stored.steps,
            backoff=stored.backoff,
            syllables=_packed(stored.syllables),
            characters=_packed([stored.characters]),
            readings=np.array([sound for each in stored.readings for sound in each], dtype=np.uint16),
            reading_lengths=lengths,
            words=_packed(stored.words),
            word_sounds=stored.word_sounds,
            asks=_packed(stored.asks),
            ask_sounds=stored.ask_sounds,
            ask_lengths=stored.ask_lengths,
        )


def _stored(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Stored:
    flat = arrays["readings"].tolist()
    ends = np.cumsum(arrays["reading_lengths"], dtype=np.int64).tolist()
    starts = [0, *ends[:-1]]
    return Stored(
        grams=_unpacked(arrays["grams"]),
        steps=arrays["steps"].astype(np.uint8),
        backoff=arrays["backoff"].astype(np.int8),
        syllables=_unpacked(arrays["syllables"]),
        characters=_unpacked(arrays["characters"])[0],
        readings=tuple(tuple(flat[start:end]) for start, end in zip(starts, ends, strict=True)),
        words=_unpacked(arrays["words"]),
        word_sounds=arrays["word_sounds"].astype(np.uint16),
        asks=_unpacked(arrays["asks"]),
        ask_sounds=arrays["ask_sounds"].astype(np.uint16),
        ask_lengths=arrays["ask_lengths"].astype(np.uint16),
    )


def _packed(texts: Sequence[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode("utf-8"), dtype=np.uint8)


def _unpacked(data: npt.NDArray[np.generic]) -> tuple[str, ...]:
    return tuple(data.tobytes().decode("utf-8").split("\n"))
