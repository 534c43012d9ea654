"""A citizen who fills in forms: memory stored as the database stores it, every reply through the check of answers."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from pydantic import TypeAdapter

from assistant.bootstrap import steps_of_a_turn
from assistant.conversation import Conversations
from assistant.messages import FormState, InboundMessage, Memory, Outcome, Passage, Reply, Versions
from assistant.pension.months import Month
from assistant.pension.parameters import ParameterBook
from assistant.steps.verify import faults
from assistant.tools.registry import Toolbox
from knowledge_base.parameter_files import load_parameters
from tests.fakes import ListRetriever
from tests.unit._clauses import CLAUSES, TODAY, shown

_MEMORY = TypeAdapter(Memory)
NEVER = (Outcome.ERROR_INTERNAL, Outcome.UNANSWERABLE_UNVERIFIED)
"""How a turn may not end."""
MAN = "帮我算养老金，男，1975年6月生，在四川成都交了18年，按60%档交，账户里有8万"
WOMAN = "帮我算养老金，女，1975年6月生，在四川交了20年，按60%档交，账户里有8万"
BEGUN_FORM = ("帮我算养老金", "1975年6月", "男")
"""A form in which the place is asked for next."""
ORDER = ("出生年月", "性别", "参保地", "缴费年限", "缴费水平", "个人账户余额")
"""What a man is asked, in order."""


@lru_cache(maxsize=1)
def book() -> ParameterBook:
    """The figures on file."""
    return load_parameters()


def figure(key: str, region: str, on: date = TODAY) -> str:
    """The newest figure of that name on file, as the file writes it."""
    found = book().latest(key, region, on)
    assert found is not None
    return found.value


class StoredMemories:
    """Memories as JSON, as ``assistant.store.database`` keeps them; nothing may change on the way."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    async def load(self, conversation: str) -> Memory:
        stored = self._kept.get(conversation)
        return _MEMORY.validate_json(stored) if stored else Memory()

    async def save(self, conversation: str, memory: Memory) -> None:
        self._kept[conversation] = _MEMORY.dump_json(memory)
        assert _MEMORY.validate_json(self._kept[conversation]) == memory


class Citizen:
    """One conversation on one channel."""

    def __init__(self, channel: str = "web", clauses: tuple[Passage, ...] = CLAUSES) -> None:
        self._memories = StoredMemories()
        self._channel = channel
        self._talk = Conversations(
            steps_of_a_turn(ListRetriever(clauses), Toolbox(book())), self._memories, Versions, today=lambda: TODAY
        )
        self.stored: list[str] = []

    async def say(self, *texts: str) -> Reply:
        """The reply to the last of ``texts``, said one after another; each reply is checked."""
        for text in texts:
            message = InboundMessage(f"m{len(self.stored)}", self._channel, "one", text)
            stored, reply = await self._talk.respond(message)
            self.stored.append(stored.text)
            assert reply.outcome not in NEVER, (text, reply.outcome)
            assert not faults(reply), (text, faults(reply))
        return reply

    async def state(self) -> FormState | None:
        """The form as it is stored."""
        return (await self._memories.load("one")).form


def asking(reply: Reply) -> str:
    """What the form asks for, empty when it asks for nothing."""
    return reply.form.asking if reply.form else ""


def collected(reply: Reply) -> dict[str, str]:
    """What the form knows, as said back to the person."""
    assert reply.form is not None
    return dict(reply.form.collected)


def total(reply: Reply) -> str:
    """The monthly total of a single estimate, in yuan."""
    assert reply.trace is not None and reply.trace.tool == "pension_estimate"
    return reply.trace.value("total")


def seen(reply: Reply) -> str:
    """What stands open for the reader."""
    return shown(reply)


def later(month: str, months: int) -> str:
    """A month some months on, as said to a person: later("2038-02", -12) is 2037年2月."""
    return Month.parse(month).plus(months).spoken
