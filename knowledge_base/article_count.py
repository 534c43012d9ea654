"""``python -m knowledge_base.article_count DIR``: articles found by the cutter against those in the raw text.

The actual number does not come from the cutter: it is the set of different 第N条 (and, before the first of them or
where there is none, 一、) that begin a line of the file, looked up in a written-out list of numerals.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.errors import BadDocument
from knowledge_base.cutting import cut_whole
from knowledge_base.numerals import from_numeral, to_chinese
from knowledge_base.reading import read_file
from knowledge_base.reading.decoding import decode

_WRITTEN = {text: number for number in range(1, 2000) for text in (to_chinese(number), str(number))}
_ARTICLE_LINE = re.compile(r"^[\s#*>]*第\s*([^条\n]{1,9}?)\s*条", re.M)
_SECTION_LINE = re.compile(r"^[\s#*>]*([一二三四五六七八九十]{1,3})、", re.M)


@dataclass(frozen=True, slots=True)
class Count:
    """One text: article numbers and section numbers, found by the cutter and present in the raw text."""

    file: str
    articles_found: frozenset[int]
    articles_actual: frozenset[int]
    sections_found: frozenset[int]
    sections_actual: frozenset[int]
    pieces: int
    repeated: int = 0
    """Articles the cutter gave more than once."""

    @property
    def gaps(self) -> tuple[int, ...]:
        """Article numbers between 1 and the highest that no line of the raw text begins with."""
        return tuple(sorted(set(range(1, max(self.articles_actual, default=0) + 1)) - self.articles_actual))

    @property
    def agrees(self) -> bool:
        """Whether every article and section was found, none invented, none missing from 1 to the last 条."""
        same = self.articles_found == self.articles_actual and self.sections_found == self.sections_actual
        return same and not self.gaps and not self.repeated and self.pieces > 0


def count_text(path: Path) -> Count:
    """Count one text. Raises ``BadDocument`` when it cannot be read."""
    text = read_file(path)
    raw = decode(text.original, str(path))
    found = cut_whole(text)
    articles = frozenset(from_numeral(one.number[1:].partition("条")[0]) for one in found if one.kind == "条")
    numbered = [(one.part, one.number) for one in found if one.kind == "条"]
    sections = frozenset(from_numeral(one.number.strip("（）.、")) for one in found if one.kind == "节")
    actual = _numbers(_ARTICLE_LINE, raw)
    first = _ARTICLE_LINE.search(raw)
    before = raw[: first.start()] if first else raw
    return Count(path.name, articles, actual, sections, _numbers(_SECTION_LINE, before), len(found),
                 len(numbered) - len(set(numbered)))  # fmt: skip


def _numbers(pattern: re.Pattern[str], raw: str) -> frozenset[int]:
    written = ("".join(text.split()) for text in pattern.findall(raw))
    return frozenset(_WRITTEN[text] for text in written if text in _WRITTEN)


def print_counts(counts: list[Count], console: Console) -> int:
    """The table; returns 0 when every text agrees, else 1."""
    table = Table("文件", "条：切出/实有", "一、：切出/实有", "段", "缺号", "重复", "一致")
    for one in counts:
        table.add_row(
            one.file, _pair(one.articles_found, one.articles_actual), _pair(one.sections_found, one.sections_actual),
            str(one.pieces), "、".join(map(str, one.gaps)), str(one.repeated or ""), "是" if one.agrees else "否",
        )  # fmt: skip
    console.print(table)
    wrong = sum(1 for one in counts if not one.agrees)
    found, actual = (sum(len(part) for part in parts) for parts in _totals(counts))
    console.print(f"{len(counts)} 个文件；条 切出 {found}，实有 {actual}；不一致 {wrong} 个")
    return 1 if wrong or not counts else 0


def _totals(counts: list[Count]) -> tuple[list[frozenset[int]], list[frozenset[int]]]:
    return [one.articles_found for one in counts], [one.articles_actual for one in counts]


def _pair(found: frozenset[int], actual: frozenset[int]) -> str:
    return f"{len(found)}/{len(actual)}" if found or actual else "—"


def main(argv: list[str] | None = None) -> int:
    """Count every .txt and .md under a directory; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m knowledge_base.article_count", description="核对每份文件的条数")
    parser.add_argument("directory", type=Path, metavar="DIR")
    directory = parser.parse_args(argv).directory
    console = Console(width=120)
    if not directory.is_dir():
        console.print(f"找不到文件夹 {directory} → 检查路径", soft_wrap=True)
        return 1
    files = sorted(path for path in directory.iterdir() if path.suffix in (".txt", ".md"))
    try:
        return print_counts([count_text(path) for path in files], console)
    except BadDocument as error:
        console.print(f"{error} → {error.remedy}", soft_wrap=True, markup=False)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
