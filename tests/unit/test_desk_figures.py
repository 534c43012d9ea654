"""Figures: what is measured of a case, and how cases add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk.figures import Facts, Figures, figures, middle, ninetieth
from assistant.desk.figures_json import figures_json
from assistant.desk.figures_measures import Measured, measured, wanted
from assistant.desk.figures_period import Period, period
from assistant.errors import BadInput
from assistant.handoff.states import Case, Event, State
from tests.unit._desk_walks import NOON, Step, answered, many, walk, wished

DAYS = Period(date(2026, 11, 10), date(2026, 11, 15))
LATER = NOON + timedelta(days=30)
NAMES = {"li": "李梅", "wang": "王强"}


def measures(*steps: Step, **changes: Any) -> Measured:
    case, events = walk(wished(), *steps)
    return measured(replace(case, **changes), events)


def of(*made: tuple[Case, tuple[Event, ...]], now: datetime = LATER, **changes: Any) -> Figures:
    cases = tuple(case for case, _ in made)
    events = tuple(event for _, some in made for event in some)
    facts = Facts(cases, events, cases, {}, NAMES)
    return figures(replace(facts, **changes), DAYS, now, 60)


class TestMeasures:
    def test_who_waits_and_is_accepted_waited_until_then(self) -> None:
        one = measures(Step(State.QUEUED, 0), Step(State.ASSIGNED, 40, "li"), Step(State.WITH_AGENT, 5, "li"))
        assert (one.wait, one.accepted, one.abandoned, one.agent) == (45, True, False, "li")

    def test_who_leaves_waited_until_leaving(self) -> None:
        one = measures(Step(State.QUEUED, 0), Step(State.LEFT, 90))
        assert (one.wait, one.accepted, one.abandoned, one.agent) == (90, False, True, None)

    def test_a_second_time_in_the_queue_belongs_to_the_same_wait(self) -> None:
        one = measures(
            Step(State.QUEUED, 0), Step(State.ASSIGNED, 10, "li"), Step(State.QUEUED, 20), Step(State.RETURNED, 30)
        )
        assert (one.wait, one.abandoned) == (60, True)

    def test_who_still_waits_has_no_wait_yet(self) -> None:
        one = measures(Step(State.QUEUED, 0))
        assert (one.wait, one.abandoned) == (None, False)

    def test_who_waited_in_vain_and_leaves_a_number_did_not_abandon(self) -> None:
        one = measures(Step(State.QUEUED, 0), Step(State.OFFERED, 900), Step(State.CALL_BACK, 60))
        assert (one.wait, one.abandoned, one.called_back) == (900, False, True)

    def test_an_offer_that_was_declined_is_no_case_for_a_person(self) -> None:
        case, _ = walk(wished(), Step(State.OFFERED, 0), Step(State.RETURNED, 5))
        assert not wanted(case)

    def test_pick_up_is_counted_for_the_agent_who_answered(self) -> None:
        first_words = NOON + timedelta(seconds=130)
        one = measures(
            Step(State.QUEUED, 0), Step(State.ASSIGNED, 10, "li"), Step(State.QUEUED, 60),
            Step(State.ASSIGNED, 30, "wang"), Step(State.WITH_AGENT, 10, "wang"), first_reply_at=first_words,
        )  # fmt: skip
        assert one.pick_up == 30

    def test_a_later_transfer_does_not_change_the_pick_up(self) -> None:
        one = measures(
            Step(State.QUEUED, 0), Step(State.ASSIGNED, 10, "li"), Step(State.WITH_AGENT, 0, "li"),
            Step(State.ASSIGNED, 300, "wang"), Step(State.WITH_AGENT, 5, "wang"),
            first_reply_at=NOON + timedelta(seconds=25),
        )  # fmt: skip
        assert (one.pick_up, one.agent) == (15, "wang")

    def test_handling_ends_with_the_talk_and_not_with_the_call_back(self) -> None:
        one = measures(
            Step(State.QUEUED, 0), Step(State.ASSIGNED, 10, "li"), Step(State.WITH_AGENT, 0, "li"),
            Step(State.CALL_BACK, 240, "li"), Step(State.RESOLVED, 86400, "li"),
        )  # fmt: skip
        assert (one.handling, one.agent) == (240, "li")

    def test_a_talk_that_goes_on_has_no_length_yet(self) -> None:
        one = measures(Step(State.QUEUED, 0), Step(State.ASSIGNED, 10, "li"), Step(State.WITH_AGENT, 0, "li"))
        assert one.handling is None

    @pytest.mark.parametrize(("wait", "served"), [(59, True), (60, True), (61, False)])
    def test_in_time_is_up_to_the_very_second(self, wait: int, served: bool) -> None:
        assert measured(*answered(wait=wait)).served(60, LATER) is served

    @pytest.mark.parametrize(("passed", "served"), [(60, None), (61, False)])
    def test_who_waits_longer_than_that_was_not_served_in_time(self, passed: int, served: bool | None) -> None:
        assert measures(Step(State.QUEUED, 0)).served(60, NOON + timedelta(seconds=passed)) is served


class TestFigures:
    def test_of_nothing_there_is_nothing_to_divide(self) -> None:
        totals = of().totals
        assert (totals.cases, totals.abandoned, totals.satisfaction_count) == (0, 0, 0)
        divided = (
            totals.median_wait_seconds, totals.p90_wait_seconds, totals.median_pick_up_seconds,
            totals.median_handling_seconds, totals.service_level_percent, totals.durable_resolution_percent,
            totals.satisfaction_average,
        )  # fmt: skip
        assert divided == (None,) * 7
        assert all(day.median_wait_seconds is day.service_level_percent is None for day in of().by_day)

    def test_a_small_day_adds_up(self) -> None:
        left = walk(wished("c3"), Step(State.QUEUED, 0), Step(State.LEFT, 90))
        offered = walk(wished("c4"), Step(State.OFFERED, 0), Step(State.RETURNED, 5))
        found = of(answered("c1", wait=20), answered("c2", wait=40), left, offered, scores={"c1": 5, "c2": 2})
        totals = found.totals
        assert (totals.cases, totals.offered_only, totals.accepted, totals.abandoned) == (3, 1, 2, 1)
        assert (totals.median_wait_seconds, totals.p90_wait_seconds) == (40, 90)
        assert (totals.service_level_percent, totals.service_level_of) == (66.7, 3)
        assert (totals.satisfaction_average, totals.satisfaction_count) == (3.5, 2)
        assert [(row.name, row.cases, row.satisfaction_average) for row in found.by_agent] == [
            ("李梅", 2, 3.5), ("没有坐席接入", 1, None),
        ]  # fmt: skip
        assert [(row.label, row.count) for row in found.by_resolution] == [("已解答", 2), ("市民已离开", 1)]
        assert [row.label for row in found.by_channel] == ["网页"]

    def test_days_and_hours_are_chinas(self) -> None:
        late = datetime(2026, 11, 10, 16, 30, tzinfo=UTC)
        found = of(answered(at=late))
        assert [day.cases for day in found.by_day] == [0, 1, 0, 0, 0, 0]
        assert [one.hour for one in found.by_hour if one.cases] == [0]

    def test_a_resolution_lasts_when_nobody_is_wanted_for_seven_days(self) -> None:
        assert of(answered()).totals.durable_resolution_percent == 100.0

    @pytest.mark.parametrize(("days", "percent"), [(6, 50.0), (8, 100.0)])
    def test_who_comes_again_within_seven_days_was_not_helped(self, days: int, percent: float) -> None:
        again, _ = answered("c3", NOON + timedelta(days=days), talk="talk-c1")
        first, second = answered("c1"), answered("c2")
        found = of(first, second, following=(first[0], second[0], again))
        assert found.totals.durable_resolution_percent == percent
        assert found.totals.reopened == (1 if percent < 100 else 0)

    def test_an_offer_the_citizen_declined_does_not_reopen(self) -> None:
        first = answered("c1")
        offer, _ = walk(
            wished("c2", NOON + timedelta(days=1), talk="talk-c1"), Step(State.OFFERED, 0), Step(State.RETURNED, 5)
        )
        assert of(first, following=(first[0], offer)).totals.reopened == 0

    def test_resolutions_younger_than_seven_days_are_counted_apart(self) -> None:
        young = answered("c2", NOON + timedelta(days=1))
        again, _ = answered("c3", NOON + timedelta(days=2), talk="talk-c2")
        old = answered("c1")
        totals = of(old, young, now=NOON + timedelta(days=7, hours=1), following=(old[0], young[0], again)).totals
        assert (totals.durable_resolution_of, totals.too_young, totals.reopened) == (1, 1, 0)
        assert totals.durable_resolution_percent == 100.0

    @pytest.mark.parametrize("resolution", ["no_answer", "abusive"])
    def test_a_case_in_which_nobody_was_helped_is_no_durable_resolution(self, resolution: str) -> None:
        totals = of(answered(resolution=resolution)).totals
        assert (totals.resolved, totals.durable_resolution_of, totals.durable_resolution_percent) == (1, 0, None)

    def test_the_page_gets_every_table_with_its_days_as_text(self) -> None:
        shown = figures_json(of(answered()))
        assert (shown["from"], shown["to"]) == ("2026-11-10", "2026-11-15")
        assert shown["by_day"][0]["day"] == "2026-11-10"
        assert shown["by_reason"] == [{"code": "requested", "label": "市民要求", "count": 1}]
        assert len(shown["by_hour"]) == 24
        assert shown["totals"]["service_level_seconds"] == 60


class TestAnyFigures:
    @given(many(), st.integers(0, 20 * 86400))
    def test_every_table_adds_up_to_the_totals(
        self, made: tuple[tuple[Case, ...], tuple[Event, ...]], passed: int
    ) -> None:
        cases, events = made
        scores = {case.id: 3 for case in cases[::2]}
        now = NOON + timedelta(days=5, seconds=passed)
        found = figures(Facts(cases, events, cases, scores, NAMES), DAYS, now, 60)
        totals = found.totals
        assert totals.cases + totals.offered_only == len(cases)
        for table in (found.by_day, found.by_agent, found.by_hour):
            assert sum(row.cases for row in table) == totals.cases
        for counts in (found.by_reason, found.by_channel, found.by_group):
            assert sum(row.count for row in counts) == totals.cases
        assert sum(row.count for row in found.by_resolution) == totals.closed
        assert sum(day.accepted for day in found.by_day) == totals.accepted
        assert sum(day.abandoned for day in found.by_day) == totals.abandoned
        assert totals.accepted + totals.abandoned <= totals.cases
        assert totals.reopened <= totals.durable_resolution_of
        assert totals.durable_resolution_of + totals.too_young <= totals.resolved
        assert totals.durable_resolution_percent is None or 0 <= totals.durable_resolution_percent <= 100

    @given(many(), st.randoms())
    def test_the_order_of_cases_and_events_does_not_matter(
        self, made: tuple[tuple[Case, ...], tuple[Event, ...]], chance: Any
    ) -> None:
        cases, events = list(made[0]), list(made[1])
        scores = {case.id: number % 5 + 1 for number, case in enumerate(cases)}
        before = figures(Facts(tuple(cases), tuple(events), tuple(cases), scores, NAMES), DAYS, LATER, 60)
        chance.shuffle(cases)
        chance.shuffle(events)
        mixed = dict(sorted(scores.items(), reverse=True))
        assert figures(Facts(cases, events, cases[::-1], mixed, NAMES), DAYS, LATER, 60) == before

    @given(many())
    def test_no_time_is_less_than_none(self, made: tuple[tuple[Case, ...], tuple[Event, ...]]) -> None:
        cases, events = made
        for case in cases:
            one = measured(case, [event for event in events if event.case == case.id])
            assert all(value is None or value >= 0 for value in (one.wait, one.pick_up, one.handling))
            assert not (one.accepted and one.abandoned)
            assert one.accepted == (one.agent is not None)

    @given(st.lists(st.integers(0, 10**6), min_size=1))
    def test_nine_in_ten_are_not_above_the_ninetieth(self, values: list[int]) -> None:
        limit = ninetieth(values)
        assert limit is not None
        assert sum(value <= limit for value in values) * 10 >= len(values) * 9
        assert (middle(values) or 0) <= limit


class TestPeriods:
    def test_a_day_begins_at_midnight_in_china(self) -> None:
        one = Period(date(2026, 11, 22), date(2026, 11, 22))
        assert one.start == datetime(2026, 11, 21, 16, tzinfo=UTC)
        assert one.end == datetime(2026, 11, 22, 16, tzinfo=UTC)

    def test_without_days_it_is_the_last_thirty_with_today(self) -> None:
        assert period(None, None, datetime(2026, 11, 22, 20, tzinfo=UTC)) == Period(
            date(2026, 10, 25), date(2026, 11, 23)
        )

    def test_with_one_day_given_the_other_follows(self) -> None:
        now = datetime(2026, 11, 22, 2, tzinfo=UTC)
        assert period(date(2026, 11, 1), None, now) == Period(date(2026, 11, 1), date(2026, 11, 22))
        assert period(None, date(2026, 1, 30), now).first == date(2026, 1, 1)
        assert period(date(2027, 1, 1), None, now) == Period(date(2027, 1, 1), date(2027, 1, 1))

    @pytest.mark.parametrize(("first", "last"), [("2026-11-02", "2026-11-01"), ("2024-11-01", "2026-11-01")])
    def test_an_empty_or_endless_period_is_refused(self, first: str, last: str) -> None:
        with pytest.raises(BadInput):
            Period(date.fromisoformat(first), date.fromisoformat(last))

    def test_a_leap_year_fits(self) -> None:
        assert len(Period(date(2028, 1, 1), date(2028, 12, 31)).days) == 366
