"""Where a spoken conversation stands: what is said after what, whatever the citizen says to the player."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.voice import wording
from assistant.voice.commands import COMMANDS, Command
from assistant.voice.rendering import Kind, Offered, Part, Spoken
from assistant.voice.talk import BREATH, FASTEST, SLOWEST, Next, Talk


def parts(kind: Kind, count: int, pieces: int = 1) -> tuple[Part, ...]:
    """So many sentences of a kind, each in so many pieces."""
    return tuple(
        Part(f"{kind}{n}-{piece}{'。' if piece == pieces - 1 else '，'}", kind, n if kind != "basis" else None)
        for n in range(count)
        for piece in range(pieces)
    )


def answer(facts: int = 2, basis: int = 0, more: int = 0, asked: Offered = "", pieces: int = 1) -> Spoken:
    offer = {"basis": wording.OFFER_BASIS, "more": wording.OFFER_MORE}.get(asked)
    offers = (Part(offer, "offer"),) if offer else ()
    return Spoken((*parts("fact", facts, pieces), *offers, *parts("basis", basis), *parts("more", more, pieces)), asked)


def words(step: Next) -> list[str]:
    return [part.text for part in step.say]


def test_facts_and_offers_are_said_and_the_rest_waits() -> None:
    step = Talk().on_reply(answer(2, 1, 2, "more"))
    assert words(step) == ["fact0-0。", "fact1-0。", wording.OFFER_MORE]
    assert words(step.talk.on_command("repeat")) == words(step)


def test_the_last_offer_is_taken_up_or_refused_with_a_word() -> None:
    talk = Talk().on_reply(answer(1, 2, asked="basis")).talk
    assert (talk.command("要"), talk.command("好的。"), talk.command("不用了")) == ("basis", "basis", "stop")
    assert talk.command("要什么材料") is None
    assert talk.on_command("stop").talk.command("要") is None
    heard = talk.on_command("basis")
    assert words(heard) == ["basis0-0。", "basis1-0。"]
    assert heard.talk.command("要") is None and heard.talk.command("有文件吗") is None


def test_a_yes_to_a_question_of_the_assistant_is_not_taken_from_it() -> None:
    talk = Talk().on_reply(answer(1, 1, 1)).talk
    assert talk.command("好") is None and talk.command("要") is None and talk.command("不是") is None
    assert talk.command("听依据") == "basis"


def test_how_it_was_worked_out_is_the_players_to_say_only_where_it_was_offered() -> None:
    assert Talk().on_reply(answer(1, more=2, asked="more")).talk.command("怎么算的") == "more"
    assert Talk().on_reply(answer(1)).talk.command("怎么算的") is None


def test_more_is_said_a_few_sentences_at_a_time_and_a_sentence_is_never_cut() -> None:
    talk = Talk().on_reply(answer(1, 1, BREATH + 1, "more", pieces=2)).talk
    first = talk.on_command("more")
    assert len(first.say) == 2 * BREATH + 1 and first.say[-1].text == wording.STILL_MORE
    assert first.talk.command("嗯") == "more"
    second = first.talk.on_command("more")
    assert words(second) == [f"more{BREATH}-0，", f"more{BREATH}-1。", wording.OFFER_BASIS]
    assert second.talk.command("要") == "basis"


def test_after_the_clauses_what_else_there_is_is_offered() -> None:
    step = Talk().on_reply(answer(1, 1, 1, "more")).talk.on_command("basis")
    assert words(step)[-1] == wording.OFFER_MORE and step.talk.command("要") == "more"


@pytest.mark.parametrize(("command", "first", "limit"), [("slower", 0.9, SLOWEST), ("faster", 1.1, FASTEST)])
def test_the_speed_changes_by_a_step_and_stays_in_its_limits(command: Command, first: float, limit: float) -> None:
    talk = Talk().on_reply(answer()).talk
    talk = talk.on_command(command).talk
    assert talk.speed == first
    for _ in range(9):
        talk = talk.on_command(command).talk
    assert talk.speed == limit


def test_at_another_speed_it_goes_on_where_it_was_and_slower_after_the_end_says_it_again() -> None:
    talk = Talk(speed=0.85).on_reply(answer(3)).talk.on_played(1)
    assert words(talk.on_command("slower")) == words(talk.on_command("faster")) == ["fact1-0。", "fact2-0。"]
    done = talk.on_played(9)
    assert words(done.on_command("slower")) == ["fact0-0。", "fact1-0。", "fact2-0。"]
    assert words(done.on_command("faster")) == []
    assert done.on_command("slower").talk.speed == 0.75


def test_what_was_broken_off_goes_on_when_asked() -> None:
    talk = Talk().on_reply(answer(3)).talk.on_played(1).on_command("stop").talk
    assert talk.command("接着说") == "more"
    assert words(talk.on_command("more")) == ["fact1-0。", "fact2-0。"]


def test_where_nothing_can_be_said_the_words_are_for_the_assistant() -> None:
    assert [Talk().command(text) for text in ("再说一遍", "有文件吗", "接着说")] == [None, None, None]
    assert Talk().command("慢一点") == "slower" and Talk().command("停") == "stop"


def test_a_misheard_command_counts_once_something_was_said() -> None:
    talk = Talk().on_reply(answer(2, 1, 1)).talk
    assert [talk.command(text) for text in ("买一点", "再说一边", "听一句", "接这说", "挺")] == [
        "slower", "repeat", "basis", "more", "stop",
    ]  # fmt: skip
    assert [Talk().command(text) for text in ("买一点", "再说一边", "听一句", "挺")] == [None] * 4
    assert [talk.command(text) for text in ("买一点保险", "满一年", "接着交", "不对")] == [None] * 4


def test_a_misheard_wish_for_what_is_not_there_goes_to_the_assistant() -> None:
    talk = Talk().on_reply(answer(1)).talk
    assert talk.command("听一句") is None and talk.command("接这说") is None


def test_who_was_told_to_be_silent_is_not_told_again_by_a_syllable() -> None:
    talk = Talk().on_reply(answer(2)).talk.on_command("stop").talk
    assert talk.command("挺") is None and talk.command("停") == "stop"


def test_a_person_is_offered_when_nothing_was_understood_twice() -> None:
    talk = Talk().on_reply(answer(1)).talk
    lines = [words(talk.on_nothing(times))[0] for times in (1, 2, 3, 7)]
    assert lines == [wording.NOT_HEARD, wording.NOT_HEARD_AGAIN, wording.NOBODY_THERE, wording.NOBODY_THERE]
    assert "转人工" not in lines[0] and all("转人工" in line for line in lines[1:])
    assert words(talk.on_nothing(2).talk.on_command("repeat")) == ["fact0-0。"]


_REPLIES = st.builds(
    answer, st.integers(0, 3), st.integers(0, 3), st.integers(0, 8), st.just(""), st.integers(1, 3)
).map(lambda made: made if made.of("fact") else Spoken())
_EVENTS = st.one_of(_REPLIES, st.sampled_from(COMMANDS), st.integers(0, 5))


@given(st.lists(_EVENTS, max_size=30))
def test_whatever_happens_every_part_is_of_the_last_reply_and_nothing_of_it_is_said_twice_unasked(
    events: list[Spoken | Command | int],
) -> None:
    talk, heard = Talk(), list[Part]()
    for event in events:
        if isinstance(event, int):
            talk = talk.on_played(event)
            continue
        if isinstance(event, Spoken):
            heard = []
        before = talk
        step = talk.on_reply(event) if isinstance(event, Spoken) else talk.on_command(event)
        talk = step.talk
        fresh = [part for part in step.say if part.kind in ("basis", "more")]
        if event in ("basis", "more") and not before.stopped:
            assert not set(fresh) & set(heard)
        heard += fresh
        assert SLOWEST <= talk.speed <= FASTEST
        assert 0 <= talk.played <= len(talk.last)
        assert not set(talk.more) & set(heard) or event in ("repeat", "slower", "faster", "more")
        if talk.asked:
            assert talk.basis if talk.asked == "basis" else talk.more
        if event == "stop":
            assert step.say == ()
