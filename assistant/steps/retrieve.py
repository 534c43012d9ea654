"""Retrieve: clauses for each question, in force on the day, of the person's place and scheme."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace

from assistant.dialogue.companions import headings, topics
from assistant.dialogue.focus import SHORT, key_sentences, questions, strip_politeness
from assistant.dialogue.query_form import query_form
from assistant.dialogue.selection import DOMAIN
from assistant.dialogue.slots import spell_years
from assistant.messages import Query, Reply, Turn, Understanding
from assistant.places import accepted_regions, parse_region
from assistant.ports import Retriever, Step

LIMIT = 12
_LOCAL = re.compile(r"基数|标准|上下限|上限|下限|档次|补贴|系数|多少钱|最低|费率|一个月|每月|当地|我们这")
"""Questions whose answer differs by place and year, so that a known place and a past year are put into the lookup."""
WHOLE = 240
MOST = 7
"""Characters of a letter that are looked up as they stand."""


def retrieve_with(retriever: Retriever) -> Step:
    """The retrieve step over ``retriever``."""

    async def retrieve(turn: Turn) -> Turn | Reply:
        found = turn.understanding
        if found is None or turn.draft is not None:
            return turn
        queries = tuple(_query(text, turn, found) for text in query_texts(turn))
        hits = await asyncio.to_thread(retriever.search, queries)
        near = tuple(dict.fromkeys(hit.passage.topic for group in hits for hit in group))
        names = headings((*near, *topics(None, whole_question(turn))))
        companions = retriever.named(names, found.as_of or turn.today)
        return replace(turn, hits=hits, companions=companions)

    return retrieve


def whole_question(turn: Turn) -> str:
    """The message, with the question it goes on from."""
    follow = turn.understanding is not None and turn.understanding.follow_up
    return f"{turn.memory.focus}，{turn.text}" if follow else turn.text


def query_texts(turn: Turn) -> tuple[str, ...]:
    """What to look up: the focus, and each question of a message that asks several."""
    found = turn.understanding
    if found is None:
        return ()
    if found.follow_up:
        joined = f"{turn.memory.focus}，{found.focus}"
        topical = found.focus if DOMAIN.search(found.focus) else f"{turn.memory.topic or ''}，{found.focus}"
        return (joined, topical)
    polite = strip_politeness(turn.text)
    asked = questions(polite) if found.several else []
    if len(polite) <= SHORT:
        return (found.focus, *asked)
    if found.topic:
        asked = [f"{found.topic}，{part}" for part in asked]
    return tuple(dict.fromkeys((found.focus, *asked, polite[:WHOLE], *key_sentences(polite))))[:MOST]


def _query(text: str, turn: Turn, found: Understanding) -> Query:
    place = parse_region(found.region) if found.region else None
    text = spell_years(text, turn.today)
    as_of = found.as_of or turn.today
    if _LOCAL.search(text):
        year = f"{as_of.year}年" if as_of.year < turn.today.year and str(as_of.year) not in text else ""
        named = place is None or place.province in text or place.spoken in text
        text = f"{'' if named or place is None else place.spoken}{year}{text}"
    return Query(
        text=query_form(text),
        as_of=as_of,
        regions=accepted_regions(place),
        schemes=scheme_filter(found.schemes),
        limit=LIMIT,
    )


def scheme_filter(named: tuple[str, ...]) -> tuple[str, ...]:
    """Schemes whose clauses may answer: none named, or several, means no filter; 灵活就业 is part of 企业职工."""
    if len(named) != 1:
        return ()
    return ("灵活就业", "企业职工") if named[0] == "灵活就业" else named
