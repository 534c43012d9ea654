"""What Vosk's n-best lists become: text, confidence, alternatives and doubts. The lists have the engine's own form."""

from __future__ import annotations

import math
from typing import Any

import pytest

from speech.transcribers.vosk_readings import MOST, spaced, stretch_of, transcript_of
from speech.values import Transcript


def said(*readings: tuple[float, str]) -> dict[str, Any]:
    """A result with every word lasting as many tenths of a second as it has letters."""
    alternatives = []
    for score, text in readings:
        at, words = 0.0, []
        for word in text.split():
            words.append({"word": word, "start": at, "end": at + len(word) / 10})
            at += len(word) / 10
        alternatives.append({"confidence": score, "text": text, **({"result": words} if words else {})})
    return {"alternatives": alternatives}


def heard(*results: dict[str, Any]) -> Transcript:
    return transcript_of(tuple(stretch for each in results if (stretch := stretch_of(each))), "vosk")


def test_chinese_words_run_together_and_others_keep_their_spaces() -> None:
    assert spaced(["养老", "金", "怎么", "领"]) == "养老金怎么领"
    assert spaced(["서울", "부산"]) == "서울 부산"
    assert spaced(["用", "app", "查"]) == "用 app 查"
    assert spaced([]) == ""


def test_a_text_all_readings_share_is_sure() -> None:
    transcript = heard(said((20.0, "养老 金")))
    assert (transcript.text, transcript.raw) == ("养老金", "养老金")
    assert transcript.confidence == pytest.approx(1)
    assert transcript.doubts == ()
    assert transcript.final


def test_scores_are_log_probabilities_among_the_readings() -> None:
    transcript = heard(said((10.0, "社保 怎么 交"), (9.0, "社报 怎么 交")))
    assert [each.text for each in transcript.alternatives] == ["社保怎么交", "社报怎么交"]
    assert sum(math.exp(each.score) for each in transcript.alternatives) == pytest.approx(1)
    assert transcript.alternatives[0].score - transcript.alternatives[1].score == pytest.approx(1)


def test_a_word_is_as_sure_as_the_readings_that_have_it_at_that_time() -> None:
    transcript = heard(said((10.0, "一"), (10.0 + math.log(0.5), "七"), (10.0 + math.log(0.5), "一 一")))
    # 一 is read first by 1 of 2 and by the third reading, 0.5 of 2
    assert transcript.confidence == pytest.approx(0.75)


def test_a_word_less_likely_than_not_is_doubted_with_what_else_it_may_be() -> None:
    transcript = heard(said((10.0, "我 叫 张三"), (9.9, "我 叫 章三"), (9.8, "我 叫 张山")))
    (doubt,) = transcript.doubts
    assert transcript.text[doubt.start : doubt.end] == doubt.taken == "张三"
    assert doubt.others == ("章三", "张山")
    assert 0.3 < doubt.confidence < 0.5


def test_several_stretches_become_one_text_with_places_counted_through() -> None:
    transcript = heard(said((5.0, "你好")), said((5.0, "社 保"), (4.9, "社 报"), (4.9, "社 宝")))
    assert transcript.text == "你好社保"
    (doubt,) = transcript.doubts
    assert (doubt.start, doubt.end, doubt.others) == (3, 4, ("报", "宝"))
    assert [each.text for each in transcript.alternatives] == ["你好社保", "你好社报", "你好社宝"]


def test_noise_marks_are_no_words_and_readings_that_differ_in_them_only_are_one() -> None:
    transcript = heard(said((10.0, "[unk] 社保"), (10.0, "社保 <UNK>")))
    assert transcript.text == "社保"
    assert len(transcript.alternatives) == 1
    assert transcript.alternatives[0].score == pytest.approx(0)


def test_nothing_said_is_nothing() -> None:
    for result in ({"text": ""}, said((150.4, "")), said((3.0, "[unk]"), (2.0, "你"))):
        transcript = heard(result)
        assert (transcript.text, transcript.alternatives, transcript.confidence) == ("", (), 0.0)


def test_readings_far_apart_do_not_break_the_arithmetic() -> None:
    transcript = heard(said((100_000.0, "好"), (0.0, "号")), said((5.0, "的")))
    assert transcript.text == "好的"
    assert all(math.isfinite(each.score) for each in transcript.alternatives)


def test_no_more_readings_are_passed_on_than_anyone_reads() -> None:
    transcript = heard(said(*((10.0 - each, f"{each}") for each in range(10))))
    assert len(transcript.alternatives) == MOST
