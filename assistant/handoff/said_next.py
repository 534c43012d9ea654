"""Hearing what a citizen says to an offer, in the queue, or when a number or message is asked for. Pure."""

from __future__ import annotations

import re

from assistant.handoff.said import asks_for_person, clauses
from assistant.script import to_simplified

_SOFT = r"[吧啊呀哦了呢嘛的哈啦呗就那嗯诶哎嘞滴]"
_YES = re.compile(
    rf"没问题|没意见|没错|没得问题|要得|可以|同意|愿意|需要|麻烦|谢谢|多谢|辛苦|帮我|给我|一下|过去|ok|yes|[好要行中成对是嗯转接请快想我你您]|{_SOFT}"
)
"""Words an acceptance is made of, and nothing else."""
_TAKES = re.compile(r"好|可以|行|中|成|对|是|嗯|ok|yes|没问题|没意见|转|要|愿意|同意|接")
_NAMED = re.compile(r"转|要|愿意|同意|接")
"""Says what is wanted, not only 好."""
_ACKNOWLEDGED = re.compile(r"知道了|明白|晓得|懂了|记住|这样|原来|不错|多谢了$")
_NO = re.compile(
    r"(?:[那就嗯哦啊我]|还是)*(?:不用|不要|不需要|不必|不麻烦|别|不想|不了|先不|暂时不|不转|不找|不接|不行|不愿意|不|算了|免了|下次|以后再说|回头再说|再说|没事|没必要|用不着|no)"
    r"(?P<rest>.*)"
)
_NO_REST = re.compile(
    r"不用|不要|算了|需要|麻烦|人工|真人|工作人员|客服|给我|一下|过去|电话|留言|回电|[用要必转接找叫再了吧啦啊谢人你们您先下留]"
)
"""Words that may follow a no without making it something else."""
_MY_OWN = re.compile(
    r"^(?:[那就]|还是|算了)*(?:我)?(?:自己|先)(?:再)?(?:去|来|打|看看|想想|问|查|考虑)|^(?:还是)?你(?:来)?(?:说|回答|告诉我|接着说|继续)[吧啊]*$"
)
_CANCELS = re.compile(
    r"不(?:想|要|愿意?|用)?(?:再)?(?:等|排)(?:队)?(?:了|人工|啦|吧|$)|(?:取消|退出|停止|结束)(?:排队|等待|等候|转接|转人工|人工)|^(?:我要|我想|帮我|给我)?(?:取消|退出)(?:吧|了|一下)*$"
    r"|别(?:等|排|转|找)(?:队)?(?:了|人工|吧)|不(?:转|找|接|要|用)(?:转|找|接)?(?:人工|真人|工作人员|客服)?了|^(?:[那就]|还是)*算了[吧啊]*$|还是(?:你|机器人)来?(?:说|回答|告诉我)"
)
_STILL = re.compile(
    r"为什么|怎么|能不能不|可以不|如果|要是|的话|是不是|会不会|万一|吗$|不(?:要|用)?取消|别取消|(?:上次|昨天|前天|之前|以前|上回)|算了(?:好|很|多|几|半|\d)"
)
_STAYS = re.compile(r"缴|交|领|退(?!出)|算(?!了)|社保|养老|保险|年")
_CALLS = re.compile(
    r"(?:给|跟|和)我们?(?:回|打|来)(?:一?个|下)?(?:电话|话|手机)|回(?:一?个|我)?电(?:话)?(?:给我)?|打(?:电话)?给我|打我(?:的)?(?:电话|手机)|给我(?:回|打)(?:过来|回来|一下)|回拨|(?:电话|打电话|你们?|稍后|方便时?|有空|回头)联系我"
    r"|留(?:个|下|一下|我的?)?(?:电话|手机|号码|联系方式|号)|(?:登记|记)(?:一下|下|个)?(?:我的?)?(?:电话|手机|号码|联系方式)|打过来|打回来|callback|callme"
)
_NO_CALL = re.compile(
    r"(?:不用|不要|别|不需要|不想|不必|没有?人?|没|不)(?:再)?(?:给我|跟我|打|回|留|来|登记)|打过(?!来)|打了|打来(?:的|说|过)|来过|怎么(?:还)?(?:没|不)|有人|谁|说是|自称|骗|不会|会不会|吗$|么$|多少|是什么|他们说|说(?:要|会|是)?给我|(?:昨天|前天|上次|刚才|之前)"
)
_ASKED_CALL = re.compile(r"(?:能不能|可不可以|可以|能|麻烦|可否|方便)(?:请|让|叫)?.{0,10}(?:打|回|留|联系|登记)")
_UNASKED = re.compile(
    r"(?:[请那就我你您们想要让叫]|麻烦|能不能|可不可以|可以|可否|能|帮忙|帮|方便)*(?:给我|跟我|留|回|打)"
)
_LEAVES = re.compile(
    r"^\s*(?:你好|您好)?[,，]?\s*(?:[我那就请帮给想要]|麻烦)*\s*"
    r"(?:(?:给(?:工作人员|他们|你们|客服))?(?:留(?:一?个|一?下)?言|带一?[个句]话)|转告|转达)(?:给?(?:一下|工作人员|他们|你们|客服|坐席))*(?:说|内容是|是|就说)?[\s:：,，。!！、]*"
)
_MESSAGE_STORY = re.compile(r"^.{0,6}留(?:个|下)?言(?:了|过|板|条|怎么|在哪|没人|有用|有人|多久|要|可以|吗|行吗|呢)")
_SMALL = 30
"""Characters up to which a message answers what was just asked."""


def accepts_offer(text: str, asked: bool = True) -> bool:
    """Whether an offered person is taken: 好, 可以, 转吧, or any request for a person.

    ``asked`` is False when the reply only mentioned a person at its end: then 好的 means that the answer was
    understood, and only words such as 转吧 and 要 take the offer.
    """
    if declines_offer(text):
        return False
    if asks_for_person(text):
        return True
    said = "".join(clauses(text))
    if len(said) > _SMALL or _ACKNOWLEDGED.search(said) or _YES.sub("", said) or not _TAKES.search(said):
        return False
    return asked or bool(_NAMED.search(said))


def declines_offer(text: str) -> bool:
    """Whether an offered person is not wanted: 不用了, 算了; a question may follow in the next clause."""
    parts = [part for part in clauses(text) if re.sub(rf"谢谢|多谢|[好你您]|{_SOFT}", "", part)]
    if not parts or asks_for_person(text):
        return False
    no = _NO.fullmatch(parts[0])
    return bool(no and not _NO_REST.sub("", no["rest"])) or bool(_MY_OWN.match(parts[0]))


def cancels_waiting(text: str) -> bool:
    """Whether somebody in the queue does not want to wait any more: 不等了, 取消排队."""
    return any(len(part) <= _SMALL and _cancels(part) for part in clauses(text))


def _cancels(part: str) -> bool:
    return bool(_CANCELS.search(part)) and not _STILL.search(part) and not _STAYS.search(part)


def asks_call_back(text: str) -> bool:
    """The same where nobody spoke of it: a few words that ask for it and nothing else, 留个电话, 请给我回电话."""
    said = "".join(clauses(text))
    return len(said) <= _SMALL // 2 and bool(_UNASKED.match(said)) and wants_call_back(text)


def wants_call_back(text: str) -> bool:
    """Whether the citizen wants to be called: 给我回电话, 留个电话. Stories about calls are not that."""
    return any(_wants_call(part) for part in clauses(text))


def _wants_call(part: str) -> bool:
    if not _CALLS.search(part) or len(part) > _SMALL:
        return False
    return not _NO_CALL.search(re.sub(r"吗$|么$", "", part) if _ASKED_CALL.search(part) else part)


def leaves_message(text: str) -> str | None:
    """The words after 留言：, as the citizen wrote them; empty when only 留言 was said, None when it is no message."""
    plain = to_simplified(text)
    found = _LEAVES.match(plain)
    if found is None or _MESSAGE_STORY.match("".join(clauses(text))):
        return None
    rest = (text if len(text) == len(plain) else plain)[found.end() :].strip()
    return "" if re.fullmatch(r"[吧啊呀了哦行吗好可以谢]*[。!！?？]*", rest) else rest


_HOW_LONG = re.compile(
    r"等(?:多久|多长时间|到什么时候|几分钟)|(?:什么时候|啥时候|多久)(?:才|能)*(?:轮到|排到|接通|有人)"
    r"|前面(?:还有)?(?:几|多少)[个位]?人?|排到(?:哪|第几|几)|怎么还没(?:人|接|轮)"
)


def asks_how_long(text: str) -> bool:
    """Whether somebody in the queue asks how long it will be: 还要等多久, 前面几个人."""
    return len(text) <= _SMALL and bool(_HOW_LONG.search(to_simplified(text)))
