"""The tax a voluntary private pension saves and costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.parameters import NATIONAL, ParameterBook
from assistant.pension.private_pension import TAX_RATES, tax_effect
from assistant.tools.arguments import cents, count, first_day
from assistant.tools.working import Working, money, plain, yuan
from assistant.traces import ToolResult

_SITUATIONS = (
    "可以领的情形：达到领取基本养老金年龄、完全丧失劳动能力、出国（境）定居、近12个月医药费自付超过本省上一年居民人均可支配收入、"
    "近2年累计领失业保险金满12个月、正在领低保；后三种从2025年9月起，没有核到通知原文，待确认。"
)


def private_pension(
    book: ParameterBook,
    as_of: str,
    yearly: Decimal | None = None,
    tax_rate: int | None = None,
    years: int = 1,
    balance: Decimal | None = None,
) -> ToolResult:
    """算个人养老金的税：每年缴存能少缴多少个税、领取时按3%缴多少税、税后到手多少。

    as_of 年月（YYYY-MM）；yearly 每年缴存（元，超过上限的按上限）和 tax_rate 综合所得适用的最高税率
    （0不缴个税、3、10、20、25、30、35、45）一起给，years 按同样数额缴存几年；
    balance 领取时账户里的钱（元，含收益），给了就算税后金额。
    """
    on = first_day(as_of)
    if balance is None and yearly is None:
        raise BadInput("没有缴存额，也没有账户金额", "请说每年缴存多少和适用的个税税率，或领取时账户里有多少钱")
    work = Working(book)
    result: dict[str, str] = {}
    if yearly is not None:
        if tax_rate is None:
            raise BadInput("没有适用的个税税率", f"请说综合所得适用的最高税率：{'、'.join(f'{r}%' for r in TAX_RATES)}")
        spell = count(years, "缴存年数", 50, least=1)
        result = _effect(work, on, cents(yearly, "每年缴存额", Decimal(1_000_000)), spell, tax_rate)
    if balance is not None:
        result |= _drawn(work, on, cents(balance, "账户金额"))
    work.caution(_SITUATIONS)
    work.caution("个人养老金自愿参加，产品有涨有跌；这里只算税，不代表存了划算不划算。")
    return work.result("private_pension", result)


def _effect(work: Working, on: date, yearly: Decimal, years: int, tax_rate: int) -> dict[str, str]:
    if tax_rate not in TAX_RATES:
        raise BadInput(f"没有{tax_rate}%这一档税率", f"综合所得税率是{'、'.join(f'{r}%' for r in TAX_RATES)}")
    cap, drawing = work.need("private_pension_cap", NATIONAL, on), work.need("private_pension_tax", NATIONAL, on)
    found = tax_effect(yearly, years, Decimal(tax_rate) / 100, cap.number, drawing.number)
    counted, saved, later = money(found.counted), money(found.saved), money(found.later)
    work.step("每年税前扣除", f"每年缴存额，最多{cap.spoken}", {"每年缴存额": yuan(yearly)}, yuan(counted), cap)
    told = {"每年税前扣除": yuan(counted), "税率": f"{tax_rate}%", "年数": f"{years}年"}
    work.step("少缴的个税", "每年税前扣除 × 税率 × 年数", told, yuan(saved))
    work.step(
        "领取时的个税", f"缴存的本金 × {drawing.spoken}", {"缴存的本金": yuan(counted * years)}, yuan(later), drawing
    )
    net = saved - later
    work.step(
        "税上的差额", "少缴的个税 − 领取时的个税", {"少缴的个税": yuan(saved), "领取时的个税": yuan(later)}, yuan(net)
    )
    work.assume(f"各年适用的最高税率都是{tax_rate}%，扣除后不降档；没有算投资收益，收益领取时也按{drawing.spoken}缴税")
    if yearly > cap.number:
        work.assume(f"每年缴存{yuan(yearly)}超过上限，按{cap.spoken}算，超过的部分不能缴存")
    if net <= 0:
        work.caution(
            "不用缴个税的人缴存没有减税的好处，领取时反而要缴税。"
            if tax_rate == 0
            else "适用3%税率的人，缴存时少缴的和领取时要缴的一样多。"
        )
    return {"deducted": plain(counted), "tax_saved": plain(saved), "tax_later": plain(later), "net": plain(net)}


def _drawn(work: Working, on: date, balance: Decimal) -> dict[str, str]:
    drawing = work.need("private_pension_tax", NATIONAL, on)
    tax = money(balance * drawing.number)
    work.step("领取缴税", f"账户金额 × {drawing.spoken}", {"账户金额": yuan(balance)}, yuan(tax), drawing)
    work.step(
        "税后金额", "账户金额 − 领取缴税", {"账户金额": yuan(balance), "领取缴税": yuan(tax)}, yuan(balance - tax)
    )
    work.assume("账户里的钱全部领取，一次性、分次或按月领都按同一税率，不并入综合所得")
    return {"tax": plain(tax), "after_tax": plain(balance - tax)}
