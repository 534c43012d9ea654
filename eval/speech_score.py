"""How near a transcript is to what was said: character errors, entities kept, words mended and spoilt. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from importlib import resources

from eval.speech_fold import folded
from speech.edits import distance

_FIGURE = re.compile(
    r"(?P<value>\d+(?:\.\d+)?%?)(?P<unit>年|个?月|日|号|岁|周岁|元|块|毛|天|周|个|人|档|次|倍|级|万|多)?"
)
_MORE_TERMS = ("社保", "养老", "退休", "缴费", "待遇", "基数", "津贴", "保险", "医保", "低保", "工伤", "失业", "工龄")


@dataclass(frozen=True, slots=True)
class Entities:
    """Of one utterance: how many figures and words of the field were said, and how many of them were written."""

    said: int
    kept: int
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mending:
    """What a repair changed: characters that were wrong and became right, and the other way round."""

    mended: int
    spoilt: int


def errors(said: str, written: str) -> tuple[int, int]:
    """Edit distance of the folded texts, and the length of what was said."""
    reference = folded(said)
    return distance(reference, folded(written)), len(reference)


def entities(said: str, written: str) -> Entities:
    """Figures with their units, by value, and words of the field: which of those said stand in the transcript."""
    wanted, found = _entities(folded(said)), _entities(folded(written))
    lost = wanted - found
    return Entities(wanted.total(), wanted.total() - lost.total(), tuple(lost.elements()))


def mending(said: str, raw: str, mended: str) -> Mending:
    """Characters of what was said that only the raw text misses, and those that only the mended text misses."""
    reference = folded(said)
    before, after = _right(reference, folded(raw)), _right(reference, folded(mended))
    return Mending(len(after - before), len(before - after))


def rate(pairs: Sequence[tuple[int, int]]) -> float:
    """Errors over characters; 0 when nothing was said."""
    return sum(wrong for wrong, _ in pairs) / max(1, sum(length for _, length in pairs))


def _right(reference: str, written: str) -> set[int]:
    """Places in ``reference`` that the transcript has right."""
    blocks = SequenceMatcher(None, reference, written, autojunk=False).get_matching_blocks()
    return {place for block in blocks for place in range(block.a, block.a + block.size)}


def _entities(text: str) -> Counter[str]:
    figures = (f"{m['value']}{(m['unit'] or '').removeprefix('个')}" for m in _FIGURE.finditer(text) if _counts(m))
    return Counter([*figures, *_term_pattern().findall(text)])


def _counts(figure: re.Match[str]) -> bool:
    """A lone digit without a unit is mostly part of a word: 一定, 一下, 一次性."""
    return len(figure["value"]) > 1 or figure["unit"] not in (None, "次", "个", "多", "人")


@cache
def _term_pattern() -> re.Pattern[str]:
    lexicon = resources.files("knowledge_base").joinpath("lexicon")
    lines = [
        line for name in ("terms.txt", "synonyms.txt")
        for line in lexicon.joinpath(name).read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    ]  # fmt: skip
    terms = {folded(word) for line in lines for word in line.split()} | set(_MORE_TERMS)
    longest_first = sorted((term for term in terms if len(term) > 1), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))
