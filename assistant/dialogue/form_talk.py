"""What a message does to a form under way: goes on with it, orders it, gives it up, asks something of its own. Pure."""

from __future__ import annotations

import re

from assistant.dialogue import spoken
from assistant.dialogue.estimate_form import gives_up_rest
from assistant.dialogue.focus import asks, names_topic

QUESTION = 6
"""Characters from which a question in the middle of a form is answered; shorter ones ask what the form meant."""
_GO_ON = re.compile(
    r"接着(算|来|说)|继续(算|测算|来)?[吧。]?$|刚才(那个|的)?(测算|养老金)?.{0,4}(接着|继续)|回到(刚才|测算)|往下算"
)
_ORDER = re.compile(
    r"帮(我|忙)?.{0,6}(算|测|估)|(想|要|来)(测|估)?算一?(下|算)|测算|估算|算一?(下|算)(我|俺|养老金|退休)|试算"
)
_THANKS = re.compile(r"谢|辛苦")
_WHY_ASK = re.compile(r"(为什么|为啥|干嘛|干什么)(要)?(问|知道|要)")
_NO_MORE = re.compile(r"^(不算了|算了|不弄了|不问了)+|^.{0,6}不算了(不算了)?[。！]?$")
_YES = re.compile(r"^(好|行|可以|嗯|要|对|是)(的|啊|吧|呀|嘞|，|。|你?算|算)*$")
_OR_NOT = re.compile(r"[不没][。？]?$|([\u4e00-\u9fff])[不没]\1")
_ELSE = re.compile(r"去世|过世|死|不在了|退保|划算|合算|值得")
"""Matters beside the estimate that ``names_topic`` does not name."""
_CLAUSE = re.compile(r"[，。；？！]")


def goes_on(text: str) -> bool:
    """Whether a form put aside is to go on: 接着算."""
    return bool(_GO_ON.search(text))


def orders_estimate(text: str) -> bool:
    """Whether the estimate is ordered (帮我算), not only asked about."""
    return bool(_ORDER.search(text))


def gives_thanks(text: str) -> bool:
    """Whether it is thanks rather than 好的."""
    return bool(_THANKS.search(text))


def asks_why_asked(text: str) -> bool:
    """Whether the form is asked what it wants to know all this for."""
    return bool(_WHY_ASK.search(text))


def gives_up(text: str) -> bool:
    """Whether the form is given up; 别的都不知道，你估一个 gives up only the rest of the questions."""
    return (spoken.cancel(text) or bool(_NO_MORE.search(text))) and not gives_up_rest(text)


def agrees_to_offer(text: str) -> bool:
    """Whether an offered estimate is taken up with a mere yes."""
    return bool(_YES.match(text))


def asks_else(text: str) -> bool:
    """Whether a message asks about something other than the estimate under way."""
    if spoken.wants_estimate(text):
        return False
    asking = asks(text) or spoken.is_question(text) or bool(_OR_NOT.search(text))
    return asking and (names_topic(text) or bool(_ELSE.search(text)))


def asks_of_its_own(text: str) -> bool:
    """Whether a message that told the form nothing asks something of its own."""
    asking = spoken.is_question(text) or bool(_OR_NOT.search(text))
    return asking and len(text) >= QUESTION and not spoken.wants_estimate(text)


def stated(text: str) -> str:
    """The clauses of a message that say something rather than ask: 我交了18年，断缴了怎么办 -> 我交了18年."""
    return "，".join(part for part in _CLAUSE.split(text) if part and not asks(part) and not spoken.is_question(part))
