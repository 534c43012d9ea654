"""The canned sentences: plain, short, and without figures that would need a source."""

from __future__ import annotations

import re

import pytest

from assistant import texts
from assistant.figures import figures
from assistant.personal_data import mask
from assistant.script import to_simplified, to_traditional

LINES = sorted(texts.canned())
EXAMPLES = {
    texts.ASK_BIRTH, texts.ASK_MONTH, texts.ASK_BIRTH_MONTH_AGAIN, texts.ASK_PAID_YEARS_AGAIN, texts.ASK_LEVEL_AGAIN,
    texts.ASK_BALANCE_AGAIN, texts.ASK_TIER_AGAIN,
}  # fmt: skip
"""Sentences that show how to say a birth month, a length of time or an amount."""


@pytest.mark.parametrize("line", [line for line in LINES if line not in EXAMPLES])
def test_a_canned_sentence_names_no_figure_but_national_hotlines(line: str) -> None:
    numbers = set(re.findall(r"\d+", line))
    assert numbers <= texts.HOTLINES | {"24"}
    assert {f for f in figures(line) if not f.endswith("|")} <= {"24|小时", "1|次"}


@pytest.mark.parametrize("line", [line for line in LINES if line != texts.EXPLAIN_SIMPLE])
def test_a_canned_sentence_is_whole_and_short(line: str) -> None:
    assert line.endswith(("。", "？"))
    assert len(line) <= 70
    assert not re.search(r"[A-Za-z]{3,}", re.sub(r"{(place|said)}", "", line))


@pytest.mark.parametrize("line", LINES)
def test_a_canned_sentence_survives_the_change_of_script(line: str) -> None:
    assert to_simplified(to_traditional(line)) == line


@pytest.mark.parametrize("line", LINES)
def test_no_canned_sentence_reads_as_personal_data(line: str) -> None:
    assert mask(line).text == line


def test_no_sentence_promises_a_result() -> None:
    assert not [line for line in LINES if re.search(r"一定能|肯定能|保证能|包您|百分之百", line)]


def test_distress_names_the_help_lines_and_fraud_the_police() -> None:
    assert all(line in "".join(texts.DISTRESS) for line in ("12356", "120", "110"))
    assert all(line in "".join(texts.FRAUD) for line in ("110", "96110", "12333"))


def test_every_dead_end_names_a_way_on() -> None:
    for lines in (texts.NOTHING_FOUND, texts.UNVERIFIED, texts.INTERNAL_ERROR, texts.NOT_UNDERSTOOD):
        assert "12333" in "".join(lines)
