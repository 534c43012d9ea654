"""Whatever citizens, agents, supervisors and the clock do: no illegal state, nobody speaks out of turn, all is told."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from assistant.bootstrap import steps_of_a_turn
from assistant.changes import Changes
from assistant.conversation import Conversations, MemoriesInProcess
from assistant.desk.agents import Agent
from assistant.desk.sweeping import Patience, Sweeper
from assistant.desk.work import AgentWork, Passed
from assistant.errors import AssistantError
from assistant.exchange import Exchange
from assistant.handoff.availability import Availability
from assistant.handoff.floor import OnDuty
from assistant.handoff.hours import OfficeHours
from assistant.handoff.states import CLOSED, PERSON, RESOLUTIONS, TRANSITIONS, Actor, Case, Reason, State
from assistant.handoff.wishes import OperatorRules
from assistant.handover import Desk, Handovers
from assistant.messages import InboundMessage, Versions
from assistant.pension.parameters import ParameterBook
from assistant.records import Change, Standing, Stored
from assistant.signals import SignalsInProcess
from assistant.store.in_process import TranscriptsInProcess
from assistant.tools.registry import Toolbox
from assistant.turns import Turns
from tests.fakes import ListRetriever

AGENTS = tuple(
    Agent(name, name, name, role, ("综合", "投诉"), 2, True, "online", None)
    for name, role in (("王敏", "agent"), ("李强", "agent"), ("赵班长", "supervisor"))
)
WORDS = (
    "转人工", "我要投诉", "好", "不用了", "不等了", "给我回电话", "13812345678", "留言", "留言：我要问补缴", "你好", "几岁退休",
    "乱七八糟的话", "活不下去了", "再说一遍", "5分", "", "0", "我不跟机器说话",
)  # fmt: skip
SILENT_FIRST_STEP = "a call-back without a case opens one, and is told with the next step"


class Watched(TranscriptsInProcess):
    """Keeps everything that was ever committed, with what it was committed on."""

    def __init__(self) -> None:
        super().__init__()
        self.log: list[tuple[Standing, Change]] = []

    async def commit(self, standing: Standing, change: Change) -> Stored:
        stored = await super().commit(standing, change)
        if stored.fresh:
            self.log.append((standing, change))
        return stored


class Floor:
    """Two agents whom the machine sends on and off duty."""

    def __init__(self) -> None:
        self.there: set[str] = {"王敏"}

    async def on_duty(self, now: datetime) -> tuple[OnDuty, ...]:
        return tuple(OnDuty(one, one, ("综合", "投诉"), 0, 2) for one in sorted(self.there))

    async def ahead(self, case: Case) -> int:
        return 0

    async def waiting(self, skill: str) -> int:
        return 0

    async def handling_seconds(self, skill: str) -> int:
        return 300


class People:
    async def agent(self, agent_id: str) -> Agent | None:
        return next((one for one in AGENTS if one.id == agent_id), None)


class Asked:
    """Asks once a case."""

    def __init__(self) -> None:
        self.cases: list[str] = []

    async def ask(self, case: Case, now: datetime) -> bool:
        first = case.id not in self.cases
        self.cases.append(case.id)
        return first


class Left:
    """Keeps call-backs nowhere."""

    async def leave(self, case: Case, kind: str, contact: str | None, wanted: str, text: str, now: datetime) -> Any:
        return type("Due", (), {"due_on": now.date()})()


class HandoverMachine(RuleBasedStateMachine):
    """One conversation, two agents, a supervisor, office hours and a clock."""

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.now = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
        self.kept, self.floor, self.asked = Watched(), Floor(), Asked()
        changes = Changes(self.kept, SignalsInProcess())

        async def rules() -> OperatorRules:
            return OperatorRules()

        hours = OfficeHours.parse("周一至周日 09:00-17:00")
        desk = Desk(self.floor, hours, rules, lambda: self.now, "desk", Left())
        self.handovers = Handovers(changes, desk)
        toolbox = Toolbox(ParameterBook((), "test"))
        talk = Conversations(steps_of_a_turn(ListRetriever(()), toolbox), MemoriesInProcess(), Versions)
        self.exchange = Exchange(self.handovers, Turns(talk, self.handovers))
        self.work = AgentWork(changes, People(), self.asked, lambda ids: (), lambda: self.now)

        async def availability(case: Case) -> Availability:
            return await self.handovers.availability(case.skill, case)

        async def patience() -> Patience:
            return Patience()

        self.sweeper = Sweeper(changes, self, self, availability, patience)
        opened = self.do(self.exchange.open("web"))
        self.record = self.do(self.exchange.enter(opened.id, opened.token))
        self.said = 0

    def teardown(self) -> None:
        if hasattr(self, "loop"):
            self.loop.close()

    def do(self, what: Any) -> Any:
        return self.loop.run_until_complete(what)

    def attempt(self, what: Any) -> None:
        """Try what may be refused."""
        try:
            self.do(what)
        except AssistantError as error:
            assert str(error)  # whoever is refused is told why

    # what the sweeper looks at
    async def open_cases(self, states: tuple[State, ...], skill: str | None = None) -> tuple[Case, ...]:
        case = (await self.kept.standing(self.record.id)).case
        return (case,) if case and case.state in states else ()

    async def agents(self) -> dict[str, datetime]:
        return dict.fromkeys(self.floor.there, self.now)

    async def talks(self, conversations: Collection[str]) -> dict[str, tuple[datetime, bool]]:
        messages = [m for m in await self.kept.after(self.record.id, 0, 10**6) if m.sender in ("citizen", "agent")]
        if not conversations or not messages:
            return {}
        return {self.record.id: (messages[-1].at, messages[-1].sender == "agent")}

    def in_state(self, *states: State) -> bool:
        case = self.case
        return case is not None and case.state in states

    @property
    def case(self) -> Case | None:
        found: Case | None = self.do(self.kept.standing(self.record.id)).case
        return found

    @rule(text=st.sampled_from(WORDS))
    def citizen_says(self, text: str) -> None:
        self.said += 1
        message = InboundMessage(f"m-{self.said}", "web", self.record.id, text)
        before = self.case
        if not text and before and before.state in PERSON:
            self.attempt(self.exchange.say(self.record, message))  # nothing to hand on
            return
        said = self.do(self.exchange.say(self.record, message))
        again = self.do(self.exchange.say(self.record, message))
        assert not again.fresh and again.messages == said.messages
        if before and before.state is State.WITH_AGENT:
            assert said.reply["sentences"] == [] and said.reply["handover"]["state"] == "with_agent"

    @rule()
    def citizen_presses_the_button(self) -> None:
        handover, text = self.do(self.exchange.handovers.ask(self.record, None))
        assert text and (handover.state == "queued" or handover.asks or self.case)

    @rule()
    def citizen_cancels(self) -> None:
        self.attempt(self.exchange.handovers.cancel(self.record))

    @rule(kind=st.sampled_from(("call", "message")))
    def citizen_fills_in_the_form(self, kind: str) -> None:
        self.attempt(self.exchange.handovers.call_back(self.record, kind, "13812345678", "", "请回电"))

    @rule(agent=st.sampled_from(AGENTS))
    def agent_comes_or_goes(self, agent: Agent) -> None:
        self.floor.there ^= {agent.id}

    @precondition(lambda self: self.case is not None)
    @rule(
        agent=st.sampled_from(AGENTS),
        what=st.sampled_from(("accept", "accept", "accept", "decline", "hand_back", "call_back_later")),
    )
    def agent_acts(self, agent: Agent, what: str) -> None:
        case = self.case
        assert case
        self.attempt(getattr(self.work, what)(case.id, agent))

    @precondition(lambda self: self.case is not None)
    @rule(agent=st.sampled_from(AGENTS), text=st.sampled_from(("您好", "请带身份证")))
    def agent_says(self, agent: Agent, text: str) -> None:
        self.said += 1
        assert self.case
        self.attempt(self.work.say(self.case.id, agent, text, f"a-{self.said}"))

    @precondition(lambda self: self.case is not None)
    @rule(
        agent=st.sampled_from(AGENTS),
        to=st.sampled_from((Passed(group="投诉"), Passed(agent="李强"), Passed(agent="没有"))),
    )
    def agent_passes_on(self, agent: Agent, to: Passed) -> None:
        assert self.case
        self.attempt(self.work.transfer(self.case.id, agent, to))

    @precondition(lambda self: self.case is not None)
    @rule(agent=st.sampled_from(AGENTS), code=st.sampled_from((*RESOLUTIONS, "无此结果")))
    def agent_closes(self, agent: Agent, code: str) -> None:
        assert self.case
        self.attempt(self.work.close(self.case.id, agent, code))

    @precondition(lambda self: self.case is not None)
    @rule(to=st.sampled_from(AGENTS[:2]))
    def supervisor_assigns(self, to: Agent) -> None:
        assert self.case
        self.attempt(self.work.assign(self.case.id, AGENTS[2], to.id))

    @precondition(lambda self: self.in_state(State.QUEUED, State.ASSIGNED))
    @rule(agent=st.sampled_from(AGENTS[:2]))
    def somebody_takes_it(self, agent: Agent) -> None:
        case = self.case
        assert case
        holder = next((one for one in AGENTS if one.id == case.agent), agent)
        self.floor.there.add(holder.id)
        assert self.do(self.work.accept(case.id, holder)).state is State.WITH_AGENT

    @precondition(lambda self: self.in_state(State.WITH_AGENT))
    @rule(what=st.sampled_from(("say", "say", "close", "hand_back", "group", "other", "later")))
    def the_holder_goes_on(self, what: str) -> None:
        case = self.case
        assert case
        holder = next(one for one in AGENTS if one.id == case.agent)
        other = next(one for one in AGENTS if one is not holder)
        self.said += 1
        acts: dict[str, Callable[[], Any]] = {
            "say": lambda: self.work.say(case.id, holder, "您好", f"h-{self.said}"),
            "close": lambda: self.work.close(case.id, holder, "answered"),
            "hand_back": lambda: self.work.hand_back(case.id, holder),
            "group": lambda: self.work.transfer(case.id, holder, Passed(group="投诉")),
            "other": lambda: self.work.transfer(case.id, holder, Passed(agent=other.id)),
            "later": lambda: self.work.call_back_later(case.id, holder),
        }
        self.do(acts[what]())

    @precondition(lambda self: self.in_state(State.CALL_BACK))
    @rule()
    def call_back_is_done(self) -> None:
        assert self.case
        self.do(self.work.conclude(self.case.id, Reason.REACHED, Actor("agent", "王敏"), "已联系上", self.now))

    @rule(minutes=st.sampled_from((1, 1, 1, 3, 20, 600)))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.do(self.sweeper.sweep(self.now))

    @invariant()
    def every_transition_is_in_the_table_and_told(self) -> None:
        last: dict[str, tuple[int, State]] = {}
        for standing, change in getattr(self, "kept", Watched()).log:
            for event in change.events:
                seq, state = last.get(event.case, (0, State.WITH_ASSISTANT))
                assert (event.seq, event.before) == (seq + 1, state)
                assert event.after in TRANSITIONS[event.before]
                assert event.reason and event.actor.kind
                last[event.case] = (event.seq, event.after)
            told = any(m.text for m in change.messages if m.sender in ("system", "assistant"))
            opens_for_call_back = standing.case is None and not change.messages
            lapsed = any(event.reason is Reason.OFFER_LAPSED for event in change.events)  # nothing was promised
            assert told or not change.events or opens_for_call_back or lapsed, SILENT_FIRST_STEP
            if change.case and change.events:
                assert change.case.state is change.events[-1].after
                assert (change.case.closed_at is not None) == (change.case.state in CLOSED)

    @invariant()
    def nobody_speaks_out_of_turn(self) -> None:
        for standing, change in getattr(self, "kept", Watched()).log:
            senders = {m.sender for m in change.messages}
            state = standing.case.state if standing.case else State.WITH_ASSISTANT
            leaves = any(event.after not in PERSON for event in change.events)
            if state in PERSON and not leaves:
                assert "assistant" not in senders
            if "agent" in senders:
                assert state is State.WITH_AGENT and standing.case
                author = next(m.author for m in change.messages if m.sender == "agent")
                assert author == standing.case.agent  # here a name is an id

    @invariant()
    def the_messages_are_numbered_without_a_gap(self) -> None:
        if hasattr(self, "record"):
            messages = self.do(self.kept.after(self.record.id, 0, 10**6))
            assert [m.seq for m in messages] == list(range(1, len(messages) + 1))
            assert len({(m.sender, m.client_message_id) for m in messages if m.client_message_id}) == sum(
                1 for m in messages if m.client_message_id
            )

    @invariant()
    def a_case_is_asked_about_once(self) -> None:
        if hasattr(self, "record"):
            questions = [
                m for m in self.do(self.kept.after(self.record.id, 0, 10**6))
                if m.handover and m.handover["asks"] == "satisfaction"
            ]  # fmt: skip
            assert len(questions) <= len(set(self.asked.cases))


TestHandover = HandoverMachine.TestCase
TestHandover.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
