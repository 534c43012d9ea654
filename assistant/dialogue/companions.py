"""Overview clauses that belong beside an answer of a topic. The table: ``assistant/data/companions.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import yaml

from assistant.messages import Understanding

ANY_LETTER = "复核救济"
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


@lru_cache(maxsize=1)
def table() -> dict[str, tuple[Companion, ...]]:
    """Companions by topic."""
    loaded = yaml.safe_load(resources.files("assistant").joinpath("data/companions.yaml").read_text(encoding="utf-8"))
    return {
        topic: tuple(Companion(row["heading"], re.compile(row["unless"]), row.get("when", "")) for row in rows)
        for topic, rows in loaded.items()
    }


def headings(topics: tuple[str, ...]) -> tuple[str, ...]:
    """Headings that may be wanted beside answers of these topics."""
    rows = table()
    return tuple(dict.fromkeys(c.heading for topic in (*topics, ANY_LETTER) for c in rows.get(topic, ())))


def wanted(topic: str, answer: str, found: Understanding) -> tuple[str, ...]:
    """Headings of the clauses that ``answer`` should have beside it."""
    rows = table()
    return tuple(c.heading for t in (topic, ANY_LETTER) for c in rows.get(t, ()) if c.wanted(answer, found))


def _holds(when: str, found: Understanding) -> bool:
    if when == "letter":
        return found.complaint
    if when == "employer":
        return "企业职工" in found.hints
    if when == "older":
        limit = TEMPORARY_ACCOUNT_AGE.get(found.sex or "")
        return limit is not None and found.age is not None and found.age >= limit
    return True
