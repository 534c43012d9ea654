"""Which clauses make the answer, and how much of each. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.messages import NATIONAL, Hit, Passage, Understanding

NOTHING_BELOW = 0.40
"""Closeness under which the best clause is not about the question."""
ALSO_ABOVE = 0.42
"""Closeness a second clause needs, and its share of the best one's."""
ALSO_SHARE = 0.80
MAX_CLAUSES = 3

_BOUNDARY = re.compile(
    r"医保|医疗保险|看病|报销|住院|新农合|公积金|低保|限购|购房|买房|公租房|廉租|保障房|保障性.{0,4}住房|入学|上学|学区|落户|天气|高龄津贴|车|贷款|彩票|写诗|做饭|残疾证|拆迁|宅基地"
)
_PENSION = re.compile(r"养老|退休|社保断|断缴|补缴|抚恤|丧葬|个人账户|参保|工龄|缴费年限|社保")


@dataclass(frozen=True, slots=True)
class Chosen:
    """A clause in the answer: its sentences to use, of which ``lead`` may stand unfolded."""

    passage: Passage
    lines: tuple[str, ...]
    lead: int


def choose(hits: tuple[tuple[Hit, ...], ...], found: Understanding) -> tuple[Chosen, ...]:
    """The clauses to answer from, the main one first; empty when nothing is close enough."""
    ranked = [_ranked(group, found) for group in hits]
    tops = [group[0] for group in ranked if group and group[0].closeness >= NOTHING_BELOW]
    if not tops:
        return ()
    main, group = tops[0], ranked[0]
    if len(ranked) > 1 and found.follow_up and tops:
        return _single(main, group)
    others = [hit for hit in tops[1:] if hit.passage.id != main.passage.id]
    if others:
        return _several(main, others)
    return _single(main, group)


def _ranked(group: tuple[Hit, ...], found: Understanding) -> tuple[Hit, ...]:
    """Local clauses before the national one they refine; boundary questions before pension ones."""
    boundary = bool(_BOUNDARY.search(found.focus)) and not _PENSION.search(found.focus)

    def weight(hit: Hit) -> float:
        local = 1.1 if hit.passage.region != NATIONAL else 1.0
        outside = 1.3 if boundary and hit.passage.kind == "不归口" else 1.0
        return hit.score * local * outside

    return tuple(sorted(group, key=lambda hit: -weight(hit)))


def _single(main: Hit, group: tuple[Hit, ...]) -> tuple[Chosen, ...]:
    chosen = [Chosen(main.passage, main.passage.sentences, 3)]
    for hit in group[1:]:
        if len(chosen) >= MAX_CLAUSES:
            break
        near = hit.closeness >= max(ALSO_ABOVE, ALSO_SHARE * main.closeness)
        if near and goes_with(main.passage, hit.passage):
            chosen.append(Chosen(hit.passage, hit.passage.sentences[:3], 0))
    return tuple(chosen)


def _several(main: Hit, others: list[Hit]) -> tuple[Chosen, ...]:
    """One clause a question: two sentences of each stand unfolded."""
    unique = list({hit.passage.id: hit for hit in (main, *others)}.values())[:4]
    return tuple(Chosen(hit.passage, hit.passage.sentences, 2) for hit in unique)


def goes_with(main: Passage, other: Passage) -> bool:
    """Scheme and region guard: whether ``other`` may stand in one answer with ``main``."""
    if other.id == main.id or (other.kind == "不归口") != (main.kind == "不归口"):
        return False
    if other.region != NATIONAL and main.region != NATIONAL and other.region != main.region:
        return False
    if (other.effective_to is None) != (main.effective_to is None):
        return False
    shared = set(main.schemes) & set(other.schemes)
    return bool(shared) or "通用" in main.schemes or "通用" in other.schemes
