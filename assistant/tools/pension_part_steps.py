"""How the parts of an estimate are told: basic, account and transitional pension, at one end of the range or at both."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.pension import regional, transitional
from assistant.pension.growth import SPOKEN, Compounding
from assistant.pension.months import spoken_age
from assistant.pension.parameters import Parameter
from assistant.pension.transitional import Transition, TransitionForm
from assistant.tools.pension_claim import Worked
from assistant.tools.pension_terms import Terms
from assistant.tools.pension_told import End, Told, indexed, short
from assistant.tools.working import Working, money, months_spoken, plain, yuan

MONTHLY_INTEREST = f"{SPOKEN[Compounding.MONTHLY]}，当月缴的下月起计息"
HIGH = "，高的一头"


def part_steps(work: Working, told: Told) -> None:
    """Every part of the low end, then those that come out differently at the high end."""
    _base(work, told)
    _future_index(work, told)
    low, high = told.low, told.high
    _basic(work, told, low, "")
    _account(work, told, low, "")
    _payout(work, told)
    _account_pension(work, low, "")
    _transitional(work, told, low, "")
    if not told.ranged:
        return
    if high.worked.amounts.basic != low.worked.amounts.basic:
        _basic(work, told, high, HIGH)
    if high.worked.balance != low.worked.balance:
        _account(work, told, high, HIGH)
        _account_pension(work, high, HIGH)
    if high.worked.amounts.transitional != low.worked.amounts.transitional:
        _transitional(work, told, high, HIGH)


def _base(work: Working, told: Told) -> None:
    claim, terms = told.claim, told.terms
    base = terms.bases[claim.month.year]
    grown = f"{base.year}年的，以后每年增长{plain(terms.growth * 100)}%" if terms.growth else f"{base.year}年的"
    where = base.parameter.region.replace("/", "") if base.parameter else "您提供的"
    province = yuan(told.low.worked.bases.province)
    inputs = {"公布的数": yuan(base.value), "领取年份": f"{claim.month.year}年"}
    work.step("计发基数", f"{where}{grown}", inputs, province, *base.parameters)


def _future_index(work: Working, told: Told) -> None:
    known = told.pay
    if known.base is not None and told.q.future_index is None:
        work.step(
            "今后的缴费指数", "月缴费基数 ÷ 月平均工资", {"月缴费基数": yuan(known.base), "月平均工资": yuan(known.wage)},
            indexed(told.low.now.ahead_index), *known.wage_parameters,
        )  # fmt: skip


def _basic(work: Working, told: Told, end: End, which: str) -> None:
    parts, terms, now = end.worked.amounts, told.terms, end.now
    work.step(
        f"平均缴费指数{which}", "（到现在 × 到现在的月数 + 今后 × 今后的月数）÷（到现在的月数 + 今后的月数）",
        {"到现在": indexed(now.index), "到现在的月数": f"{told.q.paid}个月",
         "今后": indexed(now.ahead_index), "今后的月数": f"{told.claim.ahead}个月"},
        indexed(parts.index),
    )  # fmt: skip
    years = f"{short(parts.years)}年" if end.half_years else months_spoken(parts.months)
    province, place = regional.base_names(terms.form)
    inputs = {province: yuan(end.worked.bases.province), "平均缴费指数": indexed(parts.index), "缴费年限": years}
    if end.worked.bases.place is not None:
        inputs[place] = yuan(end.worked.bases.place)
    base, local = terms.bases[told.claim.month.year], terms.local.parameters if terms.local else ()
    formula = f"{regional.SPOKEN[terms.form]}{'，缴费年限进到半年' if end.half_years else ''}"
    work.step(f"基础养老金{which}", formula, inputs, yuan(parts.basic), *base.parameters, *local)


def _account(work: Working, told: Told, end: End, which: str) -> None:
    q, claim, known = told.q, told.claim, told.pay
    ahead = max(claim.month.minus(q.as_of), 0)
    paid_in = money(end.now.monthly_base * known.account_rate) if claim.ahead else Decimal(0)
    if q.balance is None:
        work.step(
            f"现在的个人账户储存额（粗估）{which}", "个人缴费比例 × 指数 × 月平均工资 × 月数，月数不含视同缴费和建账前",
            {"个人缴费比例": f"{plain(known.account_rate * 100)}%", "指数": indexed(end.now.index),
             "月平均工资": yuan(known.wage), "月数": f"{q.paid - q.deemed - q.before_account}个月"},
            yuan(end.now.balance), *known.wage_parameters,
        )  # fmt: skip
    work.step(
        f"退休时个人账户储存额{which}", MONTHLY_INTEREST if ahead else "已到退休月份，不再增加",
        {"现在": q.as_of.spoken, "现在的储存额": yuan(end.now.balance), "每月存入": yuan(paid_in), "存入月数": f"{claim.ahead}个月",
         "计息月数": f"{ahead}个月", "年利率": _rates_told(told.terms), **_grown(told)},
        yuan(end.worked.balance), *told.terms.rate_parameters, *known.rate_parameters,
    )  # fmt: skip


def _payout(work: Working, told: Told) -> None:
    claim = told.claim
    how = (
        "国务院规定的计发月数表"
        if claim.age % 12 == 0
        else "表上两个整岁之间按月折算，取一位小数：多地核定表的做法，全国性文件未见"
    )
    months = f"{plain(told.low.worked.payout_months)}个月"
    work.step("计发月数", how, {"领取时年龄": spoken_age(claim.age)}, months, *told.terms.payout.values())


def _account_pension(work: Working, end: End, which: str) -> None:
    worked = end.worked
    inputs = {"储存额": yuan(worked.balance), "计发月数": f"{plain(worked.payout_months)}个月"}
    work.step(f"个人账户养老金{which}", "储存额 ÷ 计发月数", inputs, yuan(worked.amounts.account))


def _rates_told(terms: Terms) -> str:
    """The yearly rates, each with the year it begins in where they differ."""
    begins: dict[int, Decimal] = {}
    for year, rate in terms.rates.items():
        if not begins or rate != next(reversed(begins.values())):
            begins[year] = rate
    told = {year: f"{plain((rate * 100).normalize())}%" for year, rate in begins.items()}
    if len(told) == 1:
        return next(iter(told.values()))
    return "，".join(f"{year}年起{rate}" for year, rate in told.items()) or "不计息"


def _grown(told: Told) -> dict[str, str]:
    """How much the deposits grow each year, when they do."""
    if not told.terms.growth or not told.claim.ahead:
        return {}
    return {f"{told.q.as_of.year + 1}年起每月存入每年增长": f"{plain(told.terms.growth * 100)}%"}


def _transitional(work: Working, told: Told, end: End, which: str) -> None:
    q, amount = told.q, end.worked.amounts.transitional
    if amount is None:
        return
    name = f"过渡性养老金{which}"
    if q.transitional is not None:
        work.step(name, "您提供的数", {}, yuan(amount))
        return
    rule = told.terms.transitions[-1 if which else 0]
    index = end.worked.amounts.index if q.transitional_index is None else q.transitional_index
    base_name, base = _transition_base(rule, end.worked)
    inputs = {
        base_name: yuan(base), "指数": indexed(index), "视同缴费": months_spoken(q.deemed),
        "建账前实际缴费": months_spoken(q.before_account), "过渡系数": f"{plain((rule.rate * 100).normalize())}%",
    }  # fmt: skip
    if q.virtual_account is not None:
        inputs["虚账实记额"] = yuan(q.virtual_account)
    work.step(name, transitional.SPOKEN[rule.form], inputs, yuan(amount), *_transition_parameters(work, told))


def _transition_base(rule: Transition, worked: Worked) -> tuple[str, Decimal]:
    """The base the form names: the one of the place in 河南, else the one of the province."""
    if rule.form is TransitionForm.PLACE_BASE and worked.bases.place is not None:
        return "退休地计发基数", worked.bases.place
    return "计发基数", worked.bases.province


def _transition_parameters(work: Working, told: Told) -> tuple[Parameter, ...]:
    day = date(told.claim.month.year, told.claim.month.month, 1)
    keys = ("transitional_form", "transitional_rate", "transitional_rate_short")
    return tuple(found for key in keys if (found := work.find(key, told.q.region, day)))
