"""办事引导 in conversation: what to bring, where to go and how long it takes, and when something else is meant."""

from __future__ import annotations

import pytest

from assistant.messages import Outcome
from assistant.tools.registry import replay
from tests.unit._clauses import LAPSE
from tests.unit._forms import BEGUN_FORM, Citizen, asking, seen


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("退休要带什么材料", "办退休"), ("办退休的流程是什么", "办退休"), ("社保转移要什么手续", "转"),
        ("养老金资格认证需要什么材料", "认证"), ("领丧葬费要准备哪些材料", "丧葬"),
    ],
)  # fmt: skip
async def test_who_asks_for_papers_hears_what_to_bring_where_and_how_long(text: str, matter: str) -> None:
    reply = await Citizen().say(text)
    assert reply.outcome == Outcome.ANSWERED
    assert reply.trace is not None and reply.trace.tool == "guidance"
    assert matter in reply.trace.value("事项")
    for head in ("要带的东西", "去哪里办", "要多久"):
        assert head in seen(reply)
    assert replay(reply.trace) == reply.trace


async def test_the_steps_fold_and_come_in_order() -> None:
    reply = await Citizen().say("退休要带什么材料")
    assert reply.trace is not None
    folded = [s.text for s in reply.sentences if s.detail]
    steps = [value.rstrip("。") for name, value in reply.trace.result if name.startswith("步骤")]
    found = [next(i for i, text in enumerate(folded) if step in text) for step in steps]
    assert found and found == sorted(found)


async def test_every_part_tells_where_it_comes_from() -> None:
    reply = await Citizen().say("退休要带什么材料")
    assert reply.trace is not None
    assert all(step.formula for step in reply.trace.trace)
    assert any(step.parameters for step in reply.trace.trace)


@pytest.mark.parametrize(
    "text",
    [
        "社保断缴了怎么办", "退休以后能领多少钱", "养老保险最少要缴多少年", "我什么时候退休",
        "去年我到社保局办退休，跑了三趟，每次都说材料不够，今天缺这个明天缺那个，到底要带什么材料，凭什么这样折腾我们老百姓",
    ],
)  # fmt: skip
async def test_advice_figures_and_complaints_are_not_answered_with_papers(text: str) -> None:
    reply = await Citizen().say(text)
    assert reply.trace is None or reply.trace.tool != "guidance"


async def test_which_matter_is_meant_is_not_guessed() -> None:
    reply = await Citizen(clauses=(LAPSE,)).say("要带什么材料")
    assert reply.trace is None


async def test_papers_asked_for_in_the_middle_of_an_estimate_are_told_and_the_estimate_goes_on() -> None:
    citizen = Citizen()
    reply = await citizen.say(*BEGUN_FORM, "退休要带什么材料")
    assert "要带的东西" in seen(reply)
    assert asking(await citizen.say("接着算")) == "参保地"


async def test_who_writes_traditional_reads_traditional() -> None:
    reply = await Citizen().say("辦退休要帶什麼材料")
    assert "要帶的東西" in seen(reply)
