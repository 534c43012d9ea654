"""What supervisors and administrators set at the desk, with its checks. Pure, and the port that keeps it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Protocol

from assistant.desk.agents import GENERAL, Agent
from assistant.desk.due import Note
from assistant.desk.refusals import NotAllowed
from assistant.errors import BadInput

NAME, MOST = 32, 30
"""Characters of a group or topic, and how many there may be."""
CHANGED = "setting_changed"
"""The action of the audit log."""
BY_SUPERVISORS = frozenset({"approve_topics"})
"""What a supervisor may change; the rest is for administrators."""


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """Everything that is set at the desk."""

    groups: tuple[str, ...] = ("综合", "待遇核定", "转移接续", "缴费", "投诉")
    approve_topics: tuple[str, ...] = ()
    """Answers to these topics wait for a person's approval."""
    elderly_straight_age: int | None = None
    """Citizens of this age and above get a person without being asked first; None: nobody."""
    service_level_seconds: int = 60
    """In this time an agent should come."""
    longest_wait_seconds: int = 900
    """After this time a waiting citizen is offered a call-back instead."""
    waiting_alarm_seconds: int = 300
    """When somebody waits longer, the board says so."""


class DeskSettingsRows(Protocol):
    """Keeps what was set; what never was has its usual value."""

    async def read(self) -> DeskSettings:
        """As they are, or were at most a few seconds ago."""
        ...

    async def write(self, name: str, value: object, by: str, now: datetime) -> DeskSettings:
        """Keep a checked value and read anew."""
        ...


class SettingsDesk:
    """Reads and changes the settings; who changed what is written down. ``topics``: those there are."""

    def __init__(self, rows: DeskSettingsRows, note: Note, topics: tuple[str, ...] = ()) -> None:
        self._rows = rows
        self._note = note
        self._topics = topics

    @property
    def topics(self) -> tuple[str, ...]:
        """Topics there are."""
        return self._topics

    async def read(self) -> DeskSettings:
        """As they are, or were at most a few seconds ago."""
        return await self._rows.read()

    async def change(self, name: str, value: object, agent: Agent, now: datetime) -> DeskSettings:
        """Raises ``BadInput`` for an unknown name or a value that does not fit, ``NotAllowed`` by role."""
        after = changed(DeskSettings(), name, value)
        if not agent.may("supervisor" if name in BY_SUPERVISORS else "administrator"):
            raise NotAllowed("这一项要管理员来改")
        if name == "approve_topics" and self._topics:
            _known(after.approve_topics, self._topics)
        kept = settings_json(after)[name]
        told = "、".join(kept) if isinstance(kept, list) else str(kept)
        await self._note(agent.id, CHANGED, name, told[:200], now)
        return await self._rows.write(name, kept, agent.id, now)


def changed(settings: DeskSettings, name: str, value: object) -> DeskSettings:
    """The settings with one of them changed. Raises ``BadInput``."""
    if name not in _CHECKS:
        raise BadInput(f"没有这项设置：{name}", "可用：" + "、".join(_CHECKS))
    checked: Any = _CHECKS[name](value)
    return replace(settings, **{name: checked})


def settings_of(stored: Mapping[str, object]) -> DeskSettings:
    """From what is kept; a value of an older or newer version that does not fit is passed over."""
    settings = DeskSettings()
    for name, value in stored.items():
        try:
            settings = changed(settings, name, value)
        except BadInput:
            continue
    return settings


def settings_json(settings: DeskSettings) -> dict[str, Any]:
    """By name, as they are kept and shown."""
    values = {field.name: getattr(settings, field.name) for field in fields(settings)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _names(what: str, value: object) -> tuple[str, ...]:
    wrong = BadInput(f"{what}要写成一列名字", f"最多{MOST}个，每个1到{NAME}个字")
    if not isinstance(value, list | tuple) or len(value) > MOST:
        raise wrong
    names = tuple(dict.fromkeys(one.strip() if isinstance(one, str) else "" for one in value))
    if not all(0 < len(name) <= NAME and name.isprintable() for name in names):
        raise wrong
    return names


def _groups(value: object) -> tuple[str, ...]:
    names = _names("组", value)
    if GENERAL not in names:
        raise BadInput(f"要留着“{GENERAL}”组", "别的组接不了的都归它")
    return names


def _whole(value: object, what: str, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadInput(f"{what}不对", f"请填{least}到{most}的整数")
    return value


def _known(names: tuple[str, ...], known: tuple[str, ...]) -> None:
    unknown = [name for name in names if name not in known]
    if unknown:
        raise BadInput("没有这个话题：" + "、".join(unknown), "可用：" + "、".join(known))


_CHECKS: dict[str, Callable[[object], object]] = {
    "groups": _groups,
    "approve_topics": lambda value: _names("话题", value),
    "elderly_straight_age": lambda value: None if value is None else _whole(value, "年龄", 50, 100),
    "service_level_seconds": lambda value: _whole(value, "按时接入的秒数", 5, 3600),
    "longest_wait_seconds": lambda value: _whole(value, "最长等待的秒数", 60, 14400),
    "waiting_alarm_seconds": lambda value: _whole(value, "等待提醒的秒数", 5, 14400),
}
