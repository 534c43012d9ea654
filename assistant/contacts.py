"""Telephone numbers as citizens type or say them. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from assistant.digit_runs import Digit, parted, put_right, runs
from assistant.errors import BadInput

LONGEST = 15
"""Digits of a number with the country's code."""

_MOBILE = re.compile(r"(?:(?:00)?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})(\d{7,8})")
"""Area codes of three digits go with eight, those of four with seven or eight (YD/T 1020)."""
_EXTENSION = re.compile(r"\s*(?:转|分机号?)\s*(\d{1,6})(?!\d)")


@dataclass(frozen=True, slots=True)
class Contact:
    """A number to dial, and what may be shown of it."""

    number: str = field(repr=False)
    shown: str


def contact_in(text: str) -> Contact | None:
    """The first mobile number, or landline with its area code, in ``text``; digits may be spoken ones (幺三八).

    Of digits that were taken back (一三九，不对，一三八…) those said last count.
    """
    plain = put_right(re.sub(r"[()（）+]", " ", unicodedata.normalize("NFKC", text)), _is_number)
    for digits in runs(plain):
        for part in _parts(digits):
            value = "".join(d.value for d in part)
            if found := _MOBILE.fullmatch(value):
                number = found[1]
                return Contact(number, f"{number[:3]}****{number[-4:]}")
            if (found := _LANDLINE.fullmatch(value)) and _is_number(value):
                return _landline(found[1], found[2], plain[part[-1].end :])
    return None


def read_contact(text: str) -> Contact:
    """The same for what was asked to be a number. Raises ``BadInput``."""
    contact = contact_in(text)
    if contact is None:
        raise BadInput("没有看懂这个电话号码", "请写 11 位手机号，或者区号加座机号，例如 0755-12345678")
    return contact


def _is_number(value: str) -> bool:
    landline = _LANDLINE.fullmatch(value)
    return bool(_MOBILE.fullmatch(value) or landline and (len(landline[1]) == 4 or len(landline[2]) == 8))


def _landline(area: str, local: str, after: str) -> Contact:
    extension = _EXTENSION.match(after)
    ending = f"转{extension[1]}" if extension else ""
    return Contact(f"{area}-{local}{ending}", f"{area}-****{local[-4:]}")


def _parts(digits: tuple[Digit, ...]) -> list[tuple[Digit, ...]]:
    """Every row of whole groups that is not too long, the earliest and longest first."""
    places = [at for at in range(len(digits) + 1) if parted(digits, at)]
    return [digits[start:end] for start in places for end in reversed(places) if 0 < end - start <= LONGEST]
