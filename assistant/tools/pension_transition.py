"""Which transitional pension a place gives, or why it is not counted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.pension.transitional import Transition, TransitionForm, form_of
from assistant.tools.pension_question import Question
from assistant.tools.working import Working, months_spoken

LOCAL_EXTRAS = {
    "河南/郑州": (
        "郑州2007年6月30日以前参保、视同缴费在1994年底以前的，另有过渡性补贴（郑州市企业职工基本养老保险条例第三十条），没有计入。"
    ),
}
"""What a city's own regulation adds for deemed years, with no amount on file."""
SHORT_MONTHS = 240
"""辽宁, 吉林: a smaller rate up to 20 years; whether these are all years or the deemed ones is not known."""


def transitions(
    work: Working, q: Question, day: date, *, has_local: bool, most_months: int
) -> tuple[Transition, ...]:  # fmt: skip
    """The ways it may be worked out, smaller rate first; none when there is nothing to count or it is refused by name.

    ``most_months`` are all contribution months there can be by the claim.
    """
    if q.transitional is not None:
        work.assume("过渡性养老金用您提供的数")
        return ()
    if not (q.deemed or q.before_account or q.virtual_account):
        work.assume("按没有视同缴费、也没有建账前缴费算；有的请说有多少个月，还会有过渡性养老金")
        return ()
    if q.deemed and q.region in LOCAL_EXTRAS:
        work.caution(LOCAL_EXTRAS[q.region])
    form = work.find("transitional_form", q.region, day)
    rate = work.find("transitional_rate", q.region, day)
    if form is None or rate is None:
        return _refused(work, q, "没有收录当地的算法")
    known = form_of(form.value)
    if known is None:
        return _refused(work, q, "当地的算法没有查到公开文件")
    if known is TransitionForm.PLACE_BASE and not has_local:
        return _refused(work, q, "当地按退休地的计发基数算，这个数没有提供也没有收录")
    _say_what_counts(work, q, Transition(known, rate.number))
    short = work.find("transitional_rate_short", q.region, day)
    rates = _rates(work, q, rate.number, short.number if short else rate.number, most_months)
    return tuple(Transition(known, one, q.virtual_account or Decimal(0)) for one in rates)


def _rates(work: Working, q: Question, rate: Decimal, short: Decimal, most_months: int) -> tuple[Decimal, ...]:
    if rate == short or q.deemed + q.before_account > SHORT_MONTHS:
        return (rate,)
    if most_months <= SHORT_MONTHS:
        return (short,)
    work.assume(
        "过渡系数分两档，按20年分界；分界看的是视同年限还是全部年限没有查到；估算低的一头按低档、高的一头按高档，逐月比较按低档"
    )
    return (short, rate)


def _say_what_counts(work: Working, q: Question, rule: Transition) -> None:
    if q.before_account and not rule.counts_paid:
        work.caution(
            f"建账前实际缴费的{months_spoken(q.before_account)}没有算进过渡性养老金：当地的算法只见到视同缴费年限，"
            "建账前实际缴费怎么算请问社保经办机构。"
        )
    if rule.form is TransitionForm.SHANGHAI and q.virtual_account is None:
        work.caution("上海的过渡性养老金还有虚账实记额除以120的一部分，没有提供这个数，没有计入。")
    if rule.form is TransitionForm.SHANGHAI:
        return
    if q.transitional_index is None:
        work.assume("过渡性养老金的指数没有提供，先用平均缴费指数代替，当地可能另有算法")


def _refused(work: Working, q: Question, why: str) -> tuple[Transition, ...]:
    work.caution(f"{q.region.replace('/', '')}的过渡性养老金没有计入：{why}。知道数额的可以提供，合计会加上。")
    return ()
