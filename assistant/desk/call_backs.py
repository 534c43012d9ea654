"""Call-backs: what citizens leave when no agent is there, and what agents do about it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.contacts import Contact, read_contact
from assistant.desk.agents import Agent
from assistant.desk.call_back_values import KINDS, MOST_ATTEMPTS, OUTCOMES, CallBack, CallBackRows, Conclude, Counts
from assistant.desk.due import Changed, Note, WorkingDays, day_began, day_of, nobody_told
from assistant.desk.refusals import NotAllowed
from assistant.desk.secrets import Secrets
from assistant.errors import BadInput, NotFound
from assistant.handoff.states import Actor, Case, Reason
from assistant.personal_data import mask

TEXT, WANTED, OUTCOME_TEXT = 500, 40, 500
"""Most characters of what is written."""
REASON = 4
"""Fewest characters of the reason for seeing a number."""
CHANGED = "call_backs"
_REASONS = {"reached": Reason.REACHED, "answered_here": Reason.ANSWERED, "gave_up": Reason.NOT_REACHED}


@dataclass(frozen=True, slots=True)
class CallBackEffects:
    """What call-backs set going elsewhere."""

    conclude: Conclude
    note: Note
    changed: Changed = nobody_told


class CallBacks:
    """Everything done with call-backs. ``days``: working days until one is due."""

    def __init__(
        self, rows: CallBackRows, secrets: Secrets, working_days: WorkingDays, effects: CallBackEffects, days: int = 1
    ) -> None:
        self._rows = rows
        self._secrets = secrets
        self._working_days = working_days
        self._effects = effects
        self._days = days

    async def leave(
        self, case: Case, kind: str, contact: str | None, wanted: str, text: str, now: datetime, *,
        owner: str | None = None,
    ) -> CallBack:  # fmt: skip
        """Keep what a citizen leaves; a second time for the same case replaces what is still open.

        ``owner`` is the agent who promised it, if one did. Raises ``BadInput`` for what cannot be used, and
        ``NotFound`` when the case is not stored yet.
        """
        number = _checked(kind, contact, wanted, text)
        fresh = CallBack(
            str(uuid.uuid4()), case.id, case.conversation, kind,
            self._secrets.encrypt(number.number) if number else None, number.shown if number else "",
            _masked(wanted), _masked(text), now, self._working_days(day_of(now), self._days), owner,
        )  # fmt: skip
        kept = await self._rows.keep(fresh)
        if kept is None:
            raise BadInput("您上次留的已经办好了", "还有事请再说一次“转人工”，或拨打12333")
        await self._effects.changed(CHANGED)
        return kept

    async def listed(self, *, done: bool, limit: int = 200) -> tuple[CallBack, ...]:
        """Open ones, the most urgent first; done ones, the newest first."""
        return await self._rows.listed(done=done, limit=limit)

    async def counts(self, now: datetime) -> Counts:
        """How many are open and how many late."""
        return await self._rows.counts(day_of(now))

    async def find(self, call_back: str) -> CallBack:
        """Raises ``NotFound``."""
        found = await self._rows.find(call_back)
        if found is None:
            raise NotFound("没有这条回电")
        return found

    async def of_case(self, case: str) -> CallBack | None:
        """What was left in this case."""
        return await self._rows.of_case(case)

    async def take(self, call_back: str, agent: Agent, now: datetime) -> CallBack:
        """The agent will do it. Raises ``BadInput`` when it is done, ``NotAllowed`` when it is another's."""
        before = await self.find(call_back)
        _must_be_theirs(before, agent, now)
        return await self._swapped(before, replace(before, owner=agent.id, owner_name=agent.name))

    async def reveal(self, call_back: CallBack, agent: Agent, reason: str, now: datetime) -> str:
        """The number, for who took it or a supervisor; noted before it is shown.

        Raises ``NotAllowed``, and ``BadInput`` when there is no number or no reason.
        """
        if call_back.contact is None:
            raise BadInput("市民没有留电话", "请在对话里回复市民")
        if call_back.owner != agent.id and not agent.may("supervisor"):
            raise NotAllowed("先领取这条回电，才能看号码")
        if len(reason.strip()) < REASON:
            raise BadInput("请写明为什么要看号码", f"至少 {REASON} 个字，例如“回电答复”")
        await self._effects.note(agent.id, "reveal_contact", call_back.id, reason.strip()[:200], now)
        return self._secrets.decrypt(call_back.contact)

    async def record(self, call_back: str, outcome: str, text: str, agent: Agent, now: datetime) -> CallBack:
        """What came of it. All but not_reached end it, and its case with it.

        The same ending recorded again ends the case again, so that a failure there can be mended. Raises ``BadInput``
        when the outcome is unknown or not allowed yet, and when somebody else did something meanwhile; ``NotAllowed`` when
        it is another's.
        """
        before = await self.find(call_back)
        if not before.open and before.outcome == outcome:
            await self._conclude(before, Actor("agent", agent.id), now)
            return before
        _must_be_theirs(before, agent, now)
        _must_be_possible(before, outcome, text)
        mine = replace(before, owner=agent.id, owner_name=agent.name)
        if outcome == "not_reached":
            return await self._swapped(before, self._tried(mine, text, now))
        after = await self._swapped(before, _ended(mine, outcome, text, now))
        await self._conclude(after, Actor("agent", agent.id), now)
        return after

    async def must_be_theirs(self, case: str, agent: Agent, now: datetime) -> None:
        """Raises ``NotAllowed`` when another agent has promised to answer what was left in this case."""
        left = await self._rows.of_case(case)
        if left and left.open:
            _must_be_theirs(left, agent, now)

    async def answered_in(self, case: str, agent: Agent, now: datetime) -> None:
        """The citizen came back and the agent answered there: what the case still had open is done."""
        before = await self._rows.of_case(case)
        while before is not None and before.open:
            mine = replace(before, owner=agent.id, owner_name=agent.name)
            if await self._rows.swap(before, _ended(mine, "answered_here", "", now)):
                await self._effects.changed(CHANGED)
            before = await self._rows.of_case(case)

    async def due_for_reminder(self, now: datetime) -> tuple[CallBack, ...]:
        """Those due today or late, each once a day however many workers ask."""
        return await self._rows.unreminded(day_of(now), day_began(now), now)

    async def settle(self, now: datetime) -> None:
        """End the cases of call-backs that were done while their case could not be ended."""
        for call_back in await self._rows.unconcluded():
            await self._conclude(call_back, Actor("agent", call_back.owner), now)

    def _tried(self, call_back: CallBack, text: str, now: datetime) -> CallBack:
        attempts = call_back.attempts + 1
        line = _line(now, f"第 {attempts} 次没有联系上", text)
        due_on = self._working_days(day_of(now), 1)
        return replace(call_back, attempts=attempts, due_on=due_on, outcome_text=_joined(call_back.outcome_text, line))

    async def _swapped(self, before: CallBack, after: CallBack) -> CallBack:
        if before != after and not await self._rows.swap(before, after):
            raise BadInput("这条回电刚刚有人处理过", "请刷新后再看")
        await self._effects.changed(CHANGED)
        return after

    async def _conclude(self, call_back: CallBack, actor: Actor, now: datetime) -> None:
        outcome = call_back.outcome or ""
        await self._effects.conclude(call_back.case, _REASONS[outcome], actor, OUTCOMES[outcome], now)


def _checked(kind: str, contact: str | None, wanted: str, text: str) -> Contact | None:
    if kind not in KINDS:
        raise BadInput("请选“回电话”或“留言”", "回电话要留电话号码，留言写几句话就行")
    if len(wanted) > WANTED:
        raise BadInput("方便的时间写得太长了", f"最多 {WANTED} 个字，例如“明天上午”")
    if len(text) > TEXT:
        raise BadInput("您写的内容太长了", f"最多 {TEXT} 个字，请先写最要紧的一件事")
    if contact and contact.strip():
        return read_contact(contact)
    if kind == "call":
        raise BadInput("请留一个电话号码，我们给您打过去", "写 11 位手机号，或者区号加座机号")
    if not text.strip():
        raise BadInput("请写下您要问的事", "写一两句话就行")
    return None


def _must_be_theirs(call_back: CallBack, agent: Agent, now: datetime) -> None:
    """A late one may be taken over by anybody, others by a supervisor only."""
    if not call_back.open:
        raise BadInput("这条回电已经办结", "请刷新后再看")
    free = call_back.owner in (None, agent.id) or call_back.overdue(day_of(now))
    if not free and not agent.may("supervisor"):
        raise NotAllowed(f"这条回电由{call_back.owner_name or '别的坐席'}在办，要接过来请找班长")


def _must_be_possible(call_back: CallBack, outcome: str, text: str) -> None:
    if outcome not in OUTCOMES:
        raise BadInput("没有这种结果", "可选：" + "、".join(OUTCOMES.values()))
    if len(text) > OUTCOME_TEXT:
        raise BadInput("情况写得太长了", f"最多 {OUTCOME_TEXT} 个字")
    if outcome == "not_reached":
        if call_back.contact is None:
            raise BadInput("市民没有留电话", "请在对话里回复，再选“已在对话里答复”")
        if call_back.attempts >= MOST_ATTEMPTS:
            raise BadInput(f"已经联系过 {MOST_ATTEMPTS} 次", "请选“多次联系不上，不再联系”，并写明情况")
    if outcome == "gave_up":
        if call_back.contact is not None and call_back.attempts < MOST_ATTEMPTS:
            left = MOST_ATTEMPTS - call_back.attempts
            raise BadInput("还不能放弃这条回电", f"要先联系 {MOST_ATTEMPTS} 次，还差 {left} 次")
        if not text.strip():
            raise BadInput("请写明为什么不再联系", "写一句话就行，例如“三次无人接听”")


def _ended(call_back: CallBack, outcome: str, text: str, now: datetime) -> CallBack:
    line = _line(now, OUTCOMES[outcome], text)
    return replace(call_back, outcome=outcome, outcome_text=_joined(call_back.outcome_text, line), done_at=now)


def _line(now: datetime, what: str, text: str) -> str:
    day = day_of(now)
    said = _masked(text)
    return f"{day.month}月{day.day}日 {what}" + (f"：{said}" if said else "")


def _joined(*lines: str) -> str:
    return "\n".join(line for line in lines if line)


def _masked(text: str) -> str:
    return mask(text.replace("\x00", "").strip()).text
