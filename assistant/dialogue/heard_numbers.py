"""The value of a number a recogniser offers several readings of, when it is known what kind was asked for. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import date

from assistant.dialogue.spoken_value import Kind, spoken_value
from assistant.digit_runs import dictated
from assistant.personal_data import is_id_number

Readings = Sequence[tuple[str, float]]
"""Texts with their natural-log probabilities, likeliest first."""

_UNSEEN = 0.005
"""What a value that a manner of reading does not have among its readings is still worth there."""
_WRITTEN = 0.35
"""What a manner of writing counts beside the reading by syllables: a language model likes ordinary numbers too much."""
_RATES = frozenset(str(rate) for rate in (8, 12, 16, 20, 24, 28, *range(30, 301, 10)))
"""Percentages there are: rates of contribution, and levels of the base in steps of ten."""
_THERE_IS = 1.5
"""What a percentage that exists is worth more than one that does not, in nats: 百分之四十交 is often heard as 四十九."""
_ID_LENGTH = 18
_TIMES = 3
"""How many times the support of the next an id must have."""
_LOOP = re.compile(r"([^，。]{3,}?)[，。]?(?:\1[，。]?)+")
"""百分之八百分之八: a short utterance written down twice."""


def value_heard(manners: Sequence[Readings], kind: Kind, today: date) -> str | None:
    """The canonical value (see ``spoken_value``) best supported by readings in one or more manners.

    The first manner is the one by syllables, empty where there is none; the others are ways of writing.

    An id is taken only when it proves itself and no other that does is nearly as well supported; where none does, one
    digit that the recogniser left out is filled in under the same condition. None when no reading has a value.
    """
    if kind == "id_number":
        return _id_number(manners)
    read = [
        (_WRITTEN if place else 1.0, _shares([(spoken_value(once(text), kind, today), score) for text, score in each]))
        for place, each in enumerate(manners)
        if each
    ]
    values = {value for _, share in read for value in share}
    if not values:
        return None
    return max(
        sorted(values),
        key=lambda value: (
            sum(weight * math.log(share.get(value, 0.0) + _UNSEEN) for weight, share in read)
            + (_THERE_IS if kind == "percent" and value in _RATES else 0.0)
        ),
    )


def belief(manners: Sequence[Readings], value: str, kind: Kind, today: date) -> float:
    """The share of ``value`` in the first manner that has readings."""
    first = next((each for each in manners if each), ())
    return _shares([(spoken_value(once(text), kind, today), score) for text, score in first]).get(value, 0.0)


def _id_number(manners: Sequence[Readings]) -> str | None:
    whole: dict[str, float] = {}
    filled: dict[str, float] = {}
    for readings in manners:
        for digits, share in _shares([(dictated(text), score) for text, score in readings]).items():
            if is_id_number(digits):
                whole[digits] = whole.get(digits, 0.0) + share
            for number in _with_one_more(digits):
                filled[number] = filled.get(number, 0.0) + share
    return _by_far(whole or filled)


def _by_far(backed: Mapping[str, float]) -> str | None:
    """What has several times the support of the next."""
    ranked = sorted(backed, key=lambda number: (-backed[number], number))
    if not ranked or len(ranked) > 1 and backed[ranked[0]] < _TIMES * backed[ranked[1]]:
        return None
    return ranked[0]


def _shares(readings: Sequence[tuple[str | None, float]]) -> Mapping[str, float]:
    """How likely each value is among the readings of one manner."""
    best = max((score for _, score in readings), default=0.0)
    total = sum(math.exp(score - best) for _, score in readings)
    found: dict[str, float] = {}
    for value, score in readings:
        if value is not None:
            found[value] = found.get(value, 0.0) + math.exp(score - best) / total
    return found


def _with_one_more(digits: str) -> frozenset[str]:
    """Every valid id that is ``digits`` and one digit more."""
    if len(digits) != _ID_LENGTH - 1:
        return frozenset()
    tried = (digits[:at] + digit + digits[at:] for at in range(_ID_LENGTH) for digit in "0123456789X")
    return frozenset(whole for whole in tried if is_id_number(whole))


def once(text: str) -> str:
    """``text`` without the loop a recogniser fell into; text that is not all one loop stays."""
    loop = _LOOP.fullmatch(text)
    return loop.group(1) if loop and not re.fullmatch(r"[\d\s]*", loop.group(1)) else text
