"""What was lost, doubled or wrong: what was written and what every page shows, held against the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.handoff.states import CLOSED, PERSON, TRANSITIONS, Case, Event, State
from assistant.records import MessageRecord
from assistant.store.case_rows import CaseRows
from assistant.store.database import Database

from .fault_page import Sent, View
from .fault_people import Agent, Citizen

MANY = 10_000


@dataclass
class Talk:
    """A conversation with everybody who took part in it."""

    citizen: Citizen
    case: str = ""
    agents: list[Agent] = field(default_factory=list)

    @property
    def written(self) -> list[tuple[str, Sent]]:
        """Who wrote what."""
        ours = [("citizen", one) for one in self.citizen.sent]
        return ours + [("agent", one) for agent in self.agents for one in agent.sent.get(self.case, [])]

    @property
    def views(self) -> list[View]:
        """Of every page that shows it."""
        return [self.citizen.view, *(agent.views[self.case] for agent in self.agents if self.case in agent.views)]

    @property
    def complete(self) -> bool:
        """Whether everything written has come to every page."""
        texts = {sent.text for _, sent in self.written}
        return all(texts <= set(view.came) for view in self.views)


@dataclass
class Count:
    """One row of the table; what is ``lost``, ``doubled`` or ``wrong`` is named."""

    name: str
    talks: int = 0
    messages: int = 0
    again: int = 0
    """How often a message had to be sent again."""
    latest: float = 0.0
    """Seconds from writing the message that took longest until everybody had it."""
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        return (
            f"{self.name}｜会话 {self.talks}｜消息 {self.messages}｜重发 {self.again}｜最晚 {self.latest:.1f}秒"
            f"｜丢失 {len(self.lost)}｜重复 {len(self.doubled)}｜状态不对 {len(self.wrong)}"
        )

    @property
    def faults(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.wrong]


def total(counts: Sequence[Count], wrong: Sequence[str]) -> Count:
    """The last row of the table; ``wrong`` is what was found beside the rows."""
    return Count(
        "合计", sum(one.talks for one in counts), sum(one.messages for one in counts), sum(one.again for one in counts),
        max((one.latest for one in counts), default=0.0),
        [what for one in counts for what in one.lost],
        [what for one in counts for what in one.doubled],
        [*(what for one in counts for what in one.wrong), *wrong],
    )  # fmt: skip


async def counted(database: Database, name: str, talks: Sequence[Talk]) -> Count:
    """Everything about these conversations."""
    count = Count(name, len(talks))
    for talk in talks:
        rows = await database.after(talk.citizen.id, 0, MANY)
        count.messages += len(rows)
        _count_written(count, talk, rows)
        for view in talk.views:
            _count_view(count, view, rows)
        count.wrong += await wrong_cases(database, talk.citizen.id)
        again = (sent.tries - 1 for _, sent in talk.written)
        count.again += sum(max(0, more) for more in again)
        count.latest = max(count.latest, _latest(talk))
    return count


def _count_written(count: Count, talk: Talk, rows: Iterable[MessageRecord]) -> None:
    rows = tuple(rows)
    stored = Counter((row.sender, row.client_message_id) for row in rows if row.client_message_id)
    said = Counter((row.sender, row.text) for row in rows)
    for sender, sent in talk.written:
        if not stored[sender, sent.id]:
            count.lost.append(f"{talk.citizen.id} 没有存下：{sent.text}")
        if said[sender, sent.text] > 1:
            count.doubled.append(f"{talk.citizen.id} 存了几次：{sent.text}")
    count.doubled += [f"{talk.citizen.id} {who}" for who, times in stored.items() if times > 1]
    if [row.seq for row in rows] != list(range(1, len(rows) + 1)):
        count.wrong.append(f"{talk.citizen.id} 编号不连续")
    for writer in ([talk.citizen.sent], *([agent.sent.get(talk.case, [])] for agent in talk.agents)):
        ids = [sent.id for sent in writer[0]]
        order = [row.client_message_id for row in rows if row.sender != "assistant" and row.client_message_id in ids]
        if order != ids:
            count.wrong.append(f"{talk.citizen.id} 次序不对")


def _count_view(count: Count, view: View, rows: Iterable[MessageRecord]) -> None:
    for row in rows:
        shown = view.rows.get(row.seq)
        if shown is None:
            count.lost.append(f"没有看到：{row.seq} {row.text}")
        elif (shown["from"], shown["text"]) != (row.sender, row.text):
            count.wrong.append(f"看到的不一样：{row.seq} {row.text} / {shown['text']}")
    more = set(view.rows) - {row.seq for row in rows}
    count.wrong += [f"看到了没有的：{view.rows[seq]['text']}" for seq in more] + view.changed
    shown_ids = Counter(
        (row["from"], row["client_message_id"]) for row in view.rows.values() if "client_message_id" in row
    )
    count.doubled += [f"看到几次：{who}" for who, times in shown_ids.items() if times > 1]


def _latest(talk: Talk) -> float:
    took = (view.came[sent.text] - sent.at for _, sent in talk.written for view in talk.views if sent.text in view.came)
    return max(took, default=0.0)


async def wrong_cases(database: Database, conversation: str) -> list[str]:
    """What is wrong about the cases of a conversation, each against its events and the table of transitions."""
    reading = CaseRows(database.working)
    standing = await database.standing(conversation)
    closed = await reading.previous(conversation)
    open_ones = [case for case in await reading.open_cases() if case.conversation == conversation]
    found = ["几个没有结束的接待"] if len(open_ones) > 1 else []
    state = open_ones[0].state if open_ones else State.WITH_ASSISTANT
    if standing.record.handover_state != state:
        found.append(f"会话写着{standing.record.handover_state}，接待是{state}")
    for case in (*closed, *open_ones):
        found += wrong_chain(case, await reading.events(case.id))
    return [f"{conversation}：{one}" for one in found]


def wrong_chain(case: Case, events: Sequence[Event]) -> list[str]:
    """What is wrong about the events of a case."""
    found = []
    state = State.WITH_ASSISTANT
    for seq, event in enumerate(events, start=1):
        if event.seq != seq or event.before is not state or event.after not in TRANSITIONS[event.before]:
            found.append(f"第{event.seq}步从{event.before}到{event.after}，前一步是{state}")
        state = event.after
    if state is not case.state or len(events) != case.steps:
        found.append(f"接待是{case.state}、{case.steps}步，经过是{state}、{len(events)}步")
    if (case.state in PERSON) != bool(case.agent) and case.state not in CLOSED:
        found.append(f"{case.state}，坐席是{case.agent}")
    if (case.state in CLOSED) != bool(case.closed_at):
        found.append(f"{case.state}，结束时间是{case.closed_at}")
    return found
