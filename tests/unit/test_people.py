"""The made-up people of the demonstration: the same each time, plausible, and nobody who could exist."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from assistant.business.names import masked_name
from assistant.business.people import PLACE, SITUATIONS, fictional_people
from assistant.business.wire import record_of
from assistant.business_ports import Benefit, Contributions, RecordKind
from assistant.own_records import checked_id_number
from assistant.pension.months import Month
from assistant.personal_data import ID_CARD, mask

TODAY = date(2026, 11, 22)


def test_the_same_seed_and_day_give_the_same_people_and_another_seed_gives_others() -> None:
    assert fictional_people(30, 7, TODAY) == fictional_people(30, 7, TODAY)
    assert fictional_people(30, 8, TODAY) != fictional_people(30, 7, TODAY)


def test_numbers_are_well_formed_unlike_any_real_one_and_given_once() -> None:
    people = fictional_people(300, 1, TODAY)
    assert [person for person in people if checked_id_number(person.id_number) != person.id_number] == []
    assert {person.id_number[:6] for person in people} == {PLACE}
    assert len({person.id_number for person in people}) == len({person.id for person in people}) == 300
    assert all(person.phone.startswith("100") and len(person.phone) == 11 for person in people)


def test_their_numbers_are_masked_like_real_ones_when_somebody_types_them() -> None:
    for person in fictional_people(50, 1, TODAY):
        assert mask(f"我的身份证是{person.id_number}").kinds == (ID_CARD,)


def test_every_situation_is_there_once_there_are_enough_people() -> None:
    assert {p.situation for p in fictional_people(len(SITUATIONS), 1, TODAY)} == {s.text for s in SITUATIONS}


@pytest.mark.parametrize("today", [TODAY, date(2027, 1, 1), date(2028, 2, 29), date(2030, 12, 31)])
def test_histories_hold_together_on_any_day(today: date) -> None:
    for person in fictional_people(60, 3, today):
        found = {kind: record_of(kind, person.documents[kind].encode(), today) for kind in RecordKind}
        paid = found[RecordKind.CONTRIBUTIONS]
        assert isinstance(paid, Contributions)
        born = Month(int(person.id_number[6:10]), int(person.id_number[10:12]))
        assert paid.years[0].year - born.year >= 18
        assert paid.last_paid is not None
        assert paid.last_paid < Month(today.year, today.month)
        assert [row.base for row in paid.years] == sorted(row.base for row in paid.years)
        assert all(Decimal(200) < row.base < Decimal(20_000) for row in paid.years)
        benefit = found[RecordKind.BENEFIT]
        if isinstance(benefit, Benefit):
            assert benefit.since == paid.last_paid.plus(1)
            assert Decimal(1000) < benefit.monthly < Decimal(20_000)
            assert benefit.last_paid_on is not None
            assert benefit.last_paid_on <= today


def test_documents_say_that_they_are_made_up() -> None:
    for person in fictional_people(10, 1, TODAY):
        assert all("虚构" in json.loads(text)["system"] for text in person.documents.values())


@pytest.mark.parametrize(
    ("name", "shown"), [("张国华", "张*华"), ("秦红", "秦*"), ("欧阳国华", "欧**华"), ("张", "*"), ("", "*")]
)
def test_a_name_is_masked_and_stays_so(name: str, shown: str) -> None:
    assert masked_name(name) == shown
    assert masked_name(shown) == shown
