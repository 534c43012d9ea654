"""An estimate on the telephone: everything heard is read back and agreed to before it is used."""

from __future__ import annotations

import pytest

from assistant import texts
from assistant.messages import Outcome
from tests.unit._clauses import LAPSE
from tests.unit._forms import MAN, Citizen, seen, total

TOLD = "男的，1975年6月生，在四川交了18年，按60%档交，账户里有8万"


async def test_on_the_telephone_everything_is_read_back_before_it_is_used() -> None:
    citizen = Citizen("phone")
    reply = await citizen.say("帮我算养老金", "七五年六月", "男的", "四川成都", "十八年", "百分之六十", "八万")
    assert reply.outcome == Outcome.CLARIFY_FORM
    assert seen(reply).endswith("对吗？")
    for told in ("一九七五年六月", "男", "成都", "十八年", "百分之六十", "八万元"):
        assert told in seen(reply)
    assert reply.form is not None and reply.form.choices == ("对", "不对")
    done = await citizen.say("对")
    assert total(done) == total(await Citizen().say(MAN))


@pytest.mark.parametrize("no", ["不对", "错了", "不是"])
async def test_a_no_on_the_telephone_asks_what_is_wrong_and_the_correction_is_read_back(no: str) -> None:
    citizen = Citizen("phone")
    reply = await citizen.say("帮我算养老金", TOLD, no)
    assert texts.WHICH_IS_WRONG in seen(reply)
    reply = await citizen.say("账户是九万")
    assert "九万元" in seen(reply) and seen(reply).endswith("对吗？")
    assert (await citizen.say("是的")).outcome == Outcome.ESTIMATED


async def test_a_correction_in_place_of_a_yes_is_read_back() -> None:
    citizen = Citizen("phone")
    reply = await citizen.say("帮我算养老金", TOLD, "不对，交了二十年")
    assert "二十年" in seen(reply) and seen(reply).endswith("对吗？")


async def test_a_confirmation_not_understood_is_asked_once_more_and_then_taken_as_given() -> None:
    citizen = Citizen("phone")
    reply = await citizen.say("帮我算养老金", TOLD, "嘀嘀")
    assert seen(reply).endswith("对吗？")
    assert (await citizen.say("嘀嘀")).outcome == Outcome.ESTIMATED


async def test_a_question_before_the_confirmation_is_answered_and_everything_read_back_again() -> None:
    citizen = Citizen("phone")
    reply = await citizen.say("帮我算养老金", TOLD, "社保断缴了怎么办")
    assert LAPSE.sentences[0] in seen(reply)
    assert seen(await citizen.say("接着算")).endswith("对吗？")
