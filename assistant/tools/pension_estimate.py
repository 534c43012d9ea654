"""The monthly pension of a person in the employees' scheme, with every step and everything taken for granted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.elastic import choose
from assistant.pension.months import Month
from assistant.pension.parameters import ParameterBook
from assistant.pension.regional import least_index
from assistant.pension.retirement import Track
from assistant.pension.transitional import Transition
from assistant.tools.pension_claim import Claim, Worked, account_balances, claim_of, worked_out
from assistant.tools.pension_conditions import say_conditions
from assistant.tools.pension_pay import LOW_INDEX, MIDDLE_INDEX, Pay, levels, pay, say_levels
from assistant.tools.pension_question import Question, checked, region_of
from assistant.tools.pension_steps import result_of, steps
from assistant.tools.pension_terms import Terms, terms
from assistant.tools.pension_told import End, Told
from assistant.tools.working import Working, money, plain, yuan
from assistant.traces import ToolResult

INDEX_STEP = Decimal("0.1")
INTEREST_STEP = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class Side:
    """One end of the range: the index where none is known, rounded years or not, which transitional pension."""

    index: Decimal = LOW_INDEX
    half_years: bool = False
    transition: Transition | None = None


def pension_estimate(
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
    shift_months: int = 0,
    keep_paying: bool = True,
    future_index: Decimal | None = None,
    benefit_base: Decimal | None = None,
    local_base: Decimal | None = None,
    transitional: Decimal | None = None,
    interest: Decimal | None = None,
    growth: Decimal | None = None,
    transitional_index: Decimal | None = None,
    virtual_account: Decimal | None = None,
) -> ToolResult:
    """给企业职工、灵活就业参保人估算退休后每月能领多少养老金，每一步和每个假设都写明。

    birth 出生年月（YYYY-MM）；track 类别（male 男职工，female55 原55岁的女职工，female50 原50岁的女职工）；
    region 退休地的省或市（四川、广东/深圳）；as_of 现在的年月（YYYY-MM）；
    paid_months 到现在的累计缴费月数（含视同缴费）；average_index 到现在的平均缴费指数；monthly_base 今后的月缴费基数（元）；
    account_balance 个人账户储存额（元）；deemed_months 其中视同缴费的月数；
    pre_account_months 其中建立个人账户以前实际缴费的月数；shift_months 弹性退休，提前为负、延迟为正，按月；
    keep_paying 是否一直缴到退休；future_index 今后的缴费指数；benefit_base 计发基数（元，有双基数的省指全省的）；
    local_base 退休地的计发基数（元，河南、吉林要）；transitional 已知的过渡性养老金（元/月）；
    interest 记账利率（年，小数）；growth 工资和计发基数的年增长率（小数，不填按今天的水平）；
    transitional_index 过渡性养老金的指数；virtual_account 上海的虚账实记额（元）。
    """
    question = checked(
        Question(
            Month.parse(birth), Track(track), region_of(region), Month.parse(as_of), paid_months, average_index,
            monthly_base, account_balance, deemed_months, pre_account_months, keep_paying, future_index, benefit_base,
            local_base, transitional, interest, growth, transitional_index, virtual_account,
        )
    )  # fmt: skip
    claim = claim_of(question, choose(question.retirement, shift_months))
    if shift_months < 0:
        _check_early(claim, question)
    return _Estimate(Working(book), question, claim).result()


class _Estimate:
    """One estimate: what was looked up, and every variant of it that is told."""

    def __init__(self, work: Working, question: Question, claim: Claim) -> None:
        self.work, self.q, self.claim = work, question, claim
        self.terms: Terms = terms(work, question, (claim.month,))
        base = self.terms.bases[claim.month.year]
        self.pay: Pay = pay(work, question, base, ahead=claim.ahead > 0)
        ways = self.terms.transitions or (None,)
        self.low = Side(LOW_INDEX, transition=ways[0])
        high = LOW_INDEX if question.index_known else MIDDLE_INDEX
        self.high = Side(high, self.terms.half_years, ways[-1])

    def worked(self, side: Side, q: Question | None = None, held: Terms | None = None) -> Worked:
        """One variant."""
        q, held = q or self.q, held or self.terms
        now = levels(q, self.pay, side.index)
        balance = account_balances(q, held, now, self.pay.account_rate, self.claim)[-1]
        return worked_out(
            q, held, now, self.claim, balance, side.transition, half_years=side.half_years
        )  # fmt: skip

    def result(self) -> ToolResult:
        """The whole calculation as told."""
        low = self._end(self.low)
        high = low if self.high == self.low else self._end(self.high)
        say_levels(self.work, self.q, self.pay, ahead=self.claim.ahead > 0)
        say_conditions(self.work, self.q, self.terms, self.claim)
        told = Told(self.q, self.terms, self.pay, low, high)
        steps(self.work, told)
        self._sensitivity()
        return self.work.result("pension_estimate", result_of(told))

    def _end(self, side: Side) -> End:
        return End(self.worked(side), levels(self.q, self.pay, side.index), side.half_years)

    def _sensitivity(self) -> None:
        """How much the total moves with the index and with the interest rate; steps of the trace only."""
        index, lowest = self.q.index, least_index(self.terms.form) + INDEX_STEP
        if index is not None and index > lowest:
            ends = [self.worked(self.low, replace(self.q, index=index + d)) for d in (-INDEX_STEP, INDEX_STEP)]
            self._say_span("平均缴费指数", f"到现在的平均缴费指数比{plain(index)}低0.1或高0.1", ends)
        rates = self.terms.rates
        if rates:
            ends = [
                self.worked(
                    self.low, held=replace(self.terms, rates={y: max(r + d, Decimal(0)) for y, r in rates.items()})
                )
                for d in (-INTEREST_STEP, INTEREST_STEP)
            ]
            self._say_span("记账利率", "每年的记账利率低0.5个百分点或高0.5个百分点", ends)

    def _say_span(self, what: str, formula: str, ends: list[Worked]) -> None:
        low, high = (money(end.amounts.total) for end in ends)
        self.work.step(f"{what}变动时的合计", formula, {}, f"{yuan(low)}到{yuan(high)}")


def _check_early(claim: Claim, q: Question) -> None:
    """An early month must lie ahead and have its minimum years. Raises ``BadInput``."""
    choice = claim.choice
    if choice.month < q.as_of:
        raise BadInput(f"{choice.month.spoken}已经过了，不能再选", "选以后的月份，或按法定退休年龄退休")
    if claim.gap:
        raise BadInput(
            f"选{choice.month.spoken}提前退休，要满{plain(choice.minimum_years)}年，到那时还差{claim.gap}个月，不能提前",
            "选晚一点的月份，或按法定退休年龄退休",
        )
