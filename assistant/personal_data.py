"""Finding and masking personal data in Chinese text, written or spoken digit by digit. Pure.

Masked: 18- and 15-digit citizen ids (GB 11643 check digit, or a plausible birth date), mainland mobile numbers and
bank card numbers (Luhn). Years, amounts, birth months and service hotlines are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

ID_CARD, PHONE, BANK_CARD = "身份证号", "手机号", "银行卡号"

_SPOKEN = str.maketrans("〇零一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖０１２３４５６７８９", "00112234567891234567890123456789")
_RUN = re.compile(r"(?<![A-Za-z0-9])[0-9〇零一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖０-９](?:[\s\-—–·.、,，]?[0-9〇零一幺二两三四五六七八九壹贰叁肆伍陆柒捌玖０-９]){9,24}(?:[\s\-]?[xX×Ｘｘ叉]|艾克斯)?")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Masked:
    """Text with personal data replaced, what kinds were found, and what an id said about its owner."""

    text: str
    kinds: tuple[str, ...] = ()
    birth: tuple[int, int] | None = None
    sex: str | None = None


def mask(text: str) -> Masked:
    """Replace personal data by 【kind】. The birth month and sex an id carries are kept, the id is not."""
    kinds: list[str] = []
    birth: tuple[int, int] | None = None
    sex: str | None = None

    def replace(match: re.Match[str]) -> str:
        nonlocal birth, sex
        digits = _digits(match.group())
        kind = classify(digits)
        if kind is None:
            return match.group()
        if kind == ID_CARD:
            birth, sex = _owner(digits)
        kinds.append(kind)
        return f"【{kind}】"

    return Masked(_RUN.sub(replace, text), tuple(dict.fromkeys(kinds)), birth, sex)


def classify(digits: str) -> str | None:
    """What a run of digits (an ``X`` at the end allowed) is, or None when it is no personal number."""
    if len(digits) == 18 and digits[:17].isdigit() and (check_digit(digits[:17]) == digits[17] or _birth(digits[6:14])):
        return ID_CARD
    if not digits.isdigit():
        return None
    if len(digits) == 15 and _birth("19" + digits[6:12]) and "11" <= digits[:2] <= "82":
        return ID_CARD
    bare = digits[2:] if len(digits) == 13 and digits.startswith("86") else digits
    if len(bare) == 11 and re.match(r"1[3-9]", bare):
        return PHONE
    if 15 <= len(digits) <= 19 and luhn(digits):
        return BANK_CARD
    return None


def check_digit(first17: str) -> str:
    """The 18th character of a citizen id (GB 11643-1999)."""
    return "10X98765432"[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def luhn(digits: str) -> bool:
    """Whether a card number passes the Luhn check (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _digits(run: str) -> str:
    spoken = re.sub(r"艾克斯|[xX×Ｘｘ叉]", "X", run).translate(_SPOKEN)
    return re.sub(r"[^0-9X]", "", spoken)


def _birth(yyyymmdd: str) -> bool:
    try:
        return 1900 <= date(int(yyyymmdd[:4]), int(yyyymmdd[4:6]), int(yyyymmdd[6:8])).year <= 2100
    except ValueError:
        return False


def _owner(digits: str) -> tuple[tuple[int, int] | None, str | None]:
    long = len(digits) == 18
    born = digits[6:14] if long else "19" + digits[6:12]
    order = digits[16] if long else digits[14]
    if not _birth(born):
        return None, None
    return (int(born[:4]), int(born[4:6])), ("男" if int(order) % 2 else "女")
