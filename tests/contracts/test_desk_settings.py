"""What is set at the desk, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from datetime import datetime

import pytest

from assistant.desk.desk_settings import DeskSettings, SettingsDesk, changed, settings_json, settings_of
from assistant.desk.refusals import NotAllowed
from assistant.errors import BadInput
from assistant.store.desk_settings import REMEMBERED, StoredDeskSettings
from assistant.store.desk_tables import DeskSettingRow
from assistant.store.working import Working
from tests.desk_rows import LI, NOW, WANG, ZHAO, desk_postgres, desk_sqlite, desk_url, other_worker, working

__all__ = ["desk_postgres", "desk_sqlite", "desk_url", "other_worker", "working"]


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.at = 100.0

    def __call__(self) -> float:
        return self.at


class Noted:
    """The audit log, to look into."""

    def __init__(self) -> None:
        self.lines: list[tuple[str | None, str, str, str]] = []

    async def __call__(self, agent_id: str | None, action: str, subject: str, reason: str, now: datetime) -> None:
        self.lines.append((agent_id, action, subject, reason))


async def test_a_desk_where_nothing_was_set_has_the_usual_settings(working: Working) -> None:
    assert await StoredDeskSettings(working).read() == DeskSettings()


async def test_every_setting_comes_back_as_it_was_set(working: Working, other_worker: Working) -> None:
    values = {
        "groups": ["综合", "退管"], "approve_topics": ["养老金计算"], "elderly_straight_age": 70,
        "service_level_seconds": 30, "longest_wait_seconds": 600, "waiting_alarm_seconds": 120,
    }  # fmt: skip
    assert set(values) == set(settings_json(DeskSettings()))
    desk = SettingsDesk(StoredDeskSettings(working), Noted())
    for name, value in values.items():
        await desk.change(name, value, ZHAO, NOW)
    assert settings_json(await desk.read()) == values
    assert settings_json(await StoredDeskSettings(other_worker).read()) == values


async def test_a_setting_can_be_taken_back_to_nothing(working: Working) -> None:
    desk = SettingsDesk(StoredDeskSettings(working), Noted())
    await desk.change("elderly_straight_age", 70, ZHAO, NOW)
    assert (await desk.change("elderly_straight_age", None, ZHAO, NOW)).elderly_straight_age is None


async def test_another_worker_sees_a_change_within_five_seconds(working: Working, other_worker: Working) -> None:
    clock = Clock()
    elsewhere = StoredDeskSettings(other_worker, clock)
    assert (await elsewhere.read()).service_level_seconds == 60
    await SettingsDesk(StoredDeskSettings(working), Noted()).change("service_level_seconds", 20, ZHAO, NOW)
    assert (await elsewhere.read()).service_level_seconds == 60
    clock.at += REMEMBERED
    assert REMEMBERED <= 5
    assert (await elsewhere.read()).service_level_seconds == 20


async def test_who_changed_a_setting_sees_it_at_once_and_it_is_written_down(working: Working) -> None:
    noted = Noted()
    desk = SettingsDesk(StoredDeskSettings(working), noted)
    await desk.read()
    assert (await desk.change("service_level_seconds", 20, ZHAO, NOW)).service_level_seconds == 20
    assert (await desk.read()).service_level_seconds == 20
    assert noted.lines == [(ZHAO.id, "setting_changed", "service_level_seconds", "20")]


async def test_supervisors_change_the_topics_to_approve_and_nothing_else(working: Working) -> None:
    noted = Noted()
    desk = SettingsDesk(StoredDeskSettings(working), noted, ("养老金计算", "转移接续"))
    assert (await desk.change("approve_topics", ["转移接续"], WANG, NOW)).approve_topics == ("转移接续",)
    with pytest.raises(NotAllowed):
        await desk.change("groups", ["综合"], WANG, NOW)
    with pytest.raises(NotAllowed):
        await desk.change("approve_topics", [], LI, NOW)
    with pytest.raises(BadInput, match="没有这个话题：天气") as refused:
        await desk.change("approve_topics", ["天气"], WANG, NOW)
    assert refused.value.remedy == "可用：养老金计算、转移接续"
    assert len(noted.lines) == 1


async def test_a_stored_value_of_another_version_does_not_stop_the_desk(working: Working) -> None:
    async with working.session() as session:
        for name, value in (("forgotten", 1), ("service_level_seconds", "soon"), ("longest_wait_seconds", 120)):
            session.add(DeskSettingRow(name=name, value={"value": value}, changed_at=NOW))
    read = await StoredDeskSettings(working).read()
    assert (read.service_level_seconds, read.longest_wait_seconds) == (60, 120)


def test_an_unknown_name_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(BadInput, match="没有这项设置：colour") as refused:
        changed(DeskSettings(), "colour", "red")
    assert all(name in refused.value.remedy for name in settings_json(DeskSettings()))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("groups", []), ("groups", ["缴费"]), ("groups", "综合"), ("groups", ["综合", ""]), ("groups", ["综合", 3]),
        ("groups", ["综合", "长" * 33]), ("groups", ["综合", *map(str, range(30))]), ("groups", ["综合", "a\nb"]),
        ("approve_topics", {"a": 1}), ("approve_topics", None),
        ("elderly_straight_age", 49), ("elderly_straight_age", 101), ("elderly_straight_age", "七十"),
        ("elderly_straight_age", True), ("service_level_seconds", 0), ("service_level_seconds", 20.5),
        ("service_level_seconds", None), ("longest_wait_seconds", -1), ("waiting_alarm_seconds", 10**9),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_refused_with_what_to_do(name: str, value: object) -> None:
    with pytest.raises(BadInput) as refused:
        changed(DeskSettings(), name, value)
    assert refused.value.remedy


def test_names_are_trimmed_and_kept_once() -> None:
    assert changed(DeskSettings(), "groups", [" 综合 ", "缴费", "缴费"]).groups == ("综合", "缴费")


def test_what_is_kept_comes_back_the_same() -> None:
    settings = changed(changed(DeskSettings(), "groups", ["综合"]), "elderly_straight_age", 65)
    assert settings_of(settings_json(settings)) == settings
