"""The recorded tool conversations expect figures that follow from the rules, worked out here without the assistant."""

from __future__ import annotations

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.messages import Outcome
from eval.cases import read_cases

FILE = Path(__file__).parents[2] / "eval" / "cases" / "tool_dialogues.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
CASES = {case.id: case for case in read_cases(FILE)}
RECORDED = "工具对话"

# 全国人大常委会决定所附国务院办法第一条: original age in years, months per month of delay, most months of delay.
MALE, FEMALE55, FEMALE50 = (60, 4, 36), (55, 4, 36), (50, 2, 60)
# 国发〔2005〕38号附件: payout months at whole ages.
PAYOUT = {50: 195, 51: 190, 55: 170, 56: 164, 57: 158, 60: 139, 61: 132, 62: 125, 63: 117, 64: 109}
# 2025年计发基数，元/月；贵州为2026年。
BASE = {"湖南": "7694", "山东": "7831", "江苏": "8917", "广西": "6983", "山西": "7253", "贵州": "7376.75"}


def plus(year: int, month: int, count: int) -> tuple[int, int]:
    total = year * 12 + month - 1 + count
    return total // 12, total % 12 + 1


def delay(year: int, month: int, track: tuple[int, int, int]) -> int:
    """Months of delay: one for each ``step`` months the original month lies past 2025-01, begun months counting."""
    original, step, most = track
    over = (year + original - 2025) * 12 + month - 1
    return 0 if over < 0 else min(over // step + 1, most)


def statutory(year: int, month: int, track: tuple[int, int, int], shift: int = 0) -> tuple[int, int]:
    return plus(year, month, track[0] * 12 + delay(year, month, track) + shift)


def earliest(year: int, month: int, track: tuple[int, int, int]) -> tuple[int, int]:
    """At most 36 months before the statutory month and never before the original age."""
    return statutory(year, month, track, -min(delay(year, month, track), 36))


def spoken(found: tuple[int, int]) -> str:
    return f"{found[0]}年{found[1]}月"


def least(year: int) -> str:
    """Minimum contribution years of a year: 15, half a year more each year from 2030, 20 from 2039."""
    halves = 30 + min(max(year - 2029, 0), 10)
    return f"{halves // 2}年" + ("6个月" if halves % 2 else "")


def fen(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def divisor(years: int, months: int = 0) -> Decimal:
    """Payout months at an age, interpolated by month to one decimal place as award sheets do."""
    low = Decimal(PAYOUT[years])
    if not months:
        return low
    return (low + (PAYOUT[years + 1] - low) * months / 12).quantize(Decimal("0.1"), ROUND_HALF_UP)


def divisor_of(year: int, month: int, track: tuple[int, int, int], shift: int = 0) -> str:
    return str(divisor(*divmod(track[0] * 12 + delay(year, month, track) + shift, 12)))


def basic(province: str, index: str, months: int) -> str:
    """国发〔2005〕38号第六条: base × (1 + index) ÷ 2 × years × 1%, yuan a month."""
    return f"{fen(Decimal(BASE[province]) * (1 + Decimal(index)) / 2 * months / 12 / 100)}元"


def monthly(balance: str, years: int, months: int = 0) -> str:
    return f"{fen(Decimal(balance) / divisor(years, months))}元"


# (case, turn from 1, what a right reply says, what a wrong one would say)
EXPECTED = [
    ("tool-001", 2, spoken(statutory(1975, 6, FEMALE55)), "2031年10月"),
    ("tool-001", 2, spoken(earliest(1975, 6, FEMALE55)), "2028年11月"),
    ("tool-001", 2, least(earliest(1975, 6, FEMALE55)[0]), "15年"),
    ("tool-002", 1, spoken(statutory(1973, 2, MALE)), "2035年2月"),
    ("tool-002", 2, least(earliest(1973, 2, MALE)[0]), "18年"),
    ("tool-003", 2, spoken(earliest(1978, 4, MALE)), "2041年3月"),
    ("tool-006", 2, spoken(statutory(1978, 9, FEMALE55)), "2030年8月"),
    ("tool-007", 1, basic("湖南", "0.6", 18 * 12), "984.83元"),
    ("tool-007", 2, basic("湖南", "0.6", 16 * 12), "1107.94元"),
    ("tool-009", 2, basic("山东", "1.0", 25 * 12), "1684.50元"),
    ("tool-011", 3, least(statutory(1976, 3, FEMALE55)[0]), "16年"),
    ("tool-012", 2, basic("山东", "0.7", 22 * 12), "1464.93元"),
    ("tool-014", 3, basic("江苏", "1.0", 28 * 12), "2496.67元"),
    ("tool-014", 3, monthly("150000", 60, 5), "1079.14元"),
    ("tool-020", 2, basic("湖南", "0.6", 30 * 12 + 4), "1846.56元"),
    ("tool-023", 2, divisor_of(1975, 6, FEMALE55), "164"),
    ("tool-024", 2, basic("山西", "0.8", 31 * 12), "2248.43元"),
    ("tool-029", 1, divisor_of(1976, 2, MALE), "125"),
    ("tool-029", 2, divisor_of(1976, 2, MALE, -12), "126.1"),
    ("tool-029", 3, divisor_of(1976, 2, MALE, 12), "110.8"),
    ("tool-038", 1, f"{15 * 12 - (12 * 12 + 4)}个月", "28个月"),
    ("tool-039", 1, f"{198 - 120}个月", "60个月"),
    ("tool-041", 1, f"{fen(Decimal(8340) / 139)}元", "8340元"),
    ("tool-043", 1, f"{9000 * 20 // 100}元", "720元"),
    ("tool-043", 2, f"{fen(Decimal(7546) * 20 / 100)}元", "1492元"),
    ("tool-045", 1, str(divisor(60, 3)), "139"),
    ("tool-045", 2, monthly("71645", 60), "521.81元"),
    ("tool-046", 2, monthly("80000", 50, 8), "410.26元"),
    ("tool-050", 1, f"{fen(Decimal('3915.5') * 9)}元", "7831元"),
    ("tool-050", 2, f"{fen(Decimal('3915.5') * 24)}元", "101803元"),
    ("tool-062", 3, spoken(statutory(1968, 1, MALE, 36)), "2028年11月"),
    ("tool-066", 1, basic("贵州", "0.6", 20 * 12), "1171.92元"),
]


def said(group: tuple[str, ...], text: str) -> bool:
    return any(re.search(pattern, text) for pattern in group)


@pytest.mark.parametrize(("case", "turn", "right", "wrong"), EXPECTED)
def test_an_expected_figure_follows_from_the_rules_and_another_does_not_pass(
    case: str, turn: int, right: str, wrong: str
) -> None:
    wanted = [group for group in CASES[case].asks[turn - 1].expect.facts if said(group, right)]
    assert wanted, f"{right} is not what the case expects"
    assert any(not said(group, wrong) for group in wanted), f"{wrong} would pass for {right}"


def test_there_are_enough_conversations_and_each_has_its_own_id() -> None:
    assert len(ROWS) >= 40
    assert len(CASES) == len(ROWS)
    assert sum(row["topic"] == RECORDED for row in ROWS) >= 15


def test_every_conversation_says_what_it_proves_and_reaches_a_conclusion() -> None:
    for row in ROWS:
        assert row["note"], row["id"]
        assert 2 <= len(row["turns"]) <= 7, row["id"]
        assert row["turns"][-1]["expect"]["kind"] != "clarify", row["id"]
        assert row["turns"][-1]["expect"]["facts"], row["id"]


def test_every_turn_has_its_day_and_can_be_judged() -> None:
    outcomes = [outcome.value for outcome in Outcome]
    for case in CASES.values():
        for ask in case.asks:
            assert ask.as_of is not None, case.id
            assert ask.expect.kind in {"answer", "conditional", "boundary", "out_of_scope", "clarify"}, case.id
            assert ask.expect.facts and all(ask.expect.facts), case.id
            if ask.expect.outcome:
                assert any(re.search(ask.expect.outcome, name) for name in outcomes), case.id


def test_patterns_hold_no_space_and_an_empty_reply_never_decides() -> None:
    for case in CASES.values():
        for expect in (ask.expect for ask in case.asks):
            for pattern in [p for group in expect.facts for p in group] + list(expect.forbid):
                assert not re.search(pattern, ""), (case.id, pattern)
                assert " " not in pattern, (case.id, pattern)


def check_digit(first: str) -> str:
    """GB 11643-1999: weights 2^(17-i) mod 11."""
    return "10X98765432"[sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(first)) % 11]


def test_invented_identity_numbers_are_well_formed_and_repeating_one_fails_its_turn() -> None:
    found = 0
    for case in CASES.values():
        for ask in case.asks:
            for number in re.findall(r"\d{17}[\dX]", ask.text):
                found += 1
                assert number[17] == check_digit(number[:17]), case.id
                assert any(re.search(pattern, f"您的号码{number}") for pattern in ask.expect.forbid), case.id
    assert found >= 2
