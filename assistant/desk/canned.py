"""Replies agents can start from, and the variables in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from importlib import resources
from typing import Protocol

import yaml

from assistant.desk.agents import Agent
from assistant.errors import BadInput, NotFound

VARIABLES = {
    "市民称呼": "怎么称呼市民，不知道时是“您”",
    "坐席姓名": "正在接待的坐席",
    "事项": "市民来办的事",
    "今天": "今天的日期",
    "热线": "12333",
}
"""What may stand in braces, and what it becomes."""
CODE, TITLE, TEXT, SKILL = 32, 64, 500, 32
"""Most characters."""
_VARIABLE = re.compile(r"\{([^{}]*)\}")
_CODE = re.compile(rf"[\w\-]{{1,{CODE}}}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A canned reply as somebody writes it. ``code`` is what an agent types to find it, ``skill`` the group it is for."""

    code: str
    title: str
    text: str
    skill: str | None = None


@dataclass(frozen=True, slots=True)
class Canned:
    """A canned reply as it is kept."""

    id: int
    code: str
    title: str
    text: str
    skill: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to change of a canned reply; None leaves it, an empty ``skill`` makes it everybody's."""

    code: str | None = None
    title: str | None = None
    text: str | None = None
    skill: str | None = None


class CannedReplies(Protocol):
    """Keeps canned replies."""

    async def listed(self) -> tuple[Canned, ...]:
        """All, by code."""
        ...

    async def find(self, canned: int) -> Canned | None: ...

    async def add(self, draft: Draft, by: str | None, now: datetime) -> Canned:
        """Raises ``BadInput`` when the code is taken."""
        ...

    async def change(self, canned: int, draft: Draft, by: str, now: datetime) -> Canned | None:
        """Raises ``BadInput`` when the code is taken; None when there is no such reply."""
        ...

    async def remove(self, canned: int) -> bool: ...

    async def seed(self, drafts: tuple[Draft, ...], now: datetime) -> bool:
        """Add these when there is none; False when there is."""
        ...


class CannedDesk:
    """Everything done with canned replies."""

    def __init__(self, replies: CannedReplies) -> None:
        self._replies = replies

    async def listed(self) -> tuple[Canned, ...]:
        """All, by code."""
        return await self._replies.listed()

    async def add(self, draft: Draft, agent: Agent, now: datetime) -> Canned:
        """Raises ``BadInput``."""
        return await self._replies.add(checked(draft), agent.name, now)

    async def change(self, canned: int, wanted: Wanted, agent: Agent, now: datetime) -> Canned:
        """Raises ``BadInput`` and ``NotFound``."""
        before = await self._replies.find(canned)
        if before is None:
            raise NotFound("没有这条常用语")
        draft = Draft(before.code, before.title, before.text, before.skill)
        given = {name: getattr(wanted, name) for name in ("code", "title", "text", "skill")}
        after = replace(draft, **{name: value for name, value in given.items() if value is not None})
        changed = await self._replies.change(canned, checked(after), agent.name, now)
        if changed is None:
            raise NotFound("没有这条常用语")
        return changed

    async def remove(self, canned: int) -> None:
        """Raises ``NotFound``."""
        if not await self._replies.remove(canned):
            raise NotFound("没有这条常用语")

    async def seed(self, now: datetime) -> bool:
        """The starter replies, where a desk has none yet."""
        return await self._replies.seed(starter_replies(), now)


def checked(draft: Draft) -> Draft:
    """Trimmed, with the usual braces. Raises ``BadInput`` for what cannot be used."""
    code, title = draft.code.strip(), draft.title.strip()
    text = _plain_braces(draft.text.strip())
    skill = (draft.skill or "").strip() or None
    if not _CODE.fullmatch(code):
        raise BadInput("快捷码不对", f"用字母、数字或汉字，最多{CODE}个，不要空格")
    for what, said, most in (("标题", title, TITLE), ("内容", text, TEXT), ("组", skill or "组", SKILL)):
        if not said or len(said) > most or "\x00" in said:
            raise BadInput(f"{what}没有写或太长", f"请写1到{most}个字")
    _check_variables(text)
    return Draft(code, title, text, skill)


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables replaced; one without a value stays, so that the agent sees what is missing."""
    return _VARIABLE.sub(lambda found: values.get(found[1]) or found[0], text)


@lru_cache(maxsize=1)
def starter_replies() -> tuple[Draft, ...]:
    """What a new desk begins with."""
    text = resources.files("assistant").joinpath("data/canned_replies.yaml").read_text(encoding="utf-8")
    return tuple(checked(Draft(**row)) for row in yaml.safe_load(text))


def _plain_braces(text: str) -> str:
    """Braces as Chinese keyboards write them, and blanks within, are meant as variables too."""
    half = text.replace("｛", "{").replace("｝", "}")
    return _VARIABLE.sub(lambda found: "{" + found[1].strip() + "}", half)


def _check_variables(text: str) -> None:
    known = "、".join(f"{{{name}}}" for name in VARIABLES)
    for name in _VARIABLE.findall(text):
        if name not in VARIABLES:
            raise BadInput(f"没有这个变量：{{{name}}}", f"可以用：{known}")
    if set("{}") & set(_VARIABLE.sub("", text)):
        raise BadInput("大括号没有成对", f"变量这样写：{known}")
