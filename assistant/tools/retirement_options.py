"""When a person may choose to retire: the earliest, the statutory and the latest month, and what each asks for."""

from __future__ import annotations

from assistant.errors import BadInput
from assistant.pension.elastic import LATE_MONTHS, Choice, choices, choose, shifts
from assistant.pension.months import Month, spoken_age
from assistant.pension.parameters import ParameterBook
from assistant.pension.retirement import RULES, START, Retirement, Track, earliest_elastic, retirement
from assistant.tools.arguments import alive, count, lived
from assistant.tools.pension_told import decision, first_payment, minimum
from assistant.tools.working import Working, months_spoken, plain
from assistant.traces import ToolResult

EXCLUDED = (
    "公务员、国有企事业单位领导人员及其他管理人员不能弹性延迟退休（人社部发〔2024〕94号，全文没有收录，待确认）。"
)
NOTICE = {
    "earliest": "提前是本人自愿，不用单位同意；至少在所选月份前3个月书面告知单位，灵活就业人员向参保地经办机构提出（待确认）。",
    "latest": "延迟要和单位协商一致，至少在法定退休月份前1个月书面写明；协商一致可以提前结束延迟。",
}
SPOKEN = {"earliest": "最早可选", "statutory": "法定", "latest": "最晚可选"}


def retirement_options(
    book: ParameterBook, birth: str, track: Track, as_of: str, paid_months: int | None = None
) -> ToolResult:  # fmt: skip
    """列出能选的退休时间：最早、法定、最晚各是哪个月、几岁、要满多少年，到那时缴费够不够。

    birth 出生年月（YYYY-MM）；track 类别（male 男职工，female55 原55岁的女职工，female50 原50岁的女职工）；
    as_of 现在的年月（YYYY-MM）；paid_months 到现在的累计缴费月数（含视同缴费），不知道可以不给。
    """
    born, now = Month.parse(birth), Month.parse(as_of)
    if born.year < 1930 or now < born:
        raise BadInput("出生年月不合适", "请给出1930年以后的出生年月，如 1975-06")
    alive(born, now)
    found = retirement(born, Track(track))
    paid = (
        None if paid_months is None else lived(count(paid_months, "累计缴费月数", 720), born, max(now, found.month), 0)
    )
    work = Working(book)
    told = {"category": RULES[found.track].spoken}
    for name, choice in _choices(found).items():
        told |= _told(work, found, name, choice, now, paid)
    _conditions(work, found, now)
    if paid is not None:
        told |= _first_enough(work, found, now, paid)
        work.assume(f"已缴{months_spoken(paid)}（含视同缴费），从{now.spoken}起一直缴、不断缴")
    return work.result("retirement_options", told)


def _choices(found: Retirement) -> dict[str, Choice]:
    first, last = shifts(found)
    return {"earliest": choose(found, first), "statutory": choose(found), "latest": choose(found, last)}


def _told(
    work: Working, found: Retirement, name: str, choice: Choice, now: Month, paid: int | None
) -> dict[str, str]:  # fmt: skip
    spoken = SPOKEN[name]
    formula = {
        "earliest": "最多提前3年，不早于原法定退休年龄", "statutory": "原法定退休月份 + 延迟月数",
        "latest": "最多延迟3年；2025年以前已到退休年龄的不能再选",
    }[name]  # fmt: skip
    work.step(
        f"{spoken}退休月份", formula, _moved(found, choice, name), f"{choice.month.spoken}，{spoken_age(choice.age)}",
        decision("延迟退休的月数", found.delay, "月")
        if name == "statutory"
        else decision("弹性退休最多提前或延迟", LATE_MONTHS, "月"),
    )  # fmt: skip
    years = plain(choice.minimum_years)
    work.step(
        f"{spoken}退休的最低缴费年限", "提前看所选年份；法定和延迟都看法定退休的年份",
        {"看的年份": f"{choice.reference_year}年"}, f"{years}年", minimum(choice),
    )  # fmt: skip
    work.step(
        f"{spoken}退休的首次发放月份", "退休月份的次月起发", {"退休月份": choice.month.spoken},
        choice.month.plus(1).spoken, first_payment(),
    )  # fmt: skip
    told = {
        f"{name}_month": choice.month.spoken, f"{name}_age": spoken_age(choice.age), f"{name}_minimum_years": years,
        f"{name}_first_payment_month": choice.month.plus(1).spoken,
    }  # fmt: skip
    return told if paid is None else told | _enough(work, name, choice, now, paid)


def _moved(found: Retirement, choice: Choice, name: str) -> dict[str, str]:
    """What a month is reckoned from: the old age and the delay, or the statutory month and the shift."""
    if name == "statutory":
        original = f"{found.original_month.spoken}，{RULES[found.track].original}岁"
        return {"出生年月": found.birth.spoken, "原法定退休": original, "延迟月数": f"{found.delay}个月"}
    way = "早" if choice.shift < 0 else "晚"
    return {"法定退休月份": found.month.spoken, "比法定": f"{way}{abs(choice.shift)}个月"}


def _enough(work: Working, name: str, choice: Choice, now: Month, paid: int) -> dict[str, str]:
    total = paid + max(choice.month.minus(now), 0)
    gap = max(choice.minimum_months - total, 0)
    told = "够" if gap == 0 else f"不够，还差{gap}个月{'，不能选这个月' if choice.shift < 0 else ''}"
    inputs = {"到那时累计": months_spoken(total), "最低": months_spoken(choice.minimum_months)}
    work.step(f"{SPOKEN[name]}退休时缴费够不够", "到那时的累计缴费年限和最低缴费年限比", inputs, told)
    return {f"{name}_total_months": months_spoken(total), f"{name}_gap_months": str(gap), f"{name}_enough": told}


def _first_enough(work: Working, found: Retirement, now: Month, paid: int) -> dict[str, str]:
    """The first month from now on that can be chosen with enough years; nothing when there is none."""
    ahead = [choice for choice in choices(found) if choice.month >= now]
    enough = [c for c in ahead if paid + c.month.minus(now) >= c.minimum_months]
    if not enough:
        return {}
    first = enough[0]
    inputs = {"最低": months_spoken(first.minimum_months)}
    told = f"{first.month.spoken}，{spoken_age(first.age)}"
    work.step("缴费够的最早月份", "能选的月份里第一个缴满最低年限的", inputs, told)
    return {"first_enough_month": first.month.spoken, "first_enough_age": spoken_age(first.age)}


def _conditions(work: Working, found: Retirement, now: Month) -> None:
    if found.delay:
        work.caution(NOTICE["earliest"])
        work.caution("提前退休还要满足所选年份的最低缴费年限，不满的不能提前。")
    if found.month >= START:
        work.caution(NOTICE["latest"])
        work.caution(EXCLUDED)
    else:
        work.assume("2025年以前已经到法定退休年龄，按原来的规定退休，没有弹性退休")
    if earliest_elastic(found) < now < found.month:
        work.assume(f"最早可选的{earliest_elastic(found).spoken}已经过了，只能选以后的月份")
    if found.month < now:
        work.assume(f"法定退休月份{found.month.spoken}已经过了")
    work.assume(f"按{RULES[found.track].spoken}推算，出生年月以审核档案后的认定为准")
