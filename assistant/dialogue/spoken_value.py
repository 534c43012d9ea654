"""The value of one spoken number, when it is known what kind of number was asked for. Pure.

Nothing is parsed here: each kind is read by what the forms and the protection of personal data read it with.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Literal

from assistant.contacts import contact_in
from assistant.dialogue import spoken
from assistant.dialogue.plain_text import plain_text
from assistant.digit_runs import dictated
from assistant.personal_data import is_id_number, mask

Kind = Literal["quantity", "money", "months", "date", "digits", "id_number", "phone", "percent", "index"]


def spoken_value(text: str, kind: Kind, today: date) -> str | None:
    """The canonical value of ``text`` as an answer of ``kind``; None when it has none, or none that is sure.

    ``quantity``, ``money`` (yuan), ``percent`` (百分之八 ``8``) and ``index`` (``0.8``) are decimals without needless zeros;
    ``months`` counts months; ``date`` is ``1965-03``; ``digits``, ``phone`` and ``id_number`` are digits, the last of 18
    characters that hold together (GB 11643-1999). Ranges, rough lengths and months of the lunar calendar have none.
    """
    return _READERS[kind](text, today)


def _quantity(text: str, _: date) -> str | None:
    return _plain(spoken.number(plain_text(text)))


def _money(text: str, _: date) -> str | None:
    plain = plain_text(text)
    amounts = spoken.money_amounts(plain)
    return _plain(amounts[-1].value if amounts else spoken.number(plain))


def _months(text: str, today: date) -> str | None:
    paid = spoken.contribution_months(plain_text(text), today, asked=True)
    return str(paid.months) if paid and paid.exact else None


def _date(text: str, today: date) -> str | None:
    born = spoken.birth_month(plain_text(text), today, asked=True)
    if born is None or born.year is None or born.month is None or born.lunar:
        return None
    return f"{born.year}-{born.month:02d}"


def _percent(text: str, _: date) -> str | None:
    return _plain(spoken.percentage(plain_text(text)))


def _index(text: str, _: date) -> str | None:
    level = spoken.average_index(plain_text(text), asked=True)
    return _plain(level.index) if level else None


def _id_number(text: str, _: date) -> str | None:
    number = mask(text).id_number
    return number if is_id_number(number) else None


def _phone(text: str, _: date) -> str | None:
    contact = contact_in(text)
    return contact.number if contact else None


def _plain(value: Decimal | None) -> str | None:
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


_READERS: dict[Kind, Callable[[str, date], str | None]] = {
    "quantity": _quantity,
    "money": _money,
    "months": _months,
    "date": _date,
    "digits": lambda text, _: dictated(text),
    "id_number": _id_number,
    "phone": _phone,
    "percent": _percent,
    "index": _index,
}
