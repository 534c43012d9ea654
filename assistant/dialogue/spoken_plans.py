"""What somebody would change: retire earlier or later, pay longer, stop paying; and ages in months. Pure."""

from __future__ import annotations

import re

from assistant.dialogue.spoken_corrections import latest
from assistant.dialogue.spoken_lengths import Length, lengths
from assistant.dialogue.spoken_numerals import CN, value_of
from assistant.dialogue.spoken_words import before, clause_after, clause_before, either, plainly

_RETIRE = r"(?:点|些)?(?:办理?)?(?:退休|退|领)?个?"
_EARLIER = re.compile(rf"{either('提前 提早 早 往前推 往前提 往前挪 往前 前移')}{_RETIRE}$")
_LATER = re.compile(
    rf"{either('晚 推迟 延迟 迟 延后 推后 后延 拖后 延长 延 往后推 往后延 往后拖 往后挪 往后 缓')}{_RETIRE}(?:延迟|推迟)?个?$"
)
_WORK_ON = re.compile(r"多(?:干|上|做|工作)个?$")
_WORK_ON_AFTER = re.compile(r"班?[再才后]?(?:退|办退休|领)")
_NOT_RETIRING = re.compile(
    either(
        "书面 以书面 告知 通知 申请 提交 预约 报名 打招呼 说一声 交 缴 买 参保 参加 办手续 写 准备 出生 生 就交 就买 就参 就有 就知道 毕业 上班 进厂 到账 发 没"
        " (?:退休|退)?的(?:同事|人|邻居|工友)"
    )
)
"""提前一个月申请, 早三年就交了, 晚三个月出生: something else is early or late."""
_RULE = re.compile(
    either(
        "每[晚早推延提往] 个月[要就]?(?:推迟|延迟|延) 同事 别人 人家 邻居 工友 最多 最长 最早 最晚 不超过 不得 只能 不能 没有 规定 政策 已经 生日 出生 了$"
    )
)

_MORE = re.compile(
    rf"(?:{either('再 多 继续 接着 往后 还')}{{1,3}}(?:续?交|续?缴|续)[费纳]?|延长(?:缴费|交费|缴|交)?)[满够个上]?$"
)
_LESS = re.compile(r"少[交缴]个?$")
_NOT_MORE = re.compile(rf"{either('每 要 得 必须 需要 需 应该 至少 最少 还差 还缺 为什么 凭什么 叫我 让我')}我?$")

_NO_MORE_PAYING = r"[交缴](?:费|社保|养老保险)?(?:了|的话|呢|$|[，。？])"
_STOPS = re.compile(
    rf"{either('以后 后面 往后 今后 接下来 从现在起 现在起 现在 如果 要是 假如 我 就')}[我就都]{{0,2}}(?:不|停了不){_NO_MORE_PAYING}"
    rf"|不(?:再|想再?|打算再?|继续)(?:往下)?{_NO_MORE_PAYING}|(?:^|[，。])不[交缴]了|停止?(?:缴费|交费|缴|交)(?:了|的话|呢)"
)
_NOT_THEIR_WISH = re.compile(
    rf"{either('单位 公司 老板 厂 企业 学校 他们')}[^，。]{{0,6}}[不没](?:给|帮|再|我|们)*[交缴]"
    + "|"
    + either("听说 对不对 是不是 为什么 能不能 可不可以 可以不")
)

_AGE = re.compile(
    rf"(?<![\d.{CN}十第])(?P<years>[1-9]\d|[一二三四五六七八九]?十[一二三四五六七八九]?)(?P<open>多|来|几)?周?岁(?P<half>半)?"
    rf"(?:零|又)?(?:(?P<months>\d{{1,2}}|[{CN}十]{{1,3}})个月)?"
)
_NOMINAL = re.compile(r"(?:虚|毛|快|将近|接近|不到|没到|大概|差不多|还没满|未满|按虚)岁?(?:是|有)?$")


def shift(text: str) -> int | None:
    """Months the text moves retirement by: 早一年 -12, 晚三个月 3; None for none, several, or a rule."""
    return latest(text, lambda part, _: _one({_shift(part, length) for length in lengths(part)} - {None}))


def more_years(text: str) -> int | None:
    """Months the text adds to what is paid: 再交3年 36; 少交两年 -24."""
    return latest(text, lambda part, _: _one({_more(part, length) for length in lengths(part)} - {None}))


def stops_paying(text: str) -> bool:
    """Whether the person would pay no more from now on."""
    text = plainly(text)
    return bool(_STOPS.search(text)) and not _NOT_THEIR_WISH.search(text)


def age_months(text: str) -> int | None:
    """The one age the text names, in months: 六十岁半 726. A nominal age (虚岁) and a rough one are none."""
    return latest(text, lambda part, _: _one({_age(part, match) for match in _AGE.finditer(part)} - {None}))


def _shift(text: str, length: Length) -> int | None:
    lead, after = clause_before(text, length.start), clause_after(text, length.end)
    if not length.exact or _NOT_RETIRING.match(after) or _RULE.search(lead):
        return None
    if _EARLIER.search(lead):
        return -length.months
    later = _LATER.search(lead) or _WORK_ON.search(lead) and _WORK_ON_AFTER.match(after)
    return length.months if later else None


def _more(text: str, length: Length) -> int | None:
    lead, after = clause_before(text, length.start), clause_after(text, length.end)
    if not length.exact or after.startswith(("才", "就能", "就可以", "以上")):
        return None
    less, more = _LESS.search(lead), _MORE.search(lead)
    start = less or more
    if start is None or _NOT_MORE.search(lead[: start.start()]):
        return None
    return -length.months if less else length.months


def _age(text: str, match: re.Match[str]) -> int | None:
    years = value_of(match.group("years"))
    months = value_of(match.group("months")) if match.group("months") else (0, 0)
    if years is None or months is None or match.group("open") or _NOMINAL.search(before(text, match.start())):
        return None
    if years[0] != years[1] or months[0] > 11:
        return None
    return int(years[0]) * 12 + (6 if match.group("half") else int(months[0]))


def _one(found: set[int | None]) -> int | None:
    return found.pop() if len(found) == 1 else None
