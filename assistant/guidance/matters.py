"""What a citizen can have done at a social insurance office: matters, their lines, and what each line rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.messages import CONFIDENCES, NATIONAL
from assistant.places import accepted_regions, parse_region

BY_PRACTICE = "一般的办法，没有核到文件原文，待确认"
"""What is said of a line that rests on no document."""
HINT = "提示，不是规定"
"""What is said of a line that only advises."""
SCHEME_NAMES = {
    "企业职工": "单位职工",
    "灵活就业": "灵活就业人员",
    "机关事业": "机关事业单位人员",
    "城乡居民": "城乡居民",
}
"""The schemes a matter can belong to, as said to a person."""


class Sex(StrEnum):
    """As a person answers."""

    MALE = "男"
    FEMALE = "女"


class Situation(StrEnum):
    """What somebody is to the insurance just now."""

    EMPLOYED = "在职"
    FLEXIBLE = "灵活就业"
    WITHOUT_WORK = "没有工作"
    RETIRED = "已退休"
    FAMILY = "家属"


@dataclass(frozen=True, slots=True)
class Document:
    """A law, a notice or an office's guide. ``text`` is the stored file's name, empty when none is stored."""

    name: str
    doc_no: str
    since: date
    confidence: str
    region: str = NATIONAL
    text: str = ""

    @property
    def source(self) -> str:
        """Name and number."""
        return f"《{self.name}》（{self.doc_no}）" if self.doc_no else f"《{self.name}》"


@dataclass(frozen=True, slots=True)
class Basis:
    """An article of a document; ``article`` is empty when the document has none."""

    document: Document
    article: str

    @property
    def spoken(self) -> str:
        """《社会保险经办条例》第十八条."""
        return f"《{self.document.name}》{self.article}"


def listed(bases: tuple[Basis, ...]) -> str:
    """《社会保险法》第十条、第十六条；《社会保险经办条例》第十八条."""
    articles: dict[str, list[str]] = {}
    for basis in bases:
        articles.setdefault(basis.document.name, []).append(basis.article)
    return "；".join(f"《{name}》{'、'.join(filter(None, found))}" for name, found in articles.items())


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence and what it rests on; nothing means common practice that no document was found for.

    A ``hint`` states no rule, it advises (先打12333问清楚).
    """

    text: str
    bases: tuple[Basis, ...] = ()
    hint: bool = False

    @property
    def confidence(self) -> str:
        """The worst of its documents'; ``memory`` without one."""
        words = [basis.document.confidence for basis in self.bases] or ["memory"]
        return max(words, key=CONFIDENCES.index)

    @property
    def settled(self) -> bool:
        """Whether it may be said without 待确认."""
        return self.hint or self.confidence in ("primary", "multi")

    @property
    def spoken(self) -> str:
        """The sentence, with 待确认 where it is not settled."""
        return self.text if self.settled or "待确认" in self.text else f"{self.text.rstrip('。')}（待确认）。"

    @property
    def rests_on(self) -> str:
        """The articles, or that there is none."""
        if not self.bases:
            return HINT if self.hint else BY_PRACTICE
        return f"依据：{listed(self.bases)}" if self.settled else f"依据：{listed(self.bases)}，待确认"

    def holds_at(self, region: str | None) -> bool:
        """Whether a person insured at ``region`` may be told it; a local document's line only at its place."""
        accepted = accepted_regions(parse_region(region) if region else None)
        return all(basis.document.region in accepted for basis in self.bases)


@dataclass(frozen=True, slots=True)
class Material:
    """A thing to bring. ``shared`` is the article by which offices share this information among themselves."""

    line: Line
    form: str
    giver: str
    shared: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A line for some people only, by sex and age in completed years."""

    line: Line
    sex: str | None = None
    from_age: int | None = None
    below_age: int | None = None

    def needs(self, sex: str | None, age: int | None) -> tuple[str, ...]:
        """What has to be asked before it is known whether the line holds; nothing when it is known already."""
        if sex and self.sex and sex != self.sex:
            return ()
        by_age = self.from_age is not None or self.below_age is not None
        return (*(["性别"] if self.sex and not sex else []), *(["年龄"] if by_age and age is None else []))

    def holds(self, sex: str | None, age: int | None) -> bool:
        """Whether the line is for this person; never while something has to be asked."""
        if self.needs(sex, age) or (self.sex and sex != self.sex):
            return False
        if self.from_age is not None and (age is None or age < self.from_age):
            return False
        return self.below_age is None or (age is not None and age < self.below_age)


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to have done: who, when, in what order, with what, where, how fast, and what needs no trip.

    ``keywords`` are parts that all occur in what a citizen says, each part any of its words. ``fee`` is said when it is not the usual one.
    """

    id: str
    name: str
    group: str
    schemes: tuple[str, ...]
    situations: tuple[str, ...]
    keywords: tuple[tuple[tuple[str, ...], ...], ...]
    who: Line
    when: Line
    steps: tuple[Line, ...]
    materials: tuple[Material, ...]
    places: tuple[Line, ...]
    channels: tuple[Line, ...]
    times: tuple[Line, ...]
    fee: Line
    savings: tuple[Line, ...]
    """What needs no trip."""
    cautions: tuple[Line, ...]
    cases: tuple[Case, ...]
    local: tuple[Line, ...]
    bases: tuple[Basis, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every sentence of it."""
        groups = (self.steps, self.places, self.channels, self.times, self.savings, self.cautions, self.local)
        inner = (*(m.line for m in self.materials), *(c.line for c in self.cases))
        return (self.who, self.when, self.fee, *(line for group in groups for line in group), *inner)


@dataclass(frozen=True, slots=True)
class SituationNote:
    """A situation as said to a person, and which scheme it means."""

    situation: Situation
    spoken: str
    schemes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All matters, in the order of the files. ``version`` is a digest of the files."""

    matters: tuple[Matter, ...]
    documents: dict[str, Document]
    notes: tuple[SituationNote, ...]
    questions: dict[str, str]
    common: dict[str, Line]
    version: str

    @property
    def groups(self) -> tuple[str, ...]:
        """Kinds of matters, in order."""
        return tuple(dict.fromkeys(matter.group for matter in self.matters))

    def find(self, name: str) -> Matter | None:
        """The matter with this id or name."""
        return next((m for m in self.matters if name in (m.id, m.name)), None)

    def note(self, situation: str) -> SituationNote:
        """What is said of a situation."""
        return next(note for note in self.notes if note.situation == situation)
