"""Several turns with one citizen over a few clauses."""

from __future__ import annotations

import pytest

from assistant import texts
from assistant.bootstrap import steps_of_a_turn
from assistant.conversation import Conversations, MemoriesInProcess
from assistant.errors import Unavailable
from assistant.messages import InboundMessage, Outcome, Reply, Turn, Versions
from assistant.tools.registry import Toolbox
from knowledge_base.parameter_files import load_parameters
from tests.fakes import ListRetriever
from tests.unit._clauses import CLAUSES, HOUSING, LAPSE, MINIMUM, SICHUAN, TODAY, Talk, shown


async def test_an_answer_is_the_clauses_own_words_with_their_source() -> None:
    reply = await Talk().say("养老保险最少要缴多少年")
    assert reply.outcome == Outcome.ANSWERED
    assert MINIMUM.sentences[0] in shown(reply)
    first = reply.citations[0]
    assert (first.title, first.section, first.quote) == ("社会保险法", "社会保险法 第十六条", MINIMUM.text)
    assert reply.sentences[0].marks == (first.mark,)


async def test_a_reply_says_as_of_when_and_what_produced_it() -> None:
    reply = await Talk().say("养老保险最少要缴多少年")
    assert reply.as_of == TODAY
    assert reply.versions.corpus == "list-1"
    assert reply.versions.rules and reply.versions.parameters


@pytest.mark.parametrize("again", ["再说一遍", "没听清", "重复一遍", "你再讲一次"])
async def test_asking_to_repeat_gives_the_same_words_and_sources(again: str) -> None:
    talk = Talk()
    first = await talk.say("养老保险最少要缴多少年")
    second = await talk.say(again)
    assert second.outcome == Outcome.ANSWERED_REPEAT
    assert shown(second) == shown(first)
    assert {m for s in second.sentences for m in s.marks} <= {c.mark for c in second.citations}


async def test_a_repeat_can_be_repeated() -> None:
    talk = Talk()
    first = await talk.say("养老保险最少要缴多少年")
    await talk.say("再说一遍")
    assert shown(await talk.say("再说一遍")) == shown(first)


@pytest.mark.parametrize("simpler", ["说简单点", "听不懂", "太长了", "说人话"])
async def test_asking_for_simpler_words_gives_one_sentence_with_its_source(simpler: str) -> None:
    talk = Talk()
    await talk.say("养老保险最少要缴多少年")
    reply = await talk.say(simpler)
    assert len(shown(reply)) < 60
    assert MINIMUM.sentences[0] in shown(reply)
    assert reply.citations


async def test_there_is_nothing_to_repeat_at_the_start() -> None:
    assert (await Talk().say("再说一遍")).text == texts.NOTHING_TO_REPEAT[0]


async def test_a_follow_up_goes_on_with_the_last_question() -> None:
    talk = Talk()
    await talk.say("养老保险最低缴费年限是多少年")
    reply = await talk.say("那灵活就业呢")
    assert reply.outcome == Outcome.ANSWERED
    assert reply.citations[0].passage_id == MINIMUM.id


async def test_a_new_question_leaves_the_last_topic() -> None:
    talk = Talk()
    await talk.say("养老保险最低缴费年限是多少年")
    reply = await talk.say("人去世了家属能领丧葬补助金和抚恤金吗")
    assert reply.citations[0].passage_id == "law#3"
    assert "15年" not in shown(reply)


async def test_the_place_is_asked_once() -> None:
    talk = Talk(clauses=(LAPSE,))
    assert texts.ASK_PLACE in (await talk.say("社保断缴了怎么办")).text
    assert texts.ASK_PLACE not in (await talk.say("社保断缴了能补吗")).text


async def test_who_has_named_the_place_is_not_asked_for_it() -> None:
    reply = await Talk(clauses=(LAPSE,)).say("我在浙江，社保断缴了怎么办")
    assert texts.ASK_PLACE not in reply.text
    assert texts.NO_LOCAL_RULE.format(place="浙江") in reply.text
    assert reply.region == "浙江"


async def test_the_rule_of_a_province_is_told_only_to_people_there() -> None:
    here = await Talk().say("我在四川，灵活就业社保断缴当年能补缴吗")
    there = await Talk().say("我在浙江，灵活就业社保断缴当年能补缴吗")
    assert SICHUAN.id in {c.passage_id for c in here.citations}
    assert SICHUAN.id not in {c.passage_id for c in there.citations}
    assert "四川" not in there.text


async def test_a_place_once_named_is_remembered() -> None:
    talk = Talk()
    await talk.say("我在四川交社保，养老保险最少要缴多少年")
    reply = await talk.say("灵活就业社保断缴当年能补缴吗")
    assert reply.region == "四川"
    assert SICHUAN.id in {c.passage_id for c in reply.citations}


async def test_what_is_not_pension_insurance_is_passed_on() -> None:
    reply = await Talk().say("公积金怎么提取")
    assert reply.outcome == Outcome.ANSWERED_OUT_OF_SCOPE
    assert HOUSING.sentences[0] in shown(reply)


async def test_who_writes_traditional_reads_traditional() -> None:
    reply = await Talk().say("養老保險最少要繳多少年")
    assert "職工養老保險按月領養老金，最低要累計繳滿15年。" in shown(reply)
    assert reply.citations[0].title == "社會保險法"
    assert reply.citations[0].digest == MINIMUM.digest


async def test_who_goes_back_to_simplified_reads_simplified() -> None:
    talk = Talk()
    await talk.say("養老保險最少要繳多少年")
    assert "养老保险" in shown(await talk.say("人去世了家属能领丧葬补助金和抚恤金吗，养老保险怎么规定的"))


async def test_after_two_misunderstandings_a_person_is_offered() -> None:
    talk = Talk()
    await talk.say("量子力学的基本原理")
    second = await talk.say("巴拉巴拉小魔仙变身")
    assert second.outcome.startswith(("unanswerable", "clarify"))
    assert second.handover.offered


async def test_what_is_not_known_is_not_made_up() -> None:
    reply = await Talk().say("量子力学的基本原理是什么呀")
    assert reply.outcome.startswith(("unanswerable", "clarify"))
    assert reply.citations == ()
    assert "12333" in reply.text


@pytest.mark.parametrize("text", ["转人工", "我要找人工客服", "人工"])
async def test_a_person_is_called_when_asked_for(text: str) -> None:
    reply = await Talk().say(text)
    assert reply.outcome == Outcome.HANDOVER_REQUESTED
    assert reply.handover.offered


@pytest.mark.parametrize("text", ["你好", "谢谢", "再见", "你是谁"])
async def test_small_talk_is_answered_kindly_without_sources(text: str) -> None:
    reply = await Talk().say(text)
    assert reply.outcome == Outcome.ANSWERED_SMALL_TALK
    assert reply.citations == ()


async def test_small_talk_does_not_lose_the_thread() -> None:
    talk = Talk()
    first = await talk.say("养老保险最少要缴多少年")
    await talk.say("谢谢")
    assert shown(await talk.say("再说一遍")) == shown(first)


async def test_a_retirement_date_is_worked_out_step_by_step() -> None:
    talk = Talk()
    first = await talk.say("我1981年9月出生，什么时候退休")
    assert first.form is not None and "性别" in first.form.missing
    second = await talk.say("女的")
    assert second.form is not None and "岗位" in second.form.missing
    assert "2039年9月" in second.text and "2035年2月" in second.text
    third = await talk.say("工人岗位")
    assert third.outcome == Outcome.ESTIMATED
    assert "2035年2月" in shown(third) and "2039年9月" not in shown(third)
    assert third.form is None


async def test_changing_the_post_changes_the_date() -> None:
    talk = Talk()
    assert "2039年9月" in shown(await talk.say("我是1981年9月的女干部，哪年退休"))
    assert "2035年2月" in shown(await talk.say("工人岗位呢"))


async def test_the_steps_of_a_worked_out_date_come_with_it() -> None:
    reply = await Talk().say("1976年9月出生的男职工什么时候退休")
    assert "63岁" in shown(reply) and "2039年9月" in shown(reply)
    assert reply.trace is not None
    assert [step.step for step in reply.trace.trace] == [
        "原退休月份", "延迟月数", "退休月份", "最低缴费年限", "弹性退休的范围",
    ]  # fmt: skip


async def test_two_citizens_do_not_mix() -> None:
    retriever = ListRetriever(CLAUSES)
    both = Conversations(
        steps_of_a_turn(retriever, Toolbox(load_parameters())), MemoriesInProcess(), Versions, today=lambda: TODAY
    )
    await both.respond(InboundMessage("1", "test", "one", "我在四川，养老保险最少要缴多少年"))
    _, reply = await both.respond(InboundMessage("2", "test", "two", "社保断缴了怎么办"))
    assert reply.region == "全国"
    assert texts.ASK_PLACE in reply.text


async def test_a_part_that_fails_ends_in_an_apology_not_in_its_words() -> None:
    async def failing(turn: Turn) -> Turn | Reply:
        raise Unavailable("connection refused to 10.0.0.1")

    talk = Conversations((failing,), MemoriesInProcess(), Versions, today=lambda: TODAY)
    _, reply = await talk.respond(InboundMessage("1", "test", "one", "社保断缴了怎么办"))
    assert reply.outcome == Outcome.ERROR_INTERNAL
    assert "10.0.0.1" not in reply.text
    assert reply.handover.offered
