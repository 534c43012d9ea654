"""The level somebody pays at: 按60%交, 六十档, 最低档, 平均指数0.8, 三倍. Pure.

An index is the wage paid on over the average wage. A rate (交20%) and a yearly amount (300档) are no index.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from assistant.dialogue.spoken_corrections import Standing, latest
from assistant.dialogue.spoken_numerals import value_of
from assistant.dialogue.spoken_words import clause_after, clause_before, either

Word = Literal["lowest", "highest", "middle"]

LEVELS = (Decimal("0.4"), Decimal(3))
"""Levels one can choose: 60% to 300%, and 40% in some places and years before."""
INDICES = (Decimal("0.1"), Decimal(5))
"""An average index named as such may lie outside the levels: years without floor or ceiling count in it."""
_HUNDRED = Decimal(100)

_NUMBER = r"(?:\d{1,3}(?:\.\d{1,4})?|[零〇一二两三四五六七八九十百]{1,5}(?:点[零〇一二三四五六七八九]{1,4})?)"
_PERCENT = re.compile(rf"(?:百分之(?P<spoken>{_NUMBER})|(?<![\d.])(?P<typed>{_NUMBER})\s?%)(?!\s?[到至~\-])")
_WHOLE = re.compile(r"(?:百分百|百分之百|百分之一百)(?![零一二三四五六七八九])")
_TIMES = re.compile(rf"(?:按|交|缴)(?:着|的)?(?:社平|社会平均|平均)?(?:工资)?(?:的)?(?P<times>{_NUMBER})倍")
_STEP = re.compile(
    r"(?<![\d.%零一二三四五六七八九十百千万])(?P<step>[4-9]\d|[四五六七八九][十零]|(?<=按)1[05]0)(?:的)?(?:这|那)?[一个]?档"
)
_NAMED = re.compile(
    rf"(?<!视同)(?<!视同缴费)指数(?:单子上|上面|写着|写的|写|打的|显示|只有|只|一般|大概|大约|差不多|平均|历年|现在|我|的|是|为|有|在|约|算|到|才|就|：|:|，|\s)*(?P<index>{_NUMBER})(?![\d年个月元块万到至~\-、般直样些点定])"
)
_DECIMAL = r"(?:[0-3]\.\d{1,4}|[零一二]点[零一二三四五六七八九]{1,4})"
_BY_DECIMAL = re.compile(
    rf"按照?\s?(?P<led>{_DECIMAL})的?(?:档|指数|系数)?来?(?:交|缴|算)|(?<![\d.])(?P<tailed>{_DECIMAL})的?(?:档|(?:缴费|平均)*指数|系数)"
)
_AVERAGE = re.compile(r"按照?(?:社会平均工资|社平工资|平均工资|社平)(?:的)?(?:标准|水平|基数)?(?:来|去)?(?:交|缴)")

_PADDING = either("的 是 了 一直 都 现在 最低 大概 大约 差不多 ， 为 走 缴费 交费 社平 工资 着 社保 养老保险 就 我")
_CHOSEN = re.compile(
    rf"{either('按照 按 照 以 交 缴 选 基数 档 比例 指数 水平 社平工资 社平 平均工资 标准 走')}{_PADDING}{{0,6}}$"
)
_CHOSEN_AFTER = re.compile(rf"的?那?个?{either('档 基数 缴费基数 标准 比例 来交 来缴 交 缴 社平 水平 往上交')}")
_OTHER_RATE = re.compile(r"涨|增长|提高|降|打折|替代率|利率|利息|个人|单位|医保|公积金|税|费率")
_OTHER_RATE_AFTER = re.compile(r"的?(?:退休金|养老金|待遇|工资(?!基数|标准)|利息|税|领|发|拿|的人|以上|以下)")
_ASKS = (
    r"(?:[一每]个?月|[一每]年|现在|今年|大概|[要得需的])*[交缴]?(?:是|要|得)?(?:多少|几|什么|啥|怎么)|[^，。]{0,2}吗"
)
_PRICE = re.compile(rf"的?(?:档次?|基数|标准)?(?:{_ASKS})")
"""60%档交多少 asks for a price; nobody said to pay so."""
_RANK_TAIL = rf"的?那?[一个]?(?:缴费|交费)?(?:档次|档|基数)(?!{_ASKS}|年|涨|提|调|又|是|比|低|高)"
_NOT_THEIRS = r"(?<![国家央比于涨布到])"
_RANK_PAID = r"[按交缴选](?:的|着|是|都|一直)*(?:{ranks})(?:的?标准)?的?那?[种个样]?(?:来|去)?[交缴走算]?的?(?=$|[，。！吧了呀啊])"
_WORDS: dict[Word, re.Pattern[str]] = {
    "lowest": re.compile(
        rf"{_NOT_THEIRS}(?:最低|最少|最小|最差|最便宜|最撇|最孬){_RANK_TAIL}|{_RANK_PAID.format(ranks='最低|最少|最便宜|最撇')}|下限来?[交缴]"
    ),
    "highest": re.compile(
        rf"{_NOT_THEIRS}最高{_RANK_TAIL}|{_RANK_PAID.format(ranks='最高|最多')}|(?<!下)上限来?[交缴]"
    ),
    "middle": re.compile(r"(?:中间|中等)的?那?[一个]?档|(?<!其)中档"),
}
_EITHER = re.compile(r"还是[^，。]{0,6}(?:[档%]|百分|最[高低]|指数|\d)")
"""60%还是100%: a choice that is not made yet."""
_RANK_ALONE: dict[Word, str] = {"lowest": "最低|最少|最便宜|最撇|最孬", "highest": "最高|最多", "middle": "中间|中等"}
_FILLER = re.compile(r"[嗯啊哦呃额那是就按照交缴的了大概约差不多吧呢啦呀有左右档，。]*")
_ALONE = f"{_FILLER.pattern}(?:{{ranks}})的?那?[一]?[种个样]?[嘛呗吧了啊呀啦。]*"
_BARE = re.compile(
    rf"{_FILLER.pattern}(?P<bare>\d{{2,3}}|\d\.\d{{1,4}}|[零〇一二三四五六七八九十百]{{2,4}}|[零一二](?:点[零一二三四五六七八九]{{1,4}})?){_FILLER.pattern}"
)

_BARE_PERCENT = re.compile(rf"{_FILLER.pattern}(?P<bare>{_NUMBER}){_FILLER.pattern}")


@dataclass(frozen=True, slots=True)
class Level:
    """An index (0.6 for 60%), or the word for a level whose figure depends on the place."""

    index: Decimal | None
    word: Word | None = None


def average_index(text: str, asked: bool = False) -> Level | None:
    """The level the text names, as last stated; None when it names none, or several.

    ``asked``: the text answers the question for the level, so 60, 六十 or 0.8 alone will do.
    """
    return latest(text, _level, asked)


def percentage(text: str) -> Decimal | None:
    """The one percentage the text names, as last stated: 百分之八 8. A second one said without 百分之 is read too."""
    return latest(text, _percentage)


def _percentage(text: str, standing: Standing) -> Decimal | None:
    found = {_value(match.group("spoken") or match.group("typed")) for match in _PERCENT.finditer(text)} - {None}
    found |= {_HUNDRED for _ in _WHOLE.finditer(text)}
    if not found and standing is Standing.ANSWER and (bare := _BARE_PERCENT.fullmatch(text)):
        found = {_value(bare.group("bare"))}
    return found.pop() if len(found) == 1 else None


def _level(text: str, standing: Standing) -> Level | None:
    if _EITHER.search(text):
        return None
    if len({said for match in _PERCENT.finditer(text) for said in _percent_of(match)}) > 1:
        return None
    found = {*_percents(text, standing), *_steps(text), *_indices(text)}
    if not found and _AVERAGE.search(text):
        found = {Decimal(1)}
    words = [word for word, pattern in _WORDS.items() if pattern.search(text)]
    if not words and standing > Standing.TOLD:
        words = [word for word, ranks in _RANK_ALONE.items() if re.fullmatch(_ALONE.format(ranks=ranks), text)]
    if not found and not words and standing is Standing.ANSWER:
        found = set(_bare(text))
    if found:
        return Level(found.pop()) if len(found) == 1 else None
    return Level(None, words[0]) if len(words) == 1 else None


def _percents(text: str, standing: Standing) -> Iterator[Decimal]:
    for match in (*_PERCENT.finditer(text), *_WHOLE.finditer(text)):
        before, after = clause_before(text, match.start()), clause_after(text, match.end())
        if _OTHER_RATE.search(before) or _OTHER_RATE_AFTER.match(after) or _PRICE.match(after):
            continue
        alone = standing > Standing.TOLD and _FILLER.fullmatch(before) and _FILLER.fullmatch(after)
        if alone or _CHOSEN.search(before) or _CHOSEN_AFTER.match(after):
            yield from _percent_of(match)


def _percent_of(match: re.Match[str]) -> Iterator[Decimal]:
    said = _value(match.groupdict().get("spoken") or match.groupdict().get("typed") or "100")
    yield from _within(LEVELS, said and said / _HUNDRED)


def _steps(text: str) -> Iterator[Decimal]:
    """六十档, 80档, 按三倍交."""
    for match in _STEP.finditer(text):
        if not _PRICE.match(text, match.end()):
            said = _value(match.group("step").replace("零", "十"))
            yield from _within(LEVELS, said and said / _HUNDRED)
    for match in _TIMES.finditer(text):
        yield from _within(LEVELS, _value(match.group("times")))


def _indices(text: str) -> Iterator[Decimal]:
    for match in _NAMED.finditer(text):
        said = _value(match.group("index"))
        percent = match.end() < len(text) and text[match.end()] == "%"
        yield from _within(INDICES, said and said / _HUNDRED if percent else said)
    for match in _BY_DECIMAL.finditer(text):
        yield from _within(LEVELS, _value(match.group("led") or match.group("tailed")))


def _bare(text: str) -> Iterator[Decimal]:
    """60, 六十 and 0.6 as an answer; 4 to 39 could be anything."""
    match = _BARE.fullmatch(text)
    said = _value(match.group("bare")) if match else None
    if said is not None:
        yield from _within(LEVELS, said if said <= LEVELS[1] else said / _HUNDRED)


def _value(said: str) -> Decimal | None:
    ends = value_of(said)
    return ends[0] if ends and ends[0] == ends[1] else None


def _within(bounds: tuple[Decimal, Decimal], value: Decimal | None) -> Iterator[Decimal]:
    if value is not None and bounds[0] <= value <= bounds[1]:
        yield value
