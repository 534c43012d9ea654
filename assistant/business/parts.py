"""Picks the business system the settings name and puts it together."""

from __future__ import annotations

import hashlib
import ipaddress
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from assistant.business.agency import Agency
from assistant.business.agency_identity import AgencyIdentity
from assistant.business.agency_records import AgencyRecords
from assistant.business.embedded_identity import EmbeddedIdentity
from assistant.business.embedded_records import EmbeddedRecords
from assistant.business.tables import BusinessFile
from assistant.business.verifications import StoredVerifications
from assistant.errors import BadSettings
from assistant.own_records import Records, utc_now
from assistant.settings import Settings

CONNECT = 3.0
"""Seconds to wait for a connection, less when the whole call has less."""


@dataclass(frozen=True, slots=True)
class Business:
    """What ``bootstrap`` needs: look-ups, and ``close`` for when the service stops."""

    records: Records
    close: Callable[[], Awaitable[None]]


def show_operator(text: str) -> None:
    """Before the operator's eyes on standard error; not a log line."""
    Console(stderr=True).print(Panel(Text(text), title="身份核验（演示）", expand=False))


def make_business(
    settings: Settings,
    *,
    show: Callable[[str], None] = show_operator,
    clock: Callable[[], datetime] = utc_now,
) -> Business | None:
    """The business system of the settings; None for ``none``. Opens nothing yet. Raises ``BadSettings``."""
    if settings.business == "none":
        return None
    file = BusinessFile(settings.business_file)
    if settings.business == "embedded":
        kept = StoredVerifications(file, "embedded", clock)
        return Business(
            Records(EmbeddedRecords(file, clock), EmbeddedIdentity(file, show, clock), kept, clock), _nothing
        )
    client = make_client(settings)
    agency = Agency(client, settings.business_url.strip(), settings.business_token.strip(), settings.business_timeout)
    realm = hashlib.sha256(settings.business_url.strip().encode()).hexdigest()
    kept = StoredVerifications(file, realm, clock)
    return Business(Records(AgencyRecords(agency, clock), AgencyIdentity(agency), kept, clock), client.aclose)


def make_client(settings: Settings) -> httpx.AsyncClient:
    """An HTTP client for the agency's interface. Raises ``BadSettings`` naming the variable to mend."""
    url = settings.business_url.strip()
    outside = _checked_url(url)
    if outside and not settings.business_token.strip() and not settings.business_cert:
        raise _bad("TOKEN", "令牌和客户端证书都没有填", "填 PENSION_BUSINESS_TOKEN，或填客户端证书和私钥")
    token = settings.business_token.strip()
    if not token.isascii() or not token.isprintable() or " " in token:
        raise _bad("TOKEN", "令牌里有空格、换行或中文字符", "重新复制令牌，不要带引号和空格")
    limit = settings.business_timeout
    return httpx.AsyncClient(
        verify=_tls(settings), timeout=httpx.Timeout(limit, connect=min(CONNECT, limit)), trust_env=False
    )


def _checked_url(url: str) -> bool:
    """Whether the interface is on another machine."""
    example = "填完整的地址，例如 https://interface.example.gov.cn/pension/v1"
    if not url:
        raise _bad("URL", "没有填接口地址", example)
    try:
        parts = urlsplit(url)
        host, known = parts.hostname or "", parts.port is None or parts.port > 0
    except ValueError:
        host, known = "", False
    if not host or not known or parts.scheme not in ("http", "https"):
        raise _bad("URL", "不是完整的 http 或 https 地址", example)
    if parts.username or parts.password or parts.query or parts.fragment:
        raise _bad("URL", "地址里不能带账号、令牌或参数", "令牌填在 PENSION_BUSINESS_TOKEN")
    outside = not _is_loopback(host)
    if outside and parts.scheme == "http":
        raise _bad("URL", "身份证号不能不加密地传出本机", "用 https 地址；接口只有 http 时，在本机装一个加密的转发")
    return outside


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _tls(settings: Settings) -> ssl.SSLContext:
    ca, cert, key = settings.business_ca, settings.business_cert, settings.business_key
    try:
        context = ssl.create_default_context(cafile=ca or None)
    except (OSError, ssl.SSLError) as error:
        raise _bad("CA", f"证书文件打不开或不是 PEM：{ca}", "填 PEM 文件的路径，并让服务的用户能读") from error
    if bool(cert) != bool(key):
        raise _bad("KEY" if cert else "CERT", "客户端证书和私钥要一起填", "两项都填，或都空着")
    for name, path in (("CERT", cert), ("KEY", key)):
        if path and not Path(path).is_file():
            raise _bad(name, f"没有这个文件：{path}", "填 PEM 文件的路径，并让服务的用户能读")
    if cert:
        try:
            context.load_cert_chain(cert, key, password="")
        except (OSError, ssl.SSLError) as error:
            raise _bad("CERT", "客户端证书和私钥用不了或不是一对", "核对两个 PEM 文件；私钥不要加口令") from error
    return context


async def _nothing() -> None:
    """The tables keep no connection open."""


def _bad(name: str, problem: str, remedy: str) -> BadSettings:
    return BadSettings(f"设置 PENSION_BUSINESS_{name} 不对：{problem}", remedy)
