"""Answers a person checks first, and how a citizen says what they thought of the talk with a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from assistant.desk.agents import Agent
from assistant.desk.held import Held
from assistant.errors import BadInput
from assistant.handoff.states import State
from tests.handover_site import Citizen, Site, empty, site, text_of, wang

__all__ = ["empty", "site", "wang"]
QUESTION, ANSWER, TOPIC = "养老保险最少要缴多少年", "缴满15年", "最低缴费年限"


@pytest.fixture
async def checked(site: Site, wang: Agent) -> Site:
    """A desk that checks answers about the shortest time of paying."""
    boss = await site.agent("孙班长", role="supervisor")
    await site.desk.settings.change("approve_topics", [TOPIC], boss, site.clock())
    return site


async def held(site: Site) -> Held:
    """The one answer that waits."""
    (one,) = await site.desk.held.open(site.clock())
    return one


async def everything(citizen: Citizen) -> str:
    """All that ever reached the citizen, as text and as JSON."""
    return "".join(f"{m.text}{m.reply}{m.citations}" for m in await citizen.messages() if m.sender != "citizen")


async def test_the_citizen_is_told_that_a_person_looks_at_it_first(checked: Site) -> None:
    citizen = await checked.citizen()
    reply: dict[str, Any] = await citizen.says(QUESTION)
    assert text_of(reply) == (
        "这个问题的答复要请工作人员核对一下，核对好了就在这里告诉您。着急的话请拨打12333，也可以接着问我别的。"
    )
    assert (reply["outcome"], reply["citations"], reply["trace"]) == ("handover_to_check", [], None)
    waiting = await held(checked)
    assert (waiting.question, waiting.topic) == (QUESTION, TOPIC) and ANSWER in waiting.reply["text"]


@pytest.mark.parametrize("after", ["再说一遍", "说简单点", "那灵活就业呢", "为什么", "太长了", QUESTION, "15年吗"])
async def test_nothing_of_it_leaks_before_it_was_checked(checked: Site, after: str) -> None:
    citizen = await checked.citizen()
    await citizen.says(QUESTION)
    await citizen.says(after)
    assert ANSWER not in await everything(citizen) and "第十六条" not in await everything(citizen)


async def test_other_topics_are_answered_at_once(checked: Site) -> None:
    citizen = await checked.citizen()
    await citizen.says(QUESTION)
    assert "丧葬补助金" in text_of(await citizen.says("丧葬费抚恤金还给不给"))


@pytest.mark.parametrize("before", [("呼啦圈怎么转",), ("转人工", "13812345678")])
async def test_an_offer_or_a_registered_number_does_not_let_answers_out_unchecked(
    site: Site, checked: Site, wang: Agent, before: tuple[str, ...]
) -> None:
    await site.goes(wang, *site.on_duty)
    citizen = await site.citizen()
    for words in before:
        await citizen.says(words)
    assert (await citizen.says(QUESTION))["outcome"] == "handover_to_check"
    assert ANSWER not in await everything(citizen)


async def test_who_waits_for_a_person_anyway_is_answered_at_once(checked: Site) -> None:
    citizen = await checked.citizen()
    await citizen.says("转人工")
    assert ANSWER in text_of(await citizen.says(QUESTION))


async def test_an_approved_answer_comes_as_it_was_once(checked: Site, wang: Agent) -> None:
    citizen = await checked.citizen()
    await citizen.says(QUESTION, "m-1")
    await citizen.says(QUESTION, "m-1")
    waiting = await held(checked)
    await checked.desk.held.decide(waiting.id, "approve", "", wang, checked.clock())
    with pytest.raises(BadInput, match="已经有人处理"):
        await checked.desk.held.decide(waiting.id, "approve", "", wang, checked.clock())
    notice, answer = (await citizen.messages())[-2:]
    assert notice.text == "您刚才问的，工作人员核对过了，答复如下。"
    assert answer.sender == "assistant" and answer.reply and answer.reply["citations"]
    assert text_of(answer.reply).count(ANSWER) == 1 and answer.reply["outcome"] == "answered"
    assert answer.reply["reply_id"] == answer.reply_id and answer.reply["seq"] == answer.seq


async def test_an_edited_answer_comes_under_the_agents_name(checked: Site, wang: Agent) -> None:
    citizen = await checked.citizen()
    await citizen.says(QUESTION)
    await checked.desk.held.decide((await held(checked)).id, "edit", "您这种情况要缴满20年。", wang, checked.clock())
    answer = (await citizen.messages())[-1]
    assert (answer.sender, answer.author, answer.text) == ("agent", "王敏", "您这种情况要缴满20年。")
    assert ANSWER not in await everything(citizen)


async def test_a_rejected_answer_never_comes_and_a_way_is_shown(checked: Site, wang: Agent) -> None:
    citizen = await checked.citizen()
    await citizen.says(QUESTION)
    await checked.desk.held.decide((await held(checked)).id, "reject", "", wang, checked.clock())
    assert "请说“转人工”，或者拨打12333" in await citizen.told()
    assert ANSWER not in await everything(citizen)


async def test_an_answer_nobody_checked_is_given_up_with_words_once(checked: Site, wang: Agent) -> None:
    citizen = await checked.citizen()
    await citizen.says(QUESTION)
    waiting = await held(checked)
    assert await checked.desk.held.expired(checked.clock() + timedelta(seconds=600), 600) == ()
    checked.clock.passes(seconds=601)
    assert await checked.desk.held.expired(checked.clock(), 600) == (waiting,)
    assert await checked.desk.held.lapse(waiting, checked.clock())
    assert not await checked.desk.held.lapse(waiting, checked.clock())
    assert [m.text for m in await citizen.messages()].count(await citizen.told()) == 1
    assert "请说“转人工”，或者拨打12333" in await citizen.told()
    with pytest.raises(BadInput):
        await checked.desk.held.decide(waiting.id, "approve", "", wang, checked.clock())


async def test_traditional_characters_are_kept_also_where_an_answer_is_checked(checked: Site, wang: Agent) -> None:
    citizen = await checked.citizen()
    reply = await citizen.says("養老保險最少要繳多少年")
    assert "這個問題的答復" in text_of(reply).replace("覆", "復") and "這" in text_of(reply)
    await checked.desk.held.decide((await held(checked)).id, "approve", "", wang, checked.clock())
    assert "繳滿15年" in await citizen.told()
    assert "正在幫您轉人工" in text_of(await citizen.says("转人工"))


async def rated(site: Site, citizen: Citizen) -> int | None:
    from assistant.store.satisfaction import StoredRatings

    found = await StoredRatings(site.database.working).latest(citizen.record.id)
    return found.score if found else None


@pytest.fixture
async def asked(site: Site, wang: Agent) -> Citizen:
    """Somebody an agent helped, and who was asked how it was."""
    citizen = await site.citizen()
    await site.desk.work.close((await citizen.with_agent(wang)).id, wang, "answered")
    assert await citizen.told() == "您对这次人工服务满意吗？"
    return citizen


@pytest.mark.parametrize(
    ("words", "score"), [("很满意，谢谢", 5), ("满意", 4), ("一般", 3), ("5分", 5), ("很不满意", 1)]
)
async def test_a_rating_in_words_is_taken_and_thanked_for(site: Site, asked: Citizen, words: str, score: int) -> None:
    assert text_of(await asked.says(words)) == "谢谢您的评价。"
    assert await rated(site, asked) == score


async def test_who_asks_on_instead_is_answered_and_not_rated(site: Site, asked: Citizen) -> None:
    assert ANSWER in text_of(await asked.says(QUESTION))
    assert await rated(site, asked) is None
    assert text_of(await asked.says("满意")) != "谢谢您的评价。"


async def test_what_sounds_like_a_rating_long_after_it_was_given_is_answered_like_anything_else(
    site: Site, asked: Citizen
) -> None:
    await site.exchange.rated(asked.record, 5, "")
    site.clock.passes(minutes=11)
    assert text_of(await asked.says("一般")) != "谢谢您的评价。"
    assert await rated(site, asked) == 5


async def test_a_rating_said_in_the_next_queue_leaves_the_place(site: Site, asked: Citizen) -> None:
    await site.exchange.handovers.ask(asked.record, None)
    reply = await asked.says("很满意")
    assert text_of(reply) == "谢谢您的评价。" and reply["handover"]["state"] == State.QUEUED
