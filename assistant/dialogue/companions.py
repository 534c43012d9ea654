"""Overview clauses that belong beside an answer of a topic. The table: ``assistant/data/companions.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from assistant.messages import Understanding

ANY_LETTER = "复核救济"
MOST = 4
SHORT = 40
ENOUGH = 2
_CORPUS_TOPICS = frozenset(
    [
        "退休年龄",
        "转移接续",
        "补缴断缴",
        "城乡居民养老",
        "灵活就业缴费",
        "特殊工种",
        "病残津贴",
        "遗属待遇",
        "待遇资格认证",
    ]
)
TEMPORARY_ACCOUNT_AGE = {"男": 50, "女": 40}
"""From this age on a first insurance away from home opens a temporary account (国办发〔2009〕66号第五条)."""


@dataclass(frozen=True, slots=True)
class Companion:
    """An overview clause by heading, added when ``when`` holds and the answer lacks ``unless``."""

    heading: str
    unless: re.Pattern[str]
    when: str = ""

    def wanted(self, answer: str, found: Understanding) -> bool:
        """Whether it should stand beside ``answer``."""
        return not self.unless.search(answer) and _holds(self.when, found)


@dataclass(frozen=True, slots=True)
class Topic:
    """The companions of a topic, and the words that show a question is about it too."""

    companions: tuple[Companion, ...]
    mention: re.Pattern[str] | None


@lru_cache(maxsize=1)
def table() -> dict[str, Topic]:
    """Topics by name."""
    text = resources.files("assistant").joinpath("data/companions.yaml").read_text(encoding="utf-8")
    return {name: _topic(rows) for name, rows in yaml.safe_load(text).items()}


def _topic(rows: list[dict[str, str]]) -> Topic:
    mentions = [row["mention"] for row in rows if "mention" in row]
    companions = tuple(
        Companion(row["heading"], re.compile(row["unless"]), row.get("when", "")) for row in rows if "heading" in row
    )
    return Topic(companions, re.compile(mentions[0]) if mentions else None)


def topics(main: str | None, question: str) -> tuple[str, ...]:
    """Topics an answer touches: its main clause's, those the question names, and remedies for letters."""
    named = [name for name, topic in table().items() if topic.mention and topic.mention.search(question)]
    return tuple(dict.fromkeys([*([main] if main else []), *named, ANY_LETTER]))


def main_topic(question: str) -> str | None:
    """The corpus topic a long message speaks of most; None for short ones, which speak for themselves."""
    if len(question) <= SHORT:
        return None
    counts = {n: len(t.mention.findall(question)) for n, t in table().items() if t.mention and n in _CORPUS_TOPICS}
    best = max(counts, key=lambda name: counts[name], default=None)
    return best if best and counts[best] >= ENOUGH else None


def headings(names: tuple[str, ...]) -> tuple[str, ...]:
    """Headings that may be wanted beside answers of these topics."""
    rows = table()
    return tuple(dict.fromkeys(c.heading for name in names if name in rows for c in rows[name].companions))


def wanted(names: tuple[str, ...], answer: str, found: Understanding) -> tuple[str, ...]:
    """Headings of the clauses that ``answer`` should have beside it, most to the point first."""
    rows = table()
    listed = [c.heading for name in names if name in rows for c in rows[name].companions if c.wanted(answer, found)]
    return tuple(dict.fromkeys(listed))[:MOST]


def _holds(when: str, found: Understanding) -> bool:
    if when == "letter":
        return found.complaint
    if when == "employer":
        return "企业职工" in found.hints
    if when == "older":
        limit = TEMPORARY_ACCOUNT_AGE.get(found.sex or "")
        return limit is not None and found.age is not None and found.age >= limit
    return True
