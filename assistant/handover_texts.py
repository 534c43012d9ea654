"""Every canned sentence a citizen meets on the way to a person and back. Plain words; nothing promised that may fail."""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Protocol

LEAVE = "您可以留电话请工作人员回电，或者留言，急的话请拨打12333。"
"""What is always left to do when nobody is there."""
CLOSED_UNTIL = "现在不是上班时间，我们{when}上班。"
CLOSED = "现在不是上班时间，没有工作人员在。"
HOLIDAY_UNTIL = "现在是{holiday}假期，我们{when}上班。"
HOLIDAY = "现在是{holiday}假期，没有工作人员在。"
NOT_SURE = "放假安排以公告为准。"
NOBODY = "现在没有能接待您这件事的工作人员在线。"
CALLING = "好的，正在帮您转人工。"
WHERE = "{where}。"
ELSEWHERE = "接通以后，工作人员就在这里跟您说话。"
CLOSING = "{when}下班，下班前可能轮不到您，着急可以先留电话。"
RATHER_CALL_BACK = "不想等，可以说“留电话”，请工作人员给您回电。"

STILL_WAITING = "您还在排队。"
STILL_WAITING_WHERE = "您还在排队，{where}。"
SEEN_LATER = "您说的话，工作人员接通后都看得到。"
NOT_WAITING = "不想等了，就说“不等了”或者“留电话”。"

COMING = "已经给您安排了工作人员，正在接入，请稍等。"
COMING_NAMED = "已经给您安排了工作人员{agent}，正在接入，请稍等。"
CHANGING = "换一位工作人员来接待您，请稍等。"
CHANGING_NAMED = "换工作人员{agent}来接待您，请稍等。"
HERE = "工作人员来了，您前面说的话都看得到。"
HERE_NAMED = "工作人员{agent}来了，您前面说的话都看得到。"
PLEASE_SPEAK = "请您接着说。"
PERSON_IS_HERE = "工作人员已经在跟您说话了，有话请直接说。"

GROUP = "正在帮您转到别的工作人员那里。"
GROUP_NAMED = "正在帮您转到{group}组的工作人员那里。"
LINE_DROPPED = "对不起，工作人员那边断线了。"
NOT_TAKEN = "对不起，刚才那位工作人员没能接上。"
FIRST_AGAIN = "您不用从头排队，前面排的时间都算。"

SORRY_WAITED = "对不起，等了这么久还没有排到您。"
SORRY_CLOSED = "对不起，工作人员下班了，这次没有排到您。"
SORRY_NOBODY = "对不起，工作人员都下线了，这次没有排到您。"
SORRY_NOT_REACHED = "对不起，这次没有给您接通工作人员。"

GOING_ON = "好，我接着帮您，您有话直接说。"
CANCELLED = "好，不排队了，我接着帮您。"
LAPSED = "您没有说要不要转人工，我先接着帮您。"
ANY_TIME = "想找人工，随时说“转人工”。"
HANDED_BACK = "工作人员说完了，接下来还是我这个智能助手陪您。"
ENDED = "这次人工服务结束了。"
ASK_ON = "还有养老保险的事，随时问我。"
GONE = "您有一会儿没有说话，这次转人工先停下了。"
GONE_FROM_AGENT = "您有一会儿没有说话，工作人员先忙别的去了。"

ASK_CONTACT = "请把您的电话号码告诉我，只给回电的工作人员看。"
ASK_MESSAGE = "请说您要留的话，我记下来转给工作人员。"
NOT_A_NUMBER = "这个号码好像不对，请再说一遍，手机或带区号的座机都可以。"
CALL_BACK_NOT_WANTED = "好，那就不留了，您有话直接问我，也可以拨打12333。"
ALREADY_REGISTERED = "您已经登记过了，工作人员会跟您联系，急的话请拨打12333。"
NUMBER_KEPT = "电话登记好了。"
CALL_BY = "工作人员最晚{due}给您回电，到时没接到，请拨打12333。"
CALL_LATER = "工作人员会照登记的号码给您回电，急的话请拨打12333。"
PROMISED_BY = "工作人员去查一查，最晚{due}给您答复，到时没有，请拨打12333。"
PROMISED = "工作人员去查一查，查好了就给您答复，急的话请拨打12333。"
NO_SECRETS = "回电不会向您要密码和验证码，也不会让您转钱。"
MESSAGE_KEPT = "留言收到了。"
ANSWER_BY = "工作人员最晚{due}在这里回复您，到时没看到，请拨打12333。"
ANSWER_LATER = "工作人员看到后会在这里回复您，急的话请拨打12333。"
REACHED = "工作人员已经跟您联系过了，您登记的事办结了。"
NOT_REACHED = "工作人员按登记联系过您，没有联系上。"
AGAIN = "还需要的话，说“转人工”再登记一次，或者拨打12333。"
ANSWERED_HERE = "您的留言，工作人员已经在这里回复了。"
CALL_BACK_ENDED = "您登记的事已经办结。"

ASK_SATISFACTION = "您对这次人工服务满意吗？"
SATISFACTION_THANKS = "谢谢您的评价。"
ANSWER_HELD = "这个问题的答复要请工作人员核对一下，核对好了就在这里告诉您。"
ANSWER_HELD_MEANWHILE = "着急的话请拨打12333，也可以接着问我别的。"
ANSWER_CHECKED = "您刚才问的，工作人员核对过了，答复如下。"
ANSWER_REJECTED = "您刚才问的，工作人员核对后认为我不能直接答复，请说“转人工”，或者拨打12333。"
ANSWER_LAPSED = "您刚才问的，还没有等到工作人员核对，请说“转人工”，或者拨打12333。"

OFFER = "要不要我帮您转人工？"
OFFERS: dict[str, tuple[str, ...]] = {
    "misunderstood": ("对不起，我还是没有听懂。", "要不要我帮您转人工，让工作人员听您说？"),
    "my_case": ("您个人的情况，要请工作人员来看。", OFFER),
    "dispute": ("这件事要请工作人员来核实。", OFFER),
    "complaint": ("您反映的事，可以请工作人员来听。", OFFER),
    "distress": ("我可以请工作人员来跟您说说话。", OFFER),
    "low_confidence": ("这个问题我没有可靠的依据，不敢随便回答。", OFFER),
    "form_given_up": ("算不下去没有关系，可以请工作人员来帮您看。", OFFER),
}
"""How a person is offered, by the reason; for every other reason ``OFFER`` alone."""
STANDS: dict[str, str] = {
    "none": "现在是智能助手在接待您，想找人工，随时说“转人工”。",
    "offered": "还没有转人工，您可以说“转人工”，也可以留电话或者留言。",
    "queued": STILL_WAITING,
    "assigned": COMING,
    "with_agent": PERSON_IS_HERE,
    "call_back": ALREADY_REGISTERED,
    "resolved": f"{ENDED}{ASK_ON}",
    "returned": "现在是智能助手在接待您，想找人工，随时说“转人工”。",
    "left": f"{GONE}{ANY_TIME}",
}
"""Who has the conversation, by state."""

_SORRY = {"office_closed": SORRY_CLOSED, "nobody_online": SORRY_NOBODY, "waited_too_long": SORRY_WAITED}
_DROPPED = {"agent_gone": LINE_DROPPED, "agent_declined": NOT_TAKEN, "assignment_lapsed": NOT_TAKEN}
_CHINA = timezone(timedelta(hours=8))


class Moved(Protocol):
    """What of an event the words depend on; ``assistant.handoff.states.Event`` is one."""

    @property
    def before(self) -> str: ...
    @property
    def after(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def detail(self) -> str: ...


def transition_text(
    event: Moved, *, agent_name: str = "", position: int | None = None, estimate_seconds: int | None = None, due: str = ""
) -> tuple[str, ...]:  # fmt: skip
    """What the citizen is told of a transition. ``due`` is a day in words (``day_words``), empty when there is none."""
    match event.after:
        case "offered":
            return _offered(event)
        case "queued":
            return _back_in_queue(event, position, estimate_seconds)
        case "assigned":
            changed = event.before in ("assigned", "with_agent")
            named, plain = (CHANGING_NAMED, CHANGING) if changed else (COMING_NAMED, COMING)
            return (named.format(agent=agent_name) if agent_name else plain,)
        case "with_agent":
            return HERE_NAMED.format(agent=agent_name) if agent_name else HERE, PLEASE_SPEAK
        case "call_back" if event.before == "with_agent":
            return (PROMISED_BY.format(due=due) if due else PROMISED,)
        case "call_back":
            return registered("message" if event.reason == "message_left" else "call", due)
        case "resolved":
            return _resolved(event)
        case "left":
            lapsed = {"with_agent": GONE_FROM_AGENT, "offered": LAPSED}
            return lapsed.get(event.before, GONE), ANY_TIME
    return _returned(event)


def _offered(event: Moved) -> tuple[str, ...]:
    if event.before == "none":
        return OFFERS.get(event.reason, (OFFER,))
    return _SORRY.get(event.reason, SORRY_NOT_REACHED), LEAVE


def _back_in_queue(event: Moved, position: int | None, seconds: int | None) -> tuple[str, ...]:
    if event.before not in ("assigned", "with_agent") and event.reason != "transferred_to_group":
        return queued(position, seconds)
    group = GROUP_NAMED.format(group=event.detail) if 0 < len(event.detail) <= 8 else GROUP
    why = (
        group
        if event.reason == "transferred_to_group"
        else _DROPPED.get(event.reason, NOT_TAKEN if event.before == "assigned" else GROUP)
    )
    where = (WHERE.format(where=place(position, seconds)),) if position else ()
    return why, FIRST_AGAIN, *where


def _resolved(event: Moved) -> tuple[str, ...]:
    if event.before != "call_back":
        return ENDED, ASK_ON
    if event.reason == "not_reached":
        return NOT_REACHED, AGAIN
    done = {"reached": REACHED, "answered": ANSWERED_HERE}.get(event.reason, CALL_BACK_ENDED)
    return done, ASK_ON


def _returned(event: Moved) -> tuple[str, ...]:
    if sorry := _SORRY.get(event.reason):
        return sorry, LEAVE
    if event.before == "with_agent" or event.reason == "handed_back":
        return HANDED_BACK, ANY_TIME
    if event.before == "offered":
        return LAPSED if event.reason == "offer_lapsed" else GOING_ON, ANY_TIME
    return CANCELLED, ANY_TIME


def out_of_hours(opens: str, sure: bool = True) -> tuple[str, ...]:
    """``opens`` in words, empty when not known; unsure where the year's holidays are not announced yet."""
    first = CLOSED_UNTIL.format(when=opens) if opens else CLOSED
    return (first, *(() if sure else (NOT_SURE,)), LEAVE)


def holiday(name: str, opens: str, sure: bool = True) -> tuple[str, ...]:
    """As ``out_of_hours``, with the name of the holiday."""
    first = HOLIDAY_UNTIL.format(holiday=name, when=opens) if opens else HOLIDAY.format(holiday=name)
    return (first, *(() if sure else (NOT_SURE,)), LEAVE)


def nobody_online() -> tuple[str, ...]:
    """The office is open, but nobody is there for this."""
    return NOBODY, LEAVE


def queued(position: int | None, seconds: int | None, closes: str = "") -> tuple[str, ...]:
    """Put in the queue; ``closes`` is the closing time in words where it may come first."""
    where = WHERE.format(where=place(position, seconds)) if position else ELSEWHERE
    return CALLING, where, CLOSING.format(when=closes) if closes else RATHER_CALL_BACK


def waiting(position: int | None, seconds: int | None) -> tuple[str, ...]:
    """Said to somebody who speaks while in the queue."""
    first = STILL_WAITING_WHERE.format(where=place(position, seconds)) if position else STILL_WAITING
    return first, SEEN_LATER, NOT_WAITING


def registered(kind: str, due: date | str | None = None) -> tuple[str, ...]:
    """A number (``call``) or a ``message`` was left, to be answered until the day ``due``."""
    day = due if isinstance(due, str) else day_words(due) if due else ""
    if kind == "message":
        return MESSAGE_KEPT, ANSWER_BY.format(due=day) if day else ANSWER_LATER
    return NUMBER_KEPT, CALL_BY.format(due=day) if day else CALL_LATER, NO_SECRETS


def place(position: int | None, seconds: int | None) -> str:
    """前面还有2位，大约等5分钟."""
    before = f"前面还有{position - 1}位" if position and position > 1 else "前面没有人了"
    return before if seconds is None else f"{before}，{length(seconds)}"


def length(seconds: int) -> str:
    """A wait in round words: 估计不到1分钟, 大约等5分钟, 大约等1个多小时."""
    minutes = math.ceil(seconds / 60)
    if seconds < 60:
        return "估计不到1分钟"
    if minutes <= 10:
        return f"大约等{minutes}分钟"
    if minutes <= 55:
        return f"大约等{math.ceil(minutes / 5) * 5}分钟"
    return "大约等1个小时" if minutes <= 60 else f"大约等{minutes // 60}个多小时"


def when(moment: datetime, now: datetime | None) -> str:
    """明天上午9点, 周一上午9点, 10月8日（周四）上午9点; both times in China time."""
    days = (moment.date() - now.date()).days if now else -1
    if 0 <= days <= 2:
        return ("今天", "明天", "后天")[days] + clock(moment)
    day = f"周{'一二三四五六日'[moment.weekday()]}" if 2 < days < 7 else day_words(moment.date())
    return day + clock(moment)


def clock(moment: datetime) -> str:
    """上午9点, 下午1点半, 晚上8点15分."""
    hour = moment.hour
    part = next(
        name for end, name in ((6, "凌晨"), (12, "上午"), (13, "中午"), (18, "下午"), (24, "晚上")) if hour < end
    )
    minute = {0: "", 30: "半"}.get(moment.minute, f"{moment.minute}分")
    return f"{part}{hour - 12 if hour > 12 else hour}点{minute}"


def day_words(day: date) -> str:
    """11月25日（周三）; of a moment, the day it is in China."""
    here = day.astimezone(_CHINA).date() if isinstance(day, datetime) else day
    return f"{here.month}月{here.day}日（周{'一二三四五六日'[here.weekday()]}）"


@lru_cache(maxsize=1)
def canned() -> frozenset[str]:
    """Every canned sentence, templates with their braces."""
    found: set[str] = set()
    for name, value in globals().items():
        if name.isupper() and isinstance(value, str):
            found.add(value)
        elif name == "OFFERS":
            found.update(line for lines in value.values() for line in lines)
    return frozenset(found)
