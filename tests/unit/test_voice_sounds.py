"""What a recogniser writes down for a phrase is told by its syllables, and nothing further off than one part of one."""

from __future__ import annotations

import pytest

from assistant.voice.sounds import alike, once, syllables


def same(one: str, other: str) -> bool:
    """Whether the two sound alike, whichever was heard."""
    there, back = alike(syllables(one), syllables(other)), alike(syllables(other), syllables(one))
    assert there == back
    return there


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("听一句", "听依据"), ("停依据", "听依据"), ("买一点", "慢一点"), ("王下说", "往下说"), ("再缩一遍", "再说一遍"), ("再练一遍", "再念一遍"), ("没听亲", "没听清"),
        ("听", "停"), ("站停一下", "暂停一下"),
    ],
)  # fmt: skip
def test_tones_accents_and_one_near_part_make_no_difference(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("满一年", "慢一点"), ("晚一点", "慢一点"), ("半一点", "慢一点"), ("买一店说", "慢一点"), ("买一天", "慢一点"), ("站停", "暂停"), ("定", "停"), ("青", "停"),
        ("接着交", "接着讲"), ("接着领", "接着念"), ("买卖书", "慢慢说"), ("", ""), ("一年", "遗言吗"),
    ],
)  # fmt: skip
def test_what_is_further_off_is_something_else(one: str, other: str) -> None:
    assert not same(one, other)


def test_what_is_said_twice_or_three_times_over_is_said_once() -> None:
    assert once(syllables("听依据听一句")) == once(syllables("听依据听一句听依具")) == syllables("听依据")
    assert once(syllables("停停")) == syllables("停停") and once(()) == ()
    assert once(syllables("听依据听")) == syllables("听依据听")
