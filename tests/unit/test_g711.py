"""The telephone's codes against the definition's own figures and against the standard library."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from types import ModuleType

import numpy as np
import pytest

from speech.audio.g711 import decode_alaw, decode_mulaw, encode_alaw, encode_mulaw

Code = Callable[[bytes], bytes]
EVERY_CODE = bytes(range(256))
EVERY_SAMPLE = np.arange(-32768, 32768).astype("<i2")


@pytest.fixture(scope="module")
def audioop() -> ModuleType:
    """Gone from Python 3.13 on; until then an independent implementation."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        module: ModuleType = pytest.importorskip("audioop")
    return module


def samples(pcm: bytes) -> np.ndarray:
    return np.frombuffer(pcm, "<i2").astype(np.int64)


def test_every_code_means_what_the_definition_says(audioop: ModuleType) -> None:
    assert decode_alaw(EVERY_CODE) == audioop.alaw2lin(EVERY_CODE, 2)
    assert decode_mulaw(EVERY_CODE) == audioop.ulaw2lin(EVERY_CODE, 2)


def test_codes_known_from_the_definition() -> None:
    """Silence, the smallest step and full scale, by hand from the tables of ITU-T G.711."""
    assert samples(decode_alaw(bytes([0xD5, 0x55, 0xAA, 0x2A]))).tolist() == [8, -8, 32256, -32256]
    assert samples(decode_mulaw(bytes([0xFF, 0x7F, 0x80, 0x00]))).tolist() == [0, 0, 32124, -32124]


@pytest.mark.parametrize(("encode", "decode", "named"), [
    (encode_alaw, decode_alaw, "lin2alaw"), (encode_mulaw, decode_mulaw, "lin2ulaw"),
])  # fmt: skip
def test_every_sample_is_coded_within_one_step_of_the_standard_library(
    audioop: ModuleType, encode: Code, decode: Code, named: str
) -> None:
    ours, theirs = encode(EVERY_SAMPLE.tobytes()), getattr(audioop, named)(EVERY_SAMPLE.tobytes(), 2)
    order = np.argsort(np.argsort(samples(decode(EVERY_CODE)), kind="stable"), kind="stable")
    apart = order[np.frombuffer(ours, np.uint8)] - order[np.frombuffer(theirs, np.uint8)]
    assert np.abs(apart).max() <= 1


@pytest.mark.parametrize(("encode", "decode"), [(encode_alaw, decode_alaw), (encode_mulaw, decode_mulaw)])
def test_what_was_coded_comes_back_near_and_with_its_sign(encode: Code, decode: Code) -> None:
    back = samples(decode(encode(EVERY_SAMPLE.tobytes())))
    told = EVERY_SAMPLE.astype(np.int64)
    assert np.all(np.abs(back - told) <= np.maximum(16, np.abs(told) / 16 + 644 * (np.abs(told) > 32000)))
    assert np.all((np.sign(back) == np.sign(told)) | (np.abs(told) <= 16))


@pytest.mark.parametrize(("encode", "decode"), [(encode_alaw, decode_alaw), (encode_mulaw, decode_mulaw)])
def test_coding_what_was_decoded_changes_nothing(encode: Code, decode: Code) -> None:
    levels = decode(EVERY_CODE)
    assert decode(encode(levels)) == levels
