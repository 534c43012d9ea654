"""Builds the mender's data file from the corpus: ``python -m eval.repair_data [--out FILE]``.

Texts: the ways to ask, headings and clauses of the shipped corpus. Words: jieba's dictionary (MIT) with its
frequencies, and the corpus cut by it. Sounds: pypinyin (MIT). Traditional characters
are left out: whatever is written in them is left alone. The same corpus and versions give the same bytes.
"""

from __future__ import annotations

import argparse
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

import numpy as np
from opencc import OpenCC

from knowledge_base.document import parse_corpus_file
from speech.repair.counting import Counts, estimate, signs
from speech.repair.numerals import numbers
from speech.repair.stored import FILE, TONES, Sounds, Stored, write

_HAN = re.compile(r"[\u4e00-\u9fff]+")
_CLAUSE_ENDS = re.compile(r"[，。；：、！？]")
_COMMON, _IN_FIELD = 30, 3
_LONGEST_WORD = 5
_CLAUSE_WEIGHT = 0.3
_READINGS = 3


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.repair_data", description="重建语音纠错数据")
    parser.add_argument("--out", type=Path, default=Path(str(resources.files("speech"))) / "data" / FILE)
    out = parser.parse_args(arguments).out
    write(build(), out)
    print(f"{out}：{out.stat().st_size} 字节")
    return 0


def build() -> Stored:
    """Everything the mender needs, from the shipped corpus."""
    asks, headings, clauses = corpus_texts()
    ordinary = ordinary_words()
    counts = Counts()
    counts.add(sorted({*asks, *headings}), 1.0)
    counts.add(sorted({part for clause in clauses for part in _CLAUSE_ENDS.split(clause) if part}), _CLAUSE_WEIGHT)
    grams, steps, backoff = estimate(counts.grams, ordinary)
    words = sorted({*(word for word in ordinary if len(word) > 1), *_field_words([*asks, *headings, *clauses])})
    words = [word for word in words if not numbers(word)]
    sounds = Sounding()
    word_sounds = sounds.of(words)
    spoken = [ask for ask in dict.fromkeys(asks) if all(_HAN.fullmatch(c) for c in signs(ask) if c != "N")]
    ask_signs = [signs(ask).replace("N", "") for ask in spoken]
    ask_sounds = sounds.of(ask_signs)
    simplified = OpenCC("t2s").convert
    characters = "".join(
        sorted({c for text in (*words, *grams) for c in text if _HAN.fullmatch(c) and simplified(c) == c})
    )
    readings = tuple(sounds.readings(c) for c in characters)
    return Stored(
        grams=tuple(grams), steps=steps, backoff=backoff, syllables=tuple(sounds.syllables), characters=characters,
        readings=readings, words=tuple(words), word_sounds=word_sounds, asks=tuple(spoken), ask_sounds=ask_sounds,
        ask_lengths=np.array([len(each) for each in ask_signs], dtype=np.uint16),
    )  # fmt: skip


def corpus_texts() -> tuple[list[str], list[str], list[str]]:
    """Ways to ask, headings and sentences of the shipped corpus."""
    folder = Path(str(resources.files("knowledge_base"))) / "corpus"
    passages = [passage for file in sorted(folder.glob("*.md")) for passage in parse_corpus_file(file)]
    return (
        [ask for passage in passages for ask in passage.asks],
        [passage.heading for passage in passages],
        [sentence for passage in passages for sentence in passage.sentences],
    )


def ordinary_words() -> dict[str, int]:
    """Chinese words of jieba's dictionary with how often they were counted."""
    words = {}
    for line in resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").splitlines():
        word, times, _ = line.split(" ")
        if int(times) >= _COMMON and len(word) <= _LONGEST_WORD and _HAN.fullmatch(word):
            words[word] = int(times)
    return words


def _field_words(texts: Iterable[str]) -> Iterator[str]:
    import jieba

    jieba.setLogLevel(logging.WARNING)
    terms = resources.files("knowledge_base").joinpath("lexicon/terms.txt").read_text(encoding="utf-8").split()
    cutter = jieba.Tokenizer()
    found: Counter[str] = Counter()
    for text in texts:
        found.update(cutter.cut(text, HMM=False))
    found.update({term: _IN_FIELD for term in terms if not term.startswith("#")})
    for word, times in found.items():
        if times >= _IN_FIELD and 1 < len(word) <= 8 and _HAN.fullmatch(word):
            yield word


class Sounding:
    """Sounds of words by pypinyin, as numbers."""

    def __init__(self) -> None:
        from pypinyin.constants import PINYIN_DICT

        self.syllables: list[str] = []
        self._index: dict[str, int] = {}
        self._seen: dict[str, Counter[int]] = {}
        self._all = PINYIN_DICT

    def of(self, texts: list[str]) -> Sounds:
        """Toned syllables of all ``texts``, one for each character, run together."""
        from pypinyin import Style, lazy_pinyin

        flat: list[int] = []
        for text in texts:
            spelled = lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, errors="ignore")
            assert len(spelled) == len(text), text
            for character, sound in zip(text, map(self._number, spelled), strict=True):
                self._seen.setdefault(character, Counter())[sound] += 1
                flat.append(sound)
        return np.array(flat, dtype=np.uint16)

    def readings(self, character: str) -> tuple[int, ...]:
        """How the character is read, commonest in the words seen first."""
        from pypinyin import Style, pinyin

        found = pinyin(character, style=Style.TONE3, heteronym=True, neutral_tone_with_five=True)[0]
        seen = [sound for sound, times in self._seen.get(character, Counter()).most_common() if times > 0]
        first = [self._number(found[0])] if found else []
        return tuple(dict.fromkeys([*seen, *first]))[:_READINGS]

    def _number(self, spelled: str) -> int:
        base, tone = (spelled[:-1], int(spelled[-1])) if spelled[-1].isdigit() else (spelled, 5)
        base = base.replace("ü", "v")
        if base not in self._index:
            self._index[base] = len(self.syllables)
            self.syllables.append(base)
        return self._index[base] * TONES + tone - 1


if __name__ == "__main__":
    raise SystemExit(main())
