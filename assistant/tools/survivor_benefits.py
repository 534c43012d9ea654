"""What the family receives when an insured employee has died."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.parameters import NATIONAL, Parameter, ParameterBook
from assistant.pension.survivor import ConsolationRule, SurvivorStatus, own_months, payable_months
from assistant.tools.arguments import count, first_day, monthly, place_of, years, years_spoken
from assistant.tools.working import Working, money, months_spoken, plain, yuan
from assistant.traces import ToolResult

FROM = date(2021, 9, 1)
BASE = "上年度城镇居民月人均可支配收入"
_TIERS = "缴费不满5年{0}个月，满5年不满10年{1}个月，满10年到15年{2}个月；超过15年的每多1年加{3}个月，不满1年按1年，最多{4}个月"


def survivor_benefits(
    book: ParameterBook,
    as_of: str,
    contribution_years: Decimal,
    status: SurvivorStatus,
    region: str | None = None,
    months_received: int = 0,
    monthly_income: Decimal | None = None,
    months_only: bool = False,
) -> ToolResult:
    """算企业职工、灵活就业参保人因病或非因工去世后，家属能领的丧葬补助金和抚恤金。

    as_of 去世的年月（YYYY-MM）；contribution_years 累计缴费年限（年，含视同，可带小数）；
    status 去世时 working 还没领养老金、retired 已在领养老金或病残津贴；region 参保（发放）的省或市；
    months_received 已领养老金的月数（只用于 retired）；
    monthly_income 参保省上一年度城镇居民月人均可支配收入（元/月），没有收录时要提供，提供了就用提供的；
    months_only 只看各按几个月算，不算钱。
    """
    on = first_day(as_of)
    if on < FROM:
        raise BadInput("2021年9月1日以前去世的，适用当时本省的规定", "请问参保地社保经办机构，或拨打12333")
    served = years(contribution_years)
    received = count(months_received, "已领养老金的月数", 720)
    if SurvivorStatus(status) is SurvivorStatus.WORKING and received:
        raise BadInput("还没领养老金的人没有已领的月数", "已经退休的把 status 写成 retired")
    work = Working(book)
    if months_only:
        months = _months(work, on, served, SurvivorStatus(status), received)
        return _only_months(work, on, months)
    base, figures = _base(work, region, on, monthly_income)
    months = _months(work, on, served, SurvivorStatus(status), received)
    funeral, consolation = _amounts(work, on, base, months, figures)
    _caveats(work)
    return work.result(
        "survivor_benefits",
        {
            "months": str(months), "base": plain(base), "funeral": plain(funeral),
            "consolation": plain(consolation), "total": plain(funeral + consolation),
        },
    )  # fmt: skip


def _only_months(work: Working, on: date, months: int) -> ToolResult:
    funeral = work.need("funeral_months", NATIONAL, on)
    work.step("丧葬补助金月数", "全国统一的月数", {}, f"{plain(funeral.number)}个月", funeral)
    _caveats(work)
    return work.result("survivor_benefits", {"months": str(months), "funeral_months": plain(funeral.number)})


def _base(work: Working, region: str | None, on: date, income: Decimal | None) -> tuple[Decimal, tuple[Parameter, ...]]:
    figures: tuple[Parameter, ...] = ()
    place = place_of(region) if region is not None else None
    if income is not None:
        base = monthly(income, BASE)
        work.assume(f"{BASE}用您提供的{plain(base)}元，请和参保地公布的数核对")
    elif place is not None:
        figure = work.need("urban_income", place.province, on)
        figures, base = (figure,), figure.number
    else:
        raise BadInput(f"没有参保的省，也没有{BASE}", f"请说在哪个省参保，或提供那个省的{BASE}")
    who = f"{figures[0].region}{BASE}" if figures else BASE
    work.step(
        "遗属待遇基数", f"去世时本省{BASE}", {"去世年月": f"{on.year}年{on.month}月"}, f"{plain(base)}元", *figures
    )
    work.assume(f"{who}按月计，不是本人工资，也不是养老金")
    return base, figures


def _months(work: Working, on: date, served: Decimal, status: SurvivorStatus, received: int) -> int:
    keys = ("under_5", "under_10", "up_to_15", "per_year", "cap")
    tiers = [work.need(f"survivor_months.{key}", NATIONAL, on) for key in keys]
    rule = ConsolationRule(*(int(figure.number) for figure in tiers))
    own = own_months(served, rule)
    told = _TIERS.format(rule.under_5, rule.under_10, rule.up_to_15, rule.per_year, rule.cap)
    work.step("按缴费年限的抚恤金月数", told, {"累计缴费年限": years_spoken(served)}, f"{own}个月", *tiers)
    return own if status is SurvivorStatus.WORKING else _less_received(work, on, own, received)


def _less_received(work: Working, on: date, own: int, received: int) -> int:
    floor = work.need("survivor_months.floor", NATIONAL, on)
    months = payable_months(own, received, int(floor.number))
    work.step(
        "抚恤金月数", f"按缴费年限的月数 − 每领满1年养老金减1个月，最低{plain(floor.number)}个月",
        {"按缴费年限的月数": f"{own}个月", "已领养老金": months_spoken(received)}, f"{months}个月", floor,
    )  # fmt: skip
    if own < floor.number:
        work.assume(f"按缴费年限本来就不到{plain(floor.number)}个月的，不扣减，也不提高到{plain(floor.number)}个月")
    if received % 12:
        work.caution("领养老金不满1年的零头这里没有扣，怎样折算以经办机构核定为准。")
    return months


def _amounts(
    work: Working, on: date, base: Decimal, months: int, figures: tuple[Parameter, ...]
) -> tuple[Decimal, Decimal]:
    times = work.need("funeral_months", NATIONAL, on)
    funeral, consolation = money(base * times.number), money(base * months)
    told = f"{plain(base)}元"
    work.step(
        "丧葬补助金",
        f"遗属待遇基数 × {plain(times.number)}个月",
        {"遗属待遇基数": told},
        yuan(funeral),
        times,
        *figures,
    )
    work.step(
        "抚恤金",
        "遗属待遇基数 × 抚恤金月数",
        {"遗属待遇基数": told, "抚恤金月数": f"{months}个月"},
        yuan(consolation),
        *figures,
    )
    work.step(
        "合计", "丧葬补助金 + 抚恤金", {"丧葬补助金": yuan(funeral), "抚恤金": yuan(consolation)},
        yuan(funeral + consolation),
    )  # fmt: skip
    return funeral, consolation


def _caveats(work: Working) -> None:
    work.caution("养老保险个人账户余额可以依法继承（社会保险法第十四条），和丧葬补助金、抚恤金分开，没有算在里面。")
    work.caution("适用因病或非因工去世的企业职工、灵活就业参保人；因工去世走工伤保险，机关事业单位和城乡居民另有规定。")
    work.caution("同时符合养老、工伤、失业保险丧葬补助金条件的，只能选一项（社会保险法第四十九条）。")
