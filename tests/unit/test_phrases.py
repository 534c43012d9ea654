"""How a text is cut into the phrases it is rendered by."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.speakable import phrases, speakable
from speech.speakable_phrases import LONGEST, syllable_count

NUMERAL = "零一二两三四五六七八九十百千万亿点幺"
PIECES = st.sampled_from(
    ["灵活就业人员", "可以", "按月领取", "基本养老金", "六十三周岁", "九千四百九十三元", "，", "。", "、", "的", "缴费", "满十五年",
     "百分之八", "幺二三三三", "A P P", "二零二五年一月一日", "退休", "由", "经办机构", "核定", "？", "请", "不"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(deadline=None)
def test_nothing_is_lost_and_no_number_is_cut(text: str) -> None:
    cut = phrases(text)
    assert "".join(cut) == text
    for before, after in zip(cut, cut[1:], strict=False):
        assert not (before[-1] in NUMERAL and after[0] in NUMERAL), (before, after)
        assert not (before[-1].isascii() and after[0].isascii()), (before, after)


@given(st.text(max_size=80))
@settings(deadline=None)
def test_any_text_is_cut_without_loss(text: str) -> None:
    assert "".join(phrases(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "灵活就业人员每年四月可以补缴上一年度的养老保险费。",
        "从2030年1月1日起，最低缴费年限由15年逐步提高至20年，每年提高6个月。",
        "男职工的法定退休年龄用十五年时间逐步延迟到六十三周岁。",
        "基础养老金等于参保人退休时上年度全省平均工资和本人指数化月平均缴费工资的平均值。",
    ],
)
def test_the_first_phrase_is_a_small_part_of_a_long_sentence(text: str) -> None:
    first, *others = phrases(speakable(text))
    assert 3 <= syllable_count(first) <= 8
    assert others


@pytest.mark.parametrize("text", ["好的，不算了。", "请问是男还是女？", "请稍等。"])
def test_a_short_sentence_is_said_in_one_breath(text: str) -> None:
    assert phrases(text) == (text,)


def test_later_phrases_are_long_but_bounded_and_sentences_do_not_run_together() -> None:
    text = speakable(
        "累计缴费满15年的人可以按月领取基本养老金，不足15年的可以延长缴费，也可以转入城乡居民养老保险。" * 4
    )
    cut = phrases(text)
    assert max(map(syllable_count, cut)) <= LONGEST
    assert max(map(syllable_count, cut[2:])) > 12
    assert not any(re.search(r"。.", phrase) for phrase in cut)


def test_a_term_is_not_parted() -> None:
    cut = phrases("按照社会保险法第十六条规定的灵活就业人员基本养老金领取办法执行")
    assert all(
        any(term in phrase for phrase in cut) for term in ("社会保险法", "第十六条", "灵活就业人员", "基本养老金")
    )
