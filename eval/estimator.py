"""``python -m eval.estimator CASES.json [--out DIR]``: the calculators against worked cases from independent sources.

CASES is ``{"cases": [{"id", "kind", "inputs", "expected", "tolerance", "source"}]}``. Every case goes through the tools and the
domain of the service, with the parameter files of the service; figures a case gives stand in place of those on file.
A case marked ``sources_disagree`` is listed with our figure and not counted. Exit code 1 when a case is missed.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, BadInput, NotFound
from assistant.tools.registry import Toolbox
from eval import estimator_dates, estimator_money
from eval.estimator_given import Given, Value, Values
from eval.estimator_pension import pension
from eval.estimator_places import print_places
from knowledge_base.parameter_files import load_parameters

KINDS: dict[str, Callable[[Given, Toolbox], Values]] = {
    "retirement_date": estimator_dates.retirement_date, "elastic": estimator_dates.elastic,
    "min_years": estimator_dates.min_years, "payout_months": estimator_dates.payout_months, "gap": estimator_dates.gap,
    "survivor": estimator_money.survivor, "contribution": estimator_money.contribution,
    "personal_pension": estimator_money.personal_pension, "account_growth": estimator_money.account_growth,
    "transfer": estimator_money.transfer, "disability": estimator_money.disability,
    "resident": estimator_money.resident, "government": estimator_money.government, "annuity": estimator_money.annuity,
}  # fmt: skip
PENSIONS = ("pension_award", "pension_calc")
OTHER_NAMES = {
    "retirement_month": "retire_month", "retirement_date": "retire_month", "minimum_years": "min_years",
    "required_years": "min_years", "pension": "total", "monthly_pension": "total", "basic_pension": "basic",
    "account_pension": "account", "personal_account_pension": "account", "transitional_pension": "transitional",
    "scheduled_payment_month": "first_payment_month", "payment_start": "first_payment_month",
    "balance_at_retirement": "account_at_retirement", "min_months": "required_months", "short_months": "gap_months",
    "missing_months": "gap_months", "months_short": "gap_months", "divisor": "payout_months", "account_months": "payout_months",
    "annual": "yearly", "per_year": "yearly", "delay": "delay_months", "employee_monthly": "employee",
    "employer_monthly": "employer", "personal": "employee", "earliest_retire_month": "earliest_month",
    "latest_retire_month": "latest_month", "account_monthly": "account", "final_balance": "balance", "monthly_min": "lowest_monthly",
    "min_monthly": "lowest_monthly", "monthly_max": "highest_monthly", "max_monthly": "highest_monthly",
}  # fmt: skip
"""Names cases may use for what we call otherwise."""
REFUSED = frozenset(("error", "refused", "rejected", "invalid", "raises"))
ALLOWED = frozenset(("allowed", "valid", "ok", "eligible", "possible", "accepted", "permitted"))


@dataclass(frozen=True, slots=True)
class Checked:
    """One case: what was missed (empty when nothing), what we got, and why it is not counted, if so."""

    id: str
    kind: str
    missed: tuple[str, ...]
    got: dict[str, str]
    disagree: str
    region: str


def main(argv: list[str] | None = None) -> int:
    """Check and print; exit code 1 for a miss, 2 for a file that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m eval.estimator", description="用独立来源的算例核对计算器")
    parser.add_argument("cases", type=Path, metavar="CASES.json")
    parser.add_argument("--out", type=Path, help="把每个算例的结果写进这个文件夹")
    args = parser.parse_args(argv)
    try:
        cases = read_cases(args.cases)
        tools = Toolbox(load_parameters())
    except (AssistantError, OSError) as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'remedy', '')}\n")
        return 2
    checked = [check(case, tools) for case in cases]
    _print_misses(checked)
    _print_disagreements(checked, cases)
    print_places(tools, [(one.region, not one.missed) for one in checked if one.region and not one.disagree])
    if args.out:
        args.out.mkdir(parents=True, exist_ok=True)
        text = json.dumps([asdict(one) for one in checked], ensure_ascii=False, indent=1)
        (args.out / "estimator.json").write_text(text, encoding="utf-8")
    counted = [one for one in checked if not one.disagree]
    failed = sum(bool(one.missed) for one in counted)
    print(f"{len(counted) - failed} passed, {failed} failed")
    return 1 if failed else 0


def read_cases(file: Path) -> list[dict[str, Any]]:
    """The cases of a file, numbers exact. Raises ``BadInput``."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
        cases = data["cases"] if isinstance(data, dict) else data
        found = [dict(case) for case in cases]
        for case in found:
            case["id"], case["kind"], dict(case["inputs"]), dict(case["expected"])
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput(
            f"{file} 读不出来：{error!r}", "应为 {cases: [{id, kind, inputs, expected, tolerance}]}"
        ) from error
    return found


def check(case: dict[str, Any], tools: Toolbox) -> Checked:
    """One case worked out and compared."""
    given = Given(case["inputs"])
    refused = ""
    try:
        values = work_out(case, given, tools)
    except BadInput as error:
        values, refused = {}, f"{error}；{error.remedy}"
    except (TypeError, ValueError, LookupError, ArithmeticError, AssistantError) as error:
        values, refused = {}, f"没有算成：{error!r}"
    missed = _compare(case, values, refused)
    if not refused:
        missed += [f"不认识的输入：{name}" for name in given.unread()]
    got = {name: str(value) for name, value in values.items()} or {"refused": refused}
    return Checked(
        str(case["id"]), str(case["kind"]), tuple(missed), got, str(case.get("sources_disagree", "")), _place(given)
    )


def work_out(case: dict[str, Any], given: Given, tools: Toolbox) -> Values:
    """What the service makes of a case. Raises ``BadInput`` where it refuses."""
    kind = str(case["kind"])
    if kind in PENSIONS:
        return pension(given, tools, f"{case['id']} {case.get('source', '')}")
    if kind not in KINDS:
        raise NotFound(f"不认识的种类 {kind}；可用：{'、'.join((*KINDS, *PENSIONS))}")
    return KINDS[kind](given, tools)


def _place(given: Given) -> str:
    try:
        return given.region() or ""
    except BadInput:
        return ""


def _compare(case: dict[str, Any], values: Values, refused: str) -> list[str]:
    missed = []
    for name, wanted in case["expected"].items():
        if name in REFUSED or (name in ALLOWED and not wanted):
            told = bool(refused) or values.get(name, values.get("allowed")) is False
            if told != (bool(wanted) if name in REFUSED else True):
                missed.append(f"{name}：应当{'拒绝' if not told else '算出'}，{refused or '算出来了'}")
        elif name in ALLOWED:
            if refused or values.get(name) is False:
                missed.append(f"{name}：应当可以，{refused or '算出来不可以'}")
        elif wanted is not None:
            missed += _miss(name, wanted, values.get(name, values.get(OTHER_NAMES.get(name, name))), case, refused)
    return missed


def _miss(name: str, wanted: Any, got: Value | None, case: dict[str, Any], refused: str) -> list[str]:
    """What is wrong with one expected value; nothing when it is met."""
    if got is None:
        return [f"{name}：应为 {wanted}，没有算出{'（' + refused + '）' if refused else ''}"]
    tolerance = case.get("tolerance", 0)
    allowed = Decimal(str(tolerance.get(name, 0) if isinstance(tolerance, dict) else tolerance))
    wanted = _plain(wanted)
    if isinstance(wanted, bool) or isinstance(got, bool | str):
        return [] if str(got) == str(wanted) else [f"{name}：应为 {wanted}，算出 {got}"]
    try:
        off = abs(Decimal(str(wanted)) - got)
    except InvalidOperation:
        return [f"{name}：应为 {wanted}，算出 {got}"]
    return [] if off <= allowed else [f"{name}：应为 {wanted}，算出 {got}，差 {off}，容许 {allowed}"]


def _plain(wanted: Any) -> Any:
    """Months as YYYY-MM and ages as years, however they are written: 2035年9月, 2035-9, 57岁2个月."""
    if found := re.fullmatch(r"(\d{4})[年-](\d{1,2})月?", str(wanted)):
        return f"{found[1]}-{int(found[2]):02d}"
    if found := re.fullmatch(r"(\d+)周?岁(?:(\d+)个?月)?整?", str(wanted)):
        return Decimal(int(found[1]) * 12 + int(found[2] or 0)) / 12
    return wanted


def _print_misses(checked: list[Checked]) -> None:
    for one in checked:
        if one.missed and not one.disagree:
            for missed in one.missed:
                print(f"没对上 {one.id}（{one.kind}）{missed}")


def _print_disagreements(checked: list[Checked], cases: list[dict[str, Any]]) -> None:
    rows = [(one, case) for one, case in zip(checked, cases, strict=True) if one.disagree]
    if rows:
        print("\n来源不一致的算例（列出，不计）：")
    for one, case in rows:
        stated = {**case["expected"], **case.get("stated_by_source", {})}
        ours = {name: one.got.get(name, "") for name in stated} if "refused" not in one.got else one.got
        told = "，".join(f"{name} 来源写 {stated[name]}，我们 {ours.get(name, '')}" for name in stated)
        if half := one.got.get("basic_half_years"):
            told += f"（年限进到半年时 basic 是 {half}）"
        print(f"  {one.id}：{one.got.get('refused', told)}。原因：{one.disagree}")


if __name__ == "__main__":
    sys.exit(main())
