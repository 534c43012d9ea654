"""The desk's services over one database: which implementation each is given. ``bootstrap`` uses it, nothing else."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assistant.changes import Changes
from assistant.conversation import Conversations
from assistant.desk.accounts import Staff
from assistant.desk.agency_work import AgencyDesk
from assistant.desk.agents import GENERAL
from assistant.desk.audit import AuditLog
from assistant.desk.board import BoardDesk, BoardSources
from assistant.desk.call_backs import CallBackEffects, CallBacks
from assistant.desk.canned import CannedDesk
from assistant.desk.care import CareOfCitizens
from assistant.desk.desk_settings import DeskSettingsRows, SettingsDesk
from assistant.desk.figures_reading import FigureDesk
from assistant.desk.foreign_desk import WayBack
from assistant.desk.held import HeldAnswers
from assistant.desk.ledger import Ledger, LedgerEffects
from assistant.desk.ledger_sources import from_survey
from assistant.desk.notes import NoteBook
from assistant.desk.passwords import Passwords
from assistant.desk.presence import Presence
from assistant.desk.room import Room, Sources, Verified
from assistant.desk.samples import SampleDesk
from assistant.desk.satisfaction import Rating, Satisfaction
from assistant.desk.sessions import Lasting, Sessions
from assistant.desk.sign_in import SignIn
from assistant.desk.sweeping import Patience, Sweeper
from assistant.desk.telling import Telling
from assistant.desk.webhook import Webhook, checked_webhook
from assistant.desk.work import AgentWork, Cited
from assistant.errors import BadSettings
from assistant.handoff.availability import Kind, told
from assistant.handoff.hours import OfficeHours
from assistant.handoff.packet import packet, packet_json
from assistant.handoff.states import Case
from assistant.handoff.wishes import OperatorRules
from assistant.handover import Desk, Handovers
from assistant.records import Change, Standing
from assistant.settings import Settings
from assistant.signals import DESK, Signal, Signals, SignalsInProcess
from assistant.store.accounts import StoredAccounts
from assistant.store.agent_sessions import StoredSessions
from assistant.store.audit import StoredAudit
from assistant.store.call_backs import StoredCallBacks
from assistant.store.canned import StoredCannedReplies
from assistant.store.case_rows import CaseRows
from assistant.store.desk_settings import StoredDeskSettings
from assistant.store.encryption import make_secrets
from assistant.store.floor import FloorInDatabase
from assistant.store.held import StoredHeld
from assistant.store.last_seen import LastSeenInDatabase
from assistant.store.ledger import StoredTickets
from assistant.store.notes import StoredNotes
from assistant.store.samples import StoredSamples
from assistant.store.satisfaction import StoredRatings
from assistant.store.webhook_delivery import WebhookDelivery, webhook_client
from assistant.store.webhook_rows import Outbox, WebhookRows
from assistant.store.working import Working

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class DeskServices:
    """Everything the desk's routes and the background work use."""

    sign_in: SignIn
    sessions: Sessions
    staff: Staff
    presence: Presence
    audit: AuditLog
    work: AgentWork
    room: Room
    notes: NoteBook
    call_backs: CallBacks
    ledger: Ledger
    held: HeldAnswers
    canned: CannedDesk
    settings: SettingsDesk
    samples: SampleDesk
    figures: FigureDesk
    board: BoardDesk
    sweeper: Sweeper
    handovers: Handovers
    clock: Clock

    async def counts(self, now: datetime) -> dict[str, int]:
        """What waits besides citizens."""
        left = await self.call_backs.counts(now)
        return {
            "call_backs": left.open, "call_backs_overdue": left.overdue, "tickets_due": await self.ledger.due(now),
            "held": await self.held.count(now),
        }  # fmt: skip

    async def availability_text(self) -> str:
        """Whether the desk is open and how many are there, for those who work at it."""
        return await _for_the_desk(self.handovers, self.clock())


@dataclass(frozen=True, slots=True)
class _Checks:
    """Implements ``assistant.handover.Checks``."""

    held: HeldAnswers
    settings: DeskSettingsRows

    async def topics(self) -> tuple[str, ...]:
        return (await self.settings.read()).approve_topics

    async def hold(
        self, conversation: str, question: str, client_message_id: str, topic: str, reply: dict[str, Any], now: datetime
    ) -> object:
        return await self.held.hold(conversation, question, client_message_id, topic, reply, now)


def make_desk(
    settings: Settings, working: Working, changes: Changes, conversations: Conversations, cited: Cited,
    verified: Verified, clock: Clock,
) -> DeskServices:  # fmt: skip
    """The desk for ``settings``. Raises ``BadSettings`` for hours or keys that cannot be used."""
    accounts, sessions = StoredAccounts(working), Sessions(StoredSessions(working), _lasting(settings))
    audit, set_at_desk, cases = StoredAudit(working), StoredDeskSettings(working), CaseRows(working)
    presence, passwords, telling = Presence(accounts, changes.signals), Passwords(), Telling(changes)
    hours = office_hours(settings)

    async def changed(what: str) -> None:
        await changes.signals.send(Signal(DESK, what))

    async def names() -> Mapping[str, str]:
        return {one.agent.id: one.agent.name for one in await presence.everyone(clock())}

    ledger = Ledger(
        StoredTickets(working), hours.working_days_after, LedgerEffects(telling.tell, audit.note, changed)
    )  # fmt: skip

    async def rated(rating: Rating, now: datetime) -> object:
        return await from_survey(ledger, rating, now)

    satisfaction = Satisfaction(StoredRatings(working), rated)
    work = AgentWork(changes, accounts, satisfaction, cited, clock)
    call_backs = CallBacks(
        StoredCallBacks(working), make_secrets(settings.data_dir, settings.secret_key), hours.working_days_after,
        CallBackEffects(work.conclude, audit.note, changed),
    )  # fmt: skip
    held = HeldAnswers(StoredHeld(working), telling.deliver, changed)
    handovers = Handovers(
        changes,
        Desk(
            FloorInDatabase(working), hours, _rules(settings, set_at_desk), clock, settings.handover, call_backs,
            CareOfCitizens(satisfaction, ledger),
            _Checks(held, set_at_desk) if settings.handover != "none" else None,
        ),
    )  # fmt: skip

    async def availability(now: datetime) -> str:
        return await _for_the_desk(handovers, now)

    async def of_case(case: Case) -> Any:
        return await handovers.availability(case.skill, case)

    room = Room(Sources(changes.transcripts, cases, presence, call_backs, conversations, verified, audit.note, clock))
    sources = BoardSources(cases, presence.everyone, call_backs.counts, set_at_desk.read, availability)
    return DeskServices(
        SignIn(accounts, sessions, audit, passwords, presence), sessions,
        Staff(accounts, audit, passwords, changes.signals), presence, audit, work, room, NoteBook(StoredNotes(working)),
        call_backs, ledger, held, CannedDesk(StoredCannedReplies(working)),
        SettingsDesk(set_at_desk, audit.note, _topics()), SampleDesk(StoredSamples(working), cases),
        FigureDesk(cases, names, audit.note), BoardDesk(sources),
        Sweeper(changes, cases, LastSeenInDatabase(working), of_case, _patience(settings, set_at_desk)), handovers, clock,
    )  # fmt: skip


async def _for_the_desk(handovers: Handovers, now: datetime) -> str:
    found = await handovers.availability(GENERAL)
    if found.kind in (Kind.OUT_OF_HOURS, Kind.HOLIDAY):
        return "".join(told(found)[:1])
    online = len(await handovers.desk.floor.on_duty(now))
    return f"现在是上班时间，{online}人在线。" if online else "现在是上班时间，没有人在线，市民会被请留电话。"


def office_hours(settings: Settings) -> OfficeHours:
    """When the desk is open. Raises ``BadSettings``."""
    return OfficeHours.parse(settings.desk_hours, _list(settings.desk_closed_days), _list(settings.desk_open_days))


def _rules(settings: Settings, rows: DeskSettingsRows) -> Callable[[], Awaitable[OperatorRules]]:
    async def rules() -> OperatorRules:
        age = (await rows.read()).elderly_straight_age or settings.desk_straight_age or None
        return OperatorRules(straight_age=age)

    return rules


def _patience(settings: Settings, rows: DeskSettingsRows) -> Callable[[], Awaitable[Patience]]:
    """The longest wait may be made shorter at the desk."""

    async def patience() -> Patience:
        wait = min((await rows.read()).longest_wait_seconds, settings.desk_longest_wait_seconds)
        return Patience(
            wait=timedelta(seconds=wait),
            assignment=timedelta(seconds=settings.desk_assignment_seconds),
            agent_gone=timedelta(seconds=settings.desk_agent_gone_seconds),
            citizen_gone=timedelta(seconds=settings.desk_citizen_gone_seconds),
        )

    return patience


def _lasting(settings: Settings) -> Lasting:
    return Lasting(idle=timedelta(minutes=settings.desk_session_minutes))


def _topics() -> tuple[str, ...]:
    from knowledge_base.document import TOPICS

    return TOPICS


def _list(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.replace("，", ",").replace(" ", "").split(",") if part)


def make_signals(settings: Settings) -> Signals:
    """Signals in this process, or over Redis when several share one. Raises ``BadSettings``."""
    if not settings.redis_url:
        return SignalsInProcess()
    from assistant.store.redis_signals import SignalsOverRedis

    return SignalsOverRedis(settings.redis_url, prefix=settings.redis_prefix)


def opening_packet(standing: Standing, change: Change) -> Mapping[str, Any] | None:
    """What the agency's desk is given with a new case: what is known without reading the whole conversation."""
    case = change.case or standing.case
    if case is None:
        return None
    memory = change.memory or standing.memory
    return packet_json(packet(case, memory, change.messages, standing.record.profile, standing.record.region, None, ()))


class WebhookParts:
    """An agency's own desk: what it is told, and its way back."""

    def __init__(self, webhook: Webhook) -> None:
        self._webhook = webhook
        self._client = webhook_client()
        self.keep = Outbox(opening_packet, webhook.events).keep

    def sender(self, working: Working) -> Callable[[], Awaitable[None]]:
        """Sends what is in the outbox, until cancelled."""
        return WebhookDelivery(WebhookRows(working), self._client, self._webhook).work

    def way_back(self, changes: Changes, working: Working, clock: Clock) -> WayBack:
        """Takes what the agency's desk sends."""
        return WayBack(AgencyDesk(changes, clock), WebhookRows(working), clock)

    async def close(self) -> None:
        """Give the connections back."""
        await self._client.aclose()


def make_webhook(settings: Settings) -> WebhookParts | None:
    """The agency's own desk, where one is set. Raises ``BadSettings``."""
    production = settings.environment == "production"
    found = checked_webhook(
        settings.webhook_url, settings.webhook_secret, settings.webhook_events, production=production
    )
    if settings.handover == "webhook" and found is None:
        raise BadSettings(
            "设置 PENSION_HANDOVER=webhook 要有 PENSION_WEBHOOK_URL 和 PENSION_WEBHOOK_SECRET", "补上这两项"
        )
    return WebhookParts(found) if found else None
