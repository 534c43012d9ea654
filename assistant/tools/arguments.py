"""Checks of what a tool was asked with: amounts, lengths of time, months and places. All raise ``BadInput``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from assistant.errors import BadInput
from assistant.pension.months import Month
from assistant.places import Place, parse_region
from assistant.tools.working import money, months_spoken, plain

MOST_YUAN = Decimal(100_000_000)
"""More than anybody's account or wages of a lifetime."""
MOST_MONTHLY = Decimal(1_000_000)
"""More than any monthly wage, base or income that pension insurance looks at."""
MOST_YEARS = Decimal(60)
"""Nobody contributes for longer."""
MOST_PLACES = 40
"""Decimal places; more than a division leaves, and few enough to write down."""
LAST_YEAR = 2100
"""Nobody can say what is in force after it."""
OLDEST = 120 * 12
"""Age in months; nobody asks about a life longer than this."""
FOUR_PLACES = Decimal("0.0001")
YOUNGEST_WORKER = 14 * 12
"""Age in months; nobody's contributions, deemed years included, began earlier."""
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")
"""Provinces without cities of their own figures."""
_READABLE = 40
"""Characters of a wrong value that are said back."""
_ELSEWHERE = ("香港", "澳门", "台湾")


def amount(value: Decimal, name: str, most: Decimal = MOST_YUAN, *, least: Decimal = Decimal(0)) -> Decimal:
    """``value`` when it lies in ``least`` … ``most``, in the unit ``name`` is given in."""
    if not value.is_finite() or not least <= value <= most:
        raise BadInput(f"{name}不合适：{shortened(value)}", f"请给出{plain(least)}到{plain(most)}之间的数")
    return written_out(value, name)


def written_out(value: Decimal, name: str) -> Decimal:
    """A finite number that can be written down in a line; minus zero is zero."""
    if -int(value.as_tuple().exponent) > MOST_PLACES:
        raise BadInput(f"{name}的小数位太多", f"小数不要超过{MOST_PLACES}位")
    return abs(value) if value == 0 else value


def cents(value: Decimal, name: str, most: Decimal = MOST_YUAN, *, least: Decimal = Decimal(0)) -> Decimal:
    """An amount of money, to the cent, so that what is worked out is what is written down."""
    return money(amount(value, name, most, least=least))


def optional(value: Decimal | None, name: str, most: Decimal = MOST_YUAN) -> Decimal | None:
    """As ``cents``; None stays None."""
    return None if value is None else cents(value, name, most)


def monthly(value: Decimal, name: str) -> Decimal:
    """An amount a month, in yuan to the cent, above zero."""
    return cents(value, name, MOST_MONTHLY, least=Decimal("0.01"))


def years(value: Decimal, name: str = "缴费年限", most: Decimal = MOST_YEARS) -> Decimal:
    """A number of years; parts of a year are decimals, to the four places that are written down."""
    return amount(value, name, most).quantize(FOUR_PLACES)


def count(value: int, name: str, most: int, *, least: int = 0) -> int:
    """A whole number in ``least`` … ``most``."""
    if not least <= value <= most:
        raise BadInput(f"{name}不合适：{shortened(value)}", f"请给出{least}到{most}之间的整数")
    return value


def alive(birth: Month, now: Month) -> None:
    """That somebody born in ``birth`` can be asked about in ``now``."""
    if not 0 <= now.minus(birth) <= OLDEST:
        raise BadInput(f"{birth.spoken}出生和{now.spoken}对不上", "请核对出生年月和现在的年月")


def lived(months: int, birth: Month, until: Month, youngest: int = YOUNGEST_WORKER) -> int:
    """Contribution months that fit into a life from ``birth`` to ``until``, from the age ``youngest`` in months on."""
    if months > max(until.minus(birth) - youngest, 0):
        raise BadInput(f"{birth.spoken}出生，不可能已经缴了{months_spoken(months)}", "请核对出生年月和累计缴费年限")
    return months


def first_day(as_of: str) -> date:
    """The first day of a month written ``YYYY-MM``."""
    month = Month.parse(as_of)
    if month.year > LAST_YEAR:
        raise BadInput(f"{month.spoken}太远了，那时的规定还不知道", f"请给出{LAST_YEAR}年以前的年月，如 2026-06")
    return date(month.year, month.month, 1)


def place_of(region: str) -> Place:
    """The province, and the city in it, of a place as named by a person: 广东, 深圳, 湖北省武汉市."""
    found = parse_region(region)
    if found is not None:
        return found
    if any(name in region for name in _ELSEWHERE):
        raise BadInput(
            "香港、澳门、台湾的养老保障不归这里，户籍在那里的怎么领也没有收录",
            "在内地（大陆）参保的，请说参保的省或市；没有内地（大陆）户籍的，领取地请问参保地社保经办机构",
        )
    raise BadInput(
        f"不认识这个地方：{shortened(region)}", "请说省、自治区、直辖市的名字，可以加上市，如 广东 或 广东深圳"
    )


def shortened(value: object) -> str:
    """What was given, as far as a person can read it."""
    try:
        text = str(value)
    except ValueError:
        return "太大的数"
    return text if len(text) <= _READABLE else f"{text[:_READABLE]}…"


def years_spoken(value: Decimal) -> str:
    """A number of years as said to a person: 15.0833333 -> 15.0833年."""
    return f"{plain(value.quantize(FOUR_PLACES))}年"
