"""The number lock: the same figure is the same token, and a changed figure is noticed."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.figures import figures, untraced
from assistant.messages import Passage
from assistant.texts import HOTLINES
from knowledge_base.numerals import to_chinese
from knowledge_base.service import shipped_passages

UNITS = ["年", "个月", "岁", "元", "%", "天", "条", "倍", "个工作日", "月", "次", "档"]
FIGURE = re.compile(r"(?<![\dA-Za-z.〔])\d+(?:\.\d+)?(?![\d.〕])")


@lru_cache(maxsize=1)
def corpus() -> tuple[Passage, ...]:
    return shipped_passages()


@given(st.integers(3, 99_999), st.sampled_from(UNITS))
def test_chinese_and_arabic_numerals_are_the_same_figure(number: int, unit: str) -> None:
    assert figures(f"缴满{number}{unit}") == figures(f"缴满{chinese(number)}{unit}") != frozenset()


@given(st.integers(3, 99_999), st.sampled_from(UNITS))
def test_spaces_thousands_marks_and_full_width_digits_do_not_matter(number: int, unit: str) -> None:
    plain = figures(f"{number}{unit}")
    assert figures(f"{number} {unit}") == plain
    assert figures(f"{number:,}{unit}") == plain
    assert figures(f"{number}{unit}".translate(str.maketrans("0123456789", "０１２３４５６７８９"))) == plain


@given(st.integers(1, 99), st.integers(1, 99), st.sampled_from(UNITS))
def test_different_numbers_are_different_figures(one: int, other: int, unit: str) -> None:
    assert bool(untraced(f"满{one}{unit}", f"满{other}{unit}")) == (one != other)


def chinese(number: int) -> str:
    return to_chinese(number) if number < 10_000 else f"{to_chinese(number // 10_000)}万{rest(number % 10_000)}"


def rest(number: int) -> str:
    return "" if number == 0 else ("零" if number < 1000 else "") + to_chinese(number)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("8%", "百分之八"), ("8％", "8%"), ("千分之五", "5‰"), ("0.5%", "百分之零点五"), ("1.5万元", "15000元"),
        ("一万五千元", "15000元"), ("3千元", "3000元"), ("60周岁", "六十岁"), ("第十六条", "第16条"), ("二〇二五年", "2025年"),
        ("两个月", "2个月"), ("一年半", "1.5年"), ("这十五年", "15年"), ("每四个月", "每4个月"), ("20个工作日", "二十个工作日"),
        ("1月份", "一月"), ("2025年度", "2025年"), ("三个星期", "3周"),
        ("根据国发〔2005〕38号", "国发[2005]38号"), ("国发〔2005〕38号", "见国发（2005）38号"),
    ],
)  # fmt: skip
def test_two_ways_of_saying_a_figure_agree(one: str, other: str) -> None:
    assert figures(one) == figures(other) != frozenset()


@pytest.mark.parametrize(
    "text",
    ["一次性缴纳", "这一年", "那两年", "两份材料", "一份表", "每一年", "同一年", "某一天", "一般", "一直", "一定", "万一", "十分着急", "千万不要",
     "百姓", "一起", "五险一金", "几千元", "一旦", "两头跑"],
)  # fmt: skip
def test_idioms_are_not_figures(text: str) -> None:
    assert figures(text) == frozenset()


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("缴满16年", "缴满15年"), ("十五个月", "十五年"), ("每五个月延迟一个月", "每四个月延迟一个月"), ("三分之二", "三分之一"),
        ("两个月内", "三个月内"), ("二十至二十五年", "十五至二十五年"), ("二十万", "十万元"), ("一年半", "一年"), ("百分之九", "百分之八"),
        ("国发〔2005〕39号", "国发〔2005〕38号"), ("国发〔2006〕38号", "国发〔2005〕38号"), ("国办发〔2005〕38号", "国发〔2005〕38号"),
        ("3万元", "3千元"), ("10级", "5级"), ("120个月", "拨打120"), ("1个月", "公式里的1"),
    ],
)  # fmt: skip
def test_a_changed_figure_is_noticed(said: str, source: str) -> None:
    assert untraced(said, source, HOTLINES)


def test_a_hotline_needs_no_source_but_an_amount_of_the_same_digits_does() -> None:
    assert not untraced("请拨打12333或120", "", HOTLINES)
    assert untraced("缴满120个月", "", HOTLINES)
    assert untraced("罚款110元", "", HOTLINES)


def test_a_figure_a_source_gives_without_unit_may_take_one() -> None:
    assert not untraced("计发月数是139个月", "60岁为139")


def test_every_corpus_sentence_is_traced_by_its_own_clause() -> None:
    loose = {(p.id, s) for p in corpus() for s in p.sentences if untraced(s, p.text)}
    assert loose == set()


def test_any_arabic_figure_changed_in_a_corpus_sentence_is_noticed() -> None:
    missed = []
    for passage in corpus():
        values = {token.split("|")[0] for token in figures(passage.text)}
        for sentence in passage.sentences:
            for match in FIGURE.finditer(sentence):
                new = next(str(n) for n in range(int(float(match.group())) + 1, 10**9) if str(n) not in values)
                if new in HOTLINES:
                    continue
                changed = sentence[: match.start()] + new + sentence[match.end() :]
                if not untraced(changed, passage.text, HOTLINES):
                    missed.append((passage.id, changed))
    assert missed == []


def test_any_chinese_figure_changed_in_a_corpus_sentence_is_noticed() -> None:
    pattern = re.compile(
        r"(?<![零〇一二两三四五六七八九十百千万亿这那每])[三四五六七八九](?=个月|年|岁|天|倍|条|个工作日)"
    )
    missed, tried = [], 0
    for passage in corpus():
        values = {token.split("|")[0] for token in figures(passage.text)}
        for sentence in passage.sentences:
            for match in pattern.finditer(sentence):
                new = next((c for n, c in enumerate("三四五六七八九", 3) if str(n) not in values), None)
                if new is None:
                    continue
                tried += 1
                changed = sentence[: match.start()] + new + sentence[match.end() :]
                if not untraced(changed, passage.text, HOTLINES):
                    missed.append((passage.id, changed))
    assert missed == []
    assert tried
