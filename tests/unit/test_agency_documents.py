"""What an agency answers is used whole or not at all, and the guide's examples are what is accepted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant.business.wire import record_of
from assistant.business.wire_identity import challenge_of, confirmation_of
from assistant.business_ports import Benefit, NothingOnFile, RecordKind, Verified
from assistant.errors import Unavailable
from assistant.own_records import checked_id_number
from tests.agency_server import PEOPLE, TODAY

GUIDE = Path(__file__).parents[2] / "docs" / "agency-interface.md"


def benefit(**changes: object) -> bytes:
    """A good document with some fields changed; None takes one away."""
    document: dict[str, object] = {
        "system": "某市社保业务系统", "as_of": str(TODAY), "found": True, "monthly": "3253.23", "state": "paying",
    }  # fmt: skip
    return json.dumps({k: v for k, v in {**document, **changes}.items() if v is not None}).encode()


@pytest.mark.parametrize(
    "changes",
    [{"monthly": 3253.23}, {"monthly": "3253.235"}, {"monthly": "-1"}, {"monthly": "1e3"}, {"monthly": "３２５３"},
     {"monthly": None}, {"state": "unknown"}, {"system": ""}, {"system": "<b>x</b>"}, {"system": "a\nb"},
     {"system": "字" * 61}, {"as_of": "2026-11-24"}, {"as_of": "昨天"}, {"found": "true"}, {"since": "2026-13"},
     {"components": [{"name": "基础养老金", "amount": "3253.22"}]}],
)  # fmt: skip
def test_a_benefit_that_is_not_as_agreed_is_refused_whole(changes: dict[str, object]) -> None:
    assert isinstance(record_of(RecordKind.BENEFIT, benefit(), TODAY), Benefit)
    with pytest.raises(Unavailable):
        record_of(RecordKind.BENEFIT, benefit(**changes), TODAY)


@pytest.mark.parametrize(
    "changes",
    [{"years": [{"year": 2025, "months": 13, "base": "5000"}]},
     {"years": [{"year": 2025, "months": 12, "base": "5000"}] * 2},
     {"years": [{"year": 2025, "months": 12, "base": "5000"}], "total_months": 11},
     {"years": [{"year": 2027, "months": 1, "base": "5000"}]},
     {"balance": "1.00"}, {"gaps": [{"first": "2026-02", "last": "2026-01"}]}, {"total_months": -1}],
)  # fmt: skip
def test_contributions_that_contradict_themselves_are_refused_whole(changes: dict[str, object]) -> None:
    good = {"system": "某市社保业务系统", "as_of": str(TODAY), "found": True, "total_months": 12}
    record_of(RecordKind.CONTRIBUTIONS, json.dumps(good).encode(), TODAY)
    with pytest.raises(Unavailable):
        record_of(RecordKind.CONTRIBUTIONS, json.dumps({**good, **changes}).encode(), TODAY)


@pytest.mark.parametrize("person", [PEOPLE[0].id_number, "449900660501503", "张三", "short", "x" * 129])
def test_a_reference_that_is_an_id_number_or_no_reference_is_refused(person: str) -> None:
    proof = {"verified": True, "person": "p-7f3a9c2e", "name": "张国华", "expires_at": "2026-11-22T09:00:00+08:00"}
    verified = confirmation_of(json.dumps(proof).encode())
    assert isinstance(verified, Verified)
    assert verified.name == "张*华"
    with pytest.raises(Unavailable):
        confirmation_of(json.dumps({**proof, "person": person}).encode())


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(Unavailable):
        challenge_of(b'{"phone_tail": "1234", "expires_at": "2026-11-22T09:00:00"}')


def test_the_examples_of_the_guide_are_accepted() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    examples = [json.loads(block) for block in re.findall(r"^```json\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)]
    kinds = dict(zip(re.findall(r"^### (\w+)", text, re.MULTILINE), RecordKind, strict=True))
    assert list(kinds) == list(RecordKind)
    answers = [one for one in examples if one.get("found")]
    assert [record_of(kind, json.dumps(one).encode(), TODAY) for kind, one in zip(RecordKind, answers, strict=True)]
    nothing = next(one for one in examples if one.get("found") is False)
    assert isinstance(record_of(RecordKind.BENEFIT, json.dumps(nothing).encode(), TODAY), NothingOnFile)
    assert [challenge_of(json.dumps(one).encode()) for one in examples if "phone_tail" in one]
    assert len([confirmation_of(json.dumps(one).encode()) for one in examples if "verified" in one]) == 2
    assert [checked_id_number(one["id_number"]) for one in examples if "id_number" in one]
