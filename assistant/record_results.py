"""Records as results with steps, so that every figure said of a record is traced to the system it comes from. Pure."""

from __future__ import annotations

from datetime import date

from assistant.business_ports import (
    Application,
    Applications,
    ApplicationState,
    Benefit,
    BenefitState,
    Certification,
    CertificationMethod,
    Contributions,
    NothingOnFile,
    Origin,
    PaymentState,
    Record,
    RecordKind,
)
from assistant.tools.working import months_spoken, plain, yuan
from assistant.traces import ToolResult, TraceStep

VERSION = "own-records.1"
TITLES = {
    RecordKind.CONTRIBUTIONS: "缴费记录",
    RecordKind.BENEFIT: "待遇发放",
    RecordKind.APPLICATIONS: "办理进度",
    RecordKind.CERTIFICATION: "领取资格认证",
}
APPLICATION_STATES = {
    ApplicationState.ACCEPTED: "已受理", ApplicationState.REVIEWING: "审核中",
    ApplicationState.NEEDS_PAPERS: "待补材料", ApplicationState.DONE: "已办结",
    ApplicationState.REFUSED: "不予办理", ApplicationState.WITHDRAWN: "已撤回",
}  # fmt: skip
BENEFIT_STATES = {BenefitState.PAYING: "正常发放", BenefitState.SUSPENDED: "暂停发放", BenefitState.ENDED: "停止发放"}
PAYMENT_STATES = {PaymentState.PAID: "已到账", PaymentState.PENDING: "发放中", PaymentState.RETURNED: "被银行退回"}
METHODS = {
    CertificationMethod.DATA_MATCH: "信息比对", CertificationMethod.SELF_SERVICE: "自助认证",
    CertificationMethod.COUNTER: "窗口认证", CertificationMethod.VISIT: "上门认证",
}  # fmt: skip
TAKEN = "取自业务系统，没有推算"

Pairs = list[tuple[str, str]]
Steps = list[TraceStep]


def result_of(kind: RecordKind, record: Record) -> ToolResult:
    """The record as a result of the tool ``own_<kind>``; the source and its day stand in every step."""
    origin = record.origin
    match record:
        case Contributions():
            pairs, steps = _contributions(record)
        case Benefit():
            pairs, steps = _benefit(record)
        case Applications():
            pairs, steps = _applications(record)
        case Certification():
            pairs, steps = _certification(record)
        case NothingOnFile():
            pairs, steps = [], [_taken(origin, TITLES[kind], "没有查到")]
    found = "no" if isinstance(record, NothingOnFile) else "yes"
    head = [("found", found), ("system", origin.system), ("as_of", day_spoken(origin.as_of))]
    caveat = f"这是{origin.system}截至{day_spoken(origin.as_of)}的记录，以社保经办机构核定为准。"
    return ToolResult(f"own_{kind}", (*head, *pairs), tuple(steps), (), (caveat,), VERSION, "", (("kind", kind.value),))


def day_spoken(day: date) -> str:
    """As said to a person: 2026年11月22日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _taken(origin: Origin, step: str, value: str, *inputs: tuple[str, str], formula: str = TAKEN) -> TraceStep:
    source = (("数据来源", origin.system), ("数据日期", day_spoken(origin.as_of)))
    return TraceStep(step, formula, (*source, *inputs), value)


def _contributions(record: Contributions) -> tuple[Pairs, Steps]:
    origin, total = record.origin, months_spoken(record.total_months)
    deemed = (("其中视同缴费", months_spoken(record.deemed_months)),) if record.deemed_months else ()
    pairs: Pairs = [("total_months", total)]
    steps: Steps = [_taken(origin, "累计缴费", f"{total}，共{record.total_months}个月", *deemed)]
    if record.deemed_months:
        pairs.append(("deemed_months", months_spoken(record.deemed_months)))
    if record.years:
        rows = [(f"{y.year}年", f"{y.months}个月，缴费基数每月{yuan(y.base)}") for y in record.years]
        pairs += [("years", "；".join(f"{year}{text}" for year, text in rows))]
        steps.append(_taken(origin, "各年缴费", f"共{len(rows)}个年度", *rows))
    if record.last_paid:
        pairs.append(("last_paid", record.last_paid.spoken))
        steps.append(_taken(origin, "最后缴费月份", record.last_paid.spoken))
    _add_gaps(record, pairs, steps)
    if record.balance is not None and record.balance_on:
        day = day_spoken(record.balance_on)
        pairs += [("balance", plain(record.balance)), ("balance_on", day)]
        steps.append(_taken(origin, "个人账户储存额", yuan(record.balance), ("储存额日期", day)))
    return pairs, steps


def _add_gaps(record: Contributions, pairs: Pairs, steps: Steps) -> None:
    if record.gaps is None:
        return
    if not record.gaps:
        steps.append(_taken(record.origin, "中断缴费", "没有查到中断"))
        return
    rows = [(f"{gap.first.spoken}至{gap.last.spoken}", f"{gap.months}个月") for gap in record.gaps]
    total = f"{sum(gap.months for gap in record.gaps)}个月"
    pairs += [("gap_months", total), ("gaps", "；".join(f"{span}，{months}" for span, months in rows))]
    value = f"{len(rows)}段，共{total}"
    steps.append(_taken(record.origin, "中断缴费", value, *rows, formula="各段中断的月数相加"))


def _benefit(record: Benefit) -> tuple[Pairs, Steps]:
    origin, state = record.origin, BENEFIT_STATES[record.state]
    pairs: Pairs = [("monthly", plain(record.monthly)), ("state", state)]
    parts = tuple((name, yuan(amount)) for name, amount in record.components)
    steps: Steps = [_taken(origin, "每月待遇", yuan(record.monthly), *parts), _taken(origin, "发放状态", state)]
    pairs += [("components", "；".join(f"{name}{amount}" for name, amount in parts))] if parts else []
    if record.since:
        pairs.append(("since", record.since.spoken))
        steps.append(_taken(origin, "开始领取", record.since.spoken))
    if record.last_paid_on:
        day = day_spoken(record.last_paid_on)
        result = PAYMENT_STATES[record.last_payment] if record.last_payment else ""
        pairs += [("last_paid_on", day)] + ([("last_payment", result)] if result else [])
        steps.append(_taken(origin, "最近发放", "，".join(filter(None, (day, result)))))
    return pairs, steps


def _applications(record: Applications) -> tuple[Pairs, Steps]:
    pairs: Pairs = [("count", f"{len(record.items)}件")]
    steps: Steps = [_taken(record.origin, "办理事项", f"{len(record.items)}件")]
    for number, item in enumerate(record.items, start=1):
        pairs += _application_pairs(f"application_{number}", item)
        inputs = [("受理日期", day_spoken(item.accepted_on))]
        inputs += [("预计办结日期", day_spoken(item.due_on))] if item.due_on else []
        inputs += [("还缺的材料", "、".join(item.missing))] if item.missing else []
        steps.append(_taken(record.origin, item.business, APPLICATION_STATES[item.state], *inputs))
    return pairs, steps


def _application_pairs(name: str, item: Application) -> Pairs:
    pairs = [
        (name, item.business),
        (f"{name}_accepted_on", day_spoken(item.accepted_on)),
        (f"{name}_state", APPLICATION_STATES[item.state]),
    ]
    pairs += [(f"{name}_due_on", day_spoken(item.due_on))] if item.due_on else []
    return pairs + ([(f"{name}_missing", "、".join(item.missing))] if item.missing else [])


def _certification(record: Certification) -> tuple[Pairs, Steps]:
    origin, until = record.origin, day_spoken(record.valid_until)
    expired = record.valid_until < origin.as_of
    state = "已过期" if expired else "在有效期内"
    left = "" if expired else f"{(record.valid_until - origin.as_of).days}天"
    pairs: Pairs = [("valid_until", until), ("state", state)] + ([("days_left", left)] if left else [])
    steps: Steps = [_taken(origin, "认证有效期至", until)]
    value = f"{state}，还有{left}" if left else state
    steps.append(_taken(origin, "认证状态", value, ("有效期至", until), formula="有效期最后一天 与 数据日期 相比"))
    if record.done_on:
        done, method = day_spoken(record.done_on), METHODS[record.method] if record.method else ""
        pairs += [("done_on", done)] + ([("method", method)] if method else [])
        steps.append(_taken(origin, "最近认证", "，".join(filter(None, (done, method)))))
    return pairs, steps
