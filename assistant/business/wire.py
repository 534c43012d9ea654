"""The documents of docs/agency-interface.md, checked and turned into values. What does not fit is ``Unavailable``."""

from __future__ import annotations

import logging
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from assistant.business_ports import (
    Application,
    Applications,
    ApplicationState,
    Benefit,
    BenefitState,
    Certification,
    CertificationMethod,
    Contributions,
    ContributionYear,
    Gap,
    NothingOnFile,
    Origin,
    PaymentState,
    Record,
    RecordKind,
)
from assistant.errors import Unavailable
from assistant.pension.months import Month

log = logging.getLogger(__name__)
Read = TypeVar("Read", bound=BaseModel)


Amount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,9}(\.[0-9]{1,2})?$")]
"""Yuan as text, so that nothing is rounded on the way."""
MonthText = Annotated[str, StringConstraints(pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$")]
Words = Annotated[
    str,
    StringConstraints(pattern=r"^[^\x00-\x1f\x7f<>\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}]{1,60}$"),
]
"""Shown to people as it is."""
Months = Annotated[int, Field(ge=0, le=1000)]


class Document(BaseModel):
    """Base of the documents: exact types, unknown fields ignored, and no values in what it complains about."""

    model_config = ConfigDict(strict=True, extra="ignore", hide_input_in_errors=True)


class Finding(Document):
    """What stands in front of every record."""

    system: Words
    as_of: date
    found: bool

    @property
    def origin(self) -> Origin:
        return Origin(self.system, self.as_of)


class YearDocument(Document):
    year: Annotated[int, Field(ge=1980, le=2200)]
    months: Annotated[int, Field(ge=1, le=12)]
    base: Amount


class GapDocument(Document):
    first: MonthText
    last: MonthText


class ContributionsDocument(Finding):
    total_months: Months
    deemed_months: Months = 0
    years: list[YearDocument] = Field(default=[], max_length=80)
    last_paid: MonthText | None = None
    gaps: list[GapDocument] | None = Field(default=None, max_length=100)
    balance: Amount | None = None
    balance_on: date | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        years = [row.year for row in self.years]
        if years != sorted(set(years)) or (years and years[-1] > self.as_of.year):
            raise ValueError("years stand once each, in order")
        if sum(row.months for row in self.years) + self.deemed_months > self.total_months:
            raise ValueError("more months than the total")
        if any(gap.first > gap.last for gap in self.gaps or ()) or (self.balance is None) != (self.balance_on is None):
            raise ValueError("a gap runs backwards, or a balance has no day")
        return self

    def value(self) -> Contributions:
        gaps = None if self.gaps is None else tuple(Gap(Month.parse(g.first), Month.parse(g.last)) for g in self.gaps)
        return Contributions(
            self.origin, self.total_months, self.deemed_months,
            tuple(ContributionYear(row.year, row.months, Decimal(row.base)) for row in self.years),
            Month.parse(self.last_paid) if self.last_paid else None, gaps,
            Decimal(self.balance) if self.balance is not None else None, self.balance_on,
        )  # fmt: skip


class PartDocument(Document):
    name: Words
    amount: Amount


class BenefitDocument(Finding):
    monthly: Amount
    components: list[PartDocument] = Field(default=[], max_length=20)
    since: MonthText | None = None
    state: Annotated[BenefitState, Field(strict=False)]
    last_paid_on: date | None = None
    last_payment: Annotated[PaymentState | None, Field(strict=False)] = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.components and sum(Decimal(part.amount) for part in self.components) != Decimal(self.monthly):
            raise ValueError("the components do not add up")
        return self

    def value(self) -> Benefit:
        return Benefit(
            self.origin, Decimal(self.monthly), tuple((part.name, Decimal(part.amount)) for part in self.components),
            Month.parse(self.since) if self.since else None, self.state, self.last_paid_on, self.last_payment,
        )  # fmt: skip


class ApplicationDocument(Document):
    business: Words
    accepted_on: date
    state: Annotated[ApplicationState, Field(strict=False)]
    due_on: date | None = None
    missing: list[Words] = Field(default=[], max_length=20)


class ApplicationsDocument(Finding):
    items: list[ApplicationDocument] = Field(min_length=1, max_length=20)

    def value(self) -> Applications:
        items = sorted(self.items, key=lambda item: item.accepted_on, reverse=True)
        return Applications(
            self.origin,
            tuple(Application(i.business, i.accepted_on, i.state, i.due_on, tuple(i.missing)) for i in items),
        )


class CertificationDocument(Finding):
    valid_until: date
    done_on: date | None = None
    method: Annotated[CertificationMethod | None, Field(strict=False)] = None

    def value(self) -> Certification:
        return Certification(self.origin, self.valid_until, self.done_on, self.method)


DOCUMENTS: dict[
    RecordKind,
    type[ContributionsDocument] | type[BenefitDocument] | type[ApplicationsDocument] | type[CertificationDocument],
] = {
    RecordKind.CONTRIBUTIONS: ContributionsDocument,
    RecordKind.BENEFIT: BenefitDocument,
    RecordKind.APPLICATIONS: ApplicationsDocument,
    RecordKind.CERTIFICATION: CertificationDocument,
}


class ProblemDocument(Document):
    """What stands in a refusal: ``code`` says which."""

    code: Words


def record_of(kind: RecordKind, body: bytes, today: date) -> Record:
    """A record from its document. Raises ``Unavailable`` for one that does not fit or claims to be of the future."""
    finding = document(Finding, body)
    if finding.as_of > today + timedelta(days=1):  # a day's grace: the clocks of two machines
        raise _unfit(f"{kind}: as_of")
    return document(DOCUMENTS[kind], body).value() if finding.found else NothingOnFile(finding.origin)


def document(model: type[Read], body: bytes) -> Read:
    """The body as ``model``. Raises ``Unavailable``; what is logged names fields, never values."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        reason = f"{model.__name__}.{where}: {first['type']}"
    raise _unfit(reason)


def _unfit(reason: str) -> Unavailable:
    log.warning("document does not fit", extra={"reason": reason})
    return Unavailable("业务系统的应答不合约定", retry=False)
