"""What citizens say after a person helped them: asked once, answered once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from assistant.errors import BadInput
from assistant.handoff.states import Case, State
from assistant.personal_data import mask

SCORES = range(1, 6)
TEXT = 500
"""Most characters of what is said with a score."""
SECOND_THOUGHTS = timedelta(minutes=10)
"""How long after the first answer another one may replace it."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What was asked and answered about a case. ``at`` is when it was first answered."""

    case: str
    conversation: str
    asked_at: datetime
    score: int | None = None
    """1 to 5, None until it is answered."""
    text: str = ""
    at: datetime | None = None


class RatingRows(Protocol):
    """Keeps ratings, one for a case."""

    async def ask(self, case: str, now: datetime) -> bool:
        """Store that it was asked; False when it was before. Raises ``NotFound`` when there is no such case."""
        ...

    async def latest(self, conversation: str) -> Rating | None:
        """Of what was asked in the conversation, the last."""
        ...

    async def swap(self, before: Rating, after: Rating) -> bool:
        """Store the answer; False when it is no longer as in ``before``."""
        ...


class Satisfaction:
    """Asks and takes the answer. ``rated`` is called with every answer: a low one goes into the ledger."""

    def __init__(self, rows: RatingRows, rated: Callable[[Rating, datetime], Awaitable[object]]) -> None:
        self._rows = rows
        self._rated = rated

    async def ask(self, case: Case, now: datetime) -> bool:
        """Whether to ask now: once for a closed case in which a person helped, whoever asks first."""
        helped = case.state is State.RESOLVED or case.state is State.RETURNED and case.accepted_at is not None
        return helped and await self._rows.ask(case.id, now)

    async def asking(self, conversation: str) -> bool:
        """Whether the citizen was asked and has not answered."""
        last = await self._rows.latest(conversation)
        return last is not None and last.score is None

    async def rate(self, conversation: str, score: int, text: str | None, now: datetime) -> Rating:
        """Keep the answer to what was asked last. Raises ``BadInput`` when nothing was asked or it was answered."""
        if score not in SCORES:
            raise BadInput("请打 1 到 5 分", "5 分是很满意，1 分是很不满意")
        said = (text or "").replace("\x00", "").strip()
        if len(said) > TEXT:
            raise BadInput("您写的内容太长了", f"最多 {TEXT} 个字")
        before = await self._rows.latest(conversation)
        if before is None:
            raise BadInput("现在没有要您评价的服务", "有事请直接告诉我")
        if before.at and now - before.at > SECOND_THOUGHTS:
            raise BadInput("您已经评价过了，谢谢您", "还有话想说，请直接告诉我，或拨打12333")
        after = replace(before, score=score, text=mask(said).text, at=before.at or now)
        if not await self._rows.swap(before, after):
            raise BadInput("您的评价刚刚收到，谢谢您", "想改请再点一次")
        await self._rated(after, now)
        return after


_NOISE = re.compile(r"[\s，。！？、；：~,.!?;:\"“”…]+")
_AROUND = re.compile(
    r"^(?:我|您好|你好|好的|谢谢|感谢|多谢|了|您|你|对|这次|服务|打|给|评|选|个|是|觉得)+|(?:谢谢|感谢|多谢|您|你|了|吧|啊|的|呢|哦)+$"
)
_DIGITS = {**{str(n): n for n in SCORES}, **dict(zip("一二三四五", SCORES, strict=True)), "两": 2}
_NUMBER = re.compile(r"([1-5一二两三四五])(?:分|星|颗星|个星|号)?")
_VERY = r"(?:很|非常|特别|十分|相当|太|超级|极其|极|最)"
_WORDS: tuple[tuple[int, str], ...] = (
    (1, rf"{_VERY}(?:不满意|不满|不好|差劲|差|糟糕|糟|失望)|一点(?:儿)?(?:也|都)?不(?:满意|好)|差评|差极|零分"),
    (2, rf"(?:不|不太|不大|不怎么|不是很|不是太|不够|没有很)满意|不{_VERY}满意|不满|不好|差|失望|比较差|不行"),
    (3, r"一般|一般般|还行|还可以|可以|凑合|马马虎虎|普通|中等|还好"),
    (4, r"满意|比较满意|挺满意|蛮满意|基本满意|还算满意|挺好|不错|挺不错"),
    (5, rf"{_VERY}(?:满意|好|棒|不错)|满分|好评|完美|赞|点赞|一百分|100分"),
)


def parse_score(text: str) -> int | None:
    """The score a whole message means, for channels without buttons; None when it says something else, too."""
    said = _NOISE.sub("", unicodedata.normalize("NFKC", text))[:20]
    for form in (said, _AROUND.sub("", said)):
        if found := _NUMBER.fullmatch(form):
            return _DIGITS[found[1]]
        for score, words in _WORDS:
            if re.fullmatch(words, form):
                return score
    return None
