"""eSpeak NG through its C library: a small robotic voice that is always there."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import Unavailable
from speech.synthesizers.voices import chosen, put_first
from speech.values import Clip

_VOICES = {"cmn": b"cmn", "cmn+f3": b"cmn+f3", "cmn+f5": b"cmn+f5"}
"""Mandarin with the library's male voice, and with two of its female variants."""
_WORDS_A_MINUTE = 160
"""At speed 1; the library's own default of 175 is hurried in Mandarin."""
_SYNCHRONOUS, _DONT_EXIT = 0x02, 0x8000
_UTF8, _END_PAUSE = 1, 0x1000
_RATE_PARAMETER = 1

_lock = threading.Lock()
"""The library keeps one voice, one speed and one callback for the whole process."""
_Heard = Callable[[Any, int, Any], int]


def open_espeak(voice: str, models_dir: Path, threads: int) -> EspeakSynthesizer:
    """The library, ready to speak. Raises ``Unavailable`` and ``BadInput``."""
    return EspeakSynthesizer(voice)


class EspeakSynthesizer:
    """Every caller in turn: one thread renders at a time, about a hundredth of the sound's length."""

    name = "espeak"

    def __init__(self, voice: str = "") -> None:
        self.voices = put_first(voice, tuple(_VOICES))
        self.rate = _library().rate

    @property
    def version(self) -> str:
        """The library's own."""
        return _library().version

    def render(self, text: str, voice: str, speed: float) -> Clip:
        """``text`` as sound; nothing for text without a word."""
        name = _VOICES[chosen(voice, self.voices)]
        if not any(char.isalnum() for char in text):
            return Clip(b"", self.rate)
        return Clip(_library().say(text, name, round(_WORDS_A_MINUTE * speed)), self.rate)

    def render_variant(self, text: str, variant: str, speed: float) -> Clip:
        """``text`` by another of the library's variants of the Mandarin voice."""
        return Clip(_library().say(text, f"cmn+{variant}".encode(), round(_WORDS_A_MINUTE * speed)), self.rate)


class _Library:
    """The loaded library and the callback it hands sound to."""

    def __init__(self, library: ctypes.CDLL, data: str) -> None:
        self._library = library
        self._sound = bytearray()
        self._callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(self._take)
        self.rate: int = library.espeak_Initialize(_SYNCHRONOUS, 0, data.encode(), _DONT_EXIT)
        if self.rate <= 0:
            raise Unavailable(
                "备用的朗读引擎 eSpeak NG 启动不了，请重新安装：pip install --force-reinstall espeakng-loader"
            )
        library.espeak_Info.restype = ctypes.c_char_p
        self.version = (library.espeak_Info(None) or b"").decode().split(" ")[0]
        library.espeak_SetSynthCallback(self._callback)

    def say(self, text: str, voice: bytes, speed: int) -> bytes:
        with _lock:
            self._sound.clear()
            self._library.espeak_SetVoiceByName(voice)
            self._library.espeak_SetParameter(_RATE_PARAMETER, speed, 0)
            words = text.encode() + b"\0"
            failed = self._library.espeak_Synth(
                words, ctypes.c_size_t(len(words)), 0, 1, 0, _UTF8 | _END_PAUSE, None, None
            )
            self._library.espeak_Synchronize()
            if failed:
                raise Unavailable("备用的朗读引擎 eSpeak NG 没有出声，请再试一次")
            return bytes(self._sound)

    def _take(self, samples: int | None, count: int, events: object) -> int:
        if samples and count > 0:
            self._sound.extend(ctypes.string_at(samples, count * 2))
        return 0


@lru_cache(maxsize=1)
def _library() -> _Library:
    try:
        import espeakng_loader

        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path()
    except (ImportError, OSError, RuntimeError) as error:
        raise Unavailable(
            "备用的朗读引擎 eSpeak NG 没有装好，请安装：pip install espeakng-loader", retry=False
        ) from error
    return _Library(library, data)
