"""Whether somebody is speaking, frame by frame: the Silero detector on onnxruntime alone.

The model takes 32 ms of sound together with the last 4 ms before it, and a state that goes from frame to frame. It
works natively at 8 and at 16 kHz: what comes from the telephone needs no resampling.

The state grows deaf to single words with silence between them: of digits said a second apart a third was missed. So two
listeners share the model, each begins anew every ``_ANEW`` frames of silence, half that time apart, and the surer one
counts: one of 216 digits was missed then, and noises stayed as far from a voice as before (at most 0.40).
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import BadSettings
from speech.audio.pcm import to_float
from speech.ports import VoiceActivity

RATES = (8000, 16000)
FRAME_SECONDS = 0.032
_FRAMES_OF_CONTEXT = 8
_LISTENERS = 2
_STATE = (2, _LISTENERS, 128)
_ANEW = 16
_SILENT = 0.15


def activity_rate(rate: int) -> int:
    """The rate the detector best hears sound of ``rate`` Hz at: 8000 for a telephone line, else 16000."""
    return 8000 if rate <= 8000 else 16000


class SileroVoiceActivity:
    """One stream; the model behind it is loaded once for all. Not for two threads at once."""

    def __init__(self, rate: int, model: Path) -> None:
        """Raises ``BadSettings`` for a rate other than 8000 and 16000 Hz."""
        if rate not in RATES:
            raise BadSettings(f"语音检测不支持 {rate} Hz", "只能用 8000 或 16000")
        self.rate = rate
        self.frame = int(rate * FRAME_SECONDS)
        self._session = _session(model)
        self._rate = np.array(rate, dtype=np.int64)
        self.reset()

    def reset(self) -> None:
        """Forget what was heard, before another stream."""
        self._state = np.zeros(_STATE, dtype=np.float32)
        self._context = np.zeros(self.frame // _FRAMES_OF_CONTEXT, dtype=np.float32)
        self._silent_frames = 0

    def probability(self, pcm: bytes) -> float:
        """Probability of speech in one frame of ``frame`` samples. Raises ``ValueError`` for another length."""
        samples = to_float(pcm)
        if len(samples) != self.frame:
            raise ValueError(f"a frame has {self.frame} samples, not {len(samples)}")
        heard = np.tile(np.concatenate([self._context, samples]), (_LISTENERS, 1))
        told, state = self._session.run(None, {"input": heard, "state": self._state, "sr": self._rate})
        probability = float(told.max())
        self._context = samples[-len(self._context) :]
        self._state = self._refreshed(state, probability)
        return probability

    def _refreshed(self, state: NDArray[np.float32], probability: float) -> NDArray[np.float32]:
        self._silent_frames = self._silent_frames + 1 if probability < _SILENT else 0
        turn, due = divmod(self._silent_frames, _ANEW // _LISTENERS)
        if self._silent_frames and due == 0:
            state = state.copy()
            state[:, turn % _LISTENERS] = 0
        return state


@functools.lru_cache(maxsize=2)
def _session(model: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


async def probabilities(activity: VoiceActivity, frames: Sequence[bytes]) -> list[float]:
    """Speech probability of each frame, computed off the event loop.

    Not in the audio pool, where a frame would wait behind texts that take a second each: an interruption has to be
    noticed at once. What waits in this lane is one call for each session at most.
    """
    if not frames:
        return []
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_lane(), lambda: [activity.probability(frame) for frame in frames])


@functools.cache
def _lane() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="voice-activity")
