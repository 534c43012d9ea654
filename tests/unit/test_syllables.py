"""The syllable reader: its sums against brute force, its units, and the data that is shipped."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import Unavailable
from speech.syllables import decoding
from speech.syllables.reader import SyllableReader, load_reader, pairs
from speech.syllables.stored import Layer, Stored, read, write
from speech.syllables.units import NUMBER_UNITS, units


def collapsed(path: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(output for at, output in enumerate(path) if output and (not at or path[at - 1] != output))


def brute_force(scores: decoding.Scores) -> dict[tuple[int, ...], float]:
    """The probability of every sequence, by adding up all ways to lay it along the frames."""
    found: dict[tuple[int, ...], float] = {}
    for path in itertools.product(range(scores.shape[1]), repeat=len(scores)):
        log = sum(float(scores[at, output]) for at, output in enumerate(path))
        found[collapsed(path)] = found.get(collapsed(path), 0.0) + math.exp(log)
    return found


@st.composite
def frames(draw: st.DrawFn) -> decoding.Scores:
    raw = np.array(draw(st.lists(st.lists(st.floats(-3, 3), min_size=3, max_size=3), min_size=1, max_size=5)))
    return np.asarray(raw - np.log(np.exp(raw).sum(axis=1, keepdims=True)), dtype=np.float32)


@settings(max_examples=40, deadline=None)
@given(frames())
def test_a_sequence_is_worth_the_sum_of_its_alignments(scores: decoding.Scores) -> None:
    for sequence, probability in brute_force(scores).items():
        assert math.exp(decoding.score(scores, sequence)) == pytest.approx(probability, rel=1e-4)


@settings(max_examples=40, deadline=None)
@given(frames())
def test_the_search_finds_the_likeliest_and_its_probability(scores: decoding.Scores) -> None:
    all_of_them = brute_force(scores)
    found = decoding.likeliest(scores, [1, 2], width=200)
    assert math.exp(found[0][1]) == pytest.approx(max(all_of_them.values()), rel=1e-4)
    assert dict(found) == pytest.approx({each: math.log(p) for each, p in all_of_them.items()}, rel=1e-3, abs=1e-3)


def test_only_what_is_allowed_is_read() -> None:
    scores = np.log(np.array([[0.1, 0.6, 0.3], [0.8, 0.1, 0.1], [0.1, 0.6, 0.3]], dtype=np.float32))
    assert decoding.likeliest(scores, [2])[0][0] == (2, 2)
    assert decoding.likeliest(scores, [1, 2])[0][0] == (1, 1)


def test_more_units_than_frames_cannot_have_been_said() -> None:
    assert decoding.score(np.zeros((1, 3), dtype=np.float32), (1, 2)) == -math.inf


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("交了十年", ("jiao", "le", "十", "年")), ("我交了33年", ("wo", "jiao", "le", "年")), ("", ()), ("，。", ()),
        ("幺三八叉", tuple("幺三八叉")), ("末位艾克斯", ("mo", "wei", "叉")), ("银行行吗", ("yin", "hang", "xing", "ma")),
    ],
)  # fmt: skip
def test_units_are_numerals_and_syllables(text: str, expected: tuple[str, ...]) -> None:
    assert units(text) == expected


def test_the_shipped_reader_knows_every_numeral() -> None:
    assert set(NUMBER_UNITS) <= set(load_reader().names)


def test_a_syllable_that_was_never_met_counts_as_its_neighbour() -> None:
    net = Stored(("", "lan", "mo"), np.zeros(1, dtype=np.float32), np.zeros((1, 1), dtype=np.float32), ())
    scores = np.log(np.array([[0.1, 0.8, 0.1]], dtype=np.float32))
    reader = SyllableReader(net)
    assert reader.score(scores, "男") == reader.score(scores, "兰") > reader.score(scores, "磨")


def test_figures_count_as_they_are_read_aloud() -> None:
    names = ("", *"三十年百分之六", "jiao")
    raw = np.random.default_rng(3).normal(size=(12, len(names)))
    scores = np.asarray(raw - np.log(np.exp(raw).sum(axis=1, keepdims=True)), dtype=np.float32)
    net = Stored(names, np.zeros(1, dtype=np.float32), np.zeros((1, 1), dtype=np.float32), ())
    reader = SyllableReader(net)
    for typed, said in (("交33年", "交三十三年"), ("60%", "百分之六十")):
        assert reader.score(scores, typed) == reader.score(scores, said) != reader.score(scores, "交年")


def test_the_network_is_a_row_of_convolutions() -> None:
    """Worked out by hand: a first layer that passes its input on, one that adds the frame before, and the outputs."""
    one = np.ones((1, 1, 1), dtype=np.float32)
    before = np.array([1.0, 0.0, 0.0], dtype=np.float32).reshape(3, 1, 1)
    none = np.zeros(1, dtype=np.float32)
    out = Layer(np.array([[[0.0, 1.0]]], dtype=np.float32), np.zeros(2, dtype=np.float32))
    net = Stored(
        ("", "八"), np.zeros(2, dtype=np.float32), np.array([[1.0], [0.0]], dtype=np.float32),
        (Layer(one, none), Layer(before, none), out),
    )  # fmt: skip
    encoded = np.array([[[1.0], [9.0], [2.0], [9.0], [4.0], [9.0]]], dtype=np.float32)
    scores = SyllableReader(net).read(encoded, 10.0)
    assert np.exp(scores).sum(axis=1) == pytest.approx([1.0, 1.0, 1.0])
    assert (scores[:, 1] - scores[:, 0]).tolist() == pytest.approx([1.0, 3.0, 6.0], rel=1e-5)


def test_what_lies_beyond_the_sound_is_not_read() -> None:
    encoded = np.zeros((1, 500, 4), dtype=np.float32)
    assert pairs(encoded, 2.0).shape == (56, 8)
    assert pairs(encoded, 60.0).shape == (250, 8)


def test_the_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    layer = Layer(np.full((3, 2, 2), 0.5, dtype=np.float32), np.full(2, 0.25, dtype=np.float32), 4)
    net = Stored(("", "八"), np.ones(4, dtype=np.float32), np.full((4, 2), 0.125, dtype=np.float32), (layer,))
    write(net, tmp_path / "net.npz")
    back = read(tmp_path / "net.npz")
    assert back.names == net.names and back.layers[0].apart == 4
    assert np.array_equal(back.projection, net.projection) and np.array_equal(back.layers[0].weights, layer.weights)


def test_a_broken_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "net.npz").write_bytes(b"PK\x03\x04 no")
    with pytest.raises(Unavailable, match="重新安装"):
        read(tmp_path / "net.npz")
