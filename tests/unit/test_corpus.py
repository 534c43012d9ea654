"""The shipped clauses: complete, well formed, and safe to show."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from io import StringIO

import pytest

from assistant.dialogue.companions import table
from assistant.messages import Passage
from assistant.places import parse_region
from knowledge_base.corpus_check import check_corpus
from knowledge_base.document import TOPICS
from knowledge_base.service import CORPUS, shipped_passages

BEFORE, NOW = date(2024, 6, 1), date(2026, 11, 22)


@lru_cache(maxsize=1)
def corpus() -> tuple[Passage, ...]:
    return shipped_passages()


def in_force(day: date, fits: Callable[[Passage], bool]) -> list[Passage]:
    return [p for p in corpus() if p.in_force(day) and fits(p)]


def test_the_corpus_check_finds_no_problem() -> None:
    out = StringIO()
    assert check_corpus(CORPUS, out) == 0, out.getvalue()
    assert "0 个问题" in out.getvalue()


def test_there_are_enough_documents_and_clauses() -> None:
    assert len({p.source.id for p in corpus()}) >= 80
    assert len(corpus()) >= 600


def test_every_id_is_used_once() -> None:
    assert len({p.id for p in corpus()}) == len(corpus())


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_covered(topic: str) -> None:
    assert len(TOPICS) == 23
    assert len([p for p in corpus() if p.topic == topic]) >= 5


@pytest.mark.parametrize("scheme", ["企业职工", "灵活就业", "机关事业", "城乡居民"])
def test_every_scheme_is_covered(scheme: str) -> None:
    assert len([p for p in corpus() if scheme in p.schemes]) >= 50


def test_a_clause_that_was_replaced_ends_after_it_began() -> None:
    ended = [p for p in corpus() if p.effective_to is not None]
    assert ended
    assert all(p.effective_to > p.effective_from for p in ended if p.effective_to)


def test_no_clause_holds_a_long_number_or_an_address() -> None:
    pattern = re.compile(r"\d{11,}|https?://|www\.|\.com|\.cn")
    assert [(p.id, line) for p in corpus() for line in (p.heading, *p.sentences) if pattern.search(line)] == []


def test_no_clause_talks_about_itself_as_data() -> None:
    pattern = re.compile(r"TODO|FIXME|XXX|待补|占位|语料|本条款库|测试用")
    assert [(p.id, line) for p in corpus() for line in p.sentences if pattern.search(line)] == []


def test_every_place_of_a_clause_is_one_a_citizen_can_name() -> None:
    for region in {p.region for p in corpus()} - {"全国"}:
        place = parse_region(region)
        assert place is not None and place.region == region


def test_every_province_has_a_clause_of_its_own() -> None:
    assert len({p.region.split("/")[0] for p in corpus()} - {"全国"}) == 31


@pytest.mark.parametrize("day", [BEFORE, NOW])
@pytest.mark.parametrize("words", ["男.{0,12}(60|六十)", "女"])
def test_a_retirement_age_can_be_told_for_both_days(day: date, words: str) -> None:
    assert in_force(day, lambda p: p.topic == "退休年龄" and bool(re.search(words, p.text)))


def test_the_old_and_the_delayed_retirement_age_are_never_in_force_together() -> None:
    def delayed(p: Passage) -> bool:
        return p.topic == "退休年龄" and bool(re.search(r"60岁1个月|每4个月", p.text))

    assert not in_force(BEFORE, delayed)
    assert in_force(NOW, delayed)


def test_every_clause_says_what_it_rests_on() -> None:
    assert all(p.section and p.source.title and p.source.source for p in corpus())


def test_every_clause_can_be_asked_for_in_a_laypersons_words() -> None:
    assert all(len(p.asks) >= 2 for p in corpus())
    assert len({ask for p in corpus() for ask in p.asks}) == sum(len(p.asks) for p in corpus())


def test_every_overview_clause_named_as_a_companion_is_in_the_corpus() -> None:
    headings = {passage.heading for passage in shipped_passages()}
    named = {companion.heading for topic in table().values() for companion in topic.companions}
    assert named <= headings
