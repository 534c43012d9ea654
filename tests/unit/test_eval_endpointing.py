"""What the endpointing is measured on is what it says it is."""

from __future__ import annotations

import numpy as np
import pytest

from eval.endpointing_report import Figures, noise_of, spread
from eval.endpointing_runs import Engine, Knowing, run
from eval.endpointing_sound import LINE, Speaker, Studio, noises, on_the_line, quiet
from speech.audio.pcm import rms_level, to_float, to_pcm
from speech.values import Clip, Listening


class Beeps:
    """A voice that says everything as 0.3 s of a tone between two silences."""

    name, rate, voices, version = "beeps", 24_000, ("one",), "1"

    def __init__(self) -> None:
        self.rendered = 0

    def render(self, text: str, voice: str, speed: float) -> Clip:
        self.rendered += 1
        tone = 0.4 * np.sin(2 * np.pi * 300 * np.arange(7200) / self.rate)
        return Clip(to_pcm(np.concatenate([np.zeros(4800), tone, np.zeros(9600)])), self.rate)


def test_the_silence_around_words_is_cut_off_and_words_are_said_once() -> None:
    beeps = Beeps()
    studio, speaker = Studio(beeps), Speaker("one", 1.0)
    assert len(studio.say("一", speaker)) / LINE == pytest.approx(0.3, abs=0.02)
    assert len(studio.number(speaker, digits=True, preface=True)) / LINE == pytest.approx(19 * 0.3 + 18, abs=0.4)
    assert len(studio.number(speaker, digits=False, preface=False)) / LINE == pytest.approx(4 * 0.3 + 3, abs=0.2)
    distinct = set("一零五九四二三") | {"我的身份证号码是", "一一零一零五", "一九四九", "一二三一", "零零二一"}
    assert beeps.rendered == len(distinct)


@pytest.mark.parametrize("snr", [20.0, 5.0])
def test_the_noise_is_as_loud_as_the_table_says(snr: float) -> None:
    tone = np.asarray(np.sin(2 * np.pi * 300 * np.arange(LINE) / LINE), dtype=np.float32)
    pcm = on_the_line(tone, 1.0, 1.0, snr)
    noise, voice = rms_level(pcm[: LINE * 2]), rms_level(on_the_line(tone, 1.0, 1.0, None)[LINE * 2 : LINE * 4])
    assert voice - noise == pytest.approx(snr, abs=0.5)


def test_every_noise_has_its_level() -> None:
    for name, pcm in noises(3):
        assert rms_level(pcm) == pytest.approx(float(name.split()[-2]), abs=3), name


def test_figures_tell_median_least_and_most() -> None:
    figures = Figures(numbers=4, ended_after=[0.8, 0.9, 1.0])
    told = figures.summary()
    assert (told["numbers"], told["numbers_cut"]) == (4, 0)
    assert (told["ended_after_median_ms"], told["ended_after_least_ms"], told["ended_after_most_ms"]) == (
        900,
        800,
        1000,
    )
    assert "answered_after_median_ms" not in told
    assert spread([3.0, 1.0, 2.0]) == (2.0, 1.0, 3.0)
    assert (noise_of(None), noise_of(10.0)) == ("无噪声", "10 dB")


async def test_silence_is_heard_as_nothing() -> None:
    told = await run(on_the_line(quiet(0.5), 1.0, 6.0, None), Engine(Knowing(1.0)), Listening(no_input=2))
    assert [each.kind for each in told.heard] == ["nothing"] * 3
    assert told.walls[0] == pytest.approx(2.0, abs=0.1)
    assert told.first("final") is None
    assert not np.any(to_float(bytes(16)))
