"""Front matter while it is still being collected: every field may be blank."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date

from knowledge_base.numerals import NUMERAL, from_numeral

_YEAR = r"[〇○零一二三四五六七八九0-9０-９Ｏ]{4}"
DATE = rf"{_YEAR}\s*年\s*{NUMERAL}{{1,3}}\s*月\s*{NUMERAL}{{1,3}}\s*日|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}"
"""A regular expression for 2011年7月1日, 二〇一一年七月一日 and 2011-07-01."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Front matter as text; dates are ISO when they were readable, else as written."""

    title: str = ""
    doc_no: str = ""
    issuer: str = ""
    issued: str = ""
    effective_from: str = ""
    effective_to: str = ""
    region: str = ""
    scheme: str = ""
    topic: str = ""
    confidence: str = ""
    source: str = ""
    supersedes: str = ""
    url: str = ""

    def filled_from(self, other: Fields) -> Fields:
        """This one, its blanks taken from ``other``."""
        blanks = {f.name: getattr(other, f.name) for f in fields(self) if not getattr(self, f.name)}
        return replace(self, **blanks)

    def as_mapping(self) -> dict[str, str]:
        """Only the fields that are not blank, in order."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name)}


FIELD_NAMES = tuple(f.name for f in fields(Fields))
DATE_FIELDS = ("issued", "effective_from", "effective_to")


def fields_from(loaded: Mapping[str, object]) -> Fields:
    """Known keys of a YAML mapping; others are left out."""
    return Fields(**{name: _plain(name, loaded[name]) for name in FIELD_NAMES if loaded.get(name) is not None})


def _plain(name: str, value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(str(part) for part in value)
    text = str(value).strip()
    return iso_date(text) or text if name in DATE_FIELDS else text


def iso_date(text: str) -> str:
    """The whole text as an ISO date, or "" when it is not one."""
    plain = "".join(text.split())
    found = re.fullmatch(rf"({_YEAR})年({NUMERAL}{{1,3}})月({NUMERAL}{{1,3}})日", plain)
    found = found or re.fullmatch(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})", plain)
    if not found:
        return ""
    try:
        return date(*(from_numeral(part) for part in found.groups())).isoformat()
    except ValueError:
        return ""
