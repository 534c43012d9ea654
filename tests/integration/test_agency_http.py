"""An agency's interface over a real socket: broken lines, slow and wrong answers, mutual TLS, and what goes on the wire."""

from __future__ import annotations

import json
import logging
import re
import time
import traceback
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from assistant.business.agency import Agency
from assistant.business.agency_identity import AgencyIdentity
from assistant.business.agency_records import AgencyRecords
from assistant.business_ports import Asker, Benefit, PersonRef, RecordKind, Verified
from assistant.errors import TooMany, Unavailable
from tests.agency_server import TOKEN, AgencyServer, Clock, person_in, serving

RETIRED = person_in("正常发放")
PERSON = PersonRef(RETIRED.id)
ASKER = Asker("web", "c0ffee00-0000-4000-8000-000000000000")
WRONG = "wrong-secret"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AgencyServer]:
    with serving(tmp_path_factory.mktemp("agency"), Clock()) as served:
        yield served


@pytest.fixture
def server(running: AgencyServer) -> AgencyServer:
    """The server an hour later, with nothing asked of it yet."""
    running.clock.pass_by(hours=1)
    for kept in (running.calls, running.shown, running.trouble):
        kept.clear()
    return running


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as one:
        yield one


@pytest.fixture
def records(server: AgencyServer, client: httpx.AsyncClient) -> AgencyRecords:
    return AgencyRecords(Agency(client, server.url, TOKEN, 5.0), Clock())


@pytest.fixture
def identity(server: AgencyServer, client: httpx.AsyncClient) -> AgencyIdentity:
    return AgencyIdentity(Agency(client, server.url, TOKEN, 5.0))


@pytest.mark.parametrize("trouble", [["cut"], ["502"], ["503", "504"], ["cut", "503"]])
async def test_a_read_is_repeated_when_the_line_breaks(
    server: AgencyServer, records: AgencyRecords, trouble: list[str]
) -> None:
    server.trouble += trouble
    assert isinstance(await records.read(PERSON, RecordKind.BENEFIT), Benefit)
    assert len(server.calls) == len(trouble) + 1
    assert len({call.headers["x-correlation-id"] for call in server.calls}) == 1


@pytest.mark.parametrize("trouble", ["cut", "503"])
async def test_a_read_is_given_up_after_the_third_time(
    server: AgencyServer, records: AgencyRecords, trouble: str
) -> None:
    server.trouble += [trouble] * 5
    with pytest.raises(Unavailable) as raised:
        await records.read(PERSON, RecordKind.BENEFIT)
    assert raised.value.retry
    assert len(server.calls) == 3


@pytest.mark.parametrize("trouble", ["cut", "502", "503", "504", "500"])
async def test_a_write_is_sent_once_whatever_becomes_of_it(
    server: AgencyServer, identity: AgencyIdentity, trouble: str
) -> None:
    server.trouble += [trouble]
    with pytest.raises(Unavailable):
        await identity.start(ASKER, RETIRED.id_number)
    assert len(server.calls) == 1
    server.trouble += [trouble]
    with pytest.raises(Unavailable):
        await identity.confirm(ASKER, "123456")
    assert len(server.calls) == 2
    assert len(server.shown) == (1 if trouble == "cut" else 0)


@pytest.mark.parametrize(
    ("trouble", "retry"),
    [("500", True), ("busy", True), ("wrong address", False), ("moved", False), ("garbage", False), ("nested", False),
     ("shapeless", False), ("future", False), ("squeezed", False), ("huge", False)],
)  # fmt: skip
async def test_an_answer_that_does_not_fit_is_no_answer(
    server: AgencyServer, records: AgencyRecords, trouble: str, retry: bool
) -> None:
    server.trouble += [trouble]
    with pytest.raises(Unavailable) as raised:
        await records.read(PERSON, RecordKind.BENEFIT)
    assert raised.value.retry is retry
    assert len(server.calls) == 1


@pytest.mark.parametrize("trouble", ["slow", "dripping"])
@pytest.mark.parametrize("kind", ["read", "write"])
async def test_a_slow_server_is_not_waited_for(
    server: AgencyServer, client: httpx.AsyncClient, trouble: str, kind: str
) -> None:
    server.trouble += [trouble]
    agency = Agency(client, server.url, TOKEN, 0.5)
    started = time.monotonic()
    with pytest.raises(Unavailable) as raised:
        if kind == "read":
            await AgencyRecords(agency, Clock()).read(PERSON, RecordKind.BENEFIT)
        else:
            await AgencyIdentity(agency).start(ASKER, RETIRED.id_number)
    assert time.monotonic() - started < 1.5
    assert raised.value.retry
    assert len(server.calls) == 1


async def test_repetitions_end_when_the_time_is_up(server: AgencyServer, client: httpx.AsyncClient) -> None:
    server.trouble += ["503"] * 3
    with pytest.raises(Unavailable):
        await AgencyRecords(Agency(client, server.url, TOKEN, 0.4), Clock()).read(PERSON, RecordKind.BENEFIT)
    assert len(server.calls) == 2


async def test_a_refused_token_shows_nowhere(
    server: AgencyServer, client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Unavailable) as raised:
        await AgencyRecords(Agency(client, server.url, WRONG, 5.0), Clock()).read(PERSON, RecordKind.BENEFIT)
    assert not raised.value.retry
    assert WRONG not in "".join(traceback.format_exception(raised.value)) + caplog.text


async def test_limits_of_the_agency_are_told_with_the_time_to_wait(
    server: AgencyServer, identity: AgencyIdentity
) -> None:
    for _ in range(3):
        await identity.start(ASKER, RETIRED.id_number)
    with pytest.raises(TooMany) as raised:
        await identity.start(ASKER, RETIRED.id_number)
    assert 590 <= raised.value.retry_after <= 601


async def test_personal_data_travel_in_bodies_only(
    server: AgencyServer, identity: AgencyIdentity, records: AgencyRecords
) -> None:
    await identity.start(ASKER, RETIRED.id_number)
    code = re.findall(r"验证码：(\d{6})", server.shown[-1])[0]
    verified = await identity.confirm(ASKER, code)
    assert isinstance(verified, Verified)
    await records.read(verified.person, RecordKind.BENEFIT)
    outside = json.dumps([[call.path, call.headers] for call in server.calls])
    hidden = (RETIRED.id_number, code, RETIRED.id, ASKER.conversation)
    assert not [secret for secret in hidden if secret in outside]
    assert [set(call.body) for call in server.calls] == [
        {"conversation", "id_number"},
        {"conversation", "code"},
        {"person"},
    ]
    assert ASKER.conversation not in json.dumps([call.body for call in server.calls])
    assert all(re.fullmatch(r"[0-9a-f]{32}", call.headers["x-correlation-id"]) for call in server.calls)


async def test_logs_of_a_talk_that_goes_wrong_name_the_reason_and_nobody(
    server: AgencyServer, identity: AgencyIdentity, records: AgencyRecords, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await identity.start(ASKER, RETIRED.id_number)
    code = re.findall(r"验证码：(\d{6})", server.shown[-1])[0]
    server.trouble += ["cut"]
    with pytest.raises(Unavailable) as cut:
        await identity.confirm(ASKER, code)
    server.trouble += ["shapeless"]
    with pytest.raises(Unavailable) as shapeless:
        await records.read(PERSON, RecordKind.BENEFIT)
    told = caplog.text + "".join(traceback.format_exception(cut.value))
    told += "".join(traceback.format_exception(shapeless.value))
    hidden = (RETIRED.id_number, code, RETIRED.name, RETIRED.phone, RETIRED.id, TOKEN, ASKER.conversation)
    assert not [secret for secret in hidden if secret in told]
    unavailable = next(r for r in caplog.records if r.message == "agency unavailable")
    assert vars(unavailable)["correlation"] == server.calls[1].headers["x-correlation-id"]
    unfit = next(r for r in caplog.records if r.message == "document does not fit")
    assert vars(unfit)["reason"] == "Finding.system: missing"
