"""``python -m eval.estimator CASES.json [--out DIR]``: the calculators against worked cases from independent sources.

CASES is ``{"cases": [{"id", "kind", "inputs", "expected", "tolerance", "source"}]}``. Every case goes through the tools and the
domain of the service, with the parameter files of the service; figures a case gives stand in place of those on file.
A case marked ``sources_disagree`` is listed with our figure and not counted. Exit code 1 when a case is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError, BadInput, NotFound
from assistant.tools.registry import Toolbox
from eval import estimator_account, estimator_dates, estimator_money, estimator_schemes
from eval.estimator_compare import misses
from eval.estimator_given import Given, Unreadable, Values
from eval.estimator_names import kind_of, snake, under_any_name
from eval.estimator_pension import pension
from eval.estimator_places import print_places
from knowledge_base.parameter_files import load_parameters

KINDS: dict[str, Callable[[Given, Toolbox], Values]] = {
    "retirement_date": estimator_dates.retirement_date, "elastic": estimator_dates.elastic,
    "min_years": estimator_dates.min_years, "payout_months": estimator_dates.payout_months, "gap": estimator_dates.gap,
    "survivor": estimator_money.survivor, "contribution": estimator_money.contribution,
    "late_fee": estimator_money.late_fee, "transfer": estimator_money.transfer,
    "personal_pension": estimator_account.personal_pension, "account_growth": estimator_account.account_growth,
    "disability": estimator_schemes.disability, "resident": estimator_schemes.resident,
    "government": estimator_schemes.government, "annuity": estimator_schemes.annuity,
}  # fmt: skip
PENSIONS = ("pension_award", "pension_calc")


@dataclass(frozen=True, slots=True)
class Checked:
    """One case: what was missed (empty when nothing), what we got, and why it is not counted, if so.

    ``unread`` are inputs nothing was made of: no failure by themselves, since the expected values decide.
    """

    id: str
    kind: str
    missed: tuple[str, ...]
    got: dict[str, str]
    disagree: str
    region: str
    unread: tuple[str, ...] = ()


def main(argv: list[str] | None = None) -> int:
    """Check and print; exit code 1 for a miss, 2 for a file that cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m eval.estimator", description="用独立来源的算例核对计算器")
    parser.add_argument("cases", type=Path, metavar="CASES.json")
    parser.add_argument("--out", type=Path, help="把每个算例的结果写进这个文件夹")
    args = parser.parse_args(argv)
    try:
        cases = read_cases(args.cases)
        tools = Toolbox(load_parameters())
    except AssistantError as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'remedy', '')}\n")
        return 2
    checked = [check(case, tools) for case in cases]
    _print_misses(checked)
    _print_unread(checked)
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
    """The cases of a file, numbers exact. Raises ``BadInput`` telling which case is not written as one."""
    form = "应为 {cases: [{id, kind, inputs, expected, tolerance}]}"
    try:
        data = json.loads(file.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, ValueError) as error:
        raise BadInput(f"{file} 读不出来：{_why(error)}", f"请给出一个 JSON 文件，{form}") from error
    cases = data.get("cases") if isinstance(data, dict) else data
    if not isinstance(cases, list) or not cases:
        raise BadInput(f"{file} 读不出来：没有 cases，或者是空的", form)
    for number, case in enumerate(cases, start=1):
        if wrong := _wrong(case):
            raise BadInput(f"{file} 读不出来：第{number}个算例{wrong}", form)
    return cases


def _why(error: Exception) -> str:
    """Why a file was not read, as said to a person."""
    if isinstance(error, json.JSONDecodeError):
        return f"第{error.lineno}行第{error.colno}个字起不是 JSON"
    known = {
        FileNotFoundError: "没有这个文件", IsADirectoryError: "这是文件夹", PermissionError: "没有权限读",
        UnicodeDecodeError: "不是 UTF-8 编码的文字",
    }  # fmt: skip
    return known.get(type(error), str(error))


def _wrong(case: object) -> str:
    """What keeps this from being a case; empty when nothing does."""
    if not isinstance(case, dict):
        return "不是 {…}"
    if missing := [name for name in ("id", "kind", "inputs", "expected") if name not in case]:
        return f"（{case.get('id', '没有 id')}）缺少 {'、'.join(missing)}"
    odd = [name for name in ("inputs", "expected") if not isinstance(case[name], dict)]
    return f"（{case['id']}）的 {'、'.join(odd)} 不是 {{名字: 值}}" if odd else ""


def check(case: dict[str, Any], tools: Toolbox) -> Checked:
    """One case worked out and compared. What cannot be worked out is a miss, and no refusal a case may expect."""
    given = Given(case["inputs"])
    try:
        missed, values = _checked(case, given, tools)
    except (TypeError, ValueError, LookupError, ArithmeticError, AssistantError) as error:
        missed, values = [f"没有算成：{error if isinstance(error, Unreadable | AssistantError) else repr(error)}"], {}
    got = {name: str(value) for name, value in values.items()} or {"refused": "；".join(missed)}
    disagree = str(case.get("sources_disagree") or "")
    unread = given.unread() if values and "refused" not in values else ()
    return Checked(str(case["id"]), str(case["kind"]), tuple(missed), got, disagree, _place(given), unread)


def _checked(case: dict[str, Any], given: Given, tools: Toolbox) -> tuple[list[str], Values]:
    """Misses and values; where the service refuses, the reason stands in their place."""
    try:
        values = work_out(case, given, tools)
    except BadInput as error:
        refused = f"{error}；{error.remedy}"
        return misses(case, {}, refused), {"refused": refused}
    return misses(case, values, ""), values


def work_out(case: dict[str, Any], given: Given, tools: Toolbox) -> Values:
    """What the service makes of a case. Raises ``BadInput`` where it refuses."""
    kind = kind_of(str(case["kind"]))
    about = kind_of(given.text("kind") or "")
    if kind in ("survivor", "contribution", "pension_calc") and about in ("disability", "resident", "late_fee"):
        kind = about
    if kind in PENSIONS:
        return pension(given, tools, f"{case['id']} {case.get('source', '')}")
    if kind not in KINDS:
        raise NotFound(f"不认识的种类 {case['kind']}；可用：{'、'.join((*KINDS, *PENSIONS))}")
    return KINDS[kind](given, tools)


def _place(given: Given) -> str:
    try:
        return given.region() or ""
    except (BadInput, Unreadable):
        return ""


def _print_misses(checked: list[Checked]) -> None:
    for one in checked:
        if one.missed and not one.disagree:
            for missed in one.missed:
                print(f"没对上 {one.id}（{one.kind}）{missed}")


def _print_unread(checked: list[Checked]) -> None:
    for one in checked:
        if one.unread and not one.disagree:
            met = "有的项没对上" if one.missed else "各项都对上了"
            print(f"没有用到的输入 {one.id}（{one.kind}）：{'、'.join(one.unread)}；{met}")


def _print_disagreements(checked: list[Checked], cases: list[dict[str, Any]]) -> None:
    rows = [(one, case) for one, case in zip(checked, cases, strict=True) if one.disagree]
    if rows:
        print("\n来源不一致的算例（列出，不计）：")
    for one, case in rows:
        said = case.get("stated_by_source") or {}
        stated = {**case["expected"], **said}
        ours = {name: under_any_name(one.got, snake(name)) for name in stated}
        told = "，".join(
            f"{name} {'来源' if name in said or not said else '算例'}写 {stated[name]}，我们 {ours[name] or '没有算出'}"
            for name in stated
        )
        if half := one.got.get("basic_half_years"):
            told += f"（年限进到半年时 basic 是 {half}）"
        print(f"  {one.id}：{one.got.get('refused', told)}。原因：{one.disagree}")


if __name__ == "__main__":
    sys.exit(main())
