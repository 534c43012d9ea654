"""The monthly pension for every month a person can choose to retire in, as a chart shows it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.pension.elastic import choices
from assistant.pension.months import Month
from assistant.pension.parameters import ParameterBook
from assistant.pension.retirement import Track
from assistant.tools.pension_claim import Claim, Worked, account_balances, claim_of, contributed, payments, worked_out
from assistant.tools.pension_conditions import say_conditions, say_shifts
from assistant.tools.pension_pay import LOW_INDEX, Levels, Pay, levels, pay, say_levels
from assistant.tools.pension_question import Question, checked, region_of
from assistant.tools.pension_terms import Terms, terms
from assistant.tools.pension_told import indexed
from assistant.tools.working import Working, months_spoken, plain, yuan
from assistant.traces import ToolResult


def pension_by_month(
    book: ParameterBook,
    birth: str,
    track: Track,
    region: str,
    as_of: str,
    paid_months: int,
    average_index: Decimal | None = None,
    monthly_base: Decimal | None = None,
    account_balance: Decimal | None = None,
    deemed_months: int = 0,
    pre_account_months: int = 0,
    keep_paying: bool = True,
    future_index: Decimal | None = None,
    benefit_base: Decimal | None = None,
    local_base: Decimal | None = None,
    transitional: Decimal | None = None,
    interest: Decimal | None = None,
    growth: Decimal | None = None,
    transitional_index: Decimal | None = None,
    virtual_account: Decimal | None = None,
    flexible: bool = False,
) -> ToolResult:
    """给企业职工、灵活就业参保人逐月比较：从最早能选的退休月份到最晚的，各能领多少、到那时自己还要缴多少。

    参数和 pension_estimate 一样，没有 shift_months；flexible 是否灵活就业（自己缴20%，职工自己缴8%）。
    结果里“2038年12月”是那个月退休的每月养老金，“2038年12月 缴费”是从现在到那时自己缴的钱，都是元。
    """
    question = checked(
        Question(
            Month.parse(birth), Track(track), region_of(region), Month.parse(as_of), paid_months, average_index,
            monthly_base, account_balance, deemed_months, pre_account_months, keep_paying, future_index, benefit_base,
            local_base, transitional, interest, growth, transitional_index, virtual_account,
        )
    )  # fmt: skip
    return _ByMonth(Working(book), question, _claims(question), flexible=flexible).result()


def _claims(q: Question) -> tuple[Claim, ...]:
    """Claims that can be made, one a month. Choosing an early month needs the minimum years by then."""
    found: dict[Month, Claim] = {}
    for choice in choices(q.retirement):
        claim = claim_of(q, choice)
        if choice.shift == 0 or (choice.month > q.as_of and not (claim.gap and choice.shift < 0)):
            found.setdefault(claim.month, claim)
    return tuple(found[month] for month in sorted(found))


class _ByMonth:
    """All months worked out over the same figures."""

    def __init__(self, work: Working, question: Question, claims: tuple[Claim, ...], *, flexible: bool) -> None:
        self.work, self.q, self.claims = work, question, claims
        self.terms: Terms = terms(work, question, [claim.month for claim in claims])
        self.ahead = any(claim.ahead for claim in claims)
        base = self.terms.bases[claims[0].month.year]
        self.pay: Pay = pay(work, question, base, ahead=self.ahead, flexible=flexible)
        self.now: Levels = levels(question, self.pay, LOW_INDEX)
        self.grown: dict[int, tuple[Decimal, ...]] = {}

    def result(self) -> ToolResult:
        """Every month with its pension and payments."""
        say_levels(self.work, self.q, self.pay, ahead=self.ahead, ranged=False)
        statutory = next(claim for claim in self.claims if claim.choice.shift == 0)
        say_conditions(self.work, self.q, self.terms, statutory)
        say_shifts(self.work, self.claims)
        found: dict[str, str] = {}
        for claim in self.claims:
            worked, paid = self._worked(claim), self._contributed(claim)
            self._tell(worked, paid)
            month = claim.month.spoken
            found |= {month: plain(worked.amounts.total), f"{month} 缴费": plain(paid)}
        return self.work.result("pension_by_month", found)

    def _worked(self, claim: Claim) -> Worked:
        paying = -1 if self.q.keep_paying else claim.ahead
        if paying not in self.grown:
            last = self.claims[-1]
            longest = replace(last, ahead=last.ahead if self.q.keep_paying else claim.ahead)
            self.grown[paying] = account_balances(self.q, self.terms, self.now, self.pay.account_rate, longest)
        balance = self.grown[paying][max(claim.month.minus(self.q.as_of), 0)]
        way = self.terms.transitions[0] if self.terms.transitions else None
        return worked_out(self.q, self.terms, self.now, claim, balance, way)

    def _contributed(self, claim: Claim) -> Decimal:
        return contributed(self.q, self.terms, self.now, self.pay.personal_rate, claim)

    def _tell(self, worked: Worked, paid: Decimal) -> None:
        month, parts = worked.claim.month.spoken, worked.amounts
        summed = {"基础养老金": yuan(parts.basic), "个人账户养老金": yuan(parts.account)}
        if parts.transitional is not None:
            summed["过渡性养老金"] = yuan(parts.transitional)
        made_of = {
            "累计缴费": months_spoken(parts.months), "计发基数": yuan(worked.bases.province),
            "平均缴费指数": indexed(parts.index), "个人账户储存额": yuan(worked.balance),
            "计发月数": f"{plain(worked.payout_months)}个月",
        }  # fmt: skip
        base = self.terms.bases[worked.claim.month.year].parameters
        self.work.step(
            f"{month}领取的每月养老金", " + ".join(summed), {**summed, **made_of}, yuan(parts.total), *base
        )  # fmt: skip
        each = dict.fromkeys(self._each(worked.claim).values())
        told = {
            "每月缴": "、".join(yuan(one) for one in each) or yuan(Decimal(0)), "月数": f"{worked.claim.ahead}个月",
            "个人缴费比例": f"{plain(self.pay.personal_rate * 100)}%",
        }  # fmt: skip
        formula = "每月缴 × 月数" if len(each) < 2 else "每月缴的随工资逐年增长，逐月相加"
        self.work.step(f"到{month}自己缴的钱", formula, told, yuan(paid), *self.pay.personal_parameters)

    def _each(self, claim: Claim) -> dict[int, Decimal]:
        """What is paid in a month of each year until the claim."""
        if not claim.ahead:
            return {}
        last = self.q.as_of.plus(claim.ahead).year
        paid = payments(self.q, self.terms, self.now, self.pay.personal_rate, last)
        return {year: one for year, one in paid.items() if year >= self.q.as_of.plus(1).year}
