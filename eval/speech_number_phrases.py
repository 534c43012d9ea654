"""Numbers as people say them on the telephone, with the value each must come to. Drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.dialogue.readback import number_words, say_duration, say_month, say_percent
from assistant.dialogue.spoken_value import Kind
from assistant.personal_data import check_digit

_DIGITS = "零一二三四五六七八九"
_AREAS = ("430102", "510104", "110105", "440305", "330106", "320102", "370203", "420106", "610113", "210202")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is said, what kind of number was asked for, and its canonical value (see ``spoken_value``)."""

    text: str
    kind: Kind
    value: str


def phrases(count: int, seed: int) -> list[Phrase]:
    """``count`` phrases, the kinds in turn as often as callers say them."""
    rng = random.Random(seed)  # noqa: S311
    kinds = _kinds()
    return [next(kinds)(rng) for _ in range(count)]


def _kinds() -> Iterator[Callable[[random.Random], Phrase]]:
    while True:
        yield from (_months, _money, _date, _id_number, _months, _money, _phone, _percent, _date, _money)
        yield from (_months, _index, _phone, _date, _id_number, _digits, _months, _money, _date, _quantity)


def _months(rng: random.Random) -> Phrase:
    years, rest = rng.randint(1, 40), rng.choice((0, 0, *range(1, 12)))
    months = years * 12 + rest
    said = say_duration(months, aloud=True)
    if rest == 6 and rng.random() < 0.6:
        said = f"{say_duration(years * 12, aloud=True)}半"
    elif rest and rng.random() < 0.3:
        said = said.replace("零", "", 1)
    if rest == 2 and rng.random() < 0.3:
        said = said.replace("两个月", "俩月")
    if rng.random() < 0.12:
        other = say_duration((years + 1) * 12, aloud=True)
        said = f"{other}，不对，{said if '年' in said else other}"
    carrier = rng.choice(
        ("我交了{}", "我交了{}的养老保险", "社保一共交了{}", "{}", "已经交了{}了", "从参加工作到现在交了{}")
    )
    return Phrase(carrier.format(said), "months", str(months))


def _money(rng: random.Random) -> Phrase:
    amount = rng.choice((
        rng.randint(3, 99) * 100, rng.randint(10, 99) * 100 + rng.randint(1, 9) * 10, rng.randint(300, 9999),
        rng.randint(1, 19) * 10_000, rng.randint(10, 199) * 1000, rng.randint(10_000, 199_999),
    ))  # fmt: skip
    short = rng.random() < 0.5
    said = _shortened(amount) if short else number_words(Decimal(amount))
    carriers: tuple[str, ...]
    if amount >= 10_000:
        carriers = ("账户里有{}", "去年查的时候账户里有{}") if short else ("账户里有{}块钱", "账户里有{}", "余额是{}元")
    else:
        carriers = (
            ("每个月{}", "缴费基数是{}", "按{}的基数交的", "{}") if short else ("每个月{}块钱", "一个月{}", "{}块")
        )
    carrier = rng.choice(carriers)
    return Phrase(carrier.format(said), "money", str(amount))


def _shortened(amount: int) -> str:
    """3500 as 三千五, 12000 as 一万二."""
    said = number_words(Decimal(amount))
    for last, above in (("百", "千"), ("千", "万"), ("十", "百")):
        if said.endswith(last) and len(said) >= 4 and said[-3] == above:
            return said[:-1]
    return said


def _date(rng: random.Random) -> Phrase:
    year, month = rng.randint(1955, 1988), rng.randint(1, 12)
    said = say_month(year, month, aloud=True)
    said = said[2:] if rng.random() < 0.55 else said
    if rng.random() < 0.15:
        day = number_words(Decimal(rng.randint(1, 28)))
        said = f"{said}{day}{rng.choice('号日')}"
    carrier = rng.choice(("我是{}生的", "{}出生", "我老伴是{}出生的", "身份证上是{}", "{}"))
    return Phrase(carrier.format(said), "date", f"{year}-{month:02d}")


def _id_number(rng: random.Random) -> Phrase:
    born = f"{rng.randint(1952, 1988)}{rng.randint(1, 12):02d}{rng.randint(1, 28):02d}"
    first = f"{rng.choice(_AREAS)}{born}{rng.randint(1, 999):03d}"
    number = first + check_digit(first)
    last = rng.choice(("艾克斯", "叉")) if number[-1] == "X" else _digit(number[-1], rng)
    said = [_one_by_one(number[:6], rng), _one_by_one(number[6:14], rng), _one_by_one(number[14:17], rng) + last]
    carrier = rng.choice(("身份证号是{}", "我的身份证号码是{}", "您记一下，{}", "{}"))
    return Phrase(carrier.format("，".join(said)), "id_number", number)


def _phone(rng: random.Random) -> Phrase:
    number = rng.choice(("138", "139", "159", "186", "177", "135", "150", "133")) + f"{rng.randint(0, 99_999_999):08d}"
    groups = (number[:3], number[3:7], number[7:])
    said = "，".join(_one_by_one(group, rng) for group in groups)
    if rng.random() < 0.12:
        wrong = f"{int(number[7:]) // 10 * 10 + (int(number[-1]) + 3) % 10:04d}"
        parts = [_one_by_one(part, rng) for part in (*groups[:2], wrong, number[7:])]
        said = f"{parts[0]}，{parts[1]}，{parts[2]}，不对，{parts[3]}"
    carrier = rng.choice(("我的电话是{}", "手机号是{}", "打我儿子的电话吧，{}", "{}"))
    return Phrase(carrier.format(said), "phone", number)


def _digits(rng: random.Random) -> Phrase:
    number = f"{rng.randint(10**7, 10**10 - 1)}"
    said = "，".join(_one_by_one(number[at : at + 4], rng) for at in range(0, len(number), 4))
    return Phrase(rng.choice(("社保号是{}", "个人编号是{}", "编号{}")).format(said), "digits", number)


def _percent(rng: random.Random) -> Phrase:
    percent = Decimal(rng.choice((8, 12, 16, 20, 24, 40, 60, 70, 80, 90, 100, 120, 150, 200, 300)))
    said = say_percent(percent / 100, aloud=True)
    return Phrase(rng.choice(("按{}交", "{}", "按{}的档交的", "我选的{}")).format(said), "percent", f"{percent:f}")


def _index(rng: random.Random) -> Phrase:
    index = (
        Decimal(rng.randint(61, 189)) / 100 if rng.random() < 0.5 else Decimal(rng.choice((6, 7, 8, 9, 12, 15))) / 10
    )
    if index == index.to_integral_value():
        index += Decimal("0.01")
    said = number_words(index)
    return Phrase(
        rng.choice(("平均指数是{}", "缴费指数{}", "指数{}", "{}")).format(said), "index", f"{index.normalize():f}"
    )


def _quantity(rng: random.Random) -> Phrase:
    number = rng.randint(11, 99_999)
    return Phrase(rng.choice(("是{}", "一共{}", "{}")).format(number_words(Decimal(number))), "quantity", str(number))


def _one_by_one(digits: str, rng: random.Random) -> str:
    return "".join(_digit(d, rng) for d in digits)


def _digit(digit: str, rng: random.Random) -> str:
    return "幺" if digit == "1" and rng.random() < 0.7 else _DIGITS[int(digit)]
