"""An agency's interface over mutual TLS: both sides show their certificates, or nothing is said."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from assistant.business.parts import make_business
from assistant.business_ports import Asker, RecordKind, Verified
from assistant.errors import BadSettings, Unavailable
from assistant.settings import Settings, load_settings
from tests.agency_server import TOKEN, Certificates, Clock, person_in, serving

RETIRED = person_in("正常发放")
ASKER = Asker("web", "c0ffee00-0000-4000-8000-000000000000")


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
