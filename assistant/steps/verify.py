"""Verify: every figure and rule is traced to a cited clause or a calculation, or the answer is not sent."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant import texts
from assistant.figures import untraced
from assistant.messages import NATIONAL, Citation, Outcome, Reply, Sentence, Turn
from assistant.places import accepted_regions, parse_region
from assistant.script import to_simplified
from assistant.steps.protect import canned
from assistant.traces import ToolResult

_RULE = re.compile(r"应当|必须|不得|可以|不能|需要|有权|按规定|缴|领|退|补|转|算|发放|继承|免|罚")

_UNITLESS = {"minimum_years": "年", "delay_months": "个月", "year": "年"}
"""Units of the results a tool gives as bare numbers."""


async def verify(turn: Turn) -> Turn | Reply:
    """The draft when it holds; otherwise a reply that says it could not be checked."""
    if turn.draft is None:
        return canned(texts.NOTHING_FOUND, Outcome.UNANSWERABLE_NOTHING_FOUND, offered=True)
    if faults(turn.draft):
        return canned(texts.UNVERIFIED, Outcome.UNANSWERABLE_UNVERIFIED, offered=True)
    return turn.draft


def faults(reply: Reply) -> tuple[str, ...]:
    """Why a reply may not be sent; empty when every figure and rule in it is traced."""
    cited = {c.mark: c for c in reply.citations}
    found = [fault for s in reply.sentences for fault in _sentence_faults(s, cited, reply)]
    schemes = [set(c.scheme.split("、")) for c in reply.citations if c.confidence]
    provinces = {c.region.split("/")[0] for c in reply.citations if c.region != NATIONAL}
    if len(provinces) > 1:
        found.append(f"clauses of several provinces: {sorted(provinces)}")
    place = parse_region(reply.region) if reply.region != NATIONAL else None
    foreign = sorted({c.region for c in reply.citations} - set(accepted_regions(place)))
    if foreign:
        found.append(f"clause of {foreign} for a person in {reply.region}")
    if not all(schemes):
        found.append("a citation without a scheme")
    return tuple(found)


def _sentence_faults(sentence: Sentence, cited: dict[int, Citation], reply: Reply) -> list[str]:
    unknown = [m for m in sentence.marks if m not in cited]
    if unknown:
        return [f"unknown mark {unknown} in {sentence.text}"]
    sources = "\n".join(_citation_text(cited[m]) for m in sentence.marks)
    if sentence.traced:
        sources += "\n" + _trace_text(reply.trace) + "\n" + _told_text(reply)
    if not sentence.marks and not sentence.traced:
        return _unmarked_faults(sentence.text)
    loose = untraced(to_simplified(sentence.text), to_simplified(sources), texts.HOTLINES)
    return [f"untraced figures {sorted(loose)} in {sentence.text}"] if loose else []


def _unmarked_faults(text: str) -> list[str]:
    if is_canned(to_simplified(text)):
        return []
    loose = untraced(to_simplified(text), "", texts.HOTLINES)
    if loose:
        return [f"figures without a source {sorted(loose)} in {text}"]
    return [f"a rule without a source: {text}"] if _RULE.search(text) else []


def _citation_text(citation: Citation) -> str:
    days = (citation.effective_from, citation.effective_to)
    span = " ".join(f"{day.year}年{day.month}月{day.day}日" for day in days if day)
    return "\n".join((citation.quote, citation.section, citation.title, citation.doc_no, citation.heading, span))


def _told_text(reply: Reply) -> str:
    """What the citizen told a form: it may be said back."""
    return "\n".join(value for _, value in reply.form.collected) if reply.form else ""


def _trace_text(trace: ToolResult | None) -> str:
    if trace is None:
        return ""
    parts = [value + _UNITLESS.get(name, "") for name, value in trace.result]
    for step in trace.trace:
        parts += [step.step, step.formula, step.value, *(v for _, v in step.inputs)]
        parts += [text for p in step.parameters for text in (p.name, p.value, p.source)]
    parts += [f"{year}年" for year in re.findall(r"(\d{4})年", "".join(parts))]
    return "\n".join((*parts, *trace.assumptions, *trace.caveats))


@lru_cache(maxsize=1)
def _templates() -> re.Pattern[str]:
    filled = {r"\{place\}": r"[\u4e00-\u9fff]{2,14}", r"\{said\}": r"[^“”]{1,60}"}
    patterns = [re.escape(t) for t in texts.canned() if "{" in t]
    for name, words in filled.items():
        patterns = [pattern.replace(name, words) for pattern in patterns]
    return re.compile("|".join(f"(?:{p})" for p in patterns) or r"(?!)")


def is_canned(text: str) -> bool:
    """Whether a sentence is one of ours from ``texts``, with a place name, or the citizen's own words to be confirmed, filled in at most."""
    return text in texts.canned() or bool(_templates().fullmatch(text))
