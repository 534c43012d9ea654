"""What forms ask a citizen: each field's question, how an answer is read, and how it is said back. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant import texts
from assistant.dialogue import spoken
from assistant.messages import Understanding
from assistant.places import parse_region
from assistant.tools.working import months_spoken, plain

BIRTH, SEX, POST, PLACE, YEARS, LEVEL, BALANCE, LOCAL_BASE, DEEMED, STOPPED = (
    "出生年月", "性别", "岗位", "参保地", "缴费年限", "缴费水平", "个人账户余额", "退休地计发基数", "视同缴费年限", "以后不交",
)  # fmt: skip
TIER = "每年缴费档次"
LOWEST = "最低"
MOST_BASE = 200_000
"""Yuan a month; more is a sum of wages, not a contribution base."""
_STOPS = re.compile(
    r"(以后|往后|后面|现在|已经|打算|准备|想|就)?(都)?不(再|想|打算|准备|会)?(交|缴)(费|社保|养老|保险|钱)?了|(停|断)(缴|交|保)了|(?<!没)停了(?!多)"
)
"""Says that no more contributions will be paid."""
_ASKS_IF_STOPPED = re.compile(
    r"(不[^，。]{0,4}(交|缴)|停|断)[^。？]{0,8}?(怎么|咋|影响|要紧|退保|补|(?<=了)吗|(会|能|可以|还)(?![^，。]{0,3}(领|拿|得|有)))"
)
"""Asks what follows from not paying (断缴了怎么办) without saying that it is so."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a form wants to know. ``again`` is how it is asked the second time, with an example."""

    name: str
    ask: str
    again: str
    choices: tuple[str, ...] = ()


FIELDS = {
    field.name: field
    for field in (
        Field(BIRTH, texts.ASK_BIRTH_MONTH, texts.ASK_BIRTH_MONTH_AGAIN),
        Field(SEX, texts.ASK_SEX_ONLY, texts.ASK_SEX_ONLY, ("男", "女")),
        Field(POST, texts.ASK_POST, texts.ASK_POST_AGAIN, ("工人岗位", "管理或技术岗位", "灵活就业", "不清楚")),
        Field(PLACE, texts.ASK_INSURED_PLACE, texts.ASK_INSURED_PLACE_AGAIN),
        Field(YEARS, texts.ASK_PAID_YEARS, texts.ASK_PAID_YEARS_AGAIN),
        Field(LEVEL, texts.ASK_LEVEL, texts.ASK_LEVEL_AGAIN, ("60%档", "100%档", "不知道")),
        Field(BALANCE, texts.ASK_BALANCE, texts.ASK_BALANCE_AGAIN, ("不知道",)),
        Field(TIER, texts.ASK_TIER, texts.ASK_TIER_AGAIN, ("不知道",)),
        Field(LOCAL_BASE, texts.ASK_LOCAL_BASE, texts.ASK_LOCAL_BASE, ("不知道",)),
    )
}


def stops_paying(text: str) -> bool:
    """Whether the person will pay no more."""
    return bool(_STOPS.search(text))


def person(found: Understanding) -> dict[str, str]:
    """What the conversation knows of the person, by field."""
    values: dict[str, str] = {}
    if found.birth:
        year, month = found.birth
        values[BIRTH] = f"{year}-{month:02d}" if month else str(year)
    if found.sex:
        values[SEX] = found.sex
    if found.identity:
        values[POST] = found.identity
    if found.region:
        values[PLACE] = found.region
    return values


def read_extras(text: str, asked: str, today: date) -> dict[str, str]:
    """What a message tells beyond the person: years paid, level, balance, by field. ``asked`` was the last question."""
    amounts = spoken.money_amounts(text)
    found = {
        YEARS: _years(text, asked == YEARS, today),
        DEEMED: _deemed(text, today),
        LEVEL: _level(text, amounts, asked == LEVEL),
        BALANCE: _amount(text, amounts, "balance", asked == BALANCE),
        LOCAL_BASE: _amount(text, amounts, "benefit_base", asked == LOCAL_BASE),
        TIER: _tier(text, amounts, asked == TIER),
        STOPPED: "是" if _STOPS.search(text) and not _ASKS_IF_STOPPED.search(text) else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _years(text: str, asked: bool, today: date) -> str | None:
    paid = spoken.contribution_months(text, today, asked=asked) or _listed_years(text, today)
    return str(paid.months) if paid else None


_A_LENGTH = (
    r"(?P<years>(?:\d{1,2}|[一二两三四五六七八九十]{1,3})年(?:半|零?(?:\d{1,2}|[一二三四五六七八九十]{1,2})个月)?)"
)
_LISTED = re.compile(
    r"(?:^|[，。；、])(?:一共|总共|大概|都)?(?:交满|缴满|满)?"
    rf"{_A_LENGTH}了?(?=[，。；、]|$)"
)
_DOSSIER = re.compile(r"指数|余额|账户|%档|档")


def _listed_years(text: str, today: date) -> spoken.Contribution | None:
    """Years that stand alone in a list of one's figures: 西安的，22年，指数0.7，账户六万一."""
    match = _LISTED.search(text) if _DOSSIER.search(text) else None
    return spoken.contribution_months(match.group("years"), today, asked=True) if match else None


_SUPPOSED = re.compile(
    r"(?:要是|如果|假如|假设)[^，。]{0,10}(?:交|缴)(?:满|够|了|到)?"
    rf"{_A_LENGTH}"
)


def supposed_months(text: str, today: date) -> int | None:
    """Months paid in a what-if: 要是交满28年呢 -> 336."""
    match = _SUPPOSED.search(text)
    paid = spoken.contribution_months(match.group("years"), today, asked=True) if match else None
    return paid.months if paid else None


def _deemed(text: str, today: date) -> str | None:
    paid = spoken.contribution_months(text, today)
    return str(paid.deemed_months) if paid and paid.deemed_months else None


def _level(text: str, amounts: tuple[spoken.Amount, ...], asked: bool) -> str | None:
    """``指数:0.6``, ``基数:4588`` or ``最低``."""
    level = spoken.average_index(text, asked=asked)
    if level is not None and level.index is not None:
        return f"指数:{plain(level.index)}"
    if level is not None and level.word == "lowest":
        return LOWEST
    base = _amount(text, amounts, "base", asked)
    if base is None:
        return None
    if Decimal(base) <= 3:  # asked for the level, 0.8 or 1.2 is an index
        return f"指数:{base}"
    if Decimal(base) > MOST_BASE:
        return None
    return f"基数:{base}" if Decimal(base) >= 300 else f"指数:{plain(Decimal(base) / 100)}"


def _tier(text: str, amounts: tuple[spoken.Amount, ...], asked: bool) -> str | None:
    """What a resident pays a year."""
    yearly = [a for a in amounts if a.about == "payment" and a.per == "year"]
    return _amount(text, amounts, "tier", asked) or (plain(yearly[-1].value) if yearly else None)


def _amount(text: str, amounts: tuple[spoken.Amount, ...], about: str, asked: bool) -> str | None:
    named = [a for a in amounts if a.about == about]
    if named:
        return plain(named[-1].value)
    loose = [a for a in amounts if a.about == "unknown"]
    if asked and loose:
        return plain(loose[-1].value)
    alone = spoken.number(text) if asked and not amounts else None
    return plain(alone) if alone is not None else None


def said(name: str, value: str) -> str:
    """A field's value as said back to the person: 出生年月 ``1975-06`` -> 1975年6月出生."""
    if name == BIRTH:
        year, _, month = value.partition("-")
        return f"{year}年{int(month)}月出生" if month else f"{year}年出生"
    if name == PLACE:
        place = parse_region(value)
        return f"在{place.spoken if place else value}参保"
    if name == YEARS:
        return f"缴费{months_spoken(int(value))}"
    if name == DEEMED:
        return f"其中视同缴费{months_spoken(int(value))}"
    if name == LEVEL:
        return _level_said(value)
    if name == BALANCE:
        return f"个人账户里有{value}元"
    if name == TIER:
        return f"每年缴{value}元"
    if name == LOCAL_BASE:
        return f"退休地计发基数{value}元"
    return "以后不再缴费" if name == STOPPED else {"工人": "工人岗位", "干部": "管理或技术岗位"}.get(value, value)


def _level_said(value: str) -> str:
    kind, _, amount = value.partition(":")
    if kind == "指数":
        return f"平均缴费指数{amount}（平均工资的{plain(Decimal(amount) * 100)}%）"
    return f"缴费基数{amount}元" if kind == "基数" else "按最低档缴费"
