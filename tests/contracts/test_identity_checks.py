"""What every identity check promises, and what an onlooker learns from it: nothing."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from assistant.business.agency import Agency
from assistant.business.agency_identity import AgencyIdentity
from assistant.business.embedded_identity import EmbeddedIdentity
from assistant.business.embedded_records import add_people
from assistant.business.tables import BusinessFile
from assistant.business_ports import (
    Asker,
    IdentityCheck,
    PersonRef,
    Refusal,
    Refused,
    Verified,
)
from assistant.errors import TooMany
from tests.agency_server import PEOPLE, TOKEN, AgencyServer, Clock, serving

SOMEBODY = PEOPLE[0]
NOBODY = "449900193001010015"
"""Nobody in ``PEOPLE`` is born in 1930."""


@dataclass(frozen=True, slots=True)
class Checking:
    """An identity check as two processes would hold it, what its operator saw, and its clock."""

    identity: IdentityCheck
    second: IdentityCheck
    shown: list[str]
    clock: Clock

    @property
    def code(self) -> str:
        """The code shown last."""
        found = re.search(r"验证码：(\d{6})", self.shown[-1])
        assert found, self.shown[-1]
        return found[1]

    def wrong(self) -> str:
        return f"{(int(self.code) + 1) % 1_000_000:06d}"


@pytest.fixture
def asker() -> Asker:
    """A conversation nobody has had yet."""
    return Asker("web", secrets.token_hex(16))


@pytest.fixture
async def embedded(tmp_path: Path) -> Checking:
    clock, shown = Clock(), list[str]()
    first, second = (BusinessFile(tmp_path / "business.db") for _ in range(2))
    await add_people(first, PEOPLE)
    one, two = (EmbeddedIdentity(file, shown.append, clock) for file in (first, second))
    return Checking(one, two, shown, clock)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AgencyServer]:
    with serving(tmp_path_factory.mktemp("agency"), Clock()) as served:
        yield served


@pytest.fixture
async def agency(server: AgencyServer) -> AsyncIterator[Checking]:
    """The server an hour later: what the test before used up is forgotten."""
    server.clock.pass_by(hours=1)
    server.shown.clear()
    async with httpx.AsyncClient() as client, httpx.AsyncClient() as other:
        one, two = (AgencyIdentity(Agency(c, server.url, TOKEN, 10.0)) for c in (client, other))
        yield Checking(one, two, server.shown, server.clock)


@pytest.fixture(params=["embedded", "agency"])
def checking(request: pytest.FixtureRequest) -> Iterator[Checking]:
    yield request.getfixturevalue(request.param)


async def test_the_code_from_the_phone_proves_who_is_asking(checking: Checking, asker: Asker) -> None:
    challenge = await checking.identity.start(asker, SOMEBODY.id_number)
    assert challenge.masked_phone == f"尾号{SOMEBODY.phone[-4:]}"
    assert challenge.expires_at == checking.clock() + timedelta(minutes=5)
    assert not challenge.nobody_on_file
    verified = await checking.second.confirm(asker, checking.code)
    assert isinstance(verified, Verified)
    assert verified.person == PersonRef(SOMEBODY.id)
    assert verified.name == "秦*"
    assert verified.expires_at == checking.clock() + timedelta(minutes=30)


async def test_nothing_given_out_holds_the_id_number_the_phone_or_the_whole_name(
    checking: Checking, asker: Asker
) -> None:
    challenge = await checking.identity.start(asker, SOMEBODY.id_number)
    verified = await checking.identity.confirm(asker, checking.code)
    told = f"{challenge}{verified}"
    assert not [secret for secret in (SOMEBODY.id_number, SOMEBODY.phone, SOMEBODY.name) if secret in told]


async def test_a_code_works_once(checking: Checking, asker: Asker) -> None:
    await checking.identity.start(asker, SOMEBODY.id_number)
    code = checking.code
    both = await asyncio.gather(checking.identity.confirm(asker, code), checking.second.confirm(asker, code))
    assert sum(isinstance(one, Verified) for one in both) == 1
    assert await checking.identity.confirm(asker, code) == Refused(Refusal.NO_CHALLENGE, 0)


async def test_five_wrong_codes_and_the_right_one_is_of_no_use(checking: Checking, asker: Asker) -> None:
    await checking.identity.start(asker, SOMEBODY.id_number)
    for left in (4, 3, 2, 1, 0):
        assert await checking.identity.confirm(asker, checking.wrong()) == Refused(Refusal.WRONG_CODE, left)
    assert await checking.second.confirm(asker, checking.code) == Refused(Refusal.TOO_MANY_TRIES, 0)


async def test_guesses_made_at_once_are_counted_one_by_one(checking: Checking, asker: Asker) -> None:
    await checking.identity.start(asker, SOMEBODY.id_number)
    wrong = checking.wrong()
    guesses = [(checking.identity, checking.second)[i % 2].confirm(asker, wrong) for i in range(12)]
    answers = await asyncio.gather(*guesses)
    assert all(isinstance(one, Refused) for one in answers)
    reasons = [one.reason for one in answers if isinstance(one, Refused)]
    assert reasons.count(Refusal.WRONG_CODE) == 5
    assert reasons.count(Refusal.TOO_MANY_TRIES) == 7


async def test_a_code_expires_after_five_minutes(checking: Checking, asker: Asker) -> None:
    await checking.identity.start(asker, SOMEBODY.id_number)
    checking.clock.pass_by(minutes=5)
    assert await checking.identity.confirm(asker, checking.code) == Refused(Refusal.EXPIRED, 0)


async def test_a_code_just_before_its_end_still_works(checking: Checking, asker: Asker) -> None:
    await checking.identity.start(asker, SOMEBODY.id_number)
    checking.clock.pass_by(minutes=4, seconds=59)
    assert isinstance(await checking.identity.confirm(asker, checking.code), Verified)


async def test_a_newer_code_replaces_the_older_one(checking: Checking, asker: Asker) -> None:
    await checking.identity.start(asker, SOMEBODY.id_number)
    older = checking.code
    await checking.identity.start(asker, SOMEBODY.id_number)
    assert checking.code == older or isinstance(await checking.identity.confirm(asker, older), Refused)
    assert isinstance(await checking.identity.confirm(asker, checking.code), Verified)


async def test_a_code_is_of_no_use_in_another_conversation_or_on_another_channel(
    checking: Checking, asker: Asker
) -> None:
    await checking.identity.start(asker, SOMEBODY.id_number)
    for other in (Asker("phone", asker.conversation), Asker("web", asker.conversation + "x")):
        assert await checking.identity.confirm(other, checking.code) == Refused(Refusal.NO_CHALLENGE, 0)


async def test_a_conversation_gets_three_codes_in_ten_minutes(checking: Checking, asker: Asker) -> None:
    for person in PEOPLE[:3]:
        await checking.identity.start(asker, person.id_number)
        checking.clock.pass_by(minutes=2)
    with pytest.raises(TooMany) as refused:
        await checking.second.start(asker, PEOPLE[3].id_number)
    assert 230 <= refused.value.retry_after <= 241
    assert len(checking.shown) == 3
    checking.clock.pass_by(seconds=refused.value.retry_after)
    await checking.identity.start(asker, PEOPLE[3].id_number)
    assert len(checking.shown) == 4


@pytest.mark.parametrize("number", [SOMEBODY.id_number, NOBODY])
async def test_a_person_gets_three_codes_whatever_conversation_asks(checking: Checking, number: str) -> None:
    for conversation in "abc":
        await checking.identity.start(Asker("web", conversation), number)
    with pytest.raises(TooMany):
        await checking.identity.start(Asker("web", "d"), number)
    await checking.identity.start(Asker("web", "d"), PEOPLE[1].id_number)


async def test_a_refused_code_leaves_the_one_before_in_force(checking: Checking, asker: Asker) -> None:
    for _ in range(3):
        await checking.identity.start(asker, SOMEBODY.id_number)
    with pytest.raises(TooMany):
        await checking.identity.start(asker, SOMEBODY.id_number)
    assert isinstance(await checking.identity.confirm(asker, checking.code), Verified)


async def test_a_number_that_is_not_on_file_gets_the_same_answers_as_one_that_is(
    checking: Checking, asker: Asker
) -> None:
    unknown = await checking.identity.start(asker, NOBODY)
    assert re.fullmatch(r"\d{4}", unknown.phone_tail)
    assert unknown.expires_at == checking.clock() + timedelta(minutes=5)
    assert not unknown.nobody_on_file
    assert "没有发验证码" in checking.shown[-1]
    assert NOBODY not in checking.shown[-1]
    for left in (4, 3, 2, 1, 0):
        assert await checking.identity.confirm(asker, "123456") == Refused(Refusal.WRONG_CODE, left)
    assert await checking.identity.confirm(asker, "123456") == Refused(Refusal.TOO_MANY_TRIES, 0)


async def test_the_made_up_tail_of_an_unknown_number_stays_the_same(checking: Checking) -> None:
    first = await checking.identity.start(Asker("web", "a"), NOBODY)
    again = await checking.second.start(Asker("web", "b"), NOBODY)
    assert again.phone_tail == first.phone_tail


async def test_without_a_challenge_no_code_is_right(checking: Checking, asker: Asker) -> None:
    assert await checking.identity.confirm(asker, "123456") == Refused(Refusal.NO_CHALLENGE, 0)


@pytest.fixture
def loud(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Everybody logs all they have to say, statements of the database included."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "sqlalchemy.engine")
    return caplog


async def test_logs_hold_neither_number_nor_code_nor_name(
    loud: pytest.LogCaptureFixture, checking: Checking, asker: Asker
) -> None:
    await checking.identity.start(asker, NOBODY)
    await checking.identity.start(asker, SOMEBODY.id_number)
    await checking.identity.confirm(asker, checking.wrong())
    await checking.identity.confirm(asker, checking.code)
    secrets_of_a_person = (SOMEBODY.id_number, NOBODY, SOMEBODY.phone, SOMEBODY.name, checking.code, TOKEN)
    assert loud.text
    assert not [secret for secret in secrets_of_a_person if secret in loud.text]


async def test_codes_are_not_kept_as_they_are(embedded: Checking, asker: Asker, tmp_path: Path) -> None:
    await embedded.identity.start(asker, SOMEBODY.id_number)
    kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert embedded.code.encode() not in kept
    assert asker.conversation.encode() not in kept


async def test_an_empty_file_says_that_nobody_can_be_verified_and_tells_the_operator_how_to_fill_it(
    tmp_path: Path, asker: Asker
) -> None:
    shown: list[str] = []
    identity = EmbeddedIdentity(BusinessFile(tmp_path / "business.db"), shown.append, Clock())
    challenge = await identity.start(asker, SOMEBODY.id_number)
    assert challenge.nobody_on_file
    assert "python -m assistant people fill" in shown[0]
    assert await identity.confirm(asker, "123456") == Refused(Refusal.WRONG_CODE, 4)
