"""The retirement month of a person, with every step."""

from __future__ import annotations

from datetime import date

from assistant.errors import BadInput
from assistant.pension.elastic import latest_elastic
from assistant.pension.months import Month, spoken_age
from assistant.pension.parameters import ParameterBook
from assistant.pension.retirement import (
    RULE_VERSION,
    RULES,
    START,
    Retirement,
    Track,
    earliest_elastic,
    minimum_years,
    retirement,
)
from assistant.traces import ToolResult, TraceStep, UsedParameter

DECISION = "《关于实施渐进式延迟法定退休年龄的决定》及国务院办法（2024年9月13日）"
NOTICE = "人社部发〔2024〕94号"
FROM = date(2025, 1, 1)
LAW, LAW_FROM = "《社会保险法》第十六条", date(2011, 7, 1)


def retirement_date(book: ParameterBook, birth: str, track: Track) -> ToolResult:
    """推算什么时候退休：出生年月（YYYY-MM）和类别（male 男职工，female55 原55岁的女职工，female50 原50岁的女职工）。"""
    found = retirement(Month.parse(birth), Track(track))
    if found.month.year - found.birth.year > 70 or found.birth.year < 1930:
        raise BadInput("出生年月不合适", "请给出1930年以后的出生年月，如 1975-06")
    return ToolResult(
        tool="retirement_date",
        result=_result(found),
        trace=(
            _original_step(found),
            _delay_step(found),
            _month_step(found),
            _years_step(found),
            _elastic_step(found),
        ),
        assumptions=(f"按{RULES[found.track].spoken}推算", "出生年月以人社部门审核档案后的认定为准"),
        caveats=_caveats(found),
        rule_version=RULE_VERSION,
        parameter_version=book.version,
    )


def minimum_parameter(year: int, value: str) -> UsedParameter:
    """The minimum years of a year: by the law until 2024, by the decision on the gradual delay from 2025 on."""
    source, since = (DECISION, FROM) if year >= FROM.year else (LAW, LAW_FROM)
    return UsedParameter("最低缴费年限", value, "全国", since, source, "primary")


SPECIAL = (
    "井下、高空、高温、特别繁重体力劳动等特殊工种和高海拔地区工作的，符合条件可以申请提前退休（国务院办法第八条）；"
    "因病完全丧失劳动能力的看病残津贴。这两种由人社部门认定，这里不判断。"
)


def _caveats(found: Retirement) -> tuple[str, ...]:
    settled = "这是按全国统一规定推算的结果，以社保经办机构核定为准。"
    if found.month >= Month(LAW_FROM.year, LAW_FROM.month):
        return (SPECIAL, settled)
    return (SPECIAL, "2011年7月以前到退休年龄的，领取条件按当时的规定，15年是后来社会保险法的数。", settled)


def _result(found: Retirement) -> tuple[tuple[str, str], ...]:
    return (
        ("category", RULES[found.track].spoken),
        ("birth", found.birth.spoken),
        ("retirement_month", found.month.spoken),
        ("retirement_age", spoken_age(found.age)),
        ("delay_months", str(found.delay)),
        ("original_month", found.original_month.spoken),
        ("first_payment_month", found.month.plus(1).spoken),
        ("minimum_years", f"{found.minimum_years.normalize():f}"),
        ("earliest_elastic_month", earliest_elastic(found).spoken),
        ("earliest_elastic_years", f"{minimum_years(earliest_elastic(found).year).normalize():f}"),
        ("latest_elastic_month", latest_elastic(found).spoken),
    )


def _original_step(found: Retirement) -> TraceStep:
    rule = RULES[found.track]
    return TraceStep(
        "原退休月份", "出生年月 + 原法定退休年龄",
        (("出生年月", found.birth.spoken), ("原法定退休年龄", f"{rule.original}岁")),
        found.original_month.spoken, (_parameter("原法定退休年龄", f"{rule.original}岁"),),
    )  # fmt: skip


def _delay_step(found: Retirement) -> TraceStep:
    rule = RULES[found.track]
    if found.delay == 0:
        return TraceStep(
            "延迟月数", "原退休月份早于2025年1月，不延迟", (("原退休月份", found.original_month.spoken),), "0个月"
        )
    return TraceStep(
        "延迟月数", f"从2025年1月起每{rule.step}个月延迟1个月，最多{rule.cap}个月",
        (("原退休月份", found.original_month.spoken),), f"{found.delay}个月",
        (_parameter("延迟节奏", f"每{rule.step}个月延迟1个月"), _parameter("最多延迟", f"{rule.cap}个月")),
    )  # fmt: skip


def _month_step(found: Retirement) -> TraceStep:
    return TraceStep(
        "退休月份", "原退休月份 + 延迟月数；养老金从退休的次月起发",
        (("原退休月份", found.original_month.spoken), ("延迟月数", f"{found.delay}个月")),
        f"{found.month.spoken}，{spoken_age(found.age)}",
        (UsedParameter("养老金起发", "退休次月", "全国", FROM, NOTICE, "multi"),),
    )  # fmt: skip


def _years_step(found: Retirement) -> TraceStep:
    years = f"{found.minimum_years.normalize():f}年"
    return TraceStep(
        "最低缴费年限", "2029年及以前15年，2030年起每年加6个月，2039年起20年",
        (("退休年份", f"{found.month.year}年"),), years, (minimum_parameter(found.month.year, years),),
    )  # fmt: skip


def _elastic_step(found: Retirement) -> TraceStep:
    early = earliest_elastic(found)
    if found.month < START:
        return TraceStep(
            "弹性退休的范围", "2025年以前已经到法定退休年龄，没有弹性提前或延后", (("法定退休月份", found.month.spoken),),
            f"只有{found.month.spoken}", (_parameter("弹性退休的起始", "2025年1月1日"),),
        )  # fmt: skip
    years = f"{minimum_years(early.year).normalize():f}年"
    return TraceStep(
        "弹性退休的范围",
        "提前最多3年且不早于原退休月份，延后最多3年；提前的由本人自愿，至少提前3个月书面告知单位；延后的要和单位协商一致",
        (("法定退休月份", found.month.spoken), ("原退休月份", found.original_month.spoken)),
        f"最早{early.spoken}（那一年最低缴费年限{years}），最晚{latest_elastic(found).spoken}",
        (
            _parameter("弹性提前或延后最多", "3年"),
            UsedParameter("弹性提前的告知时间", "3个月", "全国", FROM, NOTICE, "multi"),
        ),
    )  # fmt: skip


def _parameter(name: str, value: str) -> UsedParameter:
    return UsedParameter(name, value, "全国", FROM, DECISION, "primary")
