"""What money moves along when pension insurance moves to another place or scheme."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL, ParameterBook
from assistant.pension.transfer import Sex, TransferKind, temporary_account
from assistant.tools.arguments import cents, count, first_day, monthly, optional
from assistant.tools.working import Working, money, months_spoken, plain, yuan
from assistant.traces import ToolResult

_SINCE = {TransferKind.EMPLOYEE: "1998年1月1日以后", TransferKind.GOVERNMENT: "2014年10月改革以后"}
_FIRST = {TransferKind.EMPLOYEE: Month(1998, 1), TransferKind.GOVERNMENT: Month(2014, 10)}
_ONLY_ACCOUNT = {
    TransferKind.RESIDENT: "城乡居民养老保险跨地区转移，转个人账户全部储存额，缴费年限累计计算（国发〔2014〕8号第八条）",
    TransferKind.RESIDENT_TO_EMPLOYEE: "居民转职工只转个人账户全部储存额，居民缴费年限不折算成职工缴费年限",
    TransferKind.EMPLOYEE_TO_RESIDENT: "职工转居民只转个人账户全部储存额，职工缴费年限合并计算为居民缴费年限",
}
_GOVERNMENT = (
    "同一统筹范围内的机关事业单位之间流动，只转关系、不转基金；辞职、辞退离开的，关系转到户籍所在地的企业职工养老保险；"
    "职业年金另外转，这里没有算（人社部规〔2017〕1号一、二）。"
)
_BRIDGE = (
    "城乡养老保险制度衔接暂行办法（人社部发〔2014〕17号）没有核到正式文件原文，待确认；一般到职工法定退休年龄以后才办，"
    "职工缴费满15年（含延长缴费）的居民可以转职工，不满15年的职工可以转居民。"
)


def transfer_amount(
    book: ParameterBook,
    as_of: str,
    account_balance: Decimal,
    kind: TransferKind = TransferKind.EMPLOYEE,
    wage_sum: Decimal | None = None,
    monthly_wage: Decimal | None = None,
    months: int | None = None,
    sex: Sex | None = None,
    age: int | None = None,
    to_hukou: bool = False,
    assigned: bool = False,
) -> ToolResult:
    """算养老保险关系转移时带走多少钱：个人账户全部储存额，加单位缴费部分（各年度缴费工资的12%）。

    as_of 办转移的年月（YYYY-MM）；account_balance 个人账户储存额（元）；kind：employee 职工跨省（默认），
    government 机关事业单位跨统筹范围或转到企业，resident 居民跨地区，resident_to_employee 居民转职工，
    employee_to_resident 职工转居民；wage_sum 缴费工资合计（元，职工从1998年1月起、机关事业从2014年10月起），
    或者给 monthly_wage 平均每月缴费工资（元）和 months 缴费月数；sex（male、female）和 age（周岁）用来看新参保地
    是不是只建临时账户；to_hukou 转回户籍所在省；assigned 县级以上组织、人社部门批准调动。
    """
    on, kind = first_day(as_of), TransferKind(kind)
    account = cents(account_balance, "个人账户储存额")
    work = Working(book)
    if kind is TransferKind.EMPLOYEE and _stays(work, on, sex, age, to_hukou=to_hukou, assigned=assigned):
        return work.result("transfer_amount", {"moves": "否", "route": "原参保地保留关系，新参保地建临时缴费账户"})
    work.step("个人账户转移额", "个人账户全部储存额", {"个人账户储存额": yuan(account)}, yuan(account))
    paid_on = _Wages(wage_sum, monthly_wage, months)
    pooled = _pooled(work, on, kind, _wages(work, on, kind, paid_on)) if kind.pooled else Decimal(0)
    if not kind.pooled:
        work.step("统筹基金转移额", _ONLY_ACCOUNT[kind], {}, yuan(pooled))
        if kind is not TransferKind.RESIDENT:
            work.caution(_BRIDGE)
    parts = {"个人账户转移额": yuan(account), "统筹基金转移额": yuan(pooled)}
    work.step("转移合计", "个人账户转移额 + 统筹基金转移额", parts, yuan(account + pooled))
    if kind.pooled:
        work.caution("转移的统筹基金是两地社保基金之间的结算，不是从个人账户里扣；缴费年限和缴费记录全部随关系走。")
    work.caution("已经按国家规定领取养老金的，不再转移养老保险关系。")
    result = {"account": plain(account), "pooled": plain(pooled), "total": plain(account + pooled)}
    return work.result("transfer_amount", {"moves": "是", **result})


def _stays(work: Working, on: date, sex: Sex | None, age: int | None, *, to_hukou: bool, assigned: bool) -> bool:
    """Whether a temporary account stands in the way; unknown sex or age is an assumption."""
    if to_hukou or assigned:
        work.assume("转回户籍所在省，或者经批准调动的，不受男50周岁、女40周岁的限制")
        return False
    if sex is None or age is None:
        work.assume("男不满50周岁、女不满40周岁，或者转回户籍所在省；否则新参保地只建临时缴费账户，关系留在原参保地")
        return False
    sex = Sex(sex)
    limit = work.need(f"temporary_account_age.{sex.value}", NATIONAL, on)
    stays = temporary_account(
        count(age, "年龄", 120, least=16), int(limit.number), to_hukou=to_hukou, assigned=assigned
    )
    work.step(
        "是否建临时缴费账户", f"{'男' if sex is Sex.MALE else '女'}年满{plain(limit.number)}周岁，到非户籍省参保的建临时账户",
        {"年龄": f"{age}岁"}, "建临时缴费账户" if stays else "不建，关系可以转移", limit,
    )  # fmt: skip
    if stays:
        work.caution(
            "临时缴费账户记录单位和个人全部缴费，再次跨省就业或达到领取条件时，全部缴费本息归集到原参保地或待遇领取地。"
        )
    return stays


@dataclass(frozen=True, slots=True)
class _Wages:
    """What contributions were paid on: the sum in yuan, or an average month and how many."""

    total: Decimal | None
    month: Decimal | None
    months: int | None


def _wages(work: Working, on: date, kind: TransferKind, given: _Wages) -> Decimal:
    total = optional(given.total, "缴费工资合计")
    wage = None if given.month is None else monthly(given.month, "每月缴费工资")
    months = None if given.months is None else count(given.months, "缴费月数", 720, least=1)
    if total is not None:
        if wage is not None:
            work.assume("用您说的缴费工资合计算，没有再用平均每月缴费工资")
        return total
    if wage is None or months is None:
        raise BadInput(f"没有{_SINCE[kind]}的缴费工资", "请提供这段时间的缴费工资合计，或平均每月缴费工资和缴费月数")
    if months > (most := Month(on.year, on.month).minus(_FIRST[kind]) + 1):
        raise BadInput(f"{_SINCE[kind]}到现在只有{most}个月，没有{months}个月", f"请给出{_SINCE[kind]}的缴费月数")
    summed = wage * months
    told = {"平均每月缴费工资": yuan(wage), "缴费月数": f"{months}个月（{months_spoken(months)}）"}
    work.step("缴费工资合计", "平均每月缴费工资 × 缴费月数", told, yuan(summed))
    work.assume("按平均每月缴费工资推算各年合计，实际按每一年的缴费工资相加")
    return summed


def _pooled(work: Working, on: date, kind: TransferKind, wages: Decimal) -> Decimal:
    rate = work.need("pooled_transfer_rate", NATIONAL, on)
    pooled = money(wages * rate.number)
    formula = f"缴费工资合计 × {rate.spoken}（{_SINCE[kind]}各年度的实际缴费工资，不足1年的按实际月数）"
    work.step("统筹基金转移额", formula, {"缴费工资合计": yuan(wages)}, yuan(pooled), rate)
    if kind is TransferKind.GOVERNMENT:
        work.caution(_GOVERNMENT)
    if kind is TransferKind.EMPLOYEE:
        work.assume("缴费工资只算1998年1月1日以后的；1998年以前的个人账户按个人缴费累计本息转移")
    return pooled
