"""How an estimate is told: when, how many months, its parts, what they add up to, and the result by name."""

from __future__ import annotations

from assistant.pension.elastic import LATE_MONTHS
from assistant.pension.months import spoken_age
from assistant.pension.retirement import RULES
from assistant.tools.pension_claim import Worked
from assistant.tools.pension_part_steps import part_steps
from assistant.tools.pension_told import Told, decision, first_payment, indexed, minimum, short
from assistant.tools.working import Working, money, months_spoken, plain, yuan


def result_of(told: Told) -> dict[str, str]:
    """The result by name; amounts in plain yuan, months and ages as said."""
    claim, low = told.claim, told.low.worked
    parts = low.amounts
    found = {
        "retirement_month": claim.choice.month.spoken, "retirement_age": spoken_age(claim.choice.age),
        "first_payment_month": claim.month.plus(1).spoken, "payout_months": plain(low.payout_months),
        "total_months": months_spoken(parts.months), "contribution_years": short(parts.years),
        "minimum_years": plain(claim.choice.minimum_years), "gap_months": str(claim.gap),
        "benefit_base": plain(money(low.bases.province)), "average_index": indexed(parts.index),
        "basic": plain(parts.basic), "account_balance": plain(money(low.balance)), "account": plain(parts.account),
    }  # fmt: skip
    if claim.gap:
        found["extended_until"] = claim.month.spoken
    if parts.transitional is not None:
        found["transitional"] = plain(parts.transitional)
    found["total"] = plain(parts.total)
    if told.ranged:
        found["total_low"], found["total_high"] = plain(parts.total), plain(told.high.worked.amounts.total)
    return found


def steps(work: Working, told: Told) -> None:
    """Every step, in the order a person would work it out."""
    _when(work, told)
    _months(work, told)
    work.step(
        "首次发放月份", "领取月份的次月起发", {"领取月份": told.claim.month.spoken}, told.claim.month.plus(1).spoken,
        first_payment(),
    )  # fmt: skip
    part_steps(work, told)
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
        minimum(choice),
    )  # fmt: skip


def _months(work: Working, told: Told) -> None:
    q, claim, parts = told.q, told.claim, told.low.worked.amounts
    if claim.gap:
        work.step(
            "还差的缴费月数", "最低月数 − 到退休月份的累计月数",
            {"最低月数": f"{claim.choice.minimum_months}个月",
             "到退休月份的累计月数": f"{claim.choice.minimum_months - claim.gap}个月"}, f"{claim.gap}个月",
        )  # fmt: skip
        work.step(
            "延长缴费到", "把差的月数缴满以后才能按月领取", {"还差": f"{claim.gap}个月"}, claim.month.spoken
        )  # fmt: skip
    work.step(
        "累计缴费年限", "已缴 + 到领取前再缴；年数是月数除以12",
        {"已缴（含视同缴费）": months_spoken(q.paid), "再缴": months_spoken(claim.ahead)},
        f"{months_spoken(parts.months)}，合{short(parts.years)}年",
    )  # fmt: skip


def _total(work: Working, told: Told) -> None:
    low, high = told.low.worked, told.high.worked
    inputs = _parts(low)
    formula = " + ".join(inputs)
    condition = "（以缴满最低年限为前提）" if told.claim.gap else ""
    if not told.ranged:
        work.step(f"每月养老金合计{condition}", formula, inputs, yuan(low.amounts.total))
        return
    work.step(f"每月养老金合计，低的一头{condition}", formula, inputs, yuan(low.amounts.total))
    work.step(f"每月养老金合计，高的一头{condition}", formula, _parts(high), yuan(high.amounts.total))


def _parts(worked: Worked) -> dict[str, str]:
    parts = worked.amounts
    found = {"基础养老金": yuan(parts.basic), "个人账户养老金": yuan(parts.account)}
    if parts.transitional is not None:
        found["过渡性养老金"] = yuan(parts.transitional)
    return found
