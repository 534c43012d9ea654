"""The desk's hours: weekly times, Chinese holidays and make-up workdays, working days for due dates."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadSettings
from assistant.handoff import calendar_cn
from assistant.handoff.hours import CHINA, OfficeHours

USUAL = OfficeHours.parse("周一至周五 09:00-12:00,13:00-17:00；周六 09:00-12:00")
ALWAYS = OfficeHours.parse("")


def at(text: str) -> datetime:
    """A moment in China."""
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-23 08:59", False), ("2026-11-23 09:00", True), ("2026-11-23 11:59", True), ("2026-11-23 12:00", False),
        ("2026-11-23 13:00", True), ("2026-11-23 16:59", True), ("2026-11-23 17:00", False), ("2026-11-21 10:00", True),
        ("2026-11-21 14:00", False), ("2026-11-22 10:00", False),
    ],
)  # fmt: skip
def test_the_office_is_open_in_its_hours_and_not_a_minute_longer(moment: str, is_open: bool) -> None:
    assert USUAL.is_open(at(moment)) is is_open
    assert USUAL.is_open(at(moment).astimezone(UTC)) is is_open


@pytest.mark.parametrize(
    "text",
    [
        "周一至周五 09:00-12:00,13:00-17:00;周六 09:00-12:00",
        "周一到周五 9:00-12:00，13:00-17:00；周六 9:00-12:00",
        "星期一至星期五：09：00－12：00、13：00～17：00\n星期六 09:00至12:00",
        "工作日 09:00-12:00 13:00-17:00；周六09:00-12:00",
        "周一、周二、周三四五 09:00–12:00, 13:00—17:00。周六 09:00 - 12:00",
        "  周一 - 周五 09:00-12:00,13:00-17:00 ； 周六 09:00-12:00 ； ",
    ],
)
def test_hours_may_be_written_the_way_people_write_them(text: str) -> None:
    assert OfficeHours.parse(text) == USUAL


@pytest.mark.parametrize("text", ["", "  ", "全天", "24小时"])
def test_nothing_written_means_always_open(text: str) -> None:
    hours = OfficeHours.parse(text)
    assert hours.always
    for moment in ("2026-11-22 03:00", "2026-02-17 12:00", "2026-10-01 23:59"):
        assert hours.is_open(at(moment))
        assert hours.closed_because(at(moment)) is None
        assert hours.opens_next(at(moment)) is None
        assert hours.closes(at(moment)) is None


@pytest.mark.parametrize(
    "text",
    [
        "九点到五点", "周一至周五", "09:00-17:00", "周一 17:00-09:00", "周一 09:00-09:00", "周一 25:00-26:00", "周一 09:60-10:00",
        "周一 09:00-12:00,11:00-13:00", "周一 13:00-15:00,09:00-11:00", "周五至周一 09:00-17:00", "周一 9-17",
        "周一至周五 09:00-17:00；周三 09:00-12:00", "周八 09:00-12:00", "周一 22:00-06:00", "Mon 09:00-17:00",
    ],
)  # fmt: skip
def test_hours_that_make_no_sense_are_refused_with_an_example(text: str) -> None:
    with pytest.raises(BadSettings, match="PENSION_DESK_HOURS") as caught:
        OfficeHours.parse(text)
    assert "周一至周五 09:00-12:00,13:00-17:00；周六 09:00-12:00" in caught.value.remedy
    assert OfficeHours.parse(caught.value.remedy.split("=")[1].split("；全天")[0]) == USUAL


@given(st.text(alphabet="周一二五六日至-:：,；; 0912全天\n", max_size=40))
def test_any_text_is_hours_or_a_bad_setting(text: str) -> None:
    try:
        hours = OfficeHours.parse(text)
    except BadSettings:
        return
    assert hours.always or hours.week is not None and len(hours.week) == 7


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-23 07:00", "2026-11-23 09:00"), ("2026-11-23 09:00", "2026-11-23 13:00"),
        ("2026-11-23 12:30", "2026-11-23 13:00"), ("2026-11-23 18:00", "2026-11-24 09:00"),
        ("2026-11-21 12:00", "2026-11-23 09:00"), ("2026-09-30 17:00", "2026-10-08 09:00"),
        ("2026-02-14 17:00", "2026-02-24 09:00"), ("2026-05-01 10:00", "2026-05-06 09:00"),
    ],
)  # fmt: skip
def test_the_next_opening_is_found_over_nights_weekends_and_holidays(now: str, opens: str) -> None:
    assert USUAL.opens_next(at(now)) == at(opens)


def test_it_says_when_it_closes_only_while_it_is_open() -> None:
    assert USUAL.closes(at("2026-11-23 09:00")) == at("2026-11-23 12:00")
    assert USUAL.closes(at("2026-11-23 16:59")) == at("2026-11-23 17:00")
    assert USUAL.closes(at("2026-11-23 12:30")) is None
    assert USUAL.closes(at("2026-10-01 10:00")) is None


def test_hours_that_meet_at_midnight_are_one_opening() -> None:
    nights = OfficeHours.parse("周一 20:00-24:00；周二 00:00-08:00")
    assert nights.is_open(at("2026-11-23 23:59"))
    assert nights.is_open(at("2026-11-24 00:00"))
    assert nights.closes(at("2026-11-23 21:00")) == at("2026-11-24 08:00")
    assert nights.closes(at("2026-11-24 01:00")) == at("2026-11-24 08:00")
    assert nights.opens_next(at("2026-11-23 21:00")) == at("2026-11-30 20:00")


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-01", "元旦"), ("2026-01-02", "元旦"), ("2026-01-03", "元旦"), ("2026-02-15", "春节"), ("2026-02-16", "春节"),
        ("2026-02-20", "春节"), ("2026-02-23", "春节"), ("2026-04-04", "清明节"), ("2026-04-06", "清明节"), ("2026-05-05", "劳动节"),
        ("2026-06-20", "端午节"), ("2026-09-25", "中秋节"), ("2026-10-01", "国庆节"), ("2026-10-07", "国庆节"), ("2025-10-06", "中秋节"),
        ("2026-11-22", None), ("2026-11-23", None), ("2026-02-24", None), ("2026-02-14", None), ("2026-10-10", None),
    ],
)  # fmt: skip
def test_a_holiday_is_named_plainly(day: str, name: str | None) -> None:
    assert USUAL.closed_because(at(f"{day} 10:00")) == name
    assert USUAL.is_open(at(f"{day} 10:00")) is (name is None and day != "2026-11-22")


def test_out_of_hours_on_a_workday_is_no_holiday() -> None:
    assert USUAL.closed_because(at("2026-09-30 20:00")) is None


@pytest.mark.parametrize("day", ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"])
def test_a_makeup_workday_has_the_hours_of_a_workday(day: str) -> None:
    assert USUAL.is_open(at(f"{day} 16:00"))
    assert USUAL.is_working_day(date.fromisoformat(day))


def test_a_saturday_inside_a_holiday_is_closed_though_saturdays_are_open() -> None:
    assert not USUAL.is_open(at("2026-06-20 10:00"))
    assert USUAL.is_open(at("2026-06-27 10:00"))


def test_the_operator_closes_and_opens_days() -> None:
    hours = OfficeHours.parse("周一至周五 09:00-17:00", ("2026-12-31", " "), ("2026-10-05", "2026-11-22"))
    assert not hours.is_open(at("2026-12-31 10:00"))
    assert hours.closed_because(at("2026-12-31 10:00")) is None
    assert hours.is_open(at("2026-10-05 10:00"))
    assert hours.closed_because(at("2026-10-05 08:00")) is None
    assert hours.is_open(at("2026-11-22 16:00"))
    assert hours.working_days_after(date(2026, 11, 20), 1) == date(2026, 11, 22)
    shut = OfficeHours.parse("全天", closed_days=("2026-12-31",))
    assert not shut.is_open(at("2026-12-31 10:00"))
    assert shut.opens_next(at("2026-12-31 10:00")) == at("2027-01-01 00:00")


def test_a_day_that_is_no_day_or_both_open_and_closed_is_refused() -> None:
    with pytest.raises(BadSettings, match="PENSION_DESK_CLOSED_DAYS"):
        OfficeHours.parse("", closed_days=("12月31日",))
    with pytest.raises(BadSettings, match="2026-12-31"):
        OfficeHours.parse("", closed_days=("2026-12-31",), open_days=("2026-12-31",))


def test_an_office_closed_for_good_never_opens() -> None:
    assert OfficeHours(week=((),) * 7).opens_next(at("2026-11-23 10:00")) is None


@pytest.mark.parametrize(
    ("day", "n", "due"),
    [
        ("2026-11-23", 0, "2026-11-23"), ("2026-11-23", 1, "2026-11-24"), ("2026-11-27", 1, "2026-11-30"),
        ("2026-09-30", 1, "2026-10-08"), ("2026-10-08", 2, "2026-10-10"), ("2026-02-13", 2, "2026-02-24"),
        ("2026-04-30", 3, "2026-05-08"), ("2026-11-22", 15, "2026-12-11"),
    ],
)  # fmt: skip
def test_due_days_count_workdays_by_the_official_calendar(day: str, n: int, due: str) -> None:
    assert USUAL.working_days_after(date.fromisoformat(day), n) == date.fromisoformat(due)
    assert ALWAYS.working_days_after(date.fromisoformat(day), n) == date.fromisoformat(due)


def test_a_negative_number_of_days_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        USUAL.working_days_after(date(2026, 11, 23), -1)


def test_before_the_notice_the_usual_golden_weeks_count_as_closed_and_it_is_not_sure() -> None:
    year = next(y for y in range(2027, 2040) if not calendar_cn.announced(y))
    national = at(f"{year}-10-06 10:00")
    assert not USUAL.is_open(national)
    assert USUAL.closed_because(national) == "国庆节"
    assert not USUAL.sure(national)
    assert USUAL.sure(at("2026-10-06 10:00"))
    assert USUAL.working_days_after(date(year, 9, 30), 1) > date(year, 10, 7)
    assert USUAL.working_days_after(date(year, 4, 30), 1) > date(year, 5, 5)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 1)))
def test_open_and_closed_fit_together(naive: datetime) -> None:
    now = naive.replace(tzinfo=CHINA)
    opens, closes = USUAL.opens_next(now), USUAL.closes(now)
    assert opens is not None and opens > now and USUAL.is_open(opens)
    assert not USUAL.is_open(opens - timedelta(seconds=1))
    assert (closes is not None) is USUAL.is_open(now)
    assert closes is None or (closes > now and not USUAL.is_open(closes) and closes < opens)


def test_the_holidays_are_loaded_when_first_needed() -> None:
    code = "import sys; from assistant.handoff.hours import OfficeHours; OfficeHours.parse(''); print('holidays' in sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "False"
