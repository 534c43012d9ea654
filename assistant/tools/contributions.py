"""What is paid into pension insurance each month."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.contribution import ContributionKind
from assistant.pension.parameters import NATIONAL, Parameter, ParameterBook
from assistant.tools.arguments import MUNICIPALITIES, amount, first_day, monthly, place_of
from assistant.tools.contribution_base import Given, Known, Wanted, average_of, base_of, known_of
from assistant.tools.working import Working, money, plain, yuan
from assistant.traces import ToolResult

TIERS = (60, 80, 100, 150, 200, 300)
"""Per cent of the average wage: the usual steps offered to the self-employed."""
_LOWEST, _HIGHEST = Decimal("0.4"), Decimal(3)
"""Some places still let people pay on 40% under their own transition; nobody pays on more than 300%."""


def contributions(
    book: ParameterBook,
    as_of: str,
    kind: ContributionKind,
    region: str | None = None,
    monthly_wage: Decimal | None = None,
    base: Decimal | None = None,
    ratio: Decimal | None = None,
    floor: Decimal | None = None,
    cap: Decimal | None = None,
    average_wage: Decimal | None = None,
) -> ToolResult:
    """算职工养老保险每月缴多少：单位职工（个人8%、单位16%）或灵活就业（20%，其中8%记入个人账户）。

    as_of 缴费的年月（YYYY-MM）；kind：employee 单位职工，flexible 灵活就业；region 参保的省或市；
    monthly_wage 上年度月平均工资（元）、base 缴费基数（元/月）、ratio 档次（0.6 就是60%）三个给一个，
    都不给就列出各档；floor、cap、average_wage 是当地公布的下限、上限、平均工资（元/月），提供了就用提供的。
    """
    on, kind = first_day(as_of), ContributionKind(kind)
    if ratio is not None:
        amount(ratio, "档次（平均工资的倍数，60%写成0.6）", _HIGHEST, least=_LOWEST)
    monthly_wage = None if monthly_wage is None else monthly(monthly_wage, "月工资")
    work = Working(book)
    place = place_of(region) if region else None
    known = known_of(book, work, place, on, Given(floor, cap, average_wage))
    if place is not None and place.city is None and place.province not in MUNICIPALITIES and floor is None:
        work.caution("没有说是哪个市：同一个省里，有的市缴费基数下限另有一档。")
    wanted = Wanted(base, ratio, monthly_wage)
    rates = _rates(work, place.region if place else NATIONAL, on, kind)
    _caveats(work, kind)
    if wanted.nothing:
        return work.result("contributions", _tiers(work, on, known, rates))
    return work.result("contributions", _paid(work, base_of(work, on, known, wanted), rates))


Rates = tuple[tuple[str, str, Parameter], ...]
"""What is paid on the base: result key, how it is called, and the rate."""


def _rates(work: Working, region: str, on: date, kind: ContributionKind) -> Rates:
    if kind is ContributionKind.EMPLOYEE:
        return (
            ("employee", "个人缴费", work.need("employee_rate", NATIONAL, on)),
            ("employer", "单位缴费", work.need("employer_rate", NATIONAL, on)),
        )
    return (
        ("monthly", "每月缴费", work.local("flexible_rate", region, on)),
        ("to_account", "记入个人账户", work.need("flexible_account_rate", NATIONAL, on)),
    )


def _paid(work: Working, base: Decimal, rates: Rates) -> dict[str, str]:
    result = {"base": plain(money(base))}
    for key, name, rate in rates:
        paid = money(base * rate.number)
        work.step(name, f"缴费基数 × {rate.spoken}", {"缴费基数": yuan(base)}, yuan(paid), rate)
        result[key] = plain(paid)
    first = Decimal(result[rates[0][0]])
    if rates[0][0] == "employee":
        result["to_account"] = plain(first)
        work.step("记入个人账户", "个人缴费全部记入个人账户", {"个人缴费": yuan(first)}, yuan(first))
    yearly = first * 12
    work.step("本人一年缴费", f"{rates[0][1]} × 12个月", {rates[0][1]: yuan(first)}, yuan(yearly))
    return {**result, "yearly": plain(yearly)}


def _tiers(work: Working, on: date, known: Known, rates: Rates) -> dict[str, str]:
    rows: list[tuple[str, str, Decimal]] = []
    if known.limits.floor is not None:
        rows.append(("lowest", "最低（下限）", known.limits.floor))
    if (average := average_of(work, on, known)) is not None:
        rows += [(f"tier_{tier}", f"{tier}%档", money(known.limits.snap(average * tier / 100))) for tier in TIERS]
    if known.limits.cap is not None:
        rows.append(("highest", "最高（上限）", known.limits.cap))
    if not rows:
        raise BadInput(
            "没有缴费基数，参保地这一时期的上下限和平均工资也没有收录；全国规定是当地平均工资的60%到300%",
            "请说参保的省市、缴费基数或月工资，或提供当地公布的缴费基数上下限（可问12333、税务12366）",
        )
    result: dict[str, str] = {}
    common = known.told if average is None else {"平均工资": yuan(average), **known.told}
    for key, name, base in rows:
        paid = [(part, told, money(base * rate.number)) for part, told, rate in rates]
        parts = "，".join(f"{told}{yuan(value)}" for _, told, value in paid)
        work.step(
            name, "，".join(f"{told} = 缴费基数 × {rate.spoken}" for _, told, rate in rates),
            {"缴费基数": yuan(base), **common},
            f"缴费基数{yuan(base)}，{parts}", *known.figures, *(rate for _, _, rate in rates),
        )  # fmt: skip
        result[f"{key}_base"] = plain(money(base))
        result |= {f"{key}_{part}": plain(value) for part, _, value in paid}
    return result


def _caveats(work: Working, kind: ContributionKind) -> None:
    work.caution("只算职工基本养老保险，不含医疗、失业等其他保险。")
    if kind is ContributionKind.EMPLOYEE:
        work.caution("职工的缴费基数按本人上年度月平均工资定，自己不能选档，各档只作对照。")
        work.caution("单位比例个别地方有过渡安排，可能不到16%；单位缴的部分进统筹基金，不记入个人账户。")
    else:
        work.caution("能选哪些档次、按月还是按年缴、一年内能不能改档，由参保地规定，以税务缴费系统显示为准。")
