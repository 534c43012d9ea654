"""Shapes of the answers, for the OpenAPI description; ``assistant.public`` writes them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Sender = Literal["citizen", "assistant", "agent", "system"]
Confidence = Literal["primary", "multi", "single", "memory"]


class Answer(BaseModel):
    """Base of the answers: what is described is all there is."""

    model_config = ConfigDict(extra="forbid")


class Problem(Answer):
    """RFC 9457 problem details; ``title`` says in Chinese what a person can do."""

    type: str
    status: int
    title: str
    detail: str | None = None


class OpenedConversation(Answer):
    """``token`` is shown this once."""

    conversation_id: str
    token: str
    greeting: str


class SentenceOut(Answer):
    """``marks`` are citation numbers; ``detail`` sentences are folded at first."""

    text: str
    marks: list[int]
    detail: bool


class CitationOut(Answer):
    """A clause as it was when the reply was made."""

    mark: int
    passage_id: str
    title: str
    doc_no: str
    issuer: str
    section: str
    heading: str
    effective_from: date
    effective_to: date | None
    region: str
    scheme: str
    confidence: Confidence
    quote: str
    digest: str
    source: str
    url: str


class ParameterOut(Answer):
    """A figure a step used, with where it comes from."""

    name: str
    value: str
    region: str
    effective_from: date
    effective_to: date | None
    source: str
    confidence: Confidence


class UsedOut(ParameterOut):
    """A figure as its file writes it, so that the calculation can be repeated."""

    key: str
    exact: str
    unit: str


class StepOut(Answer):
    """One named step of a calculation."""

    step: str
    formula: str
    inputs: dict[str, str]
    value: str
    parameters: list[ParameterOut]


class ToolResultOut(Answer):
    """What a tool found and how."""

    tool: str
    arguments: dict[str, str]
    result: dict[str, str]
    trace: list[StepOut]
    assumptions: list[str]
    caveats: list[str]
    rule_version: str
    parameter_version: str
    used: list[UsedOut]
    parts: list[ToolResultOut]


class FormOut(Answer):
    """What a tool still needs."""

    tool: str
    missing: list[str]
    collected: dict[str, str]
    asking: str = Field(description="What was just asked; empty when nothing is.")
    choices: list[str] = Field(description="Short answers to it that can be sent as they stand.")


class HandoverOut(Answer):
    """Whether a person was offered, and the state of getting one."""

    offered: bool
    state: str
    position: int | None = Field(default=None, description="Place in the queue, from 1.")
    estimate_seconds: int | None = None
    asks: Literal["call_back", "satisfaction"] | None = Field(default=None, description="What can be filled in now.")


class VersionsOut(Answer):
    """What produced the reply."""

    corpus: str
    parameters: str
    rules: str
    model: str | None


class ReplyOut(Answer):
    """One whole checked answer."""

    reply_id: str
    conversation_id: str
    seq: int
    text: str
    sentences: list[SentenceOut]
    outcome: str
    citations: list[CitationOut]
    as_of: date | None
    region: str
    scheme: str
    suggestions: list[str]
    form: FormOut | None
    trace: ToolResultOut | None
    handover: HandoverOut
    versions: VersionsOut


class MessageOut(Answer):
    """A stored message; ``reply`` comes with the assistant's."""

    seq: int
    at: datetime
    sender: Annotated[Sender, Field(alias="from")]
    text: str
    client_message_id: str | None = None
    reply: ReplyOut | None = None
    author: str | None = Field(default=None, description="The agent's name as the citizen sees it.")
    citations: list[CitationOut] | None = Field(default=None, description="Clauses an agent inserted.")
    handover: HandoverOut | None = None


class MessagesOut(Answer):
    """Messages in order; ``more`` says that asking again after the last one brings more."""

    messages: list[MessageOut]
    more: bool


class HandoverAnswer(Answer):
    """What the citizen is told about getting a person."""

    state: str
    text: str
    position: int | None = None
    estimate_seconds: int | None = None
    asks: Literal["call_back", "satisfaction"] | None = None


class ToolOut(Answer):
    """A tool; ``parameters`` is a JSON Schema."""

    name: str
    title: str
    description: str
    parameters: dict[str, Any]


class HitOut(Answer):
    """A clause found, with its scores."""

    id: str
    title: str
    doc_no: str
    section: str
    heading: str
    text: str
    region: str
    scheme: str
    topic: str
    effective_from: date
    effective_to: date | None
    confidence: Confidence
    score: float
    closeness: float


class Health(Answer):
    """Liveness."""

    status: Literal["ok"]


class Readiness(Answer):
    """Readiness with the state of each part."""

    status: Literal["ready", "preparing"]
    parts: dict[str, str]
