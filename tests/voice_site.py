"""A running service that listens and speaks, and sound to say to it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from knowledge_base.encoders import Encoder
from speech.audio.resample import resample
from speech.clip_cache import ClipCache
from speech.pool import AudioPool
from speech.speaking import Speaker
from speech.synthesizers import make_synthesizer
from speech.values import Clip, Speaking
from tests.integration.serving import Service, serving

ROOT = Path(__file__).resolve().parents[1]
MODELS = ROOT / "var" / "models"
"""Joined models stay from one run to the next."""


def with_models(data_dir: Path) -> Path:
    """``data_dir`` with the joined models in it."""
    MODELS.mkdir(parents=True, exist_ok=True)
    data_dir.mkdir(parents=True, exist_ok=True)
    (data_dir / "models").symlink_to(MODELS, target_is_directory=True)
    return data_dir


@contextmanager
def voice_service(data_dir: Path, encoder: Encoder, **wanted: Any) -> Iterator[Service]:
    """The real service with the real engines, once they are loaded."""
    with serving(with_models(data_dir), encoder, speech="on", **wanted) as service:
        with service.client() as client:
            wait_for_voice(client)
        yield service


def wait_for_voice(client: httpx.Client, seconds: float = 180.0) -> None:
    """Until the service listens and speaks."""
    until = time.monotonic() + seconds
    while True:
        there = client.get("/api/v1/speech").json()
        if there["listening"] and there["speaking"]:
            return
        assert time.monotonic() < until, there
        time.sleep(0.2)


def said(text: str, rate: int = 16_000, voice: str = "", speed: float = 1.0) -> Clip:
    """``text`` spoken by the project's own synthesizer."""
    pool = AudioPool(2)
    try:
        speaker = Speaker(
            make_synthesizer("kokoro", voice, models_dir=MODELS, threads=2),
            make_synthesizer("espeak", models_dir=MODELS, threads=1), ClipCache(MODELS.parent / "clips", 200), pool,
        )  # fmt: skip
        return resample(asyncio.run(speaker.whole(text, Speaking(voice=voice, speed=speed), rate)), rate)
    finally:
        pool.close()
