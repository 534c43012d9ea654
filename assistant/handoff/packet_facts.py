"""What is known of the citizen, shown to an agent with personal data hidden. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from assistant.messages import Memory
from assistant.personal_data import mask

UNSAID = "未说明"
BIRTH, SEX, POST, PLACE, AGE, SCHEME = "出生年月", "性别", "岗位", "参保地", "年龄", "险种"
OWN_RECORDS = "own_records"
_MONTHS = ("缴费年限", "视同缴费年限")
_YUAN = ("个人账户余额", "退休地计发基数", "每年缴费档次")
_DIGITS = "零一二三四五六七八九"
_LONG = re.compile(r"(?<![\d.])\d(?:[ \-]?\d){6,}(?!\d|\.\d)|[零〇一二三四五六七八九幺]{7,}")
_BORN = re.compile(
    r"(?P<year>(?:19|20)?\d\d|[〇零一二三四五六七八九]{2,4})年(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月(?=份?(?:\d{1,2}[日号])?(?:出)?生)"
)
NUMBER = "【号码】"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known of the citizen: ``shown`` as an agent sees it, ``hidden`` when it says less than is known."""

    field: str
    shown: str
    hidden: bool = False


def facts(memory: Memory, collected: dict[str, str]) -> tuple[Fact, ...]:
    """What the conversation and its forms know, by field name; ``collected`` is of the last form shown."""
    known: dict[str, str] = dict(collected)
    if memory.form and memory.form.tool != OWN_RECORDS:
        known |= memory.form.known
    of_person = {
        BIRTH: birth(memory), SEX: memory.sex or "", POST: memory.identity or "", PLACE: memory.region or "",
        AGE: f"{memory.age}岁" if memory.age else "", SCHEME: "、".join(memory.schemes),
    }  # fmt: skip
    for name, value in of_person.items():
        if value:
            known.setdefault(name, value)
    return tuple(_fact(name, value) for name, value in known.items() if value)


def birth(memory: Memory) -> str:
    """``1975-06``, the year alone, or nothing."""
    year, month = memory.birth or (None, None)
    return f"{year}-{month:02d}" if year and month else str(year or "")


def unmasked(memory: Memory, field: str) -> str | None:
    """The whole value of a masked field, for an agent who gave a reason; None when nothing more is known."""
    if field != BIRTH:
        return None
    value = (memory.form.known.get(BIRTH) if memory.form else None) or birth(memory)
    found = re.fullmatch(r"(\d{4})-(\d{2})", value or "")
    return f"{found[1]}年{int(found[2])}月" if found else None


def _fact(name: str, value: str) -> Fact:
    if name == BIRTH:
        found = re.match(r"(\d{4})[-年](\d{1,2})", value)
        return Fact(name, f"{found[1]}年**月", True) if found else Fact(name, f"{value.rstrip('年')}年")
    if name in _MONTHS and value.isdecimal():
        years, rest = divmod(int(value), 12)
        return Fact(name, (f"{years}年" if years else "") + (f"{rest}个月" if rest or not years else ""))
    if name in _YUAN and re.fullmatch(r"\d+(\.\d+)?", value):
        return Fact(name, f"{value}元")
    return Fact(name, hide_numbers(value.replace(":", " ") if ":" in value else value.replace("/", "")))


def hide_numbers(text: str) -> str:
    """Personal numbers masked, and whatever else has seven digits or more in a row."""
    return _LONG.sub(NUMBER, mask(text).text)


@dataclass(frozen=True, slots=True)
class Veil:
    """Hides the month of birth wherever it is written."""

    pattern: re.Pattern[str] | None

    @classmethod
    def over(cls, memory: Memory) -> Veil:
        """For the birth the conversation knows."""
        value = (memory.form.known.get(BIRTH) if memory.form else None) or birth(memory)
        found = re.fullmatch(r"(\d{4})-(\d{2})", value or "")
        if found is None:
            return cls(None)
        year, month = found[1], int(found[2])
        spoken = "".join(_DIGITS[int(c)] for c in year)
        years = f"{year}|{year[2:]}|{spoken}|{spoken[2:]}"
        months = f"0?{month}|{_spoken_month(month)}"
        return cls(
            re.compile(rf"(?<![\d零一二三四五六七八九])(?P<year>{years})\s*[年.\-/]\s*(?:{months})(?!\d|[一二])\s*月?")
        )

    def text(self, text: str) -> str:
        """The text with the month of birth hidden, the known one and any that stands before 生."""
        shown = self.pattern.sub(lambda found: f"{found['year']}年**月", text) if self.pattern else text
        return _BORN.sub(lambda found: f"{found['year']}年**月", shown)

    def json(self, value: Any) -> Any:
        """The same for every text in a JSON value."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.json(one) for one in value]
        if isinstance(value, dict):
            return {key: self.json(one) for key, one in value.items()}
        return value


def _spoken_month(month: int) -> str:
    tens, ones = divmod(month, 10)
    return ("十" if tens else "") + (_DIGITS[ones] if ones else "")
