"""Where a model lies, ready to be opened. Raises ``Unavailable`` that says how to get what is missing."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

from assistant.errors import BadSettings, Unavailable
from speech.models.catalogue import KOKORO, SILERO, VOSK_CN, VOSK_KO, WHISPER_BASE, Packaged, Part
from speech.models.joining import join
from speech.models.vosk_folder import check_installed, is_vosk_model


def default_models_dir() -> Path:
    """``<PENSION_DATA_DIR>/models``, ``var/models`` when that is not set."""
    return Path(os.environ.get("PENSION_DATA_DIR") or "var") / "models"


def whisper_base(models_dir: Path | None = None) -> Path:
    """The folder of Whisper base, as faster-whisper loads it; its parts are joined when needed."""
    folder = (models_dir or default_models_dir()) / WHISPER_BASE.id
    for file in WHISPER_BASE.files:
        join(file, parts_of(WHISPER_BASE, file.parts), folder)
    return folder


def whisper(model: str = "", models_dir: Path | None = None) -> Path:
    """The folder of the named Whisper model: a path, or the packaged one when ``model`` is empty."""
    if not model:
        return whisper_base(models_dir)
    folder = Path(model).expanduser()
    missing = [name for name in ("model.bin", "config.json", "tokenizer.json") if not (folder / name).is_file()]
    if missing:
        raise Unavailable(
            f"{folder} 里没有 {'、'.join(missing)}，不是 faster-whisper（CTranslate2）格式的模型目录。"
            "请改正 PENSION_WHISPER_MODEL，留空用自带的模型",
            retry=False,
        )
    return folder


def kokoro(models_dir: Path | None = None) -> Path:
    """The ONNX file of the Kokoro voice model; its parts are joined when needed."""
    (file,) = KOKORO.files
    return join(file, parts_of(KOKORO, file.parts), (models_dir or default_models_dir()) / KOKORO.id)


def silero() -> Path:
    """The ONNX file of the voice activity detector, where its package has it."""
    return parts_of(SILERO, SILERO.files[0].parts)[0]


def vosk(path: str = "", language: str = "cn", models_dir: Path | None = None) -> Path:
    """The folder of a Vosk model: ``path`` when given, else the installed Chinese or the packaged Korean one."""
    if path:
        folder = Path(path).expanduser()
        if not is_vosk_model(folder):
            raise Unavailable(
                f"{folder} 不是 Vosk 模型目录（里面要有 am、conf、graph）。请改正 PENSION_VOSK_MODEL", retry=False
            )
        return folder
    if language == "ko":
        return parts_of(VOSK_KO, VOSK_KO.files[0].parts)[0].parent.parent
    if language != "cn":
        raise BadSettings(f"没有语言 {language} 的 Vosk 模型", "可用：cn、ko")
    folder = (models_dir or default_models_dir()) / VOSK_CN.folder
    check_installed(folder)
    return folder


def parts_of(model: Packaged, parts: tuple[Part, ...]) -> tuple[Path, ...]:
    """Where the packages have these parts; packages are looked up, not imported."""
    found = [_path(part) for part in parts]
    if missing := [part for part, path in zip(parts, found, strict=True) if path is None]:
        raise Unavailable(
            f"{model.purpose}用的模型 {model.id} 没有装全，缺 {missing[0].package} 里的 {missing[0].path}。"
            f"请安装：pip install {' '.join(model.distributions)}",
            retry=False,
        )
    return tuple(path for path in found if path is not None)


def _path(part: Part) -> Path | None:
    try:
        spec = importlib.util.find_spec(part.package)
    except (ImportError, ValueError):
        return None
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / part.path
        if path.is_file():
            return path
    return None
