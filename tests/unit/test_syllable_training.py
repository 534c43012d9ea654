"""Teaching the syllable reader: what is said to it, what arrives, and that it learns."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import BadInput
from eval.syllable_sound import Said, Voices, utterance
from eval.syllable_texts import SORTS, Sort, piece
from eval.syllable_training import Example, train
from speech.syllables.reader import SyllableReader
from speech.syllables.units import units
from speech.synthesizers.kokoro import VOICES

RATE, SPOKEN = 16_000, 24_000


def test_every_sort_of_piece_can_be_said() -> None:
    rng = random.Random(3)
    for sort in SORTS * 20:
        text = piece(sort, rng)
        assert text and all("\u4e00" <= c <= "\u9fff" for c in text), (sort, text)
        assert len(units(text)) == len(text) - 2 * text.count("艾克斯")


def test_the_same_seed_says_the_same() -> None:
    one, other = random.Random(5), random.Random(5)
    assert [piece(sort, one) for sort in SORTS] == [piece(sort, other) for sort in SORTS]


def test_an_utterance_carries_what_its_pieces_say() -> None:
    tone = np.sin(np.arange(SPOKEN) / 20).astype(np.float32)
    voice: dict[Sort, list[Said]] = {sort: [Said("三十年", tone)] for sort in SORTS}
    for seed in range(20):
        sound, said = utterance(voice, [voice, voice], random.Random(seed), np.random.default_rng(seed))
        assert said and said == ("三", "十", "年") * (len(said) // 3)
        assert sound.dtype == np.float32 and np.abs(sound).max() <= 1
        assert len(said) / 3 <= len(sound) / RATE * 1.2


def test_the_voices_that_are_shipped_are_never_learnt_from(tmp_path: Path) -> None:
    shipped = np.full((510, 256), 7, dtype=np.float32)
    for name in VOICES:
        shipped.tofile(tmp_path / f"{name}.bin")
    for at, name in enumerate(("zf_one", "zm_two", "af_three")):
        np.full((511, 1, 256), at, dtype=np.float32).tofile(tmp_path / f"{name}.bin")
    voices, rng = Voices(tmp_path), random.Random(1)
    assert all(voices.draw(rng).max() <= 2 for _ in range(200))


def test_a_folder_without_voices_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="声音"):
        Voices(tmp_path)


def test_a_network_learns_what_can_be_learnt() -> None:
    """Made-up frames in which each unit has a direction of its own, with silence between."""
    rng, noise = random.Random(2), np.random.default_rng(2)
    names = ("jiao", "le", "十", "年")
    directions = noise.normal(size=(len(names), 512))

    def example() -> Example:
        said = [rng.randrange(len(names)) for _ in range(rng.randint(2, 5))]
        rows = [row for at in said for row in (directions[at], directions[at], np.zeros(512))]
        frames = np.array(rows) + noise.normal(size=(len(rows), 512)) * 0.02
        return Example(frames.astype(np.float32), tuple(names[at] for at in said))

    told: list[str] = []
    stored = train([example() for _ in range(160)], 12, 1, told.append)
    assert len(told) == 12 and "留出" in told[0]
    reader = SyllableReader(stored)
    right = 0
    for _ in range(20):
        new = example()
        heard = reader.likeliest(reader.read(new.frames.reshape(1, -1, 256), 60.0))[0].text
        right += "".join(heard.split()) == "".join(new.said)
    assert right >= 14
