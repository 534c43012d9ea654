"""Bodies and answers about the board, figures, canned replies, settings and samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from assistant.desk.board import AgentOnBoard, Board, Listed
from assistant.desk.canned import CODE, SKILL, TEXT, TITLE, Canned, Draft, Wanted
from assistant.desk.case_json import case_json, cases_json, time_json
from assistant.desk.samples import MOST, NOTE, Sample
from assistant.handoff.states import Case
from channels.desk.bodies_accounts import agent_json

FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2100, 12, 31)
"""Days that may be asked about."""
Printable = r"^[^\x00]*$"
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
FirstDay = Annotated[date | None, Query(alias="from", ge=FIRST_DAY, le=LAST_DAY)]
LastDay = Annotated[date | None, Query(alias="to", ge=FIRST_DAY, le=LAST_DAY)]
Code = Annotated[str, StringConstraints(max_length=CODE, pattern=Printable)]
Title = Annotated[str, StringConstraints(max_length=TITLE, pattern=Printable)]
Text = Annotated[str, StringConstraints(max_length=TEXT, pattern=Printable)]
Skill = Annotated[str, StringConstraints(max_length=SKILL, pattern=Printable)]
Number = Annotated[int, Field(ge=0, le=2**31 - 1)]
"""Of a row; larger ones no database knows."""


class Body(BaseModel):
    """Base of the bodies: nothing unknown is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CannedBody(Body):
    """``POST /desk/api/canned``."""

    code: Code
    title: Title
    text: Text
    skill: Skill | None = None

    def draft(self) -> Draft:
        """As the core takes it."""
        return Draft(self.code, self.title, self.text, self.skill)


class CannedChangeBody(Body):
    """``PATCH /desk/api/canned/{id}``; what is missing stays, an empty or null ``skill`` makes it everybody's."""

    code: Code | None = None
    title: Title | None = None
    text: Text | None = None
    skill: Skill | None = None

    def wanted(self) -> Wanted:
        """As the core takes it."""
        skill = (self.skill or "") if "skill" in self.model_fields_set else None
        return Wanted(self.code, self.title, self.text, skill)


class SettingBody(Body):
    """``PUT /desk/api/settings/{name}``."""

    value: JsonValue


class DrawBody(Body):
    """``POST /desk/api/samples``."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_by_name=True)

    count: Annotated[int, Field(ge=1, le=MOST)]
    first: Annotated[Day, Field(alias="from")]
    last: Annotated[Day, Field(alias="to")]


class ReviewBody(Body):
    """``PATCH /desk/api/samples/{case_id}``."""

    score: Annotated[int, Field(ge=1, le=5)]
    note: Annotated[str, StringConstraints(max_length=NOTE, pattern=Printable)] = ""


def canned_json(canned: Canned) -> dict[str, Any]:
    """A canned reply."""
    return asdict(canned)


def listed_json(listed: Listed, now: datetime) -> list[dict[str, Any]]:
    """Cases in a list."""
    return cases_json(listed.cases, now, listed.names, listed.latest)


def sample_json(sample: Sample, case: Case, names: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """A sample with its case; ``reviewed_by`` is a name."""
    return {
        "case": case_json(case, now, names),
        "drawn_at": time_json(sample.drawn_at),
        "score": sample.score,
        "note": sample.note,
        "reviewed_by": names.get(sample.reviewed_by, sample.reviewed_by) if sample.reviewed_by else None,
        "reviewed_at": time_json(sample.reviewed_at),
    }


def board_json(board: Board, listed: Listed, availability: str, now: datetime) -> dict[str, Any]:
    """The board; ``listed`` holds the names and last words of the cases agents have."""
    return {
        "now": time_json(now),
        "availability_text": availability,
        "waiting": board.waiting,
        "longest_wait_seconds": board.longest_wait_seconds,
        "service_level": asdict(board.service_level),
        "with_agent": board.with_agent,
        "by_group": [asdict(one) for one in board.by_group],
        "agents": [_agent(one, listed, now) for one in board.agents],
        "today": asdict(board.today),
        "alarms": [asdict(one) for one in board.alarms],
    }


def _agent(row: AgentOnBoard, listed: Listed, now: datetime) -> dict[str, Any]:
    return agent_json(row.seen) | {"cases": cases_json(row.cases, now, listed.names, listed.latest)}
