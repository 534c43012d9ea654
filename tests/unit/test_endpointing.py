"""Beginning and end of utterances, frame by frame, without sound."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from speech.endpointing import Endpointer, Signal
from speech.values import Listening

FRAME = 0.032
LOUD, FAINT = -25.0, -60.0
LISTENING = Listening(end=0.8, end_digits=1.5, end_unfinished=1.6, longest=15, start=0.16, interrupt=0.24, no_input=6)
Told = list[tuple[Signal, float]]


class Line:
    """Feeds an endpointer and writes down what it says; takes utterances as a session does."""

    def __init__(self, listening: Listening = LISTENING, *, hold: bool = False) -> None:
        self.endpointer = Endpointer(listening, hold=hold)
        self.told: Told = []
        self.frames = 0

    @property
    def at(self) -> float:
        return self.frames * FRAME

    def hear(self, probabilities: Iterable[float], level: float = LOUD) -> Told:
        before = len(self.told)
        for probability in probabilities:
            self.frames += 1
            if signal := self.endpointer.hear(self.at, probability, level):
                self.told.append((signal, self.at))
                if signal in ("end", "too_long"):
                    self.endpointer.over()
        return self.told[before:]

    def voice(self, seconds: float, level: float = LOUD) -> Told:
        return self.hear([0.95] * round(seconds / FRAME), level)

    def silence(self, seconds: float) -> Told:
        return self.hear([0.02] * round(seconds / FRAME), FAINT)


def signals(told: Told) -> list[Signal]:
    return [signal for signal, _ in told]


def test_an_ordinary_sentence() -> None:
    line = Line()
    line.silence(1)
    began = line.at
    (started,) = line.voice(2)
    assert started[0] == "started"
    assert 0.16 <= started[1] - began < 0.16 + 2 * FRAME
    stopped = line.at
    pause, end = line.silence(2)
    assert (pause[0], end[0]) == ("pause", "end")
    assert 0.25 <= pause[1] - stopped <= 0.32
    assert 0.8 <= end[1] - stopped <= 0.8 + FRAME


def test_where_the_voice_began_is_known() -> None:
    line = Line()
    line.silence(1)
    began = line.at
    line.voice(0.5)
    assert line.endpointer.began is not None
    assert abs(line.endpointer.began - began) < FRAME


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(8, 40)), min_size=1, max_size=12))
def test_clicks_and_coughs_are_no_speech(noises: list[tuple[int, int]]) -> None:
    line = Line(Listening(no_input=60))
    for voiced, quiet in noises:
        line.hear([0.9] * voiced + [0.05] * quiet)
    assert line.told == []


@given(st.lists(st.integers(1, 3), min_size=2, max_size=6))
def test_short_dropouts_do_not_hide_a_voice_nor_end_it(gaps: list[int]) -> None:
    line = Line()
    for gap in gaps:
        line.hear([0.95] * 5)
        line.hear([0.05] * gap, FAINT)
    line.voice(0.3)
    assert signals(line.told) == ["started"]


def test_a_click_in_the_last_silence_does_not_prolong_it() -> None:
    line = Line()
    line.voice(1)
    stopped = line.at
    line.silence(0.5)
    line.hear([0.9])
    told = line.silence(1)
    assert told[-1][0] == "end"
    assert told[-1][1] - stopped <= 0.8 + 2 * FRAME


def test_a_television_in_the_next_room_does_not_keep_an_utterance_open() -> None:
    line = Line()
    line.voice(2, level=-20)
    told = line.hear([0.9] * 60, level=-50)
    assert signals(told)[:2] == ["pause", "end"]


def test_noise_as_loud_as_before_ends_the_voice_though_the_detector_is_slow() -> None:
    line = Line()
    line.hear([0.05] * 30, -30)
    line.voice(1, -20)
    stopped = line.at
    told = line.hear([0.9] * 10 + [0.05] * 40, -30)
    assert told[-1][0] == "end"
    assert told[-1][1] - stopped <= 0.8 + 2 * FRAME


def test_a_noise_that_stops_when_the_voice_begins_does_not_hide_it() -> None:
    line = Line()
    line.hear([0.05] * 60, -25)
    for _ in range(6):
        line.voice(0.4, -25)
        line.hear([0.9], -50)
    assert signals(line.told) == ["started"]


def test_in_a_number_what_is_as_loud_as_the_voice_is_the_voice() -> None:
    line = Line()
    line.silence(0.5)
    line.endpointer.expect("请说您的身份证号码")
    line.voice(0.5)
    for _ in range(4):
        line.silence(1)
        line.hear([0.1] * 10, LOUD)
    assert signals(line.told).count("end") == 0


def test_nobody_speaks() -> None:
    line = Line()
    told = line.silence(13)
    assert signals(told) == ["no_input", "no_input"]
    assert 6 <= told[0][1] <= 6 + FRAME


def test_while_the_assistant_speaks_silence_is_nothing_and_the_clock_begins_after() -> None:
    line = Line()
    line.endpointer.speaking(True)
    assert line.silence(20) == []
    line.endpointer.speaking(False)
    assert line.silence(5.9) == []
    assert signals(line.silence(0.2)) == ["no_input"]


def test_an_interruption_takes_more_voice_than_a_start() -> None:
    line = Line()
    line.endpointer.speaking(True)
    began = line.at
    told = line.voice(1)
    assert signals(told) == ["interrupted"]
    assert 0.24 <= told[0][1] - began <= 0.24 + FRAME


def test_a_voice_too_short_to_interrupt_is_told_when_it_is_silent() -> None:
    line = Line()
    line.endpointer.speaking(True)
    line.voice(0.2)
    told = line.silence(1)
    assert signals(told) == ["murmur"]
    assert signals(line.voice(0.5)) == ["interrupted"]


def test_somebody_already_speaking_when_the_assistant_begins_interrupts_it_by_going_on() -> None:
    line = Line()
    line.voice(1)
    line.endpointer.speaking(True)
    assert signals(line.voice(1)) == ["interrupted"]


def test_digits_are_waited_for_and_the_rest_is_not() -> None:
    line = Line()
    line.voice(1)
    line.endpointer.read("我的身份证号码是一一零")
    stopped = line.at
    told = line.silence(3)
    assert told[-1][0] == "end"
    assert 1.5 <= told[-1][1] - stopped <= 1.5 + 2 * FRAME


def test_digits_said_one_by_one_are_waited_for_though_the_engine_makes_nothing_of_them() -> None:
    line = Line()
    line.voice(1)
    line.endpointer.read("我的身份证号码是")
    for _ in range(18):
        line.silence(1)
        line.voice(0.35)
        line.endpointer.read("夜夜")
    assert "end" not in signals(line.told)
    assert "too_long" not in signals(line.told)
    assert signals(line.silence(2))[-1] == "end"


def test_while_the_text_is_worked_out_the_end_waits_and_no_longer_than_a_number_would() -> None:
    line = Line()
    line.voice(1)
    stopped = line.at
    assert signals(line.silence(0.4)) == ["pause"]
    line.endpointer.pending(True)
    told = line.silence(3)
    assert told[0][0] == "end"
    assert 1.6 <= told[0][1] - stopped <= 1.6 + FRAME


def test_the_text_arrived_and_the_sentence_is_whole() -> None:
    line = Line()
    line.voice(1)
    line.silence(0.4)
    line.endpointer.pending(True)
    line.silence(0.7)
    line.endpointer.read("怎么查余额？")
    line.endpointer.pending(False)
    assert signals(line.silence(FRAME)) == ["end"]


def test_somebody_who_pauses_long_is_given_more() -> None:
    line = Line()
    line.voice(1)
    line.silence(0.75)
    line.voice(1.5)
    stopped = line.at
    told = line.silence(2)
    assert told[-1][0] == "end"
    assert 0.9 <= told[-1][1] - stopped <= 1.0


def test_somebody_cut_off_too_soon_is_given_more_afterwards() -> None:
    line = Line()
    for _ in range(2):
        line.voice(1)
        line.silence(1)
    line.silence(3)
    line.voice(1)
    stopped = line.at
    assert line.silence(2)[-1][1] - stopped >= 0.8 * 1.2


def test_the_longest_utterance() -> None:
    line = Line()
    told = line.voice(16)
    assert signals(told) == ["started", "too_long", "started"]
    assert 15 <= told[1][1] <= 15.2
    stopped = line.at
    assert line.silence(2)[-1][1] - stopped <= 0.8 + 2 * FRAME


def test_of_an_identity_number_silences_do_not_count() -> None:
    line = Line()
    line.endpointer.expect("请问您的身份证号码是多少？")
    for _ in range(18):
        line.voice(0.5)
        line.silence(1.2)
    assert {"end", "too_long"}.isdisjoint(signals(line.told))


def test_a_held_button_ends_nothing_but_what_is_too_long() -> None:
    line = Line(hold=True)
    line.silence(10)
    line.voice(1)
    line.silence(5)
    assert signals(line.told) == ["started", "pause"]
    line.voice(12)
    assert signals(line.told)[-2:] == ["too_long", "started"]


def test_frames_out_of_order_are_passed_over() -> None:
    endpointer = Endpointer(LISTENING)
    assert [endpointer.hear(1.0, 0.9, LOUD) for _ in range(50)] == [None] * 50
    assert endpointer.hear(0.5, 0.9, LOUD) is None


def stretches() -> st.SearchStrategy[list[tuple[bool, int]]]:
    return st.lists(st.tuples(st.booleans(), st.integers(1, 60)), min_size=1, max_size=25)


def thresholds() -> st.SearchStrategy[Listening]:
    number = st.floats(0.1, 3.0)
    return st.builds(
        Listening, end=number, end_digits=number, end_unfinished=number, start=st.floats(0.03, 0.5),
        interrupt=st.floats(0.03, 0.6), no_input=st.floats(1, 9), longest=st.floats(2, 20),
    )  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    thresholds(), stretches(), st.lists(st.sampled_from(["", "一九六五年", "那个", "怎么办？"]), min_size=1), st.data()
)
def test_an_utterance_is_never_over_before_its_silence_is(
    listening: Listening, heard: list[tuple[bool, int]], texts: list[str], data: st.DataObject
) -> None:
    """Whatever comes in: starts and ends alternate, silence before an end is as long as asked, times only rise."""
    endpointer, frames, voice_at, open_now, last, run = Endpointer(listening), 0, 0.0, False, 0.0, 0.0
    for signal, at, voiced in _run(endpointer, heard, texts, data):
        frames += 1
        run = run + FRAME if voiced else 0.0
        voice_at = at if run >= listening.start / 2 else voice_at  # less is a click
        if signal is None:
            continue
        assert at > last or frames == 1
        last = at
        if signal in ("started", "interrupted"):
            assert voiced
            open_now = True
        elif signal in ("end", "too_long"):
            assert open_now
            open_now = False
            if signal == "end":
                assert at - voice_at >= listening.end - 1e-6
                assert not voiced
        elif signal == "no_input":
            assert not open_now


def _run(
    endpointer: Endpointer, heard: list[tuple[bool, int]], texts: list[str], data: st.DataObject
) -> Iterator[tuple[Signal | None, float, bool]]:
    frames = 0
    for voiced, count in heard:
        endpointer.read(data.draw(st.sampled_from(texts)))
        for _ in range(count):
            frames += 1
            at = frames * FRAME
            signal = endpointer.hear(at, 0.9 if voiced else 0.1, LOUD if voiced else FAINT)
            if signal == "end":
                assert endpointer.silent >= endpointer.silence_needed - 1e-6
            if signal in ("end", "too_long"):
                endpointer.over()
            yield signal, at, voiced
