"""Compose: the answer from the clauses themselves. Three sentences first, the rest folded as details."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from assistant import texts
from assistant.dialogue.companions import topics, wanted
from assistant.dialogue.selection import Chosen, beside, choose
from assistant.messages import NATIONAL, Citation, Handover, Outcome, Passage, Reply, Sentence, Turn, Understanding
from assistant.places import find_places
from assistant.steps.act import asks_own_date
from assistant.steps.protect import canned, reports_fraud
from assistant.steps.retrieve import whole_question

MAX_SENTENCES = 28
SIMILAR = 0.6
SCHEDULE_DECIDED = date(2024, 9, 13)
"""The day the only forward schedule of the corpus (minimum years from 2030 on) was decided."""
_YEAR = re.compile(r"(20\d\d)年")
_GROUP = {
    "企业职工": "职工基本养老保险",
    "灵活就业": "职工基本养老保险",
    "机关事业": "机关事业单位养老保险",
    "城乡居民": "城乡居民基本养老保险",
}
_LOCAL_FIGURE = re.compile(r"基数|上下限|上限|下限|档次|最低.{0,4}(标准|多少|交)")
_UNPUBLISHED = re.compile(r"(没有查到|没有核实到|尚未|还没有?|未见|没有收录)[^。]{0,30}(公布|发布|通知|的数字?)")
_DATED = re.compile(r"\d+(周)?岁\d+个月|\d{4}年\d{1,2}月")
"""Other people's ages and months, which would confuse beside a worked-out date."""


async def compose(turn: Turn) -> Turn | Reply:
    """Drafts the reply; ``verify`` decides whether it may be sent."""
    found = turn.understanding
    if found is None or turn.draft is not None:
        return turn
    chosen = _with_companions(choose(turn.hits, found), turn, found)
    fraud = reports_fraud(turn.text)
    if not chosen and turn.worked is None and not fraud:
        return replace(turn, draft=_form_only(turn)) if turn.pending else turn
    draft = _reply(turn, found, chosen, fraud)
    told = any(s.marks or s.traced for s in draft.sentences)  # every sentence may have failed to fit
    return replace(turn, draft=draft) if told or fraud else turn


def _form_only(turn: Turn) -> Reply:
    """Nothing to say but what the open form wants to know; of another question first that nothing was found."""
    lines = texts.NOTHING_FOUND if texts.CAN_GO_ON in turn.pending else ()
    outcome = Outcome.UNANSWERABLE_NOTHING_FOUND if lines else Outcome.CLARIFY_FORM
    return replace(canned((*lines, *turn.pending), outcome, offered=bool(lines)), form=turn.form)


def _with_companions(chosen: tuple[Chosen, ...], turn: Turn, found: Understanding) -> tuple[Chosen, ...]:
    if not chosen or chosen[0].passage.kind == "不归口":
        return chosen
    answer = "".join(line for choice in chosen for line in choice.lines)
    names = wanted(topics(chosen[0].passage.topic, whole_question(turn)), answer, found)
    have = {choice.passage.id for choice in chosen}
    by_heading = {p.heading: p for p in turn.companions}
    listed = [by_heading[name] for name in names if name in by_heading and by_heading[name].id not in have]
    extra = [beside(chosen[0], passage) for passage in listed]
    return (*chosen, *(c for c in extra if c is not None))


def _reply(turn: Turn, found: Understanding, chosen: tuple[Chosen, ...], fraud: bool) -> Reply:
    sentences, citations = _body(turn, chosen, fraud)
    outcome = _outcome(turn, chosen, fraud)
    closing, asked = _closing(turn, found, chosen, sentences)
    offered = fraud or found.complaint or any(c.passage.kind in ("个案", "看情况") for c in chosen[:1])
    return Reply(
        sentences=(*sentences, *closing),
        outcome=outcome,
        citations=citations,
        as_of=found.as_of or turn.today,
        region=found.region or NATIONAL,
        scheme="、".join(chosen[0].passage.schemes) if chosen else "企业职工",
        suggestions=(turn.worked.suggestions if turn.worked else ()) or _suggestions(turn, chosen),
        form=turn.form or (turn.worked.form if turn.worked else None),
        trace=turn.worked.trace if turn.worked else None,
        handover=Handover(offered=offered),
        topic=chosen[0].passage.topic if chosen else None,
        asked=asked,
    )


def _body(turn: Turn, chosen: tuple[Chosen, ...], fraud: bool) -> tuple[list[Sentence], tuple[Citation, ...]]:
    sentences: list[Sentence] = []
    citations: list[Citation] = []
    if fraud:
        sentences += [Sentence(line) for line in texts.FRAUD]
    if turn.worked:
        sentences += list(turn.worked.sentences)
    seen: list[str] = []
    for choice in chosen:
        fresh = [line for line in choice.lines if not _told(line, seen) and _fits(line, turn)]
        room = MAX_SENTENCES - len(seen)
        if not fresh or room <= 0:
            continue
        mark = len(citations) + 1
        citations.append(citation(mark, choice.passage))
        lead = _unfolded(choice, turn, first=len(citations) == 1)
        for number, line in enumerate(fresh[:room]):
            seen.append(line)
            sentences.append(Sentence(line, (mark,), detail=number >= lead))
    return _lead_first(sentences), tuple(citations)


def _unfolded(choice: Chosen, turn: Turn, *, first: bool) -> int:
    """How many sentences of a clause stand open: beside a worked-out date only those of another question."""
    if turn.worked is None:
        return choice.lead
    several = turn.understanding is not None and turn.understanding.several
    return 2 if several and choice.lead and (not first or choice.passage.kind == "不归口") else 0


def _fits(line: str, turn: Turn) -> bool:
    """Whether a sentence of a fitting clause fits too: no one else's dates, no other province, no later year."""
    found = turn.understanding
    if found is None or (turn.worked and (_DATED.search(line) or _other_sex(line, found.sex))):
        return False
    as_of = found.as_of or turn.today
    if as_of < turn.today and any(_later(int(year), as_of, turn.today) for year in _YEAR.findall(line)):
        return False
    places = {place.province for place in find_places(line)}
    asked = {place.province for place in find_places(turn.text)}
    if found.region:
        asked.add(found.region.split("/")[0])
    return not places or not places.isdisjoint(asked)


def _other_sex(line: str, sex: str | None) -> bool:
    """Whether a sentence speaks of the other sex only."""
    other = {"男": "女", "女": "男"}.get(sex or "")
    return other is not None and other in line and str(sex) not in line


def _later(year: int, as_of: date, today: date) -> bool:
    """Whether a year could not yet be spoken of on ``as_of``."""
    return year > as_of.year and (year <= today.year or as_of < SCHEDULE_DECIDED)


def _lead_first(sentences: list[Sentence]) -> list[Sentence]:
    return [s for s in sentences if not s.detail] + [s for s in sentences if s.detail]


def _outcome(turn: Turn, chosen: tuple[Chosen, ...], fraud: bool) -> Outcome:
    if fraud:
        return Outcome.GUARDED_FRAUD
    if turn.worked:
        guided = turn.worked.trace is not None and turn.worked.trace.tool == "guidance"
        return Outcome.ANSWERED if guided else Outcome.ESTIMATED
    kind = chosen[0].passage.kind
    if _UNPUBLISHED.search("".join(chosen[0].passage.sentences[:2])):
        return Outcome.UNANSWERABLE_UNPUBLISHED
    if kind == "不归口":
        return Outcome.ANSWERED_OUT_OF_SCOPE
    return Outcome.ANSWERED_BOUNDARY if kind == "个案" else Outcome.ANSWERED


def _closing(
    turn: Turn, found: Understanding, chosen: tuple[Chosen, ...], body: list[Sentence]
) -> tuple[list[Sentence], tuple[str, ...]]:
    """Closing sentences, and which questions were put to the citizen."""
    text = "".join(s.text for s in body)
    asked: list[str] = []
    lead = chosen[0].passage if chosen else None
    closing = [] if turn.worked else _scheme_note(lead, "".join(s.text for s in body if not s.detail))
    if lead and found.as_of and found.as_of < turn.today and lead.effective_to:
        closing.append(texts.PAST_RULE)
    if lead and not turn.worked and any(c.passage.confidence in ("single", "memory") for c in chosen[:2]):
        closing.append(texts.TO_BE_CONFIRMED)
    name, question = ("", "") if turn.pending else _question(turn, found, lead)
    closing += [question] if question else turn.pending
    if name:
        asked.append(name)
    if turn.pending:
        pass  # the question stands last
    elif (lead and lead.kind == "个案") or found.complaint:
        closing.append(texts.OFFER_PERSON)
    elif lead and not turn.worked and lead.kind in ("规则", "看情况") and "12333" not in text:
        closing.append(texts.OFFER_OFFICE)
    if turn.masked:
        closing.append(texts.PERSONAL_DATA_NOTE)
    return [Sentence(line) for line in closing], tuple(asked)


def _question(turn: Turn, found: Understanding, lead: Passage | None) -> tuple[str, str]:
    """The one thing to ask the citizen, or to say about the place: what it is called (empty when nothing is asked)."""
    if asks_own_date(found) and "birth" not in turn.memory.asked:
        return "birth", texts.ASK_BIRTH
    if lead is None or lead.region != NATIONAL or turn.worked:
        return "", ""
    if found.place and found.follow_up and found.local:
        return "", texts.NO_LOCAL_RULE.format(place=found.place)
    if lead.kind != "看情况" and not (lead.kind == "规则" and _LOCAL_FIGURE.search(found.focus)):
        return "", ""
    if found.place:
        return "", texts.NO_LOCAL_RULE.format(place=found.place)
    return ("", "") if "place" in turn.memory.asked else ("place", texts.ASK_PLACE)


def _scheme_note(lead: Passage | None, text: str) -> list[str]:
    """Says whose rule it is when the sentences themselves do not."""
    if lead is None or lead.kind == "不归口":
        return []
    groups = {_GROUP.get(scheme) for scheme in lead.schemes}
    name = groups.pop() if len(groups) == 1 else None
    return [texts.SCHEME_NOTE.format(place=name)] if name and name[:4] not in text else []


def _suggestions(turn: Turn, chosen: tuple[Chosen, ...]) -> tuple[str, ...]:
    used = {c.passage.id for c in chosen}
    near = [
        h.passage for hits in turn.hits[:1] for h in hits if h.passage.id not in used and h.passage.kind != "不归口"
    ]
    return tuple(dict.fromkeys(p.heading for p in near))[:3]


def citation(mark: int, passage: Passage) -> Citation:
    """A passage as shown beside the answer, by value."""
    return Citation(
        mark=mark, passage_id=passage.id, title=passage.source.title, doc_no=passage.source.doc_no,
        issuer=passage.source.issuer, section=passage.section, heading=passage.heading,
        effective_from=passage.effective_from, effective_to=passage.effective_to, region=passage.region,
        scheme="、".join(passage.schemes), confidence=passage.confidence, quote=passage.text, digest=passage.digest,
        source=passage.source.source, url=passage.source.url,
    )  # fmt: skip


def _told(line: str, seen: list[str]) -> bool:
    pairs = _pairs(line)
    return any(len(pairs & _pairs(other)) / max(1, min(len(pairs), len(_pairs(other)))) > SIMILAR for other in seen)


@lru_cache(maxsize=20_000)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
