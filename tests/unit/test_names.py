"""One word per thing: the words the project's own page explains are the words the code and the page use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.messages import CONFIDENCES, KINDS, SCHEMES, Outcome
from knowledge_base.document import TOPICS

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
CODE = [file for part in ("assistant", "knowledge_base", "channels", "speech") for file in (ROOT / part).rglob("*.py")]
UNWANTED = re.compile(r"class \w*(Manager|Handler|Helper|Utils?|Base)\b")


def nomenclature() -> str:
    text = README.read_text(encoding="utf-8") if README.exists() else ""
    found = re.search(
        r"^#+ .*(Nomenclature|名词|术语).*\n(?P<body>(?:(?!^#).*\n?)*)", text, re.MULTILINE | re.IGNORECASE
    )
    if found is None:
        pytest.skip("README has no Nomenclature yet")
    return found["body"]


def rows() -> list[list[str]]:
    lines = [
        line for line in nomenclature().splitlines() if line.startswith("|") and not re.match(r"\|[\s:|-]+$", line)
    ]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines][1:]


def test_every_word_is_explained_once_in_both_languages() -> None:
    words = rows()
    assert len(words) >= 5
    for column in (0, 1):
        named = [row[column] for row in words]
        assert len(set(named)) == len(named)
        assert all(named)


def test_the_code_uses_the_words_in_backticks() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in CODE)
    for word in re.findall(r"`(\w+)`", nomenclature()):
        assert re.search(rf"\b{word}\b", text, re.IGNORECASE), word


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_class_has_an_empty_name(file: Path) -> None:
    assert UNWANTED.findall(file.read_text(encoding="utf-8")) == []


def test_every_outcome_belongs_to_a_family() -> None:
    families = ("answered", "clarify", "estimated", "unanswerable", "guarded", "handover", "error")
    assert all(outcome.startswith(families) for outcome in Outcome)
    assert len({outcome.value for outcome in Outcome}) == len(Outcome)


@pytest.mark.parametrize("names", [SCHEMES, KINDS, CONFIDENCES, TOPICS])
def test_no_name_is_listed_twice(names: tuple[str, ...]) -> None:
    assert len(set(names)) == len(names)
