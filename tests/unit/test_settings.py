"""Settings come from the environment or a file, are all documented, and say in Chinese what is wrong with them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.errors import BadSettings
from assistant.settings import Settings, load_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable and no file of the machine the tests run on."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("PENSION_")]:
        monkeypatch.delenv(name)


def test_every_setting_is_documented_in_the_example_and_nothing_else_is() -> None:
    documented = re.findall(r"^(PENSION_\w+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(documented) == sorted(f"PENSION_{name.upper()}" for name in Settings.model_fields)


def test_the_example_shows_the_defaults_and_can_be_used_as_it_is(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    assert load_settings() == Settings(_env_file=None)


def test_every_setting_of_the_example_is_explained_in_chinese() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for before, line in zip(lines, lines[1:], strict=False):
        if line.startswith("PENSION_"):
            assert before.startswith(("#", "PENSION_")), line


def test_the_environment_beats_the_file_and_a_given_value_beats_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("PENSION_PORT=8001\nPENSION_HOST=0.0.0.0\n", encoding="utf-8")
    monkeypatch.setenv("PENSION_PORT", "8002")
    assert (load_settings().host, load_settings().port) == ("0.0.0.0", 8002)
    assert load_settings(port=8003).port == 8003


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("PENSION_PORT", "八千", "要填整数"), ("PENSION_PORT", "70000", "不能大于 65535"),
     ("PENSION_ENVIRONMENT", "prod", "'production'"), ("PENSION_WRITER", "gpt", "可用"),
     ("PENSION_WRITER_TIMEOUT", "0", "要大于 0"), ("PENSION_WRITER_TIMEOUT", "26", "不能大于 25"),
     ("PENSION_MAX_MESSAGE_LENGTH", "5", "不能小于 100"),
     ("PENSION_LOG_LEVEL", "loud", "'DEBUG'"), ("PENSION_WRITER_TIMEOUT", "快", "要填数字")],
)  # fmt: skip
def test_a_wrong_setting_is_named_with_what_is_allowed(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as refused:
        load_settings()
    assert name in str(refused.value)
    assert said in str(refused.value)
    assert ".env.example" in refused.value.remedy


def test_a_misspelt_name_in_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PENSION_DATABSE_URL=x\n", encoding="utf-8")
    with pytest.raises(BadSettings, match="设置 PENSION_DATABSE_URL 不对：没有这个设置"):
        load_settings()


def test_production_does_not_start_believing_every_proxy() -> None:
    with pytest.raises(BadSettings, match="PENSION_TRUSTED_PROXIES"):
        load_settings(environment="production", trusted_proxies="*")
    assert load_settings(environment="development", trusted_proxies="*").trusted_proxies == "*"
    assert load_settings(environment="production", trusted_proxies="10.0.0.1").trusted_proxies == "10.0.0.1"


def test_settings_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValidationError):
        load_settings().port = 1  # type: ignore[misc]  # what the type checker forbids must fail as well


def test_the_database_lies_in_the_data_directory_unless_one_is_named() -> None:
    assert load_settings(data_dir=Path("elsewhere")).database == "sqlite+aiosqlite:///elsewhere/assistant.db"
    assert load_settings(database_url="postgresql+asyncpg://db/x").database == "postgresql+asyncpg://db/x"
