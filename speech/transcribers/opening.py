"""From a name in the settings to an engine: its model is found, then the engine is imported and opened."""

from __future__ import annotations

from pathlib import Path

from assistant.errors import Unavailable
from speech.models import locate
from speech.ports import Transcriber


def whisper(model: str, models_dir: Path, threads: int) -> Transcriber:
    """Whisper by faster-whisper; ``model`` is the path of a CTranslate2 folder."""
    folder = locate.whisper(model, models_dir)
    try:
        from speech.transcribers.whisper import open_whisper
    except ImportError as error:
        raise _not_installed("faster-whisper", error) from error
    return open_whisper(folder, threads, own=not model)


def vosk(model: str, models_dir: Path, threads: int) -> Transcriber:
    """Vosk; ``model`` is the path of a model folder. It decodes on the thread that calls it."""
    folder = locate.vosk(model, models_dir=models_dir)
    try:
        from speech.transcribers.vosk import open_vosk
    except ImportError as error:
        raise _not_installed("vosk", error) from error
    return open_vosk(folder)


def _not_installed(package: str, error: ImportError) -> Unavailable:
    return Unavailable(f"听写引擎 {package} 没有装好（{error}）。请安装：pip install {package}", retry=False)
