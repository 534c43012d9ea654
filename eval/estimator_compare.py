"""What is wrong with a worked case: each value it expects against the one worked out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from eval.estimator_given import Value, Values
from eval.estimator_names import ALLOWED, REFUSED, snake, under_any_name


def misses(case: Mapping[str, Any], values: Values, refused: str) -> list[str]:
    """One line for each value that is not met; ``refused`` says why nothing was worked out, if so."""
    missed = []
    for name, wanted in case["expected"].items():
        told = snake(name)
        if told in REFUSED or told in ALLOWED:
            may = bool(wanted) if told in ALLOWED else not wanted
            missed += _permission(told, may, values, refused)
        elif wanted is not None:
            missed += _miss(name, wanted, under_any_name(values, told), _tolerance(case, name), refused)
    return missed


def _permission(name: str, may: bool, values: Values, refused: str) -> list[str]:
    """Whether something expected to be possible, or refused, is."""
    answer = values.get(name, values.get("allowed"))
    told = bool(refused) or answer is False
    if may and told:
        return [f"{name}：应当可以，{refused or '算出来不可以'}"]
    return [f"{name}：应当拒绝，算出来了"] if not may and not told else []


def _tolerance(case: Mapping[str, Any], name: str) -> Decimal:
    """How far off this value may be. Raises ``ValueError`` for a tolerance that is no number."""
    told = case.get("tolerance")
    one = told.get(name) if isinstance(told, dict) else told
    try:
        return Decimal(str(one or 0))
    except ArithmeticError as error:
        raise ValueError(f"tolerance 不是数：{one}") from error


def _miss(name: str, wanted: Any, got: Value | None, allowed: Decimal, refused: str) -> list[str]:
    """What is wrong with one expected value; nothing when it is met."""
    if got is None:
        return [f"{name}：应为 {wanted}，没有算出{'（' + refused + '）' if refused else ''}"]
    plain = _plain(wanted)
    if isinstance(got, bool):
        return [] if _truth(plain) == got else [f"{name}：应为 {wanted}，算出 {'是' if got else '否'}"]
    if isinstance(plain, bool) or isinstance(got, str):
        same = plain == _truth(got) if isinstance(plain, bool) else str(got) == str(plain)
        return [] if same else [f"{name}：应为 {wanted}，算出 {got}"]
    try:
        off = abs(Decimal(str(plain)) - got)
        if off <= allowed:
            return []
    except ArithmeticError:
        return [f"{name}：应为 {wanted}，算出 {got}"]
    return [f"{name}：应为 {wanted}，算出 {got}，差 {off}，容许 {allowed}"]


def _truth(told: object) -> bool | None:
    """Yes or no, however it is written; None for anything else."""
    return {"true": True, "是": True, "yes": True, "false": False, "否": False, "no": False}.get(str(told).lower())


def _plain(wanted: Any) -> Any:
    """Months as YYYY-MM, ages as years, however they are written: 2035年9月, 2035-9-1, 57岁2个月, 15年6个月; 1,234.5元."""
    text = str(wanted).strip()
    month = r"(\d{4})[年./-](\d{1,2})(?:月|[-/]\d{1,2})?"
    if isinstance(wanted, str) and (found := re.fullmatch(rf"{month}|((?:19|20)\d\d)([01]\d)", text)):
        found = re.fullmatch(month, text) or re.fullmatch(r"(\d{4})(\d\d)", text) or found
        return f"{found[1]}-{int(found[2]):02d}"
    if found := re.fullmatch(r"(\d+)(?:周?岁|年)(?:零?(\d+)个?月)?整?", text):
        return Decimal(int(found[1]) * 12 + int(found[2] or 0)) / 12
    if isinstance(wanted, str) and (found := re.fullmatch(r"(-?[\d,]+(?:\.\d+)?)(元|个?月|%)?", text)):
        return Decimal(found[1].replace(",", "")) / (100 if found[2] == "%" else 1)
    return wanted
