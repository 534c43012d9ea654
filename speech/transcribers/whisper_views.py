"""The same sound treated differently. What one treatment hides another shows, and where they agree the text is right.

Filters are FFmpeg's, through PyAV.
"""

from __future__ import annotations

from collections.abc import Callable

import av
import av.filter
import numpy as np

from speech.transcribers.whisper_sound import RATE, Samples

_Graph = tuple[tuple[str, str], ...]
_DENOISED: _Graph = (("afftdn", "nr=12:nf=-30:tn=1"), ("treble", "g=6:f=2000"))
_SLOWED: _Graph = (("atempo", "0.88"),)


def denoised(sound: Samples) -> Samples:
    """Steady noise 12 dB down, and 6 dB more above 2 kHz, which telephones weaken."""
    return _through(sound, _DENOISED)


def slowed(sound: Samples) -> Samples:
    """At 0.88 of the speed, same pitch."""
    return _through(sound, _SLOWED)


VIEWS: tuple[Callable[[Samples], Samples], ...] = (denoised,)
"""What a final text is read from beside the sound as it came."""


def _through(sound: Samples, filters: _Graph) -> Samples:
    graph = av.filter.Graph()
    nodes = [graph.add_abuffer(sample_rate=RATE, format="flt", layout="mono")]
    nodes += [graph.add(name, options) for name, options in filters]
    nodes += [graph.add("aformat", "sample_fmts=flt:channel_layouts=mono"), graph.add("abuffersink")]
    graph.link_nodes(*nodes).configure()
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.reshape(1, -1)), format="flt", layout="mono")
    frame.sample_rate = RATE
    graph.push(frame)
    graph.push(None)
    found = []
    while True:
        try:
            found.append(graph.pull().to_ndarray().reshape(-1))
        except (av.EOFError, av.BlockingIOError):
            break
    return np.concatenate(found).astype(np.float32) if found else sound
