"""The monthly pension of somebody in the residents' scheme."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.months import Month
from assistant.pension.parameters import NATIONAL, Parameter, ParameterBook
from assistant.pension.resident import CLAIM_AGE, HIGHER_TIER, LongPay, claim_month
from assistant.tools.arguments import cents, count, first_day, lived, monthly, place_of
from assistant.tools.recent import recent
from assistant.tools.working import Working, money, plain, yuan
from assistant.traces import ToolResult

MOST_TIER = Decimal(50_000)


def resident_pension(
    book: ParameterBook,
    as_of: str,
    years: int,
    region: str | None = None,
    account_balance: Decimal | None = None,
    annual_tier: Decimal | None = None,
    local_basic: Decimal | None = None,
    long_pay: Decimal | None = None,
    birth: str | None = None,
) -> ToolResult:
    """算城乡居民养老金每月大约多少：基础养老金 + 长缴加发 + 个人账户全部储存额 ÷ 139。

    as_of 按哪个年月的标准（YYYY-MM）；years 累计缴费整年数；region 户籍参保的省或市；
    account_balance 个人账户储存额（元），没有就给 annual_tier 每年缴费档次（元），按档次和补贴粗略推算；
    local_basic 当地基础养老金（元/月）、long_pay 当地长缴加发（元/月），提供了就用提供的；
    birth 出生年月（YYYY-MM），给了就说哪个月满60周岁。
    """
    on, served = first_day(as_of), count(years, "累计缴费年数", 60)
    place = place_of(region).region if region else NATIONAL
    work = Working(book)
    balance = _balance(work, on, place, served, account_balance, annual_tier)
    minimum = work.need("resident_minimum_years", NATIONAL, on)
    missing = max(int(minimum.number) - served, 0)
    basic = _basic(book, work, place, on, local_basic)
    extra = _long_pay(work, place, on, served, long_pay)
    divisor = work.need("resident_payout_months", NATIONAL, on)
    account = money(balance / divisor.number)
    work.step(
        "个人账户养老金",
        f"个人账户全部储存额 ÷ {plain(divisor.number)}",
        {"个人账户全部储存额": yuan(balance)},
        yuan(account),
        divisor,
    )
    parts = {"基础养老金": basic, "长缴加发": extra, "个人账户养老金": account}
    total = sum(parts.values(), Decimal(0))
    work.step("每月合计", " + ".join(parts), {name: yuan(part) for name, part in parts.items()}, yuan(total))
    result = {
        "account_balance": plain(balance), "basic": plain(basic), "long_pay": plain(extra), "account": plain(account),
        "total": plain(total), "enough_years": "否" if missing else "是", "missing_years": str(missing),
    }  # fmt: skip
    if birth is not None:
        result["claim_month"] = _claim(work, Month.parse(birth), Month.parse(as_of), served)
    _say(work, minimum, missing)
    return work.result("resident_pension", result)


def _balance(work: Working, on: date, place: str, years: int, balance: Decimal | None, tier: Decimal | None) -> Decimal:
    yearly = None if tier is None else cents(tier, "每年缴费档次", MOST_TIER, least=Decimal(1))
    if balance is not None:
        if yearly is not None:
            work.assume("用您说的个人账户储存额算，没有再用缴费档次推算")
        saved = cents(balance, "个人账户储存额")
        work.step("个人账户储存额", "您说的" if saved else "按0元算", {}, yuan(saved))
        return saved
    if yearly is None:
        raise BadInput("没有个人账户储存额，也没有缴费档次", "请说个人账户里有多少钱，或每年缴多少、缴了几年")
    key = "resident_subsidy.from_500" if yearly >= HIGHER_TIER else "resident_subsidy.lowest"
    subsidy = work.need(key, place, on)
    saved = money((yearly + subsidy.number) * years)
    told = {"每年缴费": yuan(yearly), "每年政府补贴": subsidy.spoken, "缴费年数": f"{years}年"}
    work.step("个人账户储存额（推算）", "（每年缴费 + 每年政府补贴）× 缴费年数", told, yuan(saved), subsidy)
    whose = "国家规定的最低补贴" if subsidy.region == NATIONAL else f"{subsidy.region.replace('/', '')}的补贴"
    work.assume(
        f"个人账户是粗略推算：每年都按{yuan(yearly)}缴、{whose}{subsidy.spoken}，没有算利息和集体补助，实际以账户查询为准"
    )
    return saved


def _basic(book: ParameterBook, work: Working, place: str, on: date, given: Decimal | None) -> Decimal:
    lowest = work.latest("resident_minimum_basic", NATIONAL, on)
    if given is not None:
        basic, used = monthly(given, "当地基础养老金"), (lowest,)
        work.assume(f"当地基础养老金用您提供的{plain(basic)}元")
    elif place != NATIONAL and (local := recent(book, work, "resident_basic", place, on)) is not None:
        basic, used = local.number, (local,)
    else:
        basic, used = lowest.number, (lowest,)
        work.assume(f"当地基础养老金没有收录，按中央最低标准{lowest.spoken}算，当地一般更高")
    if basic < lowest.number:
        work.caution(f"基础养老金比中央最低标准{lowest.spoken}还低，请向户籍地社保服务窗口核对。")
    work.step("基础养老金", "当地标准，不低于中央最低标准", {"中央最低标准": lowest.spoken}, yuan(basic), *used)
    return money(basic)


def _long_pay(work: Working, place: str, on: date, years: int, given: Decimal | None) -> Decimal:
    used: tuple[Parameter, ...] = ()
    formula = "当地规定的长期缴费加发"
    if given is not None:
        extra = cents(given, "长缴加发", Decimal(10_000))
        work.assume(f"长缴加发用您提供的{yuan(extra)}")
    elif (first := work.find("resident_long_pay.up_to_15", place, on)) is not None:
        beyond = work.need("resident_long_pay.over_15", place, on)
        used, extra = (first, beyond), LongPay(first.number, beyond.number).monthly(years)
        formula = f"满15年的，15年以内每满1年{first.spoken}，超过15年的每满1年{beyond.spoken}；不满15年没有"
        work.caution(f"{first.region.replace('/', '')}长缴加发，省里和市里的公开口径有过不同说法，以经办机构核定为准。")
    else:
        work.caution("长缴加发由当地规定，这里没有收录，没有算。")
        extra = Decimal(0)
    work.step("长缴加发", formula, {"累计缴费": f"{years}年"}, yuan(extra), *used)
    return money(extra)


def _claim(work: Working, birth: Month, now: Month, served: int) -> str:
    month = claim_month(birth)
    if birth > now or now.year - birth.year > 120:
        raise BadInput("出生年月不合适", "请核对出生年月")
    lived(served * 12, birth, now)
    work.step("满60周岁的月份", f"出生年月 + {CLAIM_AGE}年，不跟着延迟退休", {"出生年月": birth.spoken}, month.spoken)
    if month > now:
        work.assume(f"按{now.spoken}的标准算，到{month.spoken}满60周岁时标准会变")
    return month.spoken


def _say(work: Working, minimum: Parameter, missing: int) -> None:
    if missing:
        work.caution(f"累计缴费还差{missing}年才满{minimum.spoken}，没有满以前不能按月领，上面是按现有账户算的。")
    work.caution("领取条件：年满60周岁、累计缴费满15年、没有领取国家规定的其他基本养老待遇（国发〔2014〕8号第七条）。")
    work.caution("年满60周岁以后一次性补缴的，有的地方只记入个人账户，不算加发年限。")
