"""What the core needs of an agency's own systems: who is asking, and what is on file for that person. Frozen, no I/O.

Nothing here is worked out by us: every record says which system it comes from and the day its data stand at, and what
a system does not say is None.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from assistant.pension.months import Month


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose identity is checked: one conversation on one channel, nothing wider."""

    channel: str
    conversation: str


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A system's own opaque name for a person, never the id number. Only an identity check hands one out."""

    value: str = field(repr=False)


class RecordKind(StrEnum):
    """What can be looked up."""

    CONTRIBUTIONS = "contributions"
    BENEFIT = "benefit"
    APPLICATIONS = "applications"
    CERTIFICATION = "certification"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which system said it, as named to a person, and the day its data stand at."""

    system: str
    as_of: date


@dataclass(frozen=True, slots=True)
class ContributionYear:
    """Months paid for in a calendar year, and the contribution base in yuan a month."""

    year: int
    months: int
    base: Decimal


@dataclass(frozen=True, slots=True)
class Gap:
    """Months without contributions, both ends included."""

    first: Month
    last: Month

    @property
    def months(self) -> int:
        """How many months are missing."""
        return self.last.minus(self.first) + 1


@dataclass(frozen=True, slots=True)
class Contributions:
    """What was paid. ``total_months`` holds the ``deemed_months``; ``balance`` is the individual account, in yuan."""

    origin: Origin
    total_months: int
    deemed_months: int
    years: tuple[ContributionYear, ...]
    last_paid: Month | None
    gaps: tuple[Gap, ...] | None
    balance: Decimal | None
    balance_on: date | None


class BenefitState(StrEnum):
    """Whether a benefit is being paid."""

    PAYING = "paying"
    SUSPENDED = "suspended"
    ENDED = "ended"


class PaymentState(StrEnum):
    """What became of the last payment."""

    PAID = "paid"
    PENDING = "pending"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Benefit:
    """A monthly benefit, in yuan a month; ``components`` are names and amounts that add up to it, or empty."""

    origin: Origin
    monthly: Decimal
    components: tuple[tuple[str, Decimal], ...]
    since: Month | None
    state: BenefitState
    last_paid_on: date | None
    last_payment: PaymentState | None


class ApplicationState(StrEnum):
    """How far an application has come."""

    ACCEPTED = "accepted"
    REVIEWING = "reviewing"
    NEEDS_PAPERS = "needs_papers"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Application:
    """One piece of business under way; ``missing`` names the papers still to be handed in."""

    business: str
    accepted_on: date
    state: ApplicationState
    due_on: date | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Applications:
    """The person's applications, newest first; at least one."""

    origin: Origin
    items: tuple[Application, ...]


class CertificationMethod(StrEnum):
    """How the right to a benefit was last confirmed."""

    DATA_MATCH = "data_match"
    SELF_SERVICE = "self_service"
    COUNTER = "counter"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Certification:
    """The confirmation of the right to a benefit; ``valid_until`` is its last day."""

    origin: Origin
    valid_until: date
    done_on: date | None
    method: CertificationMethod | None


@dataclass(frozen=True, slots=True)
class NothingOnFile:
    """The system knows the person and holds no record of this kind."""

    origin: Origin


Record = Contributions | Benefit | Applications | Certification | NothingOnFile


@dataclass(frozen=True, slots=True)
class Challenge:
    """A code was sent, or would have been: the answer is the same for people who are not on file.

    ``phone_tail`` are the last four digits of the phone it went to. ``nobody_on_file`` is True only when the system
    holds no person at all, so that waiting for a code is in vain for everybody.
    """

    phone_tail: str
    expires_at: datetime
    nobody_on_file: bool = False

    @property
    def masked_phone(self) -> str:
        """As said to a person: 尾号1234."""
        return f"尾号{self.phone_tail}"


@dataclass(frozen=True, slots=True)
class Verified:
    """Who the asker is, until ``expires_at``; ``name`` is masked (张*华)."""

    person: PersonRef
    name: str
    expires_at: datetime


class Refusal(StrEnum):
    """Why a code was not accepted."""

    WRONG_CODE = "wrong_code"
    EXPIRED = "expired"
    NO_CHALLENGE = "no_challenge"
    TOO_MANY_TRIES = "too_many_tries"


@dataclass(frozen=True, slots=True)
class Refused:
    """The code does not prove it; ``left`` is how many more may be tried before a new one is needed."""

    reason: Refusal
    left: int


class BusinessSystem(Protocol):
    """Reads what is on file. Implementations: ``assistant.business.embedded_records``, ``….agency_records``."""

    async def read(self, person: PersonRef, kind: RecordKind) -> Record:
        """The record, or ``NothingOnFile``. Raises ``NotFound`` for an unknown person and ``Unavailable``."""
        ...


class IdentityCheck(Protocol):
    """Finds out who is asking. Implementations: ``assistant.business.embedded_identity``, ``….agency_identity``."""

    async def start(self, asker: Asker, id_number: str) -> Challenge:
        """Send a code to the phone on file. Raises ``TooMany`` and ``Unavailable``."""
        ...

    async def confirm(self, asker: Asker, code: str) -> Verified | Refused:
        """Compare the code; a right one works once. Raises ``Unavailable``."""
        ...


class Verifications(Protocol):
    """Keeps who was verified in which conversation. Implementations: ``assistant.business.verifications``."""

    async def keep(self, asker: Asker, verified: Verified) -> None: ...

    async def find(self, asker: Asker) -> Verified | None:
        """What was kept last, expired or not."""
        ...

    async def forget(self, asker: Asker) -> None: ...
