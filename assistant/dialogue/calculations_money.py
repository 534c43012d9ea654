"""Calculations of money: contributions, the parts of a pension, a resident's pension, the tax of a private pension. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from assistant.dialogue import spoken
from assistant.dialogue.calculation import Arguments, Asked, Calculation
from assistant.dialogue.form_fields import BALANCE, LEVEL, LOCAL_BASE, TIER, YEARS
from assistant.pension.contribution import ContributionKind
from assistant.tools.working import yuan
from assistant.traces import ToolResult

_PAYING = re.compile(r"(交|缴|扣|付).{0,8}(多少|好多|几|啥数)|多少钱|(多少|几)(钱|元|块)")
_FLEXIBLE = re.compile(r"灵活就业|自己(交|缴)|个人(交|缴|身份)|个体")
_EMPLOYED = re.compile(r"单位|公司|上班|工资|厂")
_PENSION_SAID = re.compile(r"能?(领|拿)|养老金|退休金")


def _contribution(asked: Asked) -> tuple[Arguments, ...]:
    kind, _, amount = asked.extras.get(LEVEL, "").partition(":")
    if kind != "基数" or not _PAYING.search(asked.text) or _PENSION_SAID.search(asked.text):
        return ()
    flexible = bool(_FLEXIBLE.search(asked.text)) or asked.found.identity == "灵活就业"
    if flexible == bool(_EMPLOYED.search(asked.text)):
        return ()
    which = ContributionKind.FLEXIBLE if flexible else ContributionKind.EMPLOYEE
    return ({"as_of": asked.month, "kind": which, "base": Decimal(amount), "region": asked.found.region},)


def _say_contribution(result: ToolResult) -> tuple[str, ...]:
    if monthly := result.find("monthly"):
        account = result.value("to_account")
        return (f"按这个基数，灵活就业每月交{yuan(Decimal(monthly))}，其中{yuan(Decimal(account))}记入个人账户。",)
    employee, employer = (yuan(Decimal(result.value(name))) for name in ("employee", "employer"))
    return (f"按这个基数，个人每月交{employee}，单位每月交{employer}，个人交的记入个人账户。",)


_PAYOUT = re.compile(
    r"账户.{0,8}出.{0,6}(多少|几)|账户(这块|那块|部分|这一块).{0,6}(多少|几)|计发月数|除以.{0,6}(多少|几)(个)?月|个人账户.{0,8}(养老金|每月|一个月|月).{0,8}(多少|几)|个人账户养老金"
)
_RETIRES_AT = re.compile(
    r"(?<!\d)(?P<years>[4-7]\d|[四五六]十[一二三四五六七八九]?)(?:周?岁|整)(?:零|又)?(?:(?P<months>1[01]|[1-9]|十一?|[一二三四五六七八九])个?月)?"
)


def _account(asked: Asked) -> tuple[Arguments, ...]:
    age = retires_at(asked.text)
    if not _PAYOUT.search(asked.text) or age is None:
        return ()
    balance = asked.extras.get(BALANCE) or _only_amount(asked.text)
    if balance is None and not _DIVISOR.search(asked.text):
        return ()
    amount = Decimal(balance) if balance else None
    return ({"age_years": age[0], "age_months": age[1], "account_balance": amount},)


_DIVISOR = re.compile(r"计发月数|除以")


def retires_at(text: str) -> tuple[int, int] | None:
    """The age of retirement a message names, in years and months."""
    age = _RETIRES_AT.search(text)
    if age is None:
        return None
    years, months = (spoken.number(age.group(name) or "0") for name in ("years", "months"))
    return int(years or 0), int(months or 0)


def _only_amount(text: str) -> str | None:
    amounts = [a for a in spoken.money_amounts(text) if a.about in ("balance", "unknown")]
    return str(amounts[0].value) if len(amounts) == 1 else None


def _say_account(result: ToolResult) -> tuple[str, ...]:
    age, months = result.value("retirement_age"), result.value("payout_months")
    lines = [f"{age}退休，个人账户养老金的计发月数是{months}个月。"]
    if account := result.find("account"):
        balance = yuan(Decimal(result.value("account_balance")))
        lines.insert(0, f"个人账户养老金每月{yuan(Decimal(account))}：{balance}除以{months}个月。")
    return tuple(lines)


_BASIC = re.compile(r"基础养老金.{0,12}(多少|几|怎么算|算)|算.{0,6}基础养老金")


def _basic(asked: Asked) -> tuple[Arguments, ...]:
    base, years = asked.extras.get(LOCAL_BASE), asked.extras.get(YEARS)
    kind, _, index = asked.extras.get(LEVEL, "").partition(":")
    if not _BASIC.search(asked.text) or base is None or years is None or kind != "指数":
        return ()
    return ({"benefit_base": Decimal(base), "average_index": Decimal(index), "paid_months": int(years)},)


def _say_basic(result: ToolResult) -> tuple[str, ...]:
    return (
        f"基础养老金每月{yuan(Decimal(result.value('basic')))}：计发基数{yuan(Decimal(result.value('benefit_base')))}、"
        f"平均缴费指数{result.value('average_index')}、缴费{result.value('paid')}。",
    )


_RESIDENT = re.compile(r"居民养老|新农保|农保|居保|城乡居民|农村养老")
_HOW_MUCH = re.compile(r"(能|可以|会)?(领|拿|有|是|得)(到)?(多少|几|啥数)|多少钱|怎么算|算一?算|算一?下")


def _resident(asked: Asked) -> tuple[Arguments, ...]:
    years = asked.extras.get(YEARS)
    if not (_RESIDENT.search(asked.text) or "城乡居民" in asked.found.schemes) or years is None:
        return ()
    if not _HOW_MUCH.search(asked.text):
        return ()
    tier, balance = asked.extras.get(TIER), asked.extras.get(BALANCE)
    if tier is None and balance is None:
        return ()
    birth = asked.found.birth
    arguments: Arguments = {
        "as_of": asked.month, "years": int(years) // 12, "region": asked.found.region,
        "account_balance": Decimal(balance) if balance else None,
        "annual_tier": Decimal(tier) if tier and balance is None else None,
        "birth": f"{birth[0]}-{birth[1]:02d}" if birth and birth[1] else None,
    }  # fmt: skip
    return (arguments,)


def _say_resident(result: ToolResult) -> tuple[str, ...]:
    basic, account, total = (yuan(Decimal(result.value(name))) for name in ("basic", "account", "total"))
    balance = yuan(Decimal(result.value("account_balance")))
    long_pay = Decimal(result.value("long_pay"))
    more = f"，长缴加发{yuan(long_pay)}" if long_pay else ""
    return (
        f"推算下来每月大约{total}：基础养老金{basic}{more}，加上个人账户养老金{account}。",
        f"个人账户养老金是账户里的{balance}除以139个月，60周岁起领，不跟着延迟退休。",
    )


_PRIVATE = re.compile(r"个人养老金")
_DRAWN = re.compile(r"(取|领)(出来?|的?时候)?|到手|扣(税|多少)|交税|缴税")
_SAVES = re.compile(r"省|少(交|缴)|抵|退(税|多少)|优惠")
_RATE = re.compile(r"(?P<rate>3|10|20|25|30|35|45)%")


def _private(asked: Asked) -> tuple[Arguments, ...]:
    if not _PRIVATE.search(asked.text):
        return ()
    amounts = [a.value for a in spoken.money_amounts(asked.text)]
    if len(amounts) != 1:
        return ()
    rate = _RATE.search(asked.text)
    if rate and _SAVES.search(asked.text):
        return ({"as_of": asked.month, "yearly": amounts[0], "tax_rate": int(rate.group("rate"))},)
    return ({"as_of": asked.month, "balance": amounts[0]},) if _DRAWN.search(asked.text) else ()


def _say_private(result: ToolResult) -> tuple[str, ...]:
    if after := result.find("after_tax"):
        return (f"领取时按3%缴个人所得税{yuan(Decimal(result.value('tax')))}，税后到手{yuan(Decimal(after))}。",)
    saved, later = (yuan(Decimal(result.value(name))) for name in ("tax_saved", "tax_later"))
    return (f"一年能少缴个人所得税{saved}，将来领取这部分时要缴{later}。",)


_MOVED = re.compile(r"(转走|带走|转移|转过去|转出|转入|转回).{0,14}(多少|几|钱)")
_WAGES = re.compile(r"缴费工资|工资(总额|合计|加起来)")


def _transfer(asked: Asked) -> tuple[Arguments, ...]:
    balance = asked.extras.get(BALANCE)
    if not _MOVED.search(asked.text) or balance is None:
        return ()
    kind, _, base = asked.extras.get(LEVEL, "").partition(":")
    if kind == "基数" and YEARS in asked.extras:
        arguments: Arguments = {"monthly_wage": Decimal(base), "months": int(asked.extras[YEARS])}
        return ({"as_of": asked.month, "account_balance": Decimal(balance), **arguments},)
    others = [a.value for a in spoken.money_amounts(asked.text) if a.value != Decimal(balance)]
    if not _WAGES.search(asked.text) or len(others) != 1:
        return ()
    return ({"as_of": asked.month, "account_balance": Decimal(balance), "wage_sum": others[0]},)


def _say_transfer(result: ToolResult) -> tuple[str, ...]:
    account, pooled, total = (yuan(Decimal(result.value(name))) for name in ("account", "pooled", "total"))
    return (f"个人账户全部转走{account}，统筹基金按缴费工资的12%转{pooled}，合计{total}。",)


MONEY = (
    Calculation("transfer_amount", _transfer, _say_transfer),
    Calculation("resident_pension", _resident, _say_resident),
    Calculation("account_pension", _account, _say_account),
    Calculation("basic_pension", _basic, _say_basic),
    Calculation("private_pension", _private, _say_private),
    Calculation("contributions", _contribution, _say_contribution),
)
