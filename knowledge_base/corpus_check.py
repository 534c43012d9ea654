"""Checks over the whole corpus that no single file can show."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TextIO

from assistant.errors import BadDocument
from assistant.messages import Passage
from knowledge_base.document import parse_corpus_file

_POINTING = re.compile(r"^(该|上述|此外|其中|前者|后者|以上|但是|但|而且|同时|另外)")
_PROMISE = re.compile(r"(?<![不非否未能])(一定能|一定可以|肯定能|肯定可以|保证能|包您|百分之百)")
_ENDS = ("。", "？", "！", "；")
MAX_SENTENCE = 110


def check_corpus(root: Path, out: TextIO) -> int:
    """Print every problem as ``file:line: problem → remedy`` and a count; 0 when there is none."""
    problems: list[str] = []
    passages: list[Passage] = []
    files = sorted(root.glob("*.md"))
    for file in files:
        try:
            clauses = parse_corpus_file(file, name=file.name)
        except BadDocument as error:
            problems.append(f"{error} → {error.remedy}")
            continue
        passages.extend(clauses)
        problems.extend(_wording(file.name, clauses))
    asks = Counter(ask for passage in passages for ask in passage.asks)
    owner = {ask: passage.id for passage in passages for ask in passage.asks}
    problems.extend(
        f"{owner[ask]}: 问法重复 {count} 次：{ask} → 每条问法只放一处" for ask, count in asks.items() if count > 1
    )
    for problem in problems:
        out.write(problem + "\n")
    out.write(f"{len(files)} 个文件，{len(passages)} 条，{len(asks)} 种问法，{len(problems)} 个问题\n")
    return 1 if problems else 0


def _wording(file: str, clauses: tuple[Passage, ...]) -> list[str]:
    found = []
    for clause in clauses:
        for sentence in clause.sentences:
            if len(sentence) > MAX_SENTENCE:
                found.append(f"{file}: “{clause.heading}”有一句超过 {MAX_SENTENCE} 字 → 拆成两句：{sentence[:20]}…")
            if not sentence.endswith(_ENDS):
                found.append(f"{file}: “{clause.heading}”有一句没有句号 → {sentence[-15:]}")
            if _POINTING.match(sentence):
                found.append(f"{file}: “{clause.heading}”有一句离开上文听不懂 → {sentence[:20]}…")
            if _PROMISE.search(sentence):
                found.append(f"{file}: “{clause.heading}”像是承诺 → {sentence[:30]}…")
    return found
