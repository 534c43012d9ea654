"""What citizens say about themselves in Chinese, typed or spoken, in any order within one message. Pure.

Each function reads one thing out of the text and is silent (None, False, no amounts) about everything it is not sure of:
a wrong figure is worse than none. Of a correction (不是18年，是16年) the last statement counts. The text has been
normalised and masked. Birth in full sentences, sex, post and scheme stand in ``slots``, places in ``assistant.places``.
"""

from __future__ import annotations

from assistant.dialogue.spoken_birth import Birth, birth_month, told_birth
from assistant.dialogue.spoken_contribution import Contribution, contribution_months, deemed_months, gap
from assistant.dialogue.spoken_corrections import Standing, corrected, latest, restates, statements
from assistant.dialogue.spoken_index import Level, average_index, percentage
from assistant.dialogue.spoken_money import Amount, money_amounts
from assistant.dialogue.spoken_numbers import number, span
from assistant.dialogue.spoken_plans import age_months, more_years, shift, stops_paying
from assistant.dialogue.spoken_talk import asks_why, cancel, is_question, unknown, yes_no
from assistant.dialogue.spoken_wishes import wants_estimate

__all__ = [
    "Amount",
    "Birth",
    "Contribution",
    "Level",
    "Standing",
    "age_months",
    "asks_why",
    "average_index",
    "birth_month",
    "cancel",
    "contribution_months",
    "corrected",
    "deemed_months",
    "gap",
    "is_question",
    "latest",
    "money_amounts",
    "more_years",
    "number",
    "percentage",
    "restates",
    "shift",
    "span",
    "statements",
    "stops_paying",
    "told_birth",
    "unknown",
    "wants_estimate",
    "yes_no",
]
