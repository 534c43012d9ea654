"""Speech in any language of eSpeak NG, made in a process of its own: the library keeps one voice a process."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import soxr

RATE = 16_000
_CODE = """
import ctypes, sys
import espeakng_loader
library = ctypes.CDLL(espeakng_loader.get_library_path())
heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
@heard
def keep(samples, count, events):
    if samples and count > 0:
        sys.stdout.buffer.write(ctypes.string_at(samples, 2 * count))
    return 0
rate = library.espeak_Initialize(2, 0, espeakng_loader.get_data_path().encode(), 0x8000)
library.espeak_SetSynthCallback(keep)
assert library.espeak_SetVoiceByName(sys.argv[1].encode()) == 0
text = sys.argv[2].encode()
library.espeak_Synth(text, len(text) + 1, 0, 0, 0, 1, None, None)
library.espeak_Synchronize()
sys.stderr.write(str(rate))
"""


def spoken(text: str, voice: str) -> bytes:
    """``text`` as PCM16 mono at 16 kHz."""
    done = subprocess.run([sys.executable, "-c", _CODE, voice, text], capture_output=True, timeout=60, check=True)
    sound = np.frombuffer(done.stdout, dtype=np.int16)
    return bytes(soxr.resample(sound, int(done.stderr), RATE).astype(np.int16).tobytes())
