"""Whether a message wishes an estimate of a pension: the wish itself, or so much told that nothing else is meant. Pure."""

from __future__ import annotations

import re
from datetime import date

from assistant.dialogue import estimate_form as form
from assistant.dialogue import spoken
from assistant.dialogue.form_fields import BALANCE, LEVEL, YEARS, read_extras
from assistant.messages import Understanding

LONGEST = 100
"""Characters up to which a wish for an estimate is one; longer messages are letters."""
_HOW_MUCH = re.compile(
    r"(能|可以|会)?(领|拿|得|有)(到)?(多少|几|啥数)|(一个月|每月|每个月).{0,4}(多少|几)|(估|算)(算|一下|一算|下|个)"
)
_SOMEBODY = re.compile(r"我|俺|爸|妈|爹|娘|老伴|老人|爷|奶")
_RETIRING = re.compile(r"退|领|养老金|估|算")


def wishes_estimate(text: str, found: Understanding, today: date) -> bool:
    """Whether the pension of somebody is to be worked out; civil servants' pensions are not taken on here."""
    if found.complaint or len(text) > LONGEST or "机关事业" in found.schemes:
        return False
    if "城乡居民" in found.schemes:
        of_somebody = _SOMEBODY.search(text) or found.age or found.birth or YEARS in read_extras(text, "", today)
        return bool(_HOW_MUCH.search(text)) and bool(of_somebody)
    rest = found.birth is not None and form.gives_up_rest(text)
    return rest or spoken.wants_estimate(text) or _tells_all(text, found, today)


def _tells_all(text: str, found: Understanding, today: date) -> bool:
    """Whether a message that speaks of retiring tells so much that nothing but an estimate can be meant."""
    told = read_extras(text, "", today)
    level_or_balance = LEVEL in told or BALANCE in told
    return found.birth_now and YEARS in told and level_or_balance and bool(_RETIRING.search(text))


def another_person(text: str, found: Understanding, today: date) -> bool:
    """Whether a message tells of a person anew, after somebody's pension was worked out: birth and figures at once."""
    told = read_extras(text, "", today)
    return found.birth_now and YEARS in told and (LEVEL in told or BALANCE in told)
