"""The settings of an OpenAI-compatible endpoint, checked before the service starts. Pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from assistant.errors import BadSettings

_LOCAL_ENDINGS = (".localhost", ".local", ".internal", ".lan")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model answers; the key never shows in ``repr``."""

    url: str
    model: str
    key: str = field(repr=False)


def checked_endpoint(url: str, model: str, key: str) -> Endpoint:
    """The endpoint, complete and well-formed. Raises ``BadSettings`` naming the variable that is not."""
    url, model, key = url.strip(), model.strip(), key.strip()
    host = _host(url)
    if not model:
        raise _bad("MODEL", "没有填模型名称", "填接口上的模型名称，例如 qwen3-8b")
    if not key and not is_local(host):
        raise _bad("KEY", "外部接口需要密钥", "填服务商给的密钥；本机或内网地址可以不填")
    if not key.isascii() or not key.isprintable() or " " in key:
        raise _bad("KEY", "密钥里有空格、换行或中文字符", "重新复制密钥，不要带引号和空格")
    return Endpoint(url, model, key)


def is_local(host: str) -> bool:
    """Whether a host is this machine or in the agency's own network."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(_LOCAL_ENDINGS)
    return address.is_loopback or address.is_private


def _host(url: str) -> str:
    if not url:
        raise _bad("URL", "没有填接口地址", "填到 /v1 为止，例如 http://127.0.0.1:11434/v1")
    parts = _split(url)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise _bad("URL", "不是完整的 http 或 https 地址", "填到 /v1 为止，例如 http://127.0.0.1:11434/v1")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise _bad("URL", "地址里不能带账号、密钥或参数", "密钥填在 PENSION_WRITER_KEY")
    return parts.hostname


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        return parts if parts.port is None or parts.port > 0 else None
    except ValueError:
        return None


def _bad(name: str, problem: str, remedy: str) -> BadSettings:
    return BadSettings(f"设置 PENSION_WRITER_{name} 不对：{problem}", remedy)
