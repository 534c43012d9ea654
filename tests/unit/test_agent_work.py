"""What an agent does with a citizen, as both of them notice it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from assistant.desk.agents import Agent
from assistant.desk.refusals import NotAllowed
from assistant.desk.work import LONGEST, AgentWork, Passed
from assistant.errors import AssistantError, BadInput, NotFound
from assistant.handoff.states import RESOLUTIONS, Case, Reason, Refused, State
from tests.handover_site import Citizen, Site, empty, site, text_of, wang

__all__ = ["empty", "site", "wang"]
QUESTION, ANSWER = "养老保险最少要缴多少年", "缴满15年"


@pytest.fixture
def work(site: Site) -> AgentWork:
    return site.desk.work


@pytest.fixture
async def li(site: Site) -> Agent:
    return await site.agent("李强", "投诉")


@pytest.fixture
async def boss(site: Site) -> Agent:
    return await site.agent("孙班长", role="supervisor")


@pytest.fixture
async def citizen(site: Site, wang: Agent) -> Citizen:
    """Somebody in the queue."""
    one = await site.citizen()
    await one.says("转人工")
    return one


async def refusal(what: Awaitable[object]) -> str:
    """What whoever is refused reads: why, and what to do."""
    with pytest.raises(AssistantError) as refused:
        await what
    error = refused.value
    if isinstance(error, BadInput):
        assert error.remedy, "nothing says what to do"
        return f"{error}。{error.remedy}"
    return str(error)


async def test_taking_somebody_is_told_to_them_with_the_agents_name(
    work: AgentWork, citizen: Citizen, wang: Agent
) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    assert (case.state, case.agent) == (State.WITH_AGENT, wang.id) and case.accepted_at
    said = (await citizen.messages())[-1]
    assert said.text == "工作人员王敏来了，您前面说的话都看得到。请您接着说。"
    assert (said.author, said.handover and said.handover["state"]) == ("王敏", "with_agent")


async def test_taking_twice_is_the_same_as_once(work: AgentWork, citizen: Citizen, wang: Agent) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    count = len(await citizen.messages())
    assert await work.accept(case.id, wang) == case
    assert len(await citizen.messages()) == count


async def test_of_two_agents_who_take_at_once_one_gets_the_citizen(
    work: AgentWork, citizen: Citizen, wang: Agent, li: Agent
) -> None:
    case = (await citizen.open_case()).id
    results = await asyncio.gather(work.accept(case, wang), work.accept(case, li), return_exceptions=True)
    taken = [one for one in results if isinstance(one, Case)]
    refused = [one for one in results if isinstance(one, Refused)]
    assert len(taken) == len(refused) == 1
    assert "已经有人接待了" in str(refused[0]) and refused[0].remedy == "请接队列里的下一位"
    assert (await citizen.open_case()).agent == taken[0].agent


async def test_who_stopped_waiting_cannot_be_taken(work: AgentWork, citizen: Citizen, wang: Agent) -> None:
    case = (await citizen.open_case()).id
    await citizen.says("不等了")
    assert await refusal(work.accept(case, wang)) == "这次接待已经结束了。请刷新列表"


async def test_who_was_given_to_another_cannot_be_taken(
    work: AgentWork, citizen: Citizen, wang: Agent, li: Agent, boss: Agent
) -> None:
    case = (await citizen.open_case()).id
    await work.assign(case, boss, li.id)
    assert "已经给您安排了工作人员李强" in await citizen.told()
    assert "已经分派给别的坐席" in await refusal(work.accept(case, wang))
    assert "没有分派给您" in await refusal(work.decline(case, wang))
    assert (await work.accept(case, li)).agent == li.id


async def test_what_an_agent_says_reaches_the_citizen_once(work: AgentWork, citizen: Citizen, wang: Agent) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    first = await work.say(case.id, wang, "您好，请说。", "a-1")
    assert await work.say(case.id, wang, "您好，请说。", "a-1") == first
    said = [m for m in await citizen.messages() if m.sender == "agent"]
    assert [(m.text, m.author) for m in said] == [("您好，请说。", "王敏")]
    assert (await citizen.open_case()).first_reply_at == first.at


async def test_a_message_whose_confirmation_was_lost_is_confirmed_though_the_citizen_is_gone(
    work: AgentWork, citizen: Citizen, wang: Agent
) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    first = await work.say(case.id, wang, "您好，请说。", "a-1")
    await work.close(case.id, wang, "answered")
    assert await work.say(case.id, wang, "您好，请说。", "a-1") == first
    assert "消息没有发出" in await refusal(work.say(case.id, wang, "还有一句。", "a-2"))


async def test_clauses_are_kept_as_they_were_when_they_were_shown(
    work: AgentWork, citizen: Citizen, wang: Agent
) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    said = await work.say(case.id, wang, "请看这两条。", "a-1", ("law#1", "law#3"))
    assert [(c["mark"], c["passage_id"], c["section"]) for c in said.citations] == [
        (1, "law#1", "社会保险法 第十六条"), (2, "law#3", "社会保险法 第十七条"),
    ]  # fmt: skip
    assert ANSWER in said.citations[0]["quote"] and said.citations[0]["digest"]
    assert (await citizen.messages())[-1].citations == said.citations
    assert "没有这一条" in await refusal(work.say(case.id, wang, "再看。", "a-2", ("law#99",)))


async def test_personal_numbers_an_agent_types_are_masked_and_office_numbers_are_not(
    work: AgentWork, citizen: Citizen, wang: Agent
) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    said = await work.say(
        case.id, wang, "您的身份证110101199003074258、手机13812345678对吗？请打0755-12345678或12333。", "a-1"
    )
    assert said.text == "您的身份证【身份证号】、手机【手机号】对吗？请打0755-12345678或12333。"


@pytest.mark.parametrize("text", ["", "  \n", "字" * (LONGEST + 1)])
async def test_nothing_and_too_much_are_not_sent(work: AgentWork, citizen: Citizen, wang: Agent, text: str) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    assert f"请写1到{LONGEST}个字" in await refusal(work.say(case.id, wang, text, "a-1"))


async def test_only_who_has_the_citizen_can_speak(
    work: AgentWork, citizen: Citizen, wang: Agent, li: Agent, boss: Agent
) -> None:
    case = (await citizen.open_case()).id
    assert "请先接入" in await refusal(work.say(case, wang, "您好", "a-1"))
    await work.accept(case, wang)
    for other in (li, boss):
        assert "请先接入" in await refusal(work.say(case, other, "您好", "a-2"))
    await work.transfer(case, wang, Passed(agent=li.id))
    assert "请先接入" in await refusal(work.say(case, li, "您好", "a-3"))
    assert not [m for m in await citizen.messages() if m.sender == "agent"]


async def test_passed_to_another_agent_the_citizen_waits_for_them_and_they_must_take_it(
    work: AgentWork, citizen: Citizen, wang: Agent, li: Agent
) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    passed = await work.transfer(case.id, wang, Passed(agent=li.id))
    assert (passed.state, passed.agent) == (State.ASSIGNED, li.id)
    assert await citizen.told() == "换工作人员李强来接待您，请稍等。"
    assert text_of(await citizen.says("好的")) == ""
    await work.accept(case.id, li)
    assert "工作人员李强来了" in await citizen.told()


async def test_passed_to_a_group_the_citizen_is_first_in_its_queue(
    site: Site, work: AgentWork, citizen: Citizen, wang: Agent, li: Agent
) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    others = await site.citizen()
    await others.says("我要投诉")
    passed = await work.transfer(case.id, wang, Passed(group="投诉"))
    assert (passed.state, passed.skill, passed.agent) == (State.QUEUED, "投诉", None)
    assert "转到投诉组的工作人员那里。您不用从头排队" in await citizen.told()
    assert "前面还有1位" in text_of(await others.says("转人工"))
    queue, _ = await site.desk.room.lists(li)
    assert [c["id"] for c in queue][0] == case.id


async def test_nobody_is_passed_to_nobody(site: Site, work: AgentWork, citizen: Citizen, wang: Agent) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    gone = await site.agent("已停用", active=False)
    assert "没有这位坐席" in await refusal(work.transfer(case.id, wang, Passed(agent="nobody")))
    assert "没有这位坐席" in await refusal(work.transfer(case.id, wang, Passed(agent=gone.id)))
    for to in (Passed(), Passed(agent=wang.id, group="投诉")):
        assert "请选一位坐席或一个组" in await refusal(work.transfer(case.id, wang, to))
    assert await citizen.open_case() == case


async def test_only_the_holder_or_a_supervisor_passes_on_or_ends(
    work: AgentWork, citizen: Citizen, wang: Agent, li: Agent, boss: Agent
) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    for refused in (
        work.transfer(case.id, li, Passed(group="投诉")), work.close(case.id, li, "answered"),
        work.hand_back(case.id, li), work.call_back_later(case.id, li),
    ):  # fmt: skip
        assert await refusal(refused) == "这位市民现在不由您接待。请先接入，或请班长处理"
    passed = await work.transfer(case.id, boss, Passed(agent=li.id))
    assert (await citizen.events(case.id))[-1].actor.kind == "supervisor" and passed.agent == li.id


async def test_an_agent_who_declines_puts_the_citizen_back_without_losing_their_place(
    site: Site, work: AgentWork, citizen: Citizen, wang: Agent, boss: Agent
) -> None:
    case = await citizen.open_case()
    await work.assign(case.id, boss, wang.id)
    site.clock.passes(seconds=20)
    back = await work.decline(case.id, wang)
    assert (back.state, back.agent, back.queued_at) == (State.QUEUED, None, case.queued_at)
    assert "刚才那位工作人员没能接上" in await citizen.told() and "您不用从头排队" in await citizen.told()


@pytest.mark.parametrize("resolution", RESOLUTIONS)
async def test_every_way_of_closing_is_told_and_the_assistant_answers_again(
    work: AgentWork, citizen: Citizen, wang: Agent, resolution: str
) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    closed = await work.close(case.id, wang, resolution)
    gone = resolution == "no_answer"
    assert (closed.state, closed.resolution) == (State.LEFT if gone else State.RESOLVED, resolution)
    told = [m.text for m in await citizen.messages() if m.sender == "system"][-2:]
    assert ("工作人员先忙别的去了" in told[-1]) if gone else ("这次人工服务结束了" in told[0] and "满意" in told[1])
    assert await citizen.case() is None
    assert ANSWER in text_of(await citizen.says(QUESTION))


async def test_the_citizen_is_asked_once_how_it_was(work: AgentWork, citizen: Citizen, wang: Agent) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    await work.close(case.id, wang, "answered")
    assert "这次接待已经结束了" in await refusal(work.close(case.id, wang, "answered"))
    asked = [m for m in await citizen.messages() if m.handover and m.handover["asks"] == "satisfaction"]
    assert [m.text for m in asked] == ["您对这次人工服务满意吗？"]


async def test_an_unknown_resolution_ends_nothing(work: AgentWork, citizen: Citizen, wang: Agent) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    assert await refusal(work.close(case.id, wang, "solved")) == "没有这个办结结果。请从列表里选一个"
    assert await citizen.open_case() == case


async def test_handed_back_the_assistant_goes_on_with_what_it_remembered(
    site: Site, work: AgentWork, wang: Agent
) -> None:
    citizen = await site.citizen()
    await citizen.says(QUESTION)
    case = await citizen.with_agent(wang)
    await citizen.says("我要问别人的事")
    await work.hand_back(case.id, wang)
    assert "接下来还是我这个智能助手陪您" in [m.text for m in await citizen.messages()][-2]
    reply = await citizen.says("那灵活就业呢")
    assert reply["outcome"] == "answered" and reply["citations"][0]["passage_id"] == "law#1"


async def test_called_back_later_and_reached_the_citizen_finds_the_end_of_it(
    site: Site, work: AgentWork, citizen: Citizen, wang: Agent
) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    left = await site.desk.call_backs.leave(case, "message", None, "", "查档案", site.clock(), owner=wang.id)
    assert (await work.call_back_later(case.id, wang, left.due_on)).state is State.CALL_BACK
    assert "11月24日" in await citizen.told()
    assert ANSWER in text_of(await citizen.says(QUESTION))
    await site.desk.call_backs.record(left.id, "reached", "已答复", wang, site.clock())
    assert "已经跟您联系过了" in await citizen.told() and await citizen.case() is None
    count = len(await citizen.messages())
    await work.conclude(case.id, Reason.REACHED, (await citizen.events(case.id))[-1].actor, "", site.clock())
    assert len(await citizen.messages()) == count


async def test_a_call_back_done_while_the_citizen_talks_again_ends_nothing(
    site: Site, work: AgentWork, citizen: Citizen, wang: Agent
) -> None:
    await citizen.says("13812345678")
    left = await citizen.left()
    assert left is not None
    await citizen.says("转人工")
    case = await work.accept((await citizen.open_case()).id, wang)
    await site.desk.call_backs.record(left.id, "reached", "已答复", wang, site.clock())
    assert await citizen.open_case() == case


async def test_a_supervisor_may_take_a_citizen_from_one_agent_and_give_them_to_another(
    work: AgentWork, citizen: Citizen, wang: Agent, li: Agent, boss: Agent
) -> None:
    case = await work.accept((await citizen.open_case()).id, wang)
    assert (await work.assign(case.id, boss, li.id)).agent == li.id
    assert await citizen.told() == "换工作人员李强来接待您，请稍等。"
    assert "没有这位坐席" in await refusal(work.assign(case.id, boss, "nobody"))


DEEDS: dict[str, Callable[[AgentWork, str, Agent], Awaitable[object]]] = {
    "accept": lambda work, case, agent: work.accept(case, agent),
    "decline": lambda work, case, agent: work.decline(case, agent),
    "say": lambda work, case, agent: work.say(case, agent, "您好", "a-9"),
    "typing": lambda work, case, agent: work.typing(case, agent),
    "transfer": lambda work, case, agent: work.transfer(case, agent, Passed(group="投诉")),
    "assign": lambda work, case, agent: work.assign(case, agent, agent.id),
    "close": lambda work, case, agent: work.close(case, agent, "answered"),
    "hand_back": lambda work, case, agent: work.hand_back(case, agent),
    "call_back_later": lambda work, case, agent: work.call_back_later(case, agent),
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_nothing_is_done_to_a_case_there_is_not(work: AgentWork, boss: Agent, deed: str) -> None:
    with pytest.raises(NotFound, match="没有这次接待"):
        await DEEDS[deed](work, "no-such-case", boss)


@pytest.mark.parametrize("deed", sorted(set(DEEDS) - {"typing"}))
async def test_nothing_is_done_to_a_case_that_has_ended(
    work: AgentWork, citizen: Citizen, boss: Agent, deed: str
) -> None:
    case = (await citizen.open_case()).id
    await citizen.says("不等了")
    words = await refusal(DEEDS[deed](work, case, boss))
    assert "刷新" in words and await citizen.case() is None


@pytest.mark.parametrize("deed", sorted(set(DEEDS) - {"accept", "assign", "typing"}))
async def test_nothing_but_taking_is_done_to_somebody_who_waits(
    work: AgentWork, citizen: Citizen, wang: Agent, deed: str
) -> None:
    case = await citizen.open_case()
    assert "请" in await refusal(DEEDS[deed](work, case.id, wang))
    assert await citizen.open_case() == case


async def test_the_packet_is_for_who_has_the_citizen_or_supervises(
    site: Site, citizen: Citizen, wang: Agent, li: Agent, boss: Agent
) -> None:
    await citizen.says("我女，1976年3月生，几岁退休")
    case = await site.desk.work.accept((await citizen.open_case()).id, wang)
    with pytest.raises(NotAllowed, match="正由别的坐席接待"):
        await site.desk.room.dossier(case.id, li)
    assert (await site.desk.room.dossier(case.id, boss))["case"]["agent_name"] == "王敏"
    assert (await site.desk.room.dossier(case.id, wang))["packet"]
    noted = [one.action for one in await site.desk.audit.read(site.clock(), site.clock.passes(seconds=1), 100)]
    assert "listen_in" in noted
