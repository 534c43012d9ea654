"""Which invalidity allowance an employee who can no longer work would get."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.disability import ShortRule, Situation, months_payable, recheck_month, situation
from assistant.pension.formulas import account_pension, years_of
from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL, ParameterBook
from assistant.pension.regional import SPOKEN, Bases, BasicForm, base_names, basic, needs_place
from assistant.pension.retirement import Track, minimum_years, retirement
from assistant.tools.arguments import MOST_MONTHLY, amount, cents, count, first_day, lived, monthly, place_of
from assistant.tools.benefit_base import benefit_base_of
from assistant.tools.payout_figures import payout_at
from assistant.tools.working import Working, money, months_spoken, plain, yuan
from assistant.traces import ToolResult

FROM = Month(2025, 1)
LEAST_INDEX, MOST_INDEX = Decimal("0.01"), Decimal(5)
YOUNGEST = 16 * 12
"""Months of age from which somebody can be insured."""
_METHOD = {
    Situation.NEAR: "满最低缴费年限，离法定退休年龄5年以内：按基本养老金的办法计发",
    Situation.FAR: "满最低缴费年限，离法定退休年龄超过5年：按基础养老金的办法计发，到离5年时重新核算",
    Situation.SHORT: "不满最低缴费年限：按基础养老金的办法计发，只发固定的月数",
}


def disability_allowance(
    book: ParameterBook,
    as_of: str,
    birth: str,
    track: Track,
    paid_months: int,
    region: str | None = None,
    average_index: Decimal | None = None,
    account_balance: Decimal | None = None,
    transitional: Decimal | None = None,
    benefit_base: Decimal | None = None,
    local_base: Decimal | None = None,
    payout_months: Decimal | None = None,
) -> ToolResult:
    """看企业职工、灵活就业参保人经鉴定完全丧失劳动能力时，病残津贴属于哪种情况、怎么算、发多久（2025年起）。

    as_of 申请的年月（YYYY-MM）；birth 出生年月（YYYY-MM）；track：male 男职工，female55 原55岁的女职工，
    female50 原50岁的女职工；paid_months 累计缴费月数（含视同）；要算钱数再给 average_index 平均缴费指数，
    以及 region 参保的省或市（或 benefit_base 计发基数，元/月）；离退休5年以内的还要 account_balance 个人账户储存额
    （元），有过渡性养老金的给 transitional（元/月）；local_base 退休地的计发基数（元/月，河南、吉林要）；
    payout_months 计发月数，提供了就用提供的。
    """
    on, now = first_day(as_of), Month.parse(as_of)
    found = retirement(Month.parse(birth), Track(track))
    if now < FROM:
        raise BadInput("病残津贴从2025年1月1日起，以前的病退、退职按当时规定", "请问参保地社保经办机构")
    if now.minus(found.birth) < YOUNGEST:
        raise BadInput("申请时还不满16周岁", "请核对出生年月和申请年月")
    if now >= found.month:
        raise BadInput(
            "到了法定退休年龄的办退休，不办病残津贴", f"请核对出生年月和申请年月；退休月份{found.month.spoken}"
        )
    work, served = Working(book), lived(count(paid_months, "累计缴费月数", 720), found.birth, now)
    kind, result = _situation(work, served, found.month, now)
    result |= _duration(work, on, kind, served, found.month)
    if average_index is not None:
        index = amount(average_index, "平均缴费指数", MOST_INDEX, least=LEAST_INDEX)
        result |= _basic(work, _terms(work, on, region, benefit_base, local_base), index, served)
        if kind is Situation.NEAR:
            payout = payout_at(work, on, now.minus(found.birth), payout_months) if account_balance is not None else None
            result |= _near(work, Decimal(result["basic"]), account_balance, payout, transitional)
        else:
            result["monthly"] = result["basic"]
            if account_balance is not None or transitional is not None:
                work.caution("这种情况只按基础养老金的办法计发，个人账户和过渡性养老金没有用上。")
    _say(work, kind)
    return work.result("disability_allowance", result)


def _situation(work: Working, served: int, retires: Month, now: Month) -> tuple[Situation, dict[str, str]]:
    minimum, left = minimum_years(now.year), retires.minus(now)
    kind = situation(years_of(served), minimum, left)
    told = {
        "累计缴费年限": months_spoken(served), "最低缴费年限": f"{plain(minimum)}年", "离法定退休年龄": months_spoken(left)
    }  # fmt: skip
    work.step("属于哪种情况", "看累计缴费年限够不够最低年限、离法定退休年龄是不是5年以内", told, _METHOD[kind])
    return kind, {
        "situation": kind.value, "method": _METHOD[kind], "retirement_month": retires.spoken,
        "months_to_retirement": str(left), "minimum_years": plain(minimum),
    }  # fmt: skip


def _duration(work: Working, on: date, kind: Situation, served: int, retires: Month) -> dict[str, str]:
    if kind is Situation.SHORT:
        keys = ("disability_base_months", "disability_months_per_year", "disability_years_short")
        figures = [work.need(key, NATIONAL, on) for key in keys]
        rule = ShortRule(*(int(figure.number) for figure in figures))
        months = months_payable(years_of(served), rule)
        formula = f"缴费不足{rule.from_years}年发{rule.base}个月；满{rule.from_years}年以上每多缴1年加{rule.per_year}个月，不满1年按1年"
        work.step("发放月数", formula, {"累计缴费年限": months_spoken(served)}, f"{months}个月", *figures)
        return {"months_payable": str(months)}
    if kind is Situation.FAR:
        month = recheck_month(retires)
        work.step("重新核算的月份", "法定退休月份往前5年", {"法定退休月份": retires.spoken}, month.spoken)
        return {"recheck_month": month.spoken}
    return {}


def _terms(
    work: Working, on: date, region: str | None, given: Decimal | None, local: Decimal | None
) -> tuple[BasicForm, Bases]:
    """The form of the basic pension where the person claims, and its benefit bases."""
    place = place_of(region) if region else None
    local = None if local is None else monthly(local, "退休地的计发基数")
    form = BasicForm(work.local("basic_form", place.region, on).value) if place else BasicForm.NATIONAL
    if place is None or not needs_place(form):
        return form, Bases(benefit_base_of(work, region, on, given))
    own = work.find("benefit_base", place.region, on) if place.city and local is None else None
    if own is not None and own.region == place.region:
        local = own.number
    elif local is not None:
        work.assume(f"退休地的计发基数用您提供的{plain(local)}元")
    return form, Bases(benefit_base_of(work, place.province, on, given), local)


def _basic(work: Working, terms: tuple[BasicForm, Bases], index: Decimal, served: int) -> dict[str, str]:
    form, bases = terms
    monthly = money(basic(form, bases, index, years_of(served)))
    province, place = base_names(form)
    told = {province: yuan(bases.province), "平均缴费指数": plain(index), "缴费年限": months_spoken(served)}
    if needs_place(form) and bases.place is not None:
        told[place] = yuan(bases.place)
    work.step("基础养老金办法", SPOKEN[form], told, yuan(monthly))
    work.caution("缴费年限怎样取整等细节，各地有自己的规定，以待遇领取地为准。")
    return {"basic": plain(monthly)}


def _near(
    work: Working, basic: Decimal, balance: Decimal | None, payout: Decimal | None, extra: Decimal | None
) -> dict[str, str]:
    """The allowance by the pension method; without the account it is not added up."""
    if balance is None or payout is None:
        work.caution("没有个人账户储存额，只算了基础养老金部分，没有合计。")
        return {}
    balance = cents(balance, "个人账户储存额")
    account = money(account_pension(balance, payout))
    told = {"个人账户储存额": yuan(balance), "计发月数": f"{plain(payout)}个月"}
    work.step("个人账户养老金", "个人账户储存额 ÷ 计发月数", told, yuan(account))
    parts = {"基础养老金": basic, "个人账户养老金": account}
    if extra is None:
        work.caution("没有算过渡性养老金；建立个人账户以前有工龄的，另加过渡性养老金。")
    else:
        parts["过渡性养老金"] = cents(extra, "过渡性养老金", MOST_MONTHLY)
    monthly = sum(parts.values(), Decimal(0))
    work.step("病残津贴", " + ".join(parts), {name: yuan(part) for name, part in parts.items()}, yuan(monthly))
    work.assume("个人账户按申请时的年龄对应的计发月数算，以待遇领取地核定为准")
    return {"account": plain(account), "monthly": plain(monthly)}


def _say(work: Working, kind: Situation) -> None:
    work.assume("最低缴费年限按申请那一年看；离法定退休年龄按渐进式延迟后的退休月份算")
    work.caution("病残津贴暂行办法（人社部发〔2024〕72号）没有核到正式文件原文，待确认。")
    work.caution(
        "要有地级以上劳动能力鉴定机构作出的完全丧失劳动能力鉴定结论；能不能领由鉴定机构和待遇领取地社保经办机构定。"
    )
    work.caution("只适用企业职工、灵活就业参保人因病或非因工致残；因工的走工伤保险，机关事业单位和城乡居民另有规定。")
    if kind is Situation.SHORT:
        work.caution("规定的月数发满以后一般不再发，个人账户余额仍可依法继承。")
