"""What may be sent: every figure and rule rests on a cited clause or a calculation."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import texts
from assistant.messages import Citation, Outcome, Reply, Sentence
from assistant.pension.parameters import ParameterBook
from assistant.pension.retirement import Track
from assistant.script import to_traditional
from assistant.steps.verify import faults, verify
from assistant.tools.minimum_years import minimum_years
from assistant.tools.retirement_date import retirement_date
from tests.unit._clauses import MINIMUM, SICHUAN, cited, sentence, turn

BOOK = ParameterBook((), "test")

LOCAL = replace(SICHUAN, sentences=("四川当年内可以补缴。",))


def reply(*sentences: Sentence, citations: tuple[Citation, ...] = (cited(1, MINIMUM),), region: str = "全国") -> Reply:
    return Reply(sentences, Outcome.ANSWERED, citations, region=region)


def test_the_words_of_a_clause_under_its_mark_may_be_sent() -> None:
    assert faults(reply(*(Sentence(line, (1,)) for line in MINIMUM.sentences))) == ()


def test_a_mark_without_a_citation_is_refused() -> None:
    assert faults(reply(sentence("最低要缴满15年。", 1, 2)))


def test_a_figure_that_is_not_in_the_cited_clause_is_refused() -> None:
    assert faults(reply(sentence("最低要缴满16年。", 1)))
    assert faults(reply(sentence("最低要缴满十六年。", 1)))
    assert faults(reply(sentence("最低要缴满15个月。", 1)))


def test_a_figure_of_another_cited_clause_is_refused() -> None:
    other = replace(MINIMUM, sentences=("居民养老60岁领取。",))
    assert faults(reply(sentence("最低要缴满15年。", 2), citations=(cited(1, MINIMUM), cited(2, other))))


@given(st.integers(1, 31), st.sampled_from(["年", "岁", "%", "元", "个月", "倍"]))
def test_the_day_a_clause_came_into_force_vouches_for_no_other_figure(day: int, unit: str) -> None:
    clause = replace(MINIMUM, sentences=("缴费年限累计计算。",), section="总则", effective_from=MINIMUM.effective_from)
    assert faults(reply(sentence(f"要缴{day}{unit}。", 1), citations=(cited(1, clause),)))


def test_the_day_a_clause_came_into_force_may_be_told() -> None:
    assert not faults(reply(sentence("这条规定2025年1月1日起施行。", 1)))


def test_a_rule_without_a_mark_is_refused() -> None:
    assert faults(reply(sentence("断缴的部分可以补缴。")))
    assert faults(reply(sentence("单位不得强制职工提前退休。")))


def test_a_figure_without_a_mark_is_refused() -> None:
    assert faults(reply(sentence("一共15年。")))


@pytest.mark.parametrize("line", sorted(line for line in texts.canned() if "{" not in line))
def test_every_canned_sentence_may_be_sent_in_both_scripts(line: str) -> None:
    assert not faults(reply(sentence(line)))
    assert not faults(reply(sentence(to_traditional(line))))


@pytest.mark.parametrize("place", ["四川", "深圳", "内蒙古", "城乡居民基本养老保险"])
def test_a_canned_sentence_with_a_place_may_be_sent(place: str) -> None:
    for line in texts.canned():
        if "{place}" in line:
            assert not faults(reply(sentence(line.format(place=place))))


@pytest.mark.parametrize("line", [texts.HEARD_WORD, texts.HEARD_WHOLE])
def test_what_was_heard_may_be_said_back_as_a_question_and_nothing_beside_it(line: str) -> None:
    assert not faults(reply(sentence(line.format(said="缴满10年就能领"))))
    assert faults(reply(sentence(line.format(said="缴满10年”吗？缴满10年就能领“"))))


def test_a_canned_sentence_with_something_else_filled_in_is_refused() -> None:
    assert faults(reply(sentence(texts.NO_LOCAL_RULE.format(place="缴满10年就可以领，四川"))))


def test_a_figure_of_the_calculation_may_be_sent() -> None:
    trace = retirement_date(BOOK, "1976-09", Track.MALE)
    line = sentence(
        "1976年9月出生的男职工，法定退休年龄是63岁，退休时间是2039年9月，最低要缴满20年，延迟36个月。", traced=True
    )
    assert not faults(replace(reply(line, citations=()), trace=trace))


@pytest.mark.parametrize(
    "line", ["退休时间是2039年8月。", "最低要缴满19年。", "法定退休年龄是62岁。", "延迟36年。", "最低要缴满20个月。"]
)
def test_a_figure_the_calculation_did_not_give_is_refused(line: str) -> None:
    trace = retirement_date(BOOK, "1976-09", Track.MALE)
    assert faults(replace(reply(sentence(line, traced=True), citations=()), trace=trace))


def test_a_calculated_figure_without_a_calculation_is_refused() -> None:
    assert faults(reply(sentence("退休时间是2039年9月。", traced=True), citations=()))


def test_the_minimum_years_tool_vouches_for_its_result() -> None:
    trace = minimum_years(BOOK, 2035)
    assert not faults(replace(reply(sentence("2035年退休最低要缴满18年。", traced=True), citations=()), trace=trace))


def test_a_clause_of_a_province_needs_a_person_of_that_province() -> None:
    line, citation = sentence(LOCAL.sentences[0], 1), (cited(1, LOCAL),)
    assert not faults(reply(line, citations=citation, region="四川"))
    assert not faults(reply(line, citations=citation, region="四川/成都"))
    assert faults(reply(line, citations=citation))
    assert faults(reply(line, citations=citation, region="浙江"))
    assert faults(reply(line, citations=citation, region="某地"))


def test_clauses_of_two_provinces_never_stand_together() -> None:
    other = replace(LOCAL, region="浙江")
    lines = (sentence(LOCAL.sentences[0], 1), sentence(LOCAL.sentences[0], 2))
    assert faults(reply(*lines, citations=(cited(1, LOCAL), cited(2, other)), region="四川"))


def test_the_rule_of_one_city_is_not_told_in_another() -> None:
    chengdu = (cited(1, replace(LOCAL, region="四川/成都")),)
    line = sentence(LOCAL.sentences[0], 1)
    assert not faults(reply(line, citations=chengdu, region="四川/成都"))
    assert faults(reply(line, citations=chengdu, region="四川/绵阳"))
    assert faults(reply(line, citations=chengdu, region="四川"))


async def test_a_faulty_draft_becomes_a_reply_that_says_it_could_not_be_checked() -> None:
    result = await verify(turn("最少缴多少年", draft=reply(sentence("最低要缴满10年。", 1))))
    assert isinstance(result, Reply)
    assert result.outcome == Outcome.UNANSWERABLE_UNVERIFIED
    assert "10年" not in result.text
    assert result.handover.offered


async def test_no_draft_becomes_a_reply_that_nothing_was_found() -> None:
    result = await verify(turn("什么"))
    assert isinstance(result, Reply)
    assert result.outcome == Outcome.UNANSWERABLE_NOTHING_FOUND


async def test_a_sound_draft_is_sent_as_it_is() -> None:
    draft = reply(Sentence(MINIMUM.sentences[0], (1,)))
    assert await verify(turn("最少缴多少年", draft=draft)) == draft
