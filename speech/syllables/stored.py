"""The data file of the syllable reader; built by ``python -m eval.syllables``."""

from __future__ import annotations

import io
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from assistant.errors import Unavailable

FILE = "syllables.npz"
Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Layer:
    """A convolution over time: ``weights`` ``[taps, inputs, outputs]``, the taps ``apart`` frames from each other."""

    weights: Array
    bias: Array
    apart: int = 1


@dataclass(frozen=True, slots=True)
class Stored:
    """``mean`` ``[i]`` and ``projection`` ``[i, p]`` of the input, the ``layers`` in order, and the outputs' ``names``.

    The first layer takes the projected input, each further one but the last is added to what it was given, and the
    last gives the outputs, of which the first is the blank.
    """

    names: tuple[str, ...]
    mean: Array
    projection: Array
    layers: tuple[Layer, ...]


def read(path: Path | None = None) -> Stored:
    """The packaged file, or another. Raises ``Unavailable`` when it is missing or broken."""
    try:
        data = path.read_bytes() if path else resources.files("speech").joinpath(f"data/{FILE}").read_bytes()
        with np.load(io.BytesIO(data)) as arrays:
            apart = arrays["apart"].tolist()
            layers = tuple(
                Layer(_floats(arrays[f"weights{i}"]), _floats(arrays[f"bias{i}"]), step) for i, step in enumerate(apart)
            )
            names = tuple(arrays["names"].tobytes().decode("utf-8").split("\n"))
            return Stored(names, _floats(arrays["mean"]), _floats(arrays["projection"]), layers)
    except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
        raise Unavailable(f"语音数据 {path or FILE} 读不出来，请重新安装", retry=False) from error


def write(stored: Stored, path: Path) -> None:
    """Write ``stored`` with numbers of 16 bits."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "names": np.frombuffer("\n".join(stored.names).encode("utf-8"), dtype=np.uint8),
        "apart": np.array([layer.apart for layer in stored.layers], dtype=np.uint8),
        "mean": stored.mean.astype(np.float16),
        "projection": stored.projection.astype(np.float16),
    }
    for i, layer in enumerate(stored.layers):
        arrays |= {f"weights{i}": layer.weights.astype(np.float16), f"bias{i}": layer.bias.astype(np.float16)}
    with path.open("wb") as out:
        np.savez_compressed(out, allow_pickle=False, **arrays)


def _floats(array: npt.NDArray[np.generic]) -> Array:
    return array.astype(np.float32)
