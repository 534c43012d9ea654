"""Kokoro-82M (int8) through onnxruntime: phonemes and a voice in, sound at 24 kHz out."""

from __future__ import annotations

import json
from importlib import metadata
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import Unavailable
from speech.audio.pcm import to_pcm
from speech.models.catalogue import KOKORO
from speech.models.locate import kokoro
from speech.pronunciation import version
from speech.synthesizers.kokoro_phonemes import phonemes
from speech.synthesizers.voices import chosen, put_first
from speech.values import Clip

RATE = 24_000
VOICES = ("zm_yunjian", "zm_yunyang", "zf_xiaoxiao", "zf_xiaobei")
"""Two men and two women, the clearest first: of 20 sentences in telephone band (8 kHz), heard by Whisper base, 6, 7, 13
and 15 % of the syllables were wrong, tones aside."""
_MOST_TOKENS = 510
"""The model's context of 512 less the two silences around."""
_SILENCE = 0
_BREAKS = frozenset(",.!?;: ")

Style = NDArray[np.float32]


def open_kokoro(voice: str, models_dir: Path, threads: int) -> KokoroSynthesizer:
    """The model in ``models_dir`` loaded. Raises ``Unavailable`` and ``BadInput``."""
    voices = put_first(voice, VOICES)
    return KokoroSynthesizer(_session(kokoro(models_dir), threads), voices)


class KokoroSynthesizer:
    """One loaded model for every session and thread."""

    name = "kokoro"
    rate = RATE

    def __init__(self, session: Any, voices: tuple[str, ...]) -> None:
        self._session = session
        self._run_options = _run_options()
        self._tokens: dict[str, int] = json.loads(_data("kokoro_tokens.json").read_text(encoding="utf-8"))
        self._styles = {name: _style(name) for name in voices}
        self.voices = voices

    @property
    def version(self) -> str:
        """The model, the pronunciations and the runtime."""
        return f"{KOKORO.files[0].sha256[:16]}-{version()}-{metadata.version('onnxruntime')}"

    def render(self, text: str, voice: str, speed: float) -> Clip:
        """``text`` as sound; nothing for text without a word."""
        return self.render_style(text, self._styles[chosen(voice, self.voices)], speed)

    def render_style(self, text: str, style: Style, speed: float) -> Clip:
        """``text`` in a voice that is not among those shipped; ``style`` has shape ``[510, 256]``."""
        said = [phoneme for phoneme in phonemes(text) if phoneme in self._tokens]
        pieces = [self._sound(piece, style, speed) for piece in _cut(said)]
        return Clip(b"".join(pieces), RATE)

    def _sound(self, piece: list[str], style: Style, speed: float) -> bytes:
        tokens = [_SILENCE, *(self._tokens[phoneme] for phoneme in piece), _SILENCE]
        (samples,) = self._session.run(
            None,
            {
                "tokens": np.array([tokens], dtype=np.int64),
                "style": style[len(piece) - 1][np.newaxis],
                "speed": np.array([speed], dtype=np.float32),
            },
            self._run_options,
        )
        return to_pcm(samples.ravel())


def _cut(said: list[str]) -> list[list[str]]:
    """Pieces the model can take, cut behind punctuation or between words."""
    pieces = []
    while len(said) > _MOST_TOKENS:
        end = max((i + 1 for i in range(_MOST_TOKENS) if said[i] in _BREAKS), default=_MOST_TOKENS)
        pieces.append(said[:end])
        said = said[end:]
    return [piece for piece in (*pieces, said) if any(p not in _BREAKS for p in piece)]


def _session(model: Path, threads: int) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise Unavailable(f"朗读模型 {model} 打不开，请删掉它再运行 python -m speech doctor", retry=False) from error


def _run_options() -> Any:
    """What a long phrase needed is given back. Measured after one of 6 s: 335 MB instead of 469; the peak is 450 MB.

    Without the arena the peak is 1.5 GB.
    """
    import onnxruntime

    options = onnxruntime.RunOptions()
    options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    return options


def _style(voice: str) -> Style:
    """Shape ``[510, 256]``: one style for each number of phonemes."""
    with _data(f"voices/{voice}.npz").open("rb") as file, np.load(file) as stored:
        style: Style = stored["style"]
    return style


def _data(name: str) -> Any:
    return files("speech").joinpath("data", *name.split("/"))
