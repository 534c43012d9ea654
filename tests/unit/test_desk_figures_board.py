"""The board: who waits, who works, and what needs somebody now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from assistant.desk.agents import Agent
from assistant.desk.board import BoardFacts, board, spoken
from assistant.desk.call_back_values import Counts
from assistant.desk.case_json import case_json, event_json, waiting_seconds
from assistant.desk.desk_settings import DeskSettings
from assistant.desk.presence import AtDesk
from assistant.handoff.states import Actor, Case, Event, Reason, State, advance
from assistant.records import MessageRecord
from tests.unit._desk_walks import NOON, Step, answered, many, walk, wished


def agent(name: str, status: str = "online", skills: tuple[str, ...] = (), *, active: bool = True) -> AtDesk:
    return AtDesk(Agent(name, name, name, "agent", skills, 3, active, "online", NOON), status, 0)


def waiting(case_id: str, seconds: int = 0, skill: str = "综合") -> Case:
    return walk(wished(case_id, NOON - timedelta(seconds=seconds), skill=skill), Step(State.QUEUED, 0))[0]


def facts(*cases: Case, **changes: Any) -> BoardFacts:
    return replace(BoardFacts(cases, cases, (), (agent("li"),), Counts(0, 0), DeskSettings()), **changes)


def kinds(found: BoardFacts, now: datetime = NOON) -> list[str]:
    return [alarm.kind for alarm in board(found, now).alarms]


class TestBoard:
    def test_a_quiet_desk_has_no_wait_and_no_alarm(self) -> None:
        found = board(facts(), NOON)
        assert (found.waiting, found.longest_wait_seconds, found.with_agent, found.alarms) == (0, None, 0, ())
        assert (found.service_level.percent, found.service_level.of) == (None, 0)

    def test_who_waits_is_counted_by_group(self) -> None:
        found = board(facts(waiting("a", 50), waiting("b", 20, "缴费"), waiting("c", 70, "旧组")), NOON)
        assert (found.waiting, found.longest_wait_seconds) == (3, 70)
        rows = {row.group: (row.waiting, row.longest_wait_seconds) for row in found.by_group}
        assert rows["综合"] == (1, 50)
        assert rows["缴费"] == (1, 20)
        assert rows["投诉"] == (0, None)
        assert rows["旧组"] == (1, 70)

    def test_who_was_assigned_still_waits_and_who_is_talked_with_does_not(self) -> None:
        assigned, _ = walk(wished("a"), Step(State.QUEUED, 0), Step(State.ASSIGNED, 5, "li"))
        talking, _ = walk(
            wished("b"), Step(State.QUEUED, 0), Step(State.ASSIGNED, 5, "li"), Step(State.WITH_AGENT, 5, "li")
        )
        found = board(facts(assigned, talking), NOON)
        assert (found.waiting, found.with_agent) == (1, 1)
        assert [case.id for case in found.agents[0].cases] == ["a", "b"]

    def test_who_is_online_stands_first_and_who_left_is_not_shown(self) -> None:
        agents = (agent("zhao", "offline"), agent("gone", "offline", active=False), agent("li"), agent("wang", "away"))
        assert [row.seen.agent.id for row in board(facts(agents=agents), NOON).agents] == ["li", "wang", "zhao"]

    def test_today_counts_what_was_opened_today(self) -> None:
        done, events = answered("a")
        left, more = walk(wished("b"), Step(State.QUEUED, 0), Step(State.LEFT, 90))
        declined, _ = walk(wished("c"), Step(State.OFFERED, 0), Step(State.RETURNED, 1))
        today = board(facts(today=(done, left, declined), events=(*events, *more)), NOON + timedelta(hours=1)).today
        assert (today.opened, today.accepted, today.closed, today.left, today.call_backs) == (2, 1, 2, 1, 0)


class TestAlarms:
    def test_a_long_wait_is_told_once_it_is_longer_than_set(self) -> None:
        assert kinds(facts(waiting("a", 300))) == []
        (alarm,) = board(facts(waiting("a", 301), waiting("b", 700), waiting("c", 10)), NOON).alarms
        assert alarm.kind == "waiting"
        assert alarm.text == "有2位市民等了超过5分钟，最久的已等11分钟，请安排接待"

    def test_nobody_online_is_told_only_while_somebody_waits(self) -> None:
        away = (agent("li", "away"),)
        assert kinds(facts(agents=away)) == []
        (alarm,) = board(facts(waiting("a"), agents=away), NOON).alarms
        assert (alarm.kind, alarm.text) == ("nobody_online", "有1位市民在等，但没有坐席在线，请安排人上线")

    def test_a_group_without_anybody_is_told_by_name(self) -> None:
        online = (agent("li", skills=("投诉",)),)
        (alarm,) = board(
            facts(waiting("a", 0, "缴费"), waiting("b", 0, "投诉"), waiting("c"), agents=online), NOON
        ).alarms
        assert alarm.kind == "nobody_online"
        assert "“缴费”组1位" in alarm.text

    def test_late_call_backs_are_told(self) -> None:
        assert kinds(facts(call_backs=Counts(5, 0))) == []
        assert kinds(facts(call_backs=Counts(5, 2))) == ["call_backs_overdue"]

    @pytest.mark.parametrize(
        ("seconds", "words"), [(45, "45秒"), (60, "1分钟"), (3599, "59分钟"), (3600, "1小时"), (4800, "1小时20分钟")]
    )
    def test_times_are_told_in_words(self, seconds: int, words: str) -> None:
        assert spoken(seconds) == words


@given(many())
def test_any_desk_has_a_board(made: tuple[tuple[Case, ...], tuple[Event, ...]]) -> None:
    cases, events = made
    found = board(facts(*(case for case in cases if case.open), today=cases, events=events), NOON + timedelta(days=9))
    assert sum(row.waiting for row in found.by_group) == found.waiting
    assert (found.longest_wait_seconds is None) == (found.waiting == 0)
    assert found.today.accepted <= found.today.opened <= len(cases)


class TestCaseJson:
    def test_a_waiting_case_tells_how_long_and_what_was_said_last(self) -> None:
        last = MessageRecord(4, NOON, "citizen", "转人工")
        shown = case_json(waiting("a", 75), NOON, {}, last)
        assert (shown["state_label"], shown["reason_label"], shown["waiting_seconds"]) == ("排队中", "市民要求", 75)
        assert (shown["last_text"], shown["last_from"], shown["last_at"]) == (
            "转人工", "citizen", "2026-11-10T04:00:00.000+00:00",
        )  # fmt: skip
        assert (shown["agent_name"], shown["summary"]) == (None, "市民要求（综合）")

    def test_a_closed_case_tells_who_and_how(self) -> None:
        shown = case_json(answered("a")[0], NOON + timedelta(days=1), {"li": "李梅"}, summary="问转移")
        assert (shown["agent_name"], shown["resolution_label"], shown["summary"]) == ("李梅", "已解答", "问转移")
        assert (shown["waiting_seconds"], shown["last_text"]) == (20, None)

    def test_who_was_passed_on_waits_anew(self) -> None:
        case, _ = walk(
            wished("a"), Step(State.QUEUED, 0), Step(State.ASSIGNED, 5, "li"), Step(State.WITH_AGENT, 0, "li"),
            Step(State.QUEUED, 300),
        )  # fmt: skip
        assert waiting_seconds(case, case.state_at + timedelta(seconds=30)) == 30

    def test_an_event_is_told_in_words(self) -> None:
        case, event = advance(
            waiting("a"), State.ASSIGNED, Actor("supervisor", "wang"), Reason.ASSIGNED_BY_SUPERVISOR, NOON,
            agent="li", detail="李梅",
        )  # fmt: skip
        shown = event_json(event, {"wang": "王强"})
        told = (shown["actor_label"], shown["actor_name"], shown["before_label"], shown["after_label"])
        assert told == ("班长", "王强", "排队中", "已分派，等待接入")
        assert (shown["reason_label"], shown["detail"], shown["seq"]) == ("班长分派", "李梅", case.steps)
