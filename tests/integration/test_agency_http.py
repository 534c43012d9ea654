"""An agency's interface over a real socket: broken lines, slow and wrong answers, mutual TLS, and what goes on the wire."""

from __future__ import annotations

import ipaddress
import json
import logging
import re
import time
import traceback
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from assistant.business.agency import Agency
from assistant.business.agency_identity import AgencyIdentity
from assistant.business.agency_records import AgencyRecords
from assistant.business.parts import make_business
from assistant.business.wire import record_of
from assistant.business.wire_identity import challenge_of, confirmation_of
from assistant.business_ports import Asker, Benefit, NothingOnFile, PersonRef, RecordKind, Verified
from assistant.errors import BadSettings, TooMany, Unavailable
from assistant.own_records import checked_id_number
from assistant.settings import Settings, load_settings
from tests.agency_server import TODAY, TOKEN, AgencyServer, Certificates, Clock, person_in, serving

RETIRED = person_in("正常发放")
PERSON = PersonRef(RETIRED.id)
ASKER = Asker("web", "c0ffee00-0000-4000-8000-000000000000")
WRONG = "wrong-secret"
GUIDE = Path(__file__).parents[2] / "docs" / "agency-interface.md"


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


@pytest.mark.parametrize("person", [RETIRED.id_number, "449900660501503", "张三", "short", "x" * 129])
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


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and its key, as objects and as files."""

    cert: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    cert_file: Path
    key_file: Path


def made_pair(folder: Path, name: str, signer: Pair | None = None) -> Pair:
    """A certificate for this machine signed by ``signer``, or a signer of its own."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer, signing = (signer.cert.subject, signer.key) if signer else (subject, key)
    now, here = datetime.now(UTC), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key())
    usage = x509.KeyUsage(True, False, False, False, False, signer is None, False, False, False)
    cert = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1)).add_extension(x509.SubjectAlternativeName([here]), False)
        .add_extension(x509.BasicConstraints(ca=signer is None, path_length=None), True).add_extension(usage, True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(identifier, False).sign(signing, hashes.SHA256())
    )  # fmt: skip
    cert_file, key_file = folder / f"{name}.pem", folder / f"{name}.key"
    cert_file.write_bytes(cert.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption()))
    return Pair(cert, key, cert_file, key_file)


@dataclass(frozen=True, slots=True)
class Guarded:
    """A server that lets in only clients whose certificate ``ours`` signed."""

    url: str
    shown: list[str]
    folder: Path
    ours: Pair
    client: Pair
    stranger: Pair


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    folder = tmp_path_factory.mktemp("tls")
    ours, others = made_pair(folder, "ours"), made_pair(folder, "others")
    server, client, stranger = (
        made_pair(folder, name, signer) for name, signer in (("server", ours), ("client", ours), ("stranger", others))
    )
    certificates = Certificates(ours.cert_file, server.cert_file, server.key_file)
    with serving(folder, Clock(), certificates) as served:
        yield Guarded(served.url, served.shown, folder, ours, client, stranger)


def settings(guarded: Guarded, folder: Path, pair: Pair | None, ca: Path | None) -> Settings:
    files = {"business_cert": str(pair.cert_file), "business_key": str(pair.key_file)} if pair else {}
    return load_settings(
        _env_file=None, data_dir=folder, business="http", business_url=guarded.url, business_token=TOKEN,
        business_ca=str(ca or ""), **files,
    )  # fmt: skip


async def test_over_mutual_tls_a_person_is_verified_and_a_record_read(guarded: Guarded, tmp_path: Path) -> None:
    made = make_business(settings(guarded, tmp_path, guarded.client, guarded.ours.cert_file), clock=Clock())
    assert made is not None
    await made.records.begin(ASKER, RETIRED.id_number)
    code = re.findall(r"验证码：(\d{6})", guarded.shown[-1])[0]
    assert isinstance(await made.records.confirm(ASKER, code), Verified)
    result = await made.records.look_up(ASKER, RecordKind.BENEFIT)
    assert result.value("monthly") == "2702.57"
    await made.close()


@pytest.mark.parametrize("who", ["nobody", "a stranger", "a client that does not know the server"])
async def test_whoever_cannot_show_the_right_certificate_gets_nothing(
    guarded: Guarded, tmp_path: Path, who: str
) -> None:
    pair = {"nobody": None, "a stranger": guarded.stranger}.get(who, guarded.client)
    ca = None if who.startswith("a client") else guarded.ours.cert_file
    made = make_business(settings(guarded, tmp_path, pair, ca), clock=Clock())
    assert made is not None
    before = len(guarded.shown)
    with pytest.raises(Unavailable):
        await made.records.begin(ASKER, RETIRED.id_number)
    assert len(guarded.shown) == before
    await made.close()


def test_certificates_that_do_not_belong_together_stop_the_start(guarded: Guarded, tmp_path: Path) -> None:
    mixed = Pair(guarded.client.cert, guarded.client.key, guarded.client.cert_file, guarded.stranger.key_file)
    with pytest.raises(BadSettings, match="PENSION_BUSINESS_CERT"):
        make_business(settings(guarded, tmp_path, mixed, guarded.ours.cert_file))
    with pytest.raises(BadSettings, match="PENSION_BUSINESS_CA"):
        make_business(settings(guarded, tmp_path, guarded.client, guarded.client.key_file))
