"""How Chinese is read: words by jieba, their sounds by pypinyin, and our own table where it errs in this field.

The dictionaries are loaded on first use, in about a second, and shared by all threads.
"""

from __future__ import annotations

import hashlib
import logging
import re
import warnings
from dataclasses import dataclass
from functools import lru_cache
from importlib import metadata
from importlib.resources import files
from typing import Any

import yaml

_SURELY = 1_000_000
"""A word frequency no rival way of cutting reaches."""

_NAMES = re.compile(r"(?<=[第十零一二两三四五六七八九点幺])一|一(?=[月日号级楼零一二三四五六七八九幺])")
_COUNTS = re.compile(
    r"(?<![第十百千万亿零一二两三四五六七八九点幺之周期统唯专单同])一(?=[个次年天些样定直起般旦下百千万亿元块件位种项条类份倍半家户共边面致向时律再步点遍趟张笔本口人批套])"
)

Word = tuple[str, ...]
"""The syllables of a word, one for each character, with tone numbers, 5 for neutral: ``("jiao3", "fei4")``."""


@dataclass(frozen=True, slots=True)
class Table:
    """``words`` with their syllables; ``contexts``: what matches one character, and its syllable there."""

    words: dict[str, Word]
    contexts: tuple[tuple[re.Pattern[str], str], ...]


def words(text: str) -> list[str]:
    """``text`` cut into words; joined they are the text."""
    return list(_tokenizer().cut(text, HMM=True))


def read(text: str) -> tuple[Word, ...]:
    """The words of a Chinese text as they are read; a character without a known sound stays itself."""
    parts = words(text)
    said = [syllable for word in parts for syllable in own_table().words.get(word) or _library(word)]
    if len(said) != len(text):
        return tuple(own_table().words.get(word) or _library(word) for word in parts)
    for pattern, syllable in own_table().contexts:
        for match in pattern.finditer(text):
            said[match.start()] = syllable
    syllables = iter(_with_sandhi(text, said))
    return tuple(tuple(next(syllables) for _ in word) for word in parts)


def _with_sandhi(text: str, said: list[str]) -> list[str]:
    """不 and 一 as they change before the next tone; 一 keeps its own where it names (第一, 一月) or ends a word."""
    for place, (char, coming) in enumerate(zip(text, said[1:], strict=False)):
        if char == "不" and said[place] == "bu4" and coming.endswith("4"):
            said[place] = "bu2"
        elif char == "一" and _NAMES.match(text, place):
            said[place] = "yi1"
        elif char == "一" and _COUNTS.match(text, place):
            said[place] = "yi2" if coming.endswith("4") else "yi4"
    return said


@lru_cache(maxsize=1)
def version() -> str:
    """Changes when a word may sound otherwise."""
    libraries = "|".join(metadata.version(name) for name in ("jieba", "pypinyin", "misaki"))
    return hashlib.sha256(f"{libraries}|{_own_text()}".encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def own_table() -> Table:
    """Our own pronunciations, from ``data/pronunciation.yaml``."""
    told = yaml.safe_load(_own_text())
    own = {str(word): tuple(str(said).split()) for word, said in told["words"].items()}
    return Table(own, tuple((re.compile(pattern), str(said)) for pattern, said in told["contexts"]))


def _own_text() -> str:
    return files("speech").joinpath("data", "pronunciation.yaml").read_text(encoding="utf-8")


@lru_cache(maxsize=4096)
def _library(word: str) -> Word:
    from pypinyin import Style, lazy_pinyin

    return tuple(lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True, errors=_each))


def _each(unknown: str) -> Any:
    """Every character without a sound by itself, so that syllables and characters stay in step."""
    return list(unknown)


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    for word in own_table().words:
        tokenizer.add_word(word, freq=_SURELY)
    return tokenizer
