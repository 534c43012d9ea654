"""The values that flow through a turn. Frozen, no I/O."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from assistant.traces import ToolResult

NATIONAL = "全国"

SCHEMES = ("企业职工", "灵活就业", "机关事业", "城乡居民", "通用", "边界")
"""Insurance schemes a clause can belong to; 通用 holds for all, 边界 is not pension insurance."""

KINDS = ("规则", "看情况", "个案", "不归口")
"""What sort of question a clause answers; see docs/corpus.md."""

CONFIDENCES = ("primary", "multi", "single", "memory")
"""How well a clause is sourced, best first."""


class Outcome(StrEnum):
    """How a turn ended. The prefix is the family."""

    ANSWERED = "answered"
    ANSWERED_BOUNDARY = "answered_boundary"
    ANSWERED_OUT_OF_SCOPE = "answered_out_of_scope"
    ANSWERED_SMALL_TALK = "answered_small_talk"
    ANSWERED_REPEAT = "answered_repeat"
    ANSWERED_RECORDS = "answered_records"
    CLARIFY = "clarify"
    CLARIFY_FORM = "clarify_form"
    CLARIFY_IDENTITY = "clarify_identity"
    CLARIFY_HEARD = "clarify_heard"
    ESTIMATED = "estimated"
    UNANSWERABLE_NOTHING_FOUND = "unanswerable_nothing_found"
    UNANSWERABLE_UNVERIFIED = "unanswerable_unverified"
    UNANSWERABLE_UNPUBLISHED = "unanswerable_unpublished"
    UNANSWERABLE_NO_RECORDS = "unanswerable_no_records"
    GUARDED_DISTRESS = "guarded_distress"
    GUARDED_FRAUD = "guarded_fraud"
    GUARDED_INJECTION = "guarded_injection"
    GUARDED_PERSONAL_DATA = "guarded_personal_data"
    GUARDED_TOO_LONG = "guarded_too_long"
    HANDOVER_REQUESTED = "handover_requested"
    HANDOVER_WAITING = "handover_waiting"
    HANDOVER_WITH_AGENT = "handover_with_agent"
    HANDOVER_DECLINED = "handover_declined"
    HANDOVER_CALL_BACK = "handover_call_back"
    HANDOVER_TO_CHECK = "handover_to_check"
    ERROR_INTERNAL = "error_internal"
    ERROR_EMPTY = "error_empty"


@dataclass(frozen=True, slots=True)
class Source:
    """The official document (or theme) a clause belongs to."""

    id: str
    title: str
    doc_no: str
    issuer: str
    issued: date | None
    supersedes: str | None
    source: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One clause of the corpus, in force from ``effective_from`` through ``effective_to``."""

    id: str
    source: Source
    heading: str
    section: str
    sentences: tuple[str, ...]
    asks: tuple[str, ...]
    kind: str
    topic: str
    region: str
    schemes: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    confidence: str

    @property
    def text(self) -> str:
        """All sentences, one a line."""
        return "\n".join(self.sentences)

    @property
    def digest(self) -> str:
        """First 16 hex digits of the SHA-256 of what the clause says and when it holds."""
        span = f"{self.effective_from}|{self.effective_to}|{self.region}|{'、'.join(self.schemes)}"
        return hashlib.sha256(f"{self.section}\n{span}\n{self.text}".encode()).hexdigest()[:16]

    def in_force(self, as_of: date) -> bool:
        """Whether the clause is the rule on that day."""
        return self.effective_from <= as_of and (self.effective_to is None or as_of <= self.effective_to)


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage. ``score`` orders hits of one query; ``closeness`` is a cosine in [-1, 1]."""

    passage: Passage
    score: float
    closeness: float


@dataclass(frozen=True, slots=True)
class Query:
    """What the retriever is asked. ``regions`` are acceptable places, most specific first."""

    text: str
    as_of: date
    regions: tuple[str, ...] = (NATIONAL,)
    schemes: tuple[str, ...] = ()
    limit: int = 8


@dataclass(frozen=True, slots=True)
class Misheard:
    """A word of a spoken message the recogniser was not sure of: as it was ``taken``, and what else it may have been."""

    taken: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeardAs:
    """How sure the recogniser is of a spoken message; ``confidence`` in [0, 1] is for the whole of it."""

    confidence: float = 1.0
    doubts: tuple[Misheard, ...] = ()


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message as a channel received it; ``id`` is the channel's own message id."""

    id: str
    channel: str
    conversation: str
    text: str
    as_of: date | None = None
    region: str | None = None
    profile: str = "ordinary"
    heard: HeardAs | None = None
    """Of a spoken message: how sure its words are; None when it was typed."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage as shown beside an answer: by value, so it can be audited later."""

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
    confidence: str
    quote: str
    digest: str
    source: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a reply. ``marks`` are citation numbers; ``detail`` sentences are folded at first."""

    text: str
    marks: tuple[int, ...] = ()
    detail: bool = False
    traced: bool = False
    """True when its figures rest on the reply's calculation trace."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a tool still needs from the citizen; ``asking`` is what was just asked, ``choices`` short answers to it."""

    tool: str
    missing: tuple[str, ...]
    collected: tuple[tuple[str, str], ...]
    asking: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormState:
    """A form as the conversation remembers it.

    ``values`` are answers as said to a person, by field; ``unknown`` the fields answered with 不知道; ``tries`` how often
    the ``asked`` field was asked in vain; ``stage`` is asking, confirming, paused or done.
    """

    tool: str
    values: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    asked: str = ""
    tries: int = 0
    stage: str = "asking"
    told: tuple[tuple[str, str], ...] = ()
    """What was known of the person when the form was last filled in, by field."""

    @property
    def known(self) -> dict[str, str]:
        """The answers by field."""
        return dict(self.values)

    @property
    def open(self) -> bool:
        """Whether it still waits for something."""
        return self.stage != "done"


@dataclass(frozen=True, slots=True)
class Worked:
    """Sentences that rest on ``trace``, and the form of what is still open."""

    sentences: tuple[Sentence, ...]
    trace: ToolResult | None
    form: Form | None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Handover:
    """Whether a person was offered, and the state of getting one.

    ``position`` counts from 1 in the queue; ``asks`` is what the citizen may fill in: call_back or satisfaction.
    """

    offered: bool = False
    state: str = "none"
    position: int | None = None
    estimate_seconds: int | None = None
    asks: str | None = None


@dataclass(frozen=True, slots=True)
class Versions:
    """What produced a reply; replaying with the same versions gives the same reply."""

    corpus: str = ""
    parameters: str = ""
    rules: str = ""
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One whole checked answer; channels decide how to show or speak it."""

    sentences: tuple[Sentence, ...]
    outcome: Outcome
    citations: tuple[Citation, ...] = ()
    as_of: date | None = None
    region: str = NATIONAL
    scheme: str = "通用"
    suggestions: tuple[str, ...] = ()
    form: Form | None = None
    trace: ToolResult | None = None
    handover: Handover = Handover()
    versions: Versions = Versions()
    topic: str | None = None
    asked: tuple[str, ...] = ()
    """What the reply asked the citizen, so that it is asked once."""

    @property
    def text(self) -> str:
        """The sentences with their marks, joined for reading."""
        return "".join(s.text + "".join(f"[{m}]" for m in s.marks) for s in self.sentences)


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the citizen wants, as far as rules can tell."""

    focus: str
    """The question proper, cut out of a longer message."""
    intent: str = "policy"
    region: str | None = None
    place: str | None = None
    """The place as the citizen named it."""
    schemes: tuple[str, ...] = ()
    hints: tuple[str, ...] = ()
    """Schemes that are likely but not named."""
    topic: str | None = None
    """The topic a follow-up goes on with."""
    local: bool = False
    """Whether this very message names the place."""
    sex: str | None = None
    birth: tuple[int, int | None] | None = None
    """Year and month (None when only the year was said)."""
    birth_now: bool = False
    """Whether this very message tells the birth date."""
    age: int | None = None
    identity: str | None = None
    """工人, 干部 or 灵活就业 where the citizen said so."""
    as_of: date | None = None
    personal_case: bool = False
    complaint: bool = False
    follow_up: bool = False
    several: bool = False
    """Whether the message asks more than one thing."""


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A spoken message kept until the citizen has said whether it was heard right.

    ``text`` is the whole message, masked and normalised, with the word as ``taken``; ``others`` are its other readings.
    """

    text: str
    taken: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Memory:
    """What a conversation remembers between turns."""

    focus: str = ""
    region: str | None = None
    place: str | None = None
    schemes: tuple[str, ...] = ()
    sex: str | None = None
    birth: tuple[int, int | None] | None = None
    identity: str | None = None
    age: int | None = None
    as_of: date | None = None
    topic: str | None = None
    passages: tuple[str, ...] = ()
    last_outcome: str = ""
    last_sentences: tuple[Sentence, ...] = ()
    last_citations: tuple[Citation, ...] = ()
    last_trace: ToolResult | None = None
    last_tool: str | None = None
    asked: tuple[str, ...] = ()
    """Questions already put to the citizen, so that each is asked once."""
    traditional: bool = False
    misunderstandings: int = 0
    form: FormState | None = None
    offered: str = ""
    """Why the last reply offered a person; empty when it did not."""
    declined: tuple[str, ...] = ()
    """Reasons for which the citizen did not want a person."""
    call_back: str = ""
    """What a call-back still wants: either, contact or message; empty when none was offered."""
    rating: str = ""
    """The closed case whose rating was asked for last."""
    unconfirmed: Unconfirmed | None = None
    """What the citizen was asked to confirm last: a message that may have been misheard."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A message on its way to a reply; each step returns a fuller copy."""

    message: InboundMessage
    today: date
    memory: Memory = Memory()
    text: str = ""
    """The message after masking and normalising."""
    longest: int = 4000
    """Characters a message may have."""
    masked: tuple[str, ...] = ()
    """Kinds of personal data that were masked."""
    traditional: bool = False
    understanding: Understanding | None = None
    hits: tuple[tuple[Hit, ...], ...] = ()
    """For each question looked up, its clauses, best first."""
    companions: tuple[Passage, ...] = ()
    """Overview clauses that may stand beside the answer."""
    worked: Worked | None = None
    """What a tool found, worded."""
    form: Form | None = None
    """An open form that this turn does not go on with."""
    pending: tuple[str, ...] = ()
    """What an open form still wants to know, said at the end of an answer to something else."""
    id_number: str = field(default="", repr=False)
    """A citizen id typed in this very message, for checking who it is; never stored or shown."""
    draft: Reply | None = None
