"""How far somebody is from the minimum contribution years, and what to do about it."""

from __future__ import annotations

from assistant.errors import BadInput
from assistant.pension.elastic import LATE_MONTHS, choose
from assistant.pension.gap import Gap, paying_on
from assistant.pension.months import Month
from assistant.pension.parameters import ParameterBook
from assistant.pension.retirement import RULES, Retirement, Track, retirement
from assistant.tools.arguments import alive, count, lived
from assistant.tools.pension_told import minimum
from assistant.tools.working import Working, months_spoken, plain
from assistant.traces import ToolResult

_OPTIONS = (
    "到法定退休年龄还不够的，可以按规定延长缴费，缴满后按月领取（国务院办法第二条）。",
    "一次性缴费只限规定情形：2011年7月1日以前参保、延长缴费5年仍不够的一般才可以；人社部令第13号没有核到正式文件原文，待确认。",
    "也可以申请转入城乡居民养老保险（社会保险法第十六条），年满60周岁、累计满15年后按居民待遇领取，待遇一般较低。",
    "先查外地缴费、军龄和视同缴费年限有没有漏记；灵活就业断缴的月份一般不能事后补。",
)


def contribution_gap(
    book: ParameterBook, birth: str, track: Track, paid_months: int, shift_months: int = 0, as_of: str | None = None
) -> ToolResult:
    """看离按月领职工养老金的最低缴费年限还差多少、怎么办。

    birth 出生年月（YYYY-MM）；track：male 男职工，female55 原55岁的女职工，female50 原50岁的女职工；
    paid_months 已缴月数（含视同）；shift_months 弹性退休比法定退休月份晚几个月，提前写负数（-36到36）；
    as_of 现在的年月（YYYY-MM），给了就看从当月起每月缴到退休够不够、哪个月缴满。
    """
    found = retirement(Month.parse(birth), Track(track))
    if found.month.year - found.birth.year > 70 or found.birth.year < 1930:
        raise BadInput("出生年月不合适", "请给出1930年以后的出生年月，如 1975-06")
    now = Month.parse(as_of) if as_of else None
    if now is not None:
        alive(found.birth, now)
    shift = count(shift_months, "弹性退休的月数", LATE_MONTHS, least=-LATE_MONTHS)
    paid = lived(count(paid_months, "已缴月数", 720), found.birth, max(now or found.month, found.month))
    short = Gap(choose(found, shift), paid)
    work = Working(book)
    _steps(work, found, short)
    result = {
        "category": RULES[found.track].spoken, "retirement_month": short.choice.month.spoken,
        "reference_year": str(short.choice.reference_year), "minimum_years": plain(short.choice.minimum_years),
        "required_months": str(short.choice.minimum_months), "paid_months": str(short.paid),
        "gap_months": str(short.missing), "gap": months_spoken(short.missing), "enough": _yes(short.missing == 0),
    }  # fmt: skip
    if now is not None and short.missing:
        result |= _paying_on(work, short, now)
    _say(work, short)
    return work.result("contribution_gap", result)


def _yes(holds: bool) -> str:
    return "是" if holds else "否"


def _steps(work: Working, found: Retirement, short: Gap) -> None:
    choice = short.choice
    moved = f"法定退休月份{found.month.spoken}"
    if choice.shift:
        moved += f"，弹性{'提前' if choice.shift < 0 else '延迟'}{abs(choice.shift)}个月"
        work.assume("弹性提前是职工自愿，弹性延迟要和单位协商一致")
        work.caution("弹性退休看哪一年的最低年限，出自人社部发〔2024〕94号的转述，待确认。")
    told = {"出生年月": found.birth.spoken, "依据": moved}
    work.step("退休月份", "出生年月按渐进式延迟推算，再按弹性移动", told, choice.month.spoken)
    spoken = f"{plain(choice.minimum_years)}年（{choice.minimum_months}个月）"
    rule = minimum(choice)
    formula = (
        "2029年及以前15年，2030年起每年加6个月，2039年起20年；弹性提前看所选退休的年份，其他看达到法定退休年龄的年份"
    )
    work.step("最低缴费年限", formula, {"看哪一年": f"{choice.reference_year}年"}, spoken, rule)
    told = {"最低月数": f"{choice.minimum_months}个月", "已缴月数": f"{short.paid}个月（{months_spoken(short.paid)}）"}
    missing = f"{short.missing}个月（{months_spoken(short.missing)}）" if short.missing else "0个月，已经够了"
    work.step("还差", "最低月数 − 已缴月数，够了就是0", told, missing)


def _paying_on(work: Working, short: Gap, now: Month) -> dict[str, str]:
    ahead = paying_on(short, now)
    told = {
        "从": now.spoken, "到退休": f"{ahead.left}个月（{months_spoken(ahead.left)}）", "还差": f"{short.missing}个月"
    }  # fmt: skip
    answer = f"不够，到退休还差{ahead.short}个月（{months_spoken(ahead.short)}）" if ahead.short else "够"
    work.step("每月缴到退休够不够", "到退休的月数不少于还差的月数就够", told, answer)
    work.step("缴满的月份", "从当月起每月缴，缴满还差的月数", told, ahead.reached.spoken)
    work.assume(f"从{now.spoken}当月起每个月都缴，中间不断")
    return {
        "months_to_retirement": str(ahead.left), "enough_by_retirement": _yes(not ahead.short),
        "short_at_retirement_months": str(ahead.short), "reached_month": ahead.reached.spoken,
    }  # fmt: skip


def _say(work: Working, short: Gap) -> None:
    work.assume("已缴月数按您说的，含认定的视同缴费年限；城乡居民养老保险的年限不折算成职工年限")
    if short.missing and short.choice.shift < 0:
        work.caution("到所选的月份还没有满那一年最低缴费年限的，不能弹性提前（国务院办法第三条）。")
    if short.missing:
        for option in _OPTIONS:
            work.caution(option)
    else:
        work.caution("够最低缴费年限只是领取的门槛：在单位上班的，单位和本人仍应继续缴；灵活就业的，缴不缴自己定。")
