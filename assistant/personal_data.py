"""Finding and masking personal data in Chinese text, typed or spoken digit by digit. Pure.

Masked: citizen ids (GB 11643) of 18 and 15 digits, mainland mobile numbers, bank card numbers (ISO/IEC 7812), and the
social insurance number of a person where the text calls it that. Years, amounts, birth months, document and order
numbers, landlines (they are mostly offices') and service hotlines are left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from assistant.digit_runs import Digit, Window, mixed, parted, put_right, runs

ID_CARD, PHONE, BANK_CARD, INSURANCE_NUMBER = "身份证号", "手机号", "银行卡号", "社保编号"

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    ["11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65", "71", "81", "82", "83", "91"]
)  # fmt: skip
_CARD_STARTS = re.compile(r"62|60|68|69|9[0458]|4|5[1-5]|35")
_PHONE_GROUPS = {(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5)}
_MOBILE = re.compile(r"1[3-9]\d{9}")
_YEAR = re.compile(r"19\d\d|20[0-4]\d")

_CALLED_ID = re.compile(r"(身份证|证件|证号|社会保障号|公民号)[^\d，。？！；]{0,6}$")
_CALLED_CARD = re.compile(r"(卡|账户|账号|帐号|存折)[^\d，。？！；]{0,5}$")
_CALLED_INSURANCE = re.compile(
    r"(个人编号|社保(电脑|卡)?(编号|号码?|卡号)|社会保障(卡)?号码?|电脑号|参保编?号|医保(编号|卡号|号码?))[^\d，。？！；A-Za-z]{0,4}[A-Za-z]?$"
)
_CALLED_ORDER = re.compile(
    r"(订单|单号|流水|快递|运单|发票|受理|工单|合同|票据|文号|文件号|案号|条码|信用代码|办件)[^\d，。？！；]{0,5}$"
)
_CALLED = re.compile("|".join(f"(?:{p.pattern})" for p in (_CALLED_ID, _CALLED_CARD, _CALLED_INSURANCE)))
_BEGINS = re.compile(rf"1[3-9]|008|86|3[457]|{'|'.join(sorted(_PROVINCES))}|{_CARD_STARTS.pattern}")
_AMOUNT = re.compile(r"\s?(元|块|圆|亿|万(?!一))")
_MEASURE = re.compile(r"\s?(元|块|圆|亿|万|年|月|个月|岁|%|％|天)")
_PREFIXES = frozenset(
    {"", "tel", "phone", "mobile", "mob", "cell", "id", "no", "wx", "vx", "weixin", "sfz", "card", "qq"}
)
"""Letters that may stand right before a personal number; other letters make it part of a code."""


@dataclass(frozen=True, slots=True)
class Masked:
    """Text with personal data replaced, what kinds were found, and what an id said about its owner."""

    text: str
    kinds: tuple[str, ...] = ()
    birth: tuple[int, int] | None = None
    sex: str | None = None
    id_number: str = field(default="", repr=False)
    """The last citizen id of 18 characters, for checking who it is in this very turn; never kept."""


def mask(text: str) -> Masked:
    """Replace personal data by 【kind】. The birth month and sex the first id carries are kept, the id is not.

    Of digits that were taken back (四三零一，不对，四三零二…) those said last count, and the others go as well.
    """
    text = put_right(put_right(text, is_id_number), _is_mobile)
    kinds: list[str] = []
    owners: list[tuple[tuple[int, int] | None, str | None]] = []
    shown, done, id_number = "", 0, ""
    for digits in runs(text):
        at = 0
        while at < len(digits):
            found = _number_at(text, digits, at)
            if found is None:
                at += 1
                continue
            kind, length = found
            if kind == ID_CARD:
                value = "".join(d.value for d in digits[at : at + length])
                if len(value) == 15 or is_id_number(value):
                    owners.append(_owner(value))
                id_number = value if len(value) == 18 else id_number
            kinds.append(kind)
            shown += f"{text[done : digits[at].start]}【{kind}】"
            done = digits[at + length - 1].end
            at += length
    birth, sex = next((owner for owner in owners if owner[0]), (None, None))
    return Masked(shown + text[done:], tuple(dict.fromkeys(kinds)), birth, sex, id_number)


def is_id_number(value: str) -> bool:
    """Whether it is a citizen id of 18 characters whose place, birth and check character hold (GB 11643-1999)."""
    whole = len(value) == 18 and value[:17].isdecimal() and value[:2] in _PROVINCES and _birth(value[6:14])
    return whole and check_digit(value[:17]) == value[17].upper()


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


def _number_at(text: str, digits: tuple[Digit, ...], at: int) -> tuple[str, int] | None:
    """The kind and length of the personal number that starts at ``digits[at]``."""
    if not _may_start(text, digits, at):
        return None
    before = text[max(0, digits[at].start - 14) : digits[at].start]
    if not _BEGINS.match("".join(d.value for d in digits[at : at + 3])) and not _CALLED.search(before):
        return None
    inside = at > 0 and not parted(digits, at) and digits[at].spelling != "幺"
    ends = [at + n for n in (18, 17, 15, 19, 16, 14, 11, 13, 20, 12, 10, 9, 8) if at + n <= len(digits)]
    for end in sorted(ends, key=lambda end: end != at + 18 and mixed(digits[at:end])):
        cut = not parted(digits, end)
        if cut and digits[end - 1].script != "spoken":
            continue
        window = Window(digits[at:end], before, text[digits[end - 1].end : digits[end - 1].end + 3])
        kind = _kind(window, sure=inside and cut, cut=cut)
        if kind:
            return kind, end - at
    return None


def _may_start(text: str, digits: tuple[Digit, ...], at: int) -> bool:
    if at > 0:
        return parted(digits, at) or digits[at].script == "spoken"
    letters = re.search(r"[A-Za-z]*$", text[max(0, digits[0].start - 10) : digits[0].start])
    called = letters is not None and letters.group().lower() in _PREFIXES
    return called or bool(_CALLED_INSURANCE.search(text[max(0, digits[0].start - 14) : digits[0].start]))


def _kind(window: Window, *, sure: bool, cut: bool) -> str | None:
    """``sure``: only a proven number counts; ``cut``: the run goes on behind the window."""
    if _is_id(window, proven=sure):
        return ID_CARD
    if sure or not window.value.isdigit():
        return None
    if _is_phone(window):
        return PHONE
    if not cut and _is_card(window):
        return BANK_CARD
    whole = not cut and 8 <= len(window.value) <= 20 and len(window.groups) == 1
    return INSURANCE_NUMBER if whole and _CALLED_INSURANCE.search(window.before) else None


def _is_id(window: Window, *, proven: bool) -> bool:
    value = window.value
    if "X" in value[:-1] or (value.endswith("X") and len(value) != 18):
        return False
    if len(value) == 18 and value[:2] in _PROVINCES and _birth(value[6:14]):
        if check_digit(value[:17]) == value[17]:
            return True
        return not proven and not mixed(window.digits) and (not window.listed or _grouped_as_id(window.groups))
    if proven or _AMOUNT.match(window.after):
        return False
    called = bool(_CALLED_ID.search(window.before)) and len(window.groups) == 1
    if called and 14 <= len(value) <= 19:
        return True
    if len(value) == 17:
        whole = len(window.groups) == 1 and not mixed(window.digits)
        return whole and value[:2] in _PROVINCES and _birth(value[6:14])
    together = len(window.groups) == 1 or tuple(map(len, window.groups)) == (6, 6, 3)
    old = len(value) == 15 and together and value[:2] in _PROVINCES and value[6:8] >= "15"
    return old and _birth("19" + value[6:12]) and not _CALLED_ORDER.search(window.before)


def _grouped_as_id(groups: tuple[str, ...]) -> bool:
    ends = [sum(map(len, groups[: i + 1])) for i in range(len(groups))]
    return 6 in ends and 14 in ends


def _is_mobile(value: str) -> bool:
    return bool(_MOBILE.fullmatch(value))


def _is_phone(window: Window) -> bool:
    value, lengths = window.value, tuple(map(len, window.groups))
    if len(value) in (13, 15) and re.match(r"(00)?86", value):
        bare = value[-11:]
        return bool(re.match(r"1[3-9]", bare)) and window.groups[0] in ("86", "0086", value, value[:-8])
    if len(value) != 11 or not re.match(r"1[3-9]", value) or _AMOUNT.match(window.after):
        return False
    if lengths == (11,):
        return not _CALLED_ORDER.search(window.before)
    if window.spoken:
        return not _YEAR.fullmatch(window.groups[0])
    if _MEASURE.match(window.after):
        return False
    singles = set(lengths) == {1} and not window.listed
    return singles or (lengths in _PHONE_GROUPS and not _is_row(window))


def _is_row(window: Window) -> bool:
    """Whether commas make it a row of years or amounts rather than one number read out."""
    if not window.listed:
        return False
    longer = re.match(r"[、，,]\s*\d", window.after) or re.search(r"\d[、，,]\s*$", window.before)
    enumerated = any("、" in d.gap for d in window.digits[1:])
    return bool(longer) or enumerated or all(map(_YEAR.fullmatch, window.groups[1:]))


def _is_card(window: Window) -> bool:
    value, groups = window.value, window.groups
    if not 15 <= len(value) <= 19 or _MEASURE.match(window.after):
        return False
    fours = len(groups) == 1 or set(map(len, groups[:-1])) == {4} and len(groups[-1]) <= 4
    called = bool(_CALLED_CARD.search(window.before))
    if called and fours and len(value) >= 16 and not window.listed:
        return True
    if window.listed and not window.spoken or not called and _CALLED_ORDER.search(window.before):
        return False
    if len(groups) > 1 and not called and not (value.startswith("62") and not _round(groups)):
        return False
    starts = re.match(r"3[47]", value) if len(value) == 15 else _CARD_STARTS.match(value)
    return bool(starts) and luhn(value)


def _round(groups: tuple[str, ...]) -> bool:
    """Whether the groups read as a row of amounts rather than as one number."""
    return all(len(g) == 4 and not g.startswith("0") and int(g) % 50 == 0 for g in groups)


def _birth(yyyymmdd: str) -> bool:
    try:
        return 1900 <= date(int(yyyymmdd[:4]), int(yyyymmdd[4:6]), int(yyyymmdd[6:8])).year <= 2050
    except ValueError:
        return False


def _owner(digits: str) -> tuple[tuple[int, int] | None, str | None]:
    if len(digits) not in (15, 18):
        return None, None
    born = digits[6:14] if len(digits) == 18 else "19" + digits[6:12]
    order = digits[16] if len(digits) == 18 else digits[14]
    if not _birth(born):
        return None, None
    return (int(born[:4]), int(born[4:6])), ("男" if int(order) % 2 else "女")
