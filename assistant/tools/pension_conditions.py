"""On what conditions an estimate holds, and what is not counted in it."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.pension.payout import OLDEST
from assistant.tools.pension_claim import Claim
from assistant.tools.pension_question import Question
from assistant.tools.pension_terms import Terms
from assistant.tools.working import Working, plain

EXTENSION = (
    "达到退休年龄还没有缴满最低年限的，可以延长缴费，符合条件的可以一次性缴费"
    "（一般限2011年7月1日以前参保、延长缴费5年后仍不足的，待确认），也可以申请转入城乡居民养老保险；能办哪一种问参保地社保经办机构。"
)


def say_conditions(work: Working, q: Question, terms: Terms, claim: Claim) -> None:
    """Everything taken for granted about months, growth and rules, and what is left out."""
    _say_months(work, q, claim)
    if q.growth is None or q.growth == 0:
        work.assume("不算今后工资和计发基数的增长，金额是按今天的水平算的")
    else:
        work.assume(f"工资和计发基数每年增长{plain(q.growth * 100)}%是假设，金额是领取那一年的钱")
    if terms.half_years:
        work.assume("缴费年限按月数除以12、不取整算；估算里高的一头按进到半年算")
        work.caution("当地有把缴费年限进到半年的规则，各份核定表做法不一样，待确认。")
    work.caution("增发、加发、地方补贴和退休以后历年的调整没有计入。")
    if claim.age > OLDEST * 12:
        work.assume(f"计发月数表只到{OLDEST}岁，超出的按{OLDEST}岁的算")
    elif claim.age % 12:
        work.caution("领取时不是整岁，计发月数按月折算是多地核定表的做法，全国性文件没有见到。")


def _say_months(work: Working, q: Question, claim: Claim) -> None:
    month = claim.choice.month
    if claim.gap:
        work.assume(
            f"到{month.spoken}还差{claim.gap}个月才满最低缴费年限，不补足就没有按月的养老金；"
            f"以下金额以从{q.as_of.plus(1).spoken}起每月缴、延长缴费到{claim.month.spoken}为前提"
        )
        work.caution(EXTENSION)
    if month <= q.as_of:
        work.assume(f"{month.spoken}已经到了或过了，计发基数按{claim.month.year}年的算，历年调整没有算")
        if q.balance is not None and not claim.gap:
            work.assume("个人账户储存额当作退休时的数，领取以后的余额不是这个数")
    elif q.keep_paying:
        work.assume(f"从现在一直缴到{month.spoken}，中间不断缴")
    else:
        work.assume("今后不再缴费" if not claim.gap else "今后只把差的月数缴满")
    if q.as_of < month:
        work.assume("到退休时规定不变")
    say_shifts(work, (claim,))


def say_shifts(work: Working, claims: Iterable[Claim]) -> None:
    """What flexible retirement asks for, early and late."""
    shifts = [claim.choice.shift for claim in claims]
    if min(shifts) < 0:
        work.caution("弹性提前退休要本人自愿，在所选月份前至少3个月书面告知单位。")
    if max(shifts) > 0:
        work.caution(
            "弹性延迟退休要和单位协商一致，在法定退休月份前至少1个月书面写明；"
            "公务员、国有企事业单位领导人员及其他管理人员不适用（待确认）。"
        )
