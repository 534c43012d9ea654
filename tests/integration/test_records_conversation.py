"""A citizen asks for their own records in a conversation, over the embedded business system on a real file."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from assistant.bootstrap import steps_of_a_turn
from assistant.business.embedded_records import add_people
from assistant.business.parts import make_business
from assistant.business.people import fictional_people
from assistant.business.tables import BusinessFile
from assistant.conversation import Conversations, MemoriesInProcess
from assistant.messages import InboundMessage, Outcome, Reply, Versions
from assistant.settings import Settings
from assistant.steps.verify import faults
from assistant.tools.registry import Toolbox
from knowledge_base.parameter_files import load_parameters
from tests.fakes import ListRetriever
from tests.unit._clauses import CLAUSES

TODAY = date.today()
PEOPLE = fictional_people(12, 1, TODAY)
OTHER_NUMBER = "11010519491231002X"


class Citizen:
    """One conversation on one channel; ``shown`` is what the operator's console shows."""

    def __init__(self, folder: Path) -> None:
        self.shown: list[str] = []
        settings = Settings(_env_file=None, data_dir=folder)
        business = make_business(settings, show=self.shown.append)
        assert business is not None
        steps = steps_of_a_turn(ListRetriever(CLAUSES), Toolbox(load_parameters()), business.records)
        self._talk = Conversations(steps, MemoriesInProcess(), Versions, today=lambda: TODAY)
        self._count = 0
        self.stored: list[str] = []

    async def say(self, text: str, conversation: str = "one") -> Reply:
        """The reply, after the check that every figure in it is traced."""
        self._count += 1
        stored, reply = await self._talk.respond(InboundMessage(f"m{self._count}", "web", conversation, text))
        self.stored.append(stored.text)
        assert not faults(reply), faults(reply)
        return reply

    def code(self) -> str:
        """The code the operator sees."""
        found = re.search(r"(?<!\d)\d{6}(?!\d)", self.shown[-1])
        assert found is not None
        return found.group()


@pytest.fixture
async def citizen(tmp_path: Path) -> Citizen:
    made = Citizen(tmp_path)
    await add_people(BusinessFile(Settings(_env_file=None, data_dir=tmp_path).business_file), PEOPLE)
    return made


async def test_records_are_told_after_the_code_and_not_before(citizen: Citizen) -> None:
    asked = await citizen.say("帮我查一下我的缴费记录")
    assert asked.outcome == Outcome.CLARIFY_IDENTITY
    assert "身份证号" in asked.text
    sent = await citizen.say(PEOPLE[0].id_number)
    assert "验证码" in sent.text and PEOPLE[0].phone[-4:] in sent.text
    told = await citizen.say(citizen.code())
    assert told.outcome == Outcome.ANSWERED_RECORDS
    assert "累计缴费" in told.text
    assert told.trace is not None and told.trace.value("found") == "yes"


async def test_neither_the_id_number_nor_the_code_is_stored_or_said_back(citizen: Citizen) -> None:
    replies = [await citizen.say("查我的缴费记录"), await citizen.say(f"我的身份证号是{PEOPLE[0].id_number}")]
    replies.append(await citizen.say(citizen.code()))
    everything = "\n".join([*citizen.stored, *(r.text for r in replies)])
    assert PEOPLE[0].id_number not in everything
    assert citizen.code() not in everything
    assert PEOPLE[0].name not in everything


async def test_a_wrong_code_shows_nothing_and_a_right_one_still_works(citizen: Citizen) -> None:
    await citizen.say("查我的缴费记录")
    await citizen.say(PEOPLE[0].id_number)
    wrong = "000000" if citizen.code() != "000000" else "111111"
    refused = await citizen.say(wrong)
    assert refused.outcome == Outcome.CLARIFY_IDENTITY
    assert "累计缴费" not in refused.text
    assert (await citizen.say(citizen.code())).outcome == Outcome.ANSWERED_RECORDS


async def test_an_unknown_person_is_told_the_same_as_a_known_one(citizen: Citizen) -> None:
    await citizen.say("查我的缴费记录", "known")
    known = await citizen.say(PEOPLE[0].id_number, "known")
    await citizen.say("查我的缴费记录", "unknown")
    unknown = await citizen.say(OTHER_NUMBER, "unknown")
    hidden = re.compile(r"\d{4}")
    assert hidden.sub("", unknown.text) == hidden.sub("", known.text)


async def test_who_was_verified_is_not_asked_again_but_another_conversation_is(citizen: Citizen) -> None:
    await citizen.say("查我的缴费记录")
    await citizen.say(PEOPLE[0].id_number)
    await citizen.say(citizen.code())
    again = await citizen.say("我的认证到期了没")
    assert again.outcome in (Outcome.ANSWERED_RECORDS, Outcome.UNANSWERABLE_NO_RECORDS)
    elsewhere = await citizen.say("查我的缴费记录", "two")
    assert elsewhere.outcome == Outcome.CLARIFY_IDENTITY


async def test_a_question_about_policy_leaves_the_check(citizen: Citizen) -> None:
    await citizen.say("查我的缴费记录")
    reply = await citizen.say("社保断缴了怎么办")
    assert reply.outcome == Outcome.ANSWERED


async def test_the_check_can_be_called_off(citizen: Citizen) -> None:
    await citizen.say("查我的缴费记录")
    reply = await citizen.say("不查了")
    assert reply.outcome != Outcome.CLARIFY_IDENTITY


async def test_nobody_on_file_says_that_records_are_not_connected(tmp_path: Path) -> None:
    alone = Citizen(tmp_path)
    await alone.say("查我的缴费记录")
    reply = await alone.say(PEOPLE[0].id_number)
    assert reply.outcome == Outcome.UNANSWERABLE_NO_RECORDS
    assert "12333" in reply.text
