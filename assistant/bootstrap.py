"""Picks the implementations. Nothing else does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date

from assistant.conversation import Conversations, MemoriesInProcess
from assistant.exchange import Exchange
from assistant.messages import Versions
from assistant.own_records import Records
from assistant.pension.retirement import RULE_VERSION
from assistant.ports import Memories, Retriever, Step, Writer
from assistant.records import Transcripts
from assistant.settings import Settings
from assistant.steps.act import act_with
from assistant.steps.check_records import check_records_with
from assistant.steps.compose import compose
from assistant.steps.fill_form import fill_form_with
from assistant.steps.normalise import normalise
from assistant.steps.protect import protect
from assistant.steps.retrieve import retrieve_with
from assistant.steps.understand import understand
from assistant.steps.verify import verify
from assistant.steps.write import write_with
from assistant.tools.registry import Toolbox
from knowledge_base.encoders import Encoder, SentenceEncoder
from knowledge_base.live import LiveIndex
from knowledge_base.parameter_files import load_parameters
from knowledge_base.reranking import RerankingRetriever


async def _nothing() -> None:
    """No database to prepare or close."""


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


def steps_of_a_turn(
    retriever: Retriever, toolbox: Toolbox, records: Records | None = None, writer: Writer | None = None
) -> tuple[Step, ...]:
    """The steps of a turn, in order. This list is the assistant."""
    steps: tuple[Step, ...] = (
        protect,
        normalise,
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
    memories: Memories | None = None,
    transcripts: Transcripts | None = None,
    writer: Writer | None = None,
    encoder: Encoder | None = None,
    records: Records | None = None,
    today: Callable[[], date] = date.today,
) -> Parts:
    """The parts for ``settings``, conversations in memory unless ``memories`` and ``transcripts`` are given."""
    live = LiveIndex(settings.index_dir, encoder or SentenceEncoder(settings.encoder, settings.encoder_threads))
    own = RerankingRetriever(live, settings.reranker) if settings.reranker else live
    found = retriever or own
    made = writer or make_writer(settings)
    toolbox = Toolbox(load_parameters())
    conversations = Conversations(
        steps_of_a_turn(found, toolbox, records, made), memories or MemoriesInProcess(),
        lambda: Versions(found.version, toolbox.book.version, RULE_VERSION, made.name if made else None),
        today=today, longest=settings.max_message_length,
    )  # fmt: skip
    exchange = Exchange(conversations, transcripts or _no_transcripts())
    return Parts(settings, found, conversations, exchange, toolbox, records, own.warm if found is own else lambda: None)


def bootstrap_service(
    settings: Settings, *, encoder: Encoder | None = None, today: Callable[[], date] = date.today
) -> Parts:
    """The parts of the service proper: conversations in the database of ``settings``."""
    from assistant.business.parts import make_business
    from assistant.store.database import Database, make_engine
    from assistant.store.migrate import upgrade

    database = Database(make_engine(settings.database))
    business = make_business(settings)
    records = business.records if business else None
    parts = bootstrap(settings, memories=database, transcripts=database, encoder=encoder, records=records, today=today)

    async def prepare() -> None:
        await asyncio.to_thread(upgrade, settings.database)

    async def close() -> None:
        await database.close()
        if business:
            await business.close()

    return replace(parts, prepare_database=prepare, close=close)


def make_writer(settings: Settings) -> Writer | None:
    """The optional language model; None answers from the clauses alone."""
    from assistant.models.writers import load_writer

    return load_writer(settings)


def _no_transcripts() -> Transcripts:
    from assistant.store.in_process import TranscriptsInProcess

    return TranscriptsInProcess()
