"""The monthly pension of government and public-institution staff by the new method."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension import government
from assistant.pension.formulas import account_pension, basic_pension, years_of
from assistant.pension.government import NEW_METHOD_FROM, AnnuityChoice
from assistant.pension.months import Month
from assistant.pension.parameters import ParameterBook
from assistant.pension.retirement import minimum_years
from assistant.tools.arguments import MOST_MONTHLY, amount, cents, count, first_day, lived, optional, place_of
from assistant.tools.benefit_base import benefit_base_of
from assistant.tools.payout_figures import payout_at
from assistant.tools.working import Working, money, months_spoken, plain, yuan
from assistant.traces import ToolResult

LEAST_INDEX, MOST_INDEX = Decimal("0.01"), Decimal(5)
LONG_MONTHS = 20 * 12
_SOURCE = "人社部发〔2015〕28号三（四）"


def government_pension(
    book: ParameterBook,
    as_of: str,
    birth: str,
    region: str,
    paid_months: int,
    account_balance: Decimal,
    actual_index: Decimal,
    deemed_months: int = 0,
    deemed_index: Decimal | None = None,
    transitional: Decimal | None = None,
    annuity_balance: Decimal | None = None,
    annuity_choice: AnnuityChoice = AnnuityChoice.MONTHLY,
    benefit_base: Decimal | None = None,
    payout_months: Decimal | None = None,
) -> ToolResult:
    """按新办法算机关事业单位编制内人员2024年10月以后退休的养老金：基础 + 过渡性 + 个人账户 + 职业年金。

    as_of 退休年月（YYYY-MM）；birth 出生年月（YYYY-MM）；region 参保的省或市；paid_months 累计缴费月数
    （含视同）；account_balance 基本养老个人账户储存额（元）；actual_index 实际平均缴费指数；deemed_months 其中视同缴费的月数、
    deemed_index 视同缴费指数（省里按职务职级定，有视同缴费就要给）；transitional 已知的过渡性养老金（元/月）；
    annuity_balance 职业年金储存额（元），annuity_choice 领法：monthly 按月领，commercial 买商业养老保险；
    benefit_base 计发基数（元/月）、payout_months 计发月数，提供了就用提供的。
    """
    on, born = first_day(as_of), Month.parse(birth)
    _check_time(Month.parse(as_of), born)
    work = Working(book)
    place_of(region)
    served = lived(count(paid_months, "累计缴费月数", 720), born, Month.parse(as_of))
    deemed = count(deemed_months, "视同缴费月数", 720)
    least = LEAST_INDEX if served > deemed else Decimal(0)
    actual = amount(actual_index, "实际平均缴费指数", MOST_INDEX, least=least)
    index = _index(work, served, deemed, deemed_index, actual)
    base = benefit_base_of(work, region, on, benefit_base)
    basic = _basic(work, base, index, served)
    extra = _transitional(work, on, region, base, deemed, deemed_index, transitional)
    payout = payout_at(work, on, Month.parse(as_of).minus(born), payout_months)
    account = _account(work, cents(account_balance, "个人账户储存额"), payout)
    annuity = _annuity(work, payout, optional(annuity_balance, "职业年金储存额"), AnnuityChoice(annuity_choice))
    parts = {"basic": basic, "transitional": extra, "account": account, "annuity": annuity}
    result = {"average_index": plain(index), "payout_months": plain(payout)}
    result |= {key: plain(part) for key, part in parts.items() if part is not None}
    result |= _totals(work, basic, extra, account, annuity)
    _say(work, served, on)
    return work.result("government_pension", result)


def _check_time(when: Month, born: Month) -> None:
    if when < NEW_METHOD_FROM:
        raise BadInput(
            "2024年9月30日以前退休的要和老办法对比（保低限高），老办法要用2014年9月的工资标准和历年增长率，这里不算",
            "请由单位人事部门向参保地机关事业社保经办机构要待遇核定表；2024年10月以后退休的可以按新办法算",
        )
    if not 40 * 12 <= when.minus(born) <= 75 * 12:
        raise BadInput("退休年月和出生年月对不上", "请核对出生年月和退休年月")


def _index(work: Working, served: int, deemed: int, deemed_index: Decimal | None, actual: Decimal) -> Decimal:
    if deemed > served or not served:
        raise BadInput("累计缴费月数要大于0，并且包含视同缴费的月数", "请核对累计缴费和视同缴费的月数")
    if not deemed:
        index = actual
    elif deemed_index is None:
        raise BadInput(
            "有视同缴费年限，没有视同缴费指数，算不了平均缴费指数",
            "视同缴费指数由省里按退休时的职务职级（职称）和工作年限定，请由单位人事部门向机关事业社保经办机构问清",
        )
    else:
        index = government.average_index(
            amount(deemed_index, "视同缴费指数", MOST_INDEX, least=LEAST_INDEX),
            years_of(deemed),
            actual,
            years_of(served),
        )
    index = index.quantize(Decimal("0.0001"))
    told = {"实际平均缴费指数": plain(actual), "实际缴费年限": months_spoken(served - deemed)}
    formula = "实际平均缴费指数，没有视同缴费，保留4位小数"
    if deemed and deemed_index is not None:
        told |= {
            "视同缴费指数": plain(deemed_index), "视同缴费年限": months_spoken(deemed), "缴费年限": months_spoken(served)
        }  # fmt: skip
        formula = "（视同缴费指数 × 视同缴费年限 + 实际平均缴费指数 × 实际缴费年限）÷ 缴费年限，保留4位小数"
    work.step("平均缴费指数", formula, told, plain(index))
    return index


def _basic(work: Working, base: Decimal, index: Decimal, served: int) -> Decimal:
    basic = money(basic_pension(base, index, years_of(served)))
    told = {"计发基数": yuan(base), "平均缴费指数": plain(index), "缴费年限": months_spoken(served)}
    work.step("基础养老金", "计发基数 ×（1 + 平均缴费指数）÷ 2 × 缴费年限 × 1%", told, yuan(basic))
    return basic


def _account(work: Working, balance: Decimal, payout: Decimal) -> Decimal:
    account = money(account_pension(balance, payout))
    told = {"个人账户储存额": yuan(balance), "计发月数": f"{plain(payout)}个月"}
    work.step("个人账户养老金", "个人账户储存额 ÷ 计发月数", told, yuan(account))
    return account


def _transitional(
    work: Working, on: date, region: str, base: Decimal, deemed: int, index: Decimal | None, given: Decimal | None
) -> Decimal | None:
    """The transitional pension; None when its rate is not on file."""
    if given is not None:
        extra = cents(given, "过渡性养老金", MOST_MONTHLY)
        work.assume(f"过渡性养老金用您提供的{yuan(extra)}")
        work.step("过渡性养老金", "您提供的", {}, yuan(extra))
        return extra
    if not deemed or index is None:
        work.step("过渡性养老金", "没有视同缴费年限，没有过渡性养老金", {}, yuan(Decimal(0)))
        return Decimal(0)
    place = place_of(region).region
    short = work.find("transitional_rate_short", place, on) if deemed <= LONG_MONTHS else None
    rate = short or work.find("transitional_rate", place, on)
    if rate is None:
        work.caution(f"{place.replace('/', '')}的过渡系数没有收录，过渡性养老金没有算，下面的合计不含它。")
        return None
    extra = money(government.transitional(base, index, years_of(deemed), rate.number))
    told = {
        "计发基数": yuan(base), "视同缴费指数": plain(index), "视同缴费年限": months_spoken(deemed), "过渡系数": rate.spoken
    }  # fmt: skip
    formula = "计发基数 × 视同缴费指数 × 视同缴费年限 × 过渡系数"
    work.step("过渡性养老金", formula, told, yuan(extra), rate)
    work.assume(f"过渡系数和本地企业职工的一致（{_SOURCE}）")
    if short is not None:
        work.assume("过渡系数分两档，按20年分界；分界看的是视同年限还是全部年限没有查到，这里看视同年限，用低的一档")
    return extra


def _annuity(work: Working, payout: Decimal, balance: Decimal | None, choice: AnnuityChoice) -> Decimal | None:
    if balance is None:
        work.caution("没有职业年金储存额，职业年金没有算。")
        return None
    work.caution(
        "职业年金的领法（按月领或一次性买商业养老保险，选定不改；出国（境）定居可以一次领）没有核到文件原文，待确认。"
    )
    if choice is AnnuityChoice.COMMERCIAL:
        work.caution("职业年金买商业养老保险的，按保险合同领，这里不算。")
        return None
    annuity = money(balance / payout)
    told = {"职业年金储存额": yuan(balance), "计发月数": f"{plain(payout)}个月"}
    work.step("职业年金", "职业年金储存额 ÷ 计发月数，发完为止", told, yuan(annuity))
    work.caution(
        "职业年金发完为止，领取时另计个人所得税（计税办法没有核到原文，待确认）；"
        "基本养老金发到终身，免缴个人所得税（个人所得税法第四条）。"
    )
    return annuity


def _totals(
    work: Working, basic: Decimal, extra: Decimal | None, account: Decimal, annuity: Decimal | None
) -> dict[str, str]:
    parts = {"基础养老金": basic, "过渡性养老金": extra, "个人账户养老金": account}
    known = {name: part for name, part in parts.items() if part is not None}
    pension = sum(known.values(), Decimal(0))
    key, name = (
        ("pension", "基本养老金") if extra is not None else ("partial_pension", "基本养老金（不含过渡性养老金）")
    )
    told = {part: yuan(value) for part, value in known.items()}
    work.step(name, " + ".join(known), told, yuan(pension))
    if annuity is None or extra is None:
        return {key: plain(pension)}
    total = pension + annuity
    work.step("每月合计", "基本养老金 + 职业年金", {name: yuan(pension), "职业年金": yuan(annuity)}, yuan(total))
    return {key: plain(pension), "total": plain(total)}


def _say(work: Working, served: int, on: date) -> None:
    least = minimum_years(on.year)
    if years_of(served) < least:
        work.caution(f"累计缴费不满{plain(least)}年的最低年限，还不能按月领，上面只是按现有年限算的。")
    work.assume("计发基数用本地公布的养老金计发基数；省里对机关事业单位另有口径的，以省里为准")
    work.caution("十年过渡期2024年9月30日已经结束，不再和老办法对比，这里不算老办法待遇。")
    work.caution("职务职级、视同缴费年限和指数由单位人事部门和机关事业社保经办机构按档案认定，先预发的以清算为准。")
