"""How an estimate is told: steps with their formulas, conditions, and the result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.pension import regional, transitional
from assistant.pension.elastic import LATE_MONTHS
from assistant.pension.growth import SPOKEN, Compounding
from assistant.pension.months import spoken_age
from assistant.pension.parameters import NATIONAL, Parameter
from assistant.pension.retirement import RULES
from assistant.tools.pension_claim import Claim, Worked
from assistant.tools.pension_pay import Levels, Pay
from assistant.tools.pension_question import Question
from assistant.tools.pension_terms import Terms
from assistant.tools.retirement_date import DECISION, FROM
from assistant.tools.working import Working, money, months_spoken, plain, yuan

PLACES = Decimal("0.0001")
MONTHLY_INTEREST = f"{SPOKEN[Compounding.MONTHLY]}，当月缴的下月起计息"


@dataclass(frozen=True, slots=True)
class Told:
    """Everything the steps and the result are made from; ``low`` and ``high`` are the ends of the range."""

    q: Question
    terms: Terms
    pay: Pay
    low: Worked
    high: Worked
    now: Levels

    @property
    def claim(self) -> Claim:
        """The claim both ends are about."""
        return self.low.claim


def short(value: Decimal) -> str:
    """A number of years or an index to four places."""
    return plain(value.quantize(PLACES))


def decision(name: str, value: Decimal | int, unit: str) -> Parameter:
    """A figure of the national decision on retirement ages, as a step shows it."""
    return Parameter("", name, NATIONAL, plain(Decimal(value)), unit, FROM, None, DECISION, "primary")


def result_of(told: Told) -> dict[str, str]:
    """The result by name; amounts in plain yuan, months and ages as said."""
    claim, low = told.claim, told.low
    parts = low.amounts
    found = {
        "retirement_month": claim.choice.month.spoken, "retirement_age": spoken_age(claim.choice.age),
        "first_payment_month": claim.month.plus(1).spoken, "payout_months": plain(low.payout_months),
        "total_months": months_spoken(parts.months), "contribution_years": short(parts.years),
        "minimum_years": plain(claim.choice.minimum_years), "gap_months": str(claim.gap),
        "benefit_base": plain(money(low.bases.province)), "average_index": short(parts.index),
        "basic": plain(parts.basic), "account_balance": plain(money(low.balance)), "account": plain(parts.account),
    }  # fmt: skip
    if claim.gap:
        found["extended_until"] = claim.month.spoken
    if parts.transitional is not None:
        found["transitional"] = plain(parts.transitional)
    found["total"] = plain(parts.total)
    if told.high.amounts.total != parts.total:
        found["total_low"], found["total_high"] = plain(parts.total), plain(told.high.amounts.total)
    return found


def steps(work: Working, told: Told) -> None:
    """Every step, in the order a person would work it out."""
    _when(work, told)
    _months(work, told)
    _basic(work, told)
    _account(work, told)
    _transitional(work, told)
    _total(work, told)


def _when(work: Working, told: Told) -> None:
    q, choice = told.q, told.claim.choice
    rule, found = RULES[q.track], q.retirement
    work.step(
        "法定退休月份", f"{rule.spoken}原{rule.original}岁，再延迟{found.delay}个月",
        {"出生年月": q.birth.spoken}, f"{found.month.spoken}，{spoken_age(found.age)}",
        decision("延迟退休的月数", found.delay, "月"),
    )  # fmt: skip
    if choice.shift:
        way = "提前" if choice.shift < 0 else "延迟"
        work.step(
            "选择的退休月份", f"法定退休月份{way}{abs(choice.shift)}个月", {"法定退休月份": found.month.spoken},
            f"{choice.month.spoken}，{spoken_age(choice.age)}", decision("弹性退休最多提前或延迟", LATE_MONTHS, "月"),
        )  # fmt: skip
    work.step(
        "最低缴费年限", "2029年及以前15年，2030年起每年加6个月，2039年起20年",
        {"看的年份": f"{choice.reference_year}年"}, f"{plain(choice.minimum_years)}年",
        decision("最低缴费年限", choice.minimum_years, "年"),
    )  # fmt: skip


def _months(work: Working, told: Told) -> None:
    q, claim, parts = told.q, told.claim, told.low.amounts
    if claim.gap:
        work.step(
            "还差的缴费月数", "最低缴费年限 − 到退休月份的累计缴费年限",
            {"最低缴费年限": f"{plain(claim.choice.minimum_years)}年"}, f"{claim.gap}个月",
        )  # fmt: skip
        work.step(
            "延长缴费到", "把差的月数缴满以后才能按月领取", {"还差": f"{claim.gap}个月"}, claim.month.spoken
        )  # fmt: skip
    work.step(
        "累计缴费年限", "已缴 + 到领取前再缴；年数是月数除以12",
        {"已缴（含视同缴费）": months_spoken(q.paid), "再缴": months_spoken(claim.ahead)},
        f"{months_spoken(parts.months)}，合{short(parts.years)}年",
    )  # fmt: skip


def _basic(work: Working, told: Told) -> None:
    claim, parts, terms = told.claim, told.low.amounts, told.terms
    base = terms.bases[claim.month.year]
    grown = f"{base.year}年的，以后每年增长{plain(terms.growth * 100)}%" if terms.growth else f"{base.year}年的"
    where = base.parameter.region if base.parameter else "您提供的"
    province = yuan(told.low.bases.province)
    work.step("计发基数", f"{where}{grown}", {"公布的数": yuan(base.value)}, province, *base.parameters)
    _index(work, told)
    inputs = {"计发基数": province, "平均缴费指数": short(parts.index), "缴费年限": f"{short(parts.years)}年"}
    if told.low.bases.place is not None:
        inputs["退休地计发基数"] = yuan(told.low.bases.place)
    local = terms.local.parameters if terms.local else ()
    work.step("基础养老金", regional.SPOKEN[terms.form], inputs, yuan(parts.basic), *base.parameters, *local)


def _index(work: Working, told: Told) -> None:
    known, now, claim = told.pay, told.now, told.claim
    if known.base is not None:
        work.step(
            "今后的缴费指数", "月缴费基数 ÷ 月平均工资", {"月缴费基数": yuan(known.base), "月平均工资": yuan(known.wage)},
            short(now.ahead_index), *known.wage_parameters,
        )  # fmt: skip
    work.step(
        "平均缴费指数", "各段指数按月数加权平均",
        {"到现在": short(now.index), "到现在的月数": f"{told.q.paid}个月",
         "今后": short(now.ahead_index), "今后的月数": f"{claim.ahead}个月"},
        short(told.low.amounts.index),
    )  # fmt: skip


def _account(work: Working, told: Told) -> None:
    q, claim, low, known = told.q, told.claim, told.low, told.pay
    ahead = max(claim.month.minus(q.as_of), 0)
    paid_in = money(told.now.monthly_base * known.account_rate) if claim.ahead else Decimal(0)
    if q.balance is None:
        work.step(
            "现在的个人账户储存额（粗估）", "个人缴费比例 × 指数 × 月平均工资 × 已缴月数（不含视同和建账前）",
            {"个人缴费比例": f"{plain(known.account_rate * 100)}%", "指数": short(told.now.index),
             "月平均工资": yuan(known.wage), "月数": f"{q.paid - q.deemed - q.before_account}个月"},
            yuan(told.now.balance), *known.wage_parameters,
        )  # fmt: skip
    work.step(
        "退休时个人账户储存额", MONTHLY_INTEREST if ahead else "已到退休月份，不再增加",
        {"现在的储存额": yuan(told.now.balance), "每月存入": yuan(paid_in), "存入月数": f"{claim.ahead}个月",
         "计息月数": f"{ahead}个月", "年利率": _rates_told(told.terms)},
        yuan(low.balance), *told.terms.rate_parameters, *known.rate_parameters,
    )  # fmt: skip
    whole = claim.age % 12 == 0
    how = (
        "国务院规定的计发月数表" if whole else "表上两个整岁之间按月折算，取一位小数：多地核定表的做法，全国性文件未见"
    )
    table = tuple(told.terms.payout.values())
    work.step("计发月数", how, {"领取时年龄": spoken_age(claim.age)}, f"{plain(low.payout_months)}个月", *table)
    work.step(
        "个人账户养老金", "个人账户储存额 ÷ 计发月数",
        {"储存额": yuan(low.balance), "计发月数": f"{plain(low.payout_months)}个月"}, yuan(low.amounts.account),
    )  # fmt: skip


def _rates_told(terms: Terms) -> str:
    ordered = dict.fromkeys(f"{plain((rate * 100).normalize())}%" for rate in terms.rates.values())
    return "、".join(ordered) or "不计息"


def _transitional(work: Working, told: Told) -> None:
    q, parts = told.q, told.low.amounts
    if parts.transitional is None:
        return
    if q.transitional is not None:
        work.step("过渡性养老金", "您提供的数", {}, yuan(parts.transitional))
        return
    for rule, worked in zip(told.terms.transitions, (told.low, told.high), strict=False):
        index = parts.index if q.transitional_index is None else q.transitional_index
        inputs = {
            "计发基数": yuan(worked.bases.province), "指数": short(index), "视同缴费": months_spoken(q.deemed),
            "建账前实际缴费": months_spoken(q.before_account), "过渡系数": f"{plain((rule.rate * 100).normalize())}%",
        }  # fmt: skip
        if q.virtual_account is not None:
            inputs["虚账实记额"] = yuan(q.virtual_account)
        name = "过渡性养老金" if worked is told.low else "过渡性养老金（按高的系数）"
        value = yuan(worked.amounts.transitional or Decimal(0))
        work.step(name, transitional.SPOKEN[rule.form], inputs, value, *_transition_parameters(work, told))


def _transition_parameters(work: Working, told: Told) -> tuple[Parameter, ...]:
    day = date(told.claim.month.year, told.claim.month.month, 1)
    keys = ("transitional_form", "transitional_rate", "transitional_rate_short")
    return tuple(found for key in keys if (found := work.find(key, told.q.region, day)))


def _total(work: Working, told: Told) -> None:
    inputs = _parts(told.low)
    formula = " + ".join(inputs)
    condition = "（以缴满最低年限为前提）" if told.claim.gap else ""
    if told.high.amounts.total == told.low.amounts.total:
        work.step(f"每月养老金合计{condition}", formula, inputs, yuan(told.low.amounts.total))
        return
    work.step(f"每月养老金合计，低的一头{condition}", formula, inputs, yuan(told.low.amounts.total))
    high = _parts(told.high)
    high["平均缴费指数"], high["缴费年限"] = short(told.high.amounts.index), f"{short(told.high.amounts.years)}年"
    work.step(f"每月养老金合计，高的一头{condition}", formula, high, yuan(told.high.amounts.total))


def _parts(worked: Worked) -> dict[str, str]:
    parts = worked.amounts
    found = {"基础养老金": yuan(parts.basic), "个人账户养老金": yuan(parts.account)}
    if parts.transitional is not None:
        found["过渡性养老金"] = yuan(parts.transitional)
    return found
