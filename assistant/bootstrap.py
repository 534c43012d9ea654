"""Picks the implementations. Nothing else does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from assistant.business_ports import Asker
from assistant.changes import Changes
from assistant.conversation import Conversations, MemoriesInProcess
from assistant.errors import AssistantError, NotFound
from assistant.exchange import Exchange
from assistant.handoff.floor import EmptyFloor
from assistant.handoff.hours import OfficeHours
from assistant.handoff.wishes import OperatorRules
from assistant.handover import Desk, Handovers
from assistant.messages import Versions
from assistant.own_records import Records
from assistant.pension.retirement import RULE_VERSION
from assistant.ports import Retriever, Step, Writer
from assistant.public import citation_json
from assistant.settings import Settings
from assistant.signals import Signals, SignalsInProcess
from assistant.steps.act import act_with
from assistant.steps.check_records import check_records_with
from assistant.steps.compose import citation, compose
from assistant.steps.confirm_heard import confirm_heard
from assistant.steps.fill_form import fill_form_with
from assistant.steps.normalise import normalise
from assistant.steps.protect import protect
from assistant.steps.retrieve import retrieve_with
from assistant.steps.understand import understand
from assistant.steps.verify import verify
from assistant.steps.write import write_with
from assistant.store.in_process import TranscriptsInProcess
from assistant.tools.registry import Toolbox
from assistant.turns import Turns
from knowledge_base.encoders import Encoder, SentenceEncoder
from knowledge_base.live import LiveIndex
from knowledge_base.parameter_files import load_parameters
from knowledge_base.reranking import RerankingRetriever

if TYPE_CHECKING:
    from assistant.desk.foreign_desk import WayBack
    from assistant.desk.room import Verified
    from assistant.desk.work import Cited
    from assistant.desk_parts import DeskServices
    from assistant.store.working import Working
    from channels.api.voice import Voice


async def _nothing() -> None:
    """No database to prepare or close."""


async def _no_rules() -> OperatorRules:
    return OperatorRules()


@dataclass(frozen=True, slots=True)
class Parts:
    """What the service is made of."""

    settings: Settings
    retriever: Retriever
    conversations: Conversations
    exchange: Exchange
    toolbox: Toolbox
    records: Records | None
    warm: Callable[[], None]
    prepare_database: Callable[[], Awaitable[None]] = _nothing
    close: Callable[[], Awaitable[None]] = _nothing
    desk: DeskServices | None = None
    signals: Signals = field(default_factory=SignalsInProcess)
    start: Callable[[], Awaitable[None]] = _nothing
    jobs: tuple[Callable[[], Awaitable[None]], ...] = ()
    """What runs in the background while the service does."""
    today: Callable[[], date] = date.today
    way_back: WayBack | None = None
    """Where an agency's own desk answers, if there is one."""
    voice: Voice | None = None
    """Listening and speaking; None when the operator wants neither."""


def steps_of_a_turn(
    retriever: Retriever, toolbox: Toolbox, records: Records | None = None, writer: Writer | None = None
) -> tuple[Step, ...]:
    """The steps of a turn, in order. This list is the assistant."""
    steps: tuple[Step, ...] = (
        protect,
        normalise,
        confirm_heard,
        understand,
        check_records_with(records),
        fill_form_with(toolbox),
        act_with(toolbox),
        retrieve_with(retriever),
        compose,
    )
    if writer is not None:
        steps = (*steps, write_with(writer))
    return (*steps, verify)


def bootstrap(
    settings: Settings,
    *,
    retriever: Retriever | None = None,
    writer: Writer | None = None,
    encoder: Encoder | None = None,
    records: Records | None = None,
    today: Callable[[], date] = date.today,
) -> Parts:
    """The parts for ``settings`` with everything kept in this process and nobody at the desk."""
    live = LiveIndex(settings.index_dir, encoder or SentenceEncoder(settings.encoder, settings.encoder_threads))
    own = RerankingRetriever(live, settings.reranker) if settings.reranker else live
    found = retriever or own
    made = writer or make_writer(settings)
    toolbox = Toolbox(load_parameters())
    conversations = Conversations(
        steps_of_a_turn(found, toolbox, records, made), MemoriesInProcess(),
        lambda: Versions(found.version, toolbox.book.version, RULE_VERSION, made.name if made else None),
        today=today, longest=settings.max_message_length,
    )  # fmt: skip
    changes = Changes(TranscriptsInProcess(), SignalsInProcess())
    handovers = Handovers(changes, Desk(EmptyFloor(), OfficeHours(), _no_rules, utc_now, settings.handover))
    exchange = Exchange(handovers, Turns(conversations, handovers))
    warm = own.warm if found is own else lambda: None
    return Parts(settings, found, conversations, exchange, toolbox, records, warm, today=today)


def utc_now() -> datetime:
    """The time, aware and in UTC."""
    return datetime.now(UTC)


def bootstrap_service(
    settings: Settings,
    *,
    encoder: Encoder | None = None,
    today: Callable[[], date] = date.today,
    clock: Callable[[], datetime] = utc_now,
) -> Parts:
    """The parts of the service proper: conversations in the database of ``settings``, people at the desk."""
    from assistant.background import Rounds
    from assistant.business.parts import make_business
    from assistant.desk_parts import make_desk, make_signals, make_webhook
    from assistant.store.case_rows import CaseRows
    from assistant.store.database import Database, make_engine
    from assistant.store.leases import Leases
    from assistant.store.migrate import upgrade
    from assistant.voice_parts import make_voice

    webhook = make_webhook(settings)
    database = Database(make_engine(settings.database), webhook.keep if webhook else None)
    business = make_business(settings)
    records = business.records if business else None
    parts = bootstrap(settings, encoder=encoder, records=records, today=today)
    signals = make_signals(settings)
    changes = Changes(database, signals)
    desk = make_desk(
        settings,
        database.working,
        changes,
        parts.conversations,
        cited_from(parts.retriever),
        verified_by(records),
        clock,
    )
    rounds = Rounds(desk, Leases(database.working), CaseRows(database.working), signals)
    sender = webhook.sender(database.working) if webhook else None
    voice = make_voice(settings, database.working, clock)
    jobs = (rounds.work, *_pulse(signals, database.working), *((sender,) if sender else ()), *_of_voice(voice, clock))

    async def prepare() -> None:
        await asyncio.to_thread(upgrade, settings.database)
        await desk.canned.seed(clock())
        await database.close()  # a connection belongs to its event loop; `serve` prepares in one of its own

    async def close() -> None:
        await rounds.stop()
        await signals.close()
        if voice:
            voice.speech.close()
        if webhook:
            await webhook.close()
        await database.close()
        if business:
            await business.close()

    return replace(
        parts, exchange=Exchange(desk.handovers, Turns(parts.conversations, desk.handovers)), prepare_database=prepare,
        close=close, desk=desk, signals=signals, start=signals.start, jobs=jobs, voice=voice,
        way_back=webhook.way_back(changes, database.working, clock) if webhook else None,
    )  # fmt: skip


def _pulse(signals: Signals, working: Working) -> tuple[Callable[[], Awaitable[None]], ...]:
    """Where several processes share the conversations, a look at what changed though no signal came."""
    from assistant.store.pulse import Pulse
    from assistant.store.redis_signals import SignalsOverRedis

    return (Pulse(working, signals.here).work,) if isinstance(signals, SignalsOverRedis) else ()


def _of_voice(voice: Voice | None, clock: Callable[[], datetime]) -> tuple[Callable[[], Awaitable[None]], ...]:
    """Loading the engines beside the running service, and deleting recordings when their day has come."""
    from assistant.voice_parts import purge_expired

    if voice is None:
        return ()
    return (
        (voice.speech.start, partial(purge_expired, voice.recordings, clock))
        if voice.recordings
        else (voice.speech.start,)
    )


def cited_from(retriever: Retriever) -> Cited:
    """Clauses an agent inserts, by id, as citations."""

    def cited(ids: tuple[str, ...]) -> tuple[dict[str, Any], ...]:
        found = []
        for mark, one in enumerate(ids, start=1):
            passage = retriever.passage(one)
            if passage is None:
                raise NotFound(f"没有这一条：{one}")
            found.append(citation_json(citation(mark, passage)))
        return tuple(found)

    return cited


def verified_by(records: Records | None) -> Verified:
    """Who was verified in a conversation, as the desk may show it; nobody where the check cannot be asked."""

    async def verified(channel: str, conversation: str) -> str | None:
        try:
            found = await records.verified(Asker(channel, conversation)) if records else None
        except AssistantError:
            return None
        return found.name if found else None

    return verified


def make_writer(settings: Settings) -> Writer | None:
    """The optional language model; None answers from the clauses alone."""
    from assistant.models.writers import load_writer

    return load_writer(settings)
