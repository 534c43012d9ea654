"""What whisper writes: prompts that stay short, texts that were made up, and the choice among readings."""

from __future__ import annotations

import numpy as np
import pytest

from speech.transcribers.whisper_choice import choose
from speech.transcribers.whisper_sound import RATE, has_speech, pieces, samples_of, spoken_frames
from speech.transcribers.whisper_text import (
    DOMAIN,
    Reading,
    as_written,
    invented,
    once,
    prompt_for,
    prompt_with,
    simplified,
)
from speech.transcribers.whisper_views import denoised, slowed
from speech.values import Hints


def reading(text: str, mean: float = -0.2) -> Reading:
    return Reading(text, len(text), mean * (len(text) + 1), 0.01)


def test_hints_come_after_the_words_of_the_field_and_the_question_last() -> None:
    told = prompt_for(Hints(words=("丧葬费", "补缴"), asked="您是哪年出生的？"))
    assert told.startswith(DOMAIN)
    assert told.endswith("您是哪年出生的？")
    assert "丧葬费" in told
    assert told.count("补缴") == 1, "a word of the field is not told twice"


def test_a_prompt_is_bounded_and_keeps_the_question() -> None:
    told = prompt_for(Hints(words=tuple(f"词语{n}" for n in range(500)), asked="问" * 500 + "哪年出生？"))
    assert len(told) <= 140
    assert told.endswith("哪年出生？")


def test_the_best_suggestion_stands_last() -> None:
    assert prompt_with("养老保险。", ("断缴怎么补？", "怎么退保")) == "养老保险。怎么退保？断缴怎么补？"
    assert prompt_with(DOMAIN, ("问" * 300,)) == "问" * 139 + "？"


@pytest.mark.parametrize(
    "text",
    [
        "", "。", "字幕由某某提供", "谢谢观看", "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "谢谢大家收看，我们下期再见", "养老养老养老养老养老养老", DOMAIN, DOMAIN[8:30],
    ],
)  # fmt: skip
def test_made_up_texts_are_known(text: str) -> None:
    assert invented(reading(text), DOMAIN)


@pytest.mark.parametrize("text", ["谢谢你", "社保断交了怎么办", "灵活就业", "一三八零零零零零零零零", "不是不是不是"])
def test_what_people_say_is_not_taken_for_made_up(text: str) -> None:
    assert not invented(reading(text), DOMAIN)


def test_a_word_of_the_prompt_counts_when_it_was_read_surely() -> None:
    assert invented(reading("养老保险", mean=-1.2), DOMAIN)
    assert not invented(reading("养老保险", mean=-0.2), DOMAIN)


def test_a_loop_is_cut_and_a_repetition_kept() -> None:
    assert once("公司代缴怎么查？" * 5) == "公司代缴怎么查？"
    assert once("我要退休。我要退休。") == "我要退休。我要退休。"
    assert once("1111111111111111") == "1111111111111111"


def test_text_is_simplified_and_written_with_full_width_marks() -> None:
    assert simplified(" 養老金 領取,資格 認證? ") == "养老金领取，资格认证？"
    assert as_written("养老金，怎么领？好。") == "养老金,怎么领?好。"


def test_the_reading_the_others_agree_with_is_chosen() -> None:
    found = choose([reading("社保怎么查行", -0.30), reading("社保怎么查询？", -0.32), reading("社保怎么查询", -0.33)])
    assert found.readings[0].text.startswith("社保怎么查询")
    assert len(found.readings) == 2, "punctuation makes no other reading"
    assert 0.8 < found.agreement < 1


def test_one_reading_is_agreed_on() -> None:
    assert choose([reading("社保")]).agreement == 1.0


def tone(seconds: float, level: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.asarray(level * np.sin(np.arange(int(seconds * RATE)) * 0.3), dtype=np.float32)


def test_speech_is_what_stands_out() -> None:
    quiet = np.zeros(RATE, dtype=np.float32)
    assert not has_speech(spoken_frames(quiet))
    assert not has_speech(spoken_frames(tone(1.0, 0.3))), "a steady tone"
    assert has_speech(spoken_frames(np.concatenate([quiet, tone(0.5, 0.3), quiet])))
    assert len(spoken_frames(samples_of(b""))) == 0


def test_long_sound_is_cut_in_its_pauses_and_nothing_is_lost() -> None:
    sound = np.concatenate([tone(20, 0.3), np.zeros(RATE, dtype=np.float32), tone(20, 0.3)])
    parts = pieces(sound, 28.0)
    assert [round(len(part) / RATE) for part in parts] == [20, 20] or [round(len(p) / RATE) for p in parts] == [20, 21]
    assert np.array_equal(np.concatenate(parts), sound)
    assert pieces(sound[: RATE * 28], 28.0)[0] is not None


def test_views_keep_the_words_and_change_the_rest() -> None:
    sound = tone(2.0, 0.3)
    assert abs(len(denoised(sound)) - len(sound)) < RATE // 10
    assert len(slowed(sound)) == pytest.approx(len(sound) / 0.88, rel=0.05)
