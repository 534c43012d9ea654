"""Settings of an installation on several machines: addresses under their usual names, and what must stand together."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from assistant.errors import BadSettings
from assistant.settings import load_settings

PLAIN = "postgres://pension:p%40ss@db.example/pension"
WANTED = "postgresql+asyncpg://pension:p%40ss@db.example/pension"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable and no file of the machine the tests run on."""
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith("PENSION_") or n in ("DATABASE_URL", "REDIS_URL")]:
        monkeypatch.delenv(name)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (PLAIN, WANTED),
        (PLAIN.replace("postgres:", "postgresql:"), WANTED),
        (WANTED, WANTED),
        (f"{PLAIN}?sslmode=require", f"{WANTED}?ssl=require"),
        (f"{WANTED}?ssl=verify-full&target_session_attrs=read-write", None),
        (
            "postgresql:///pension?host=/var/run/postgresql",
            "postgresql+asyncpg:///pension?host=%2Fvar%2Frun%2Fpostgresql",
        ),
        ("sqlite+aiosqlite:///a.db", None),
        ("", None),
    ],
)
def test_the_usual_forms_of_a_postgresql_address_are_understood(given: str, wanted: str | None) -> None:
    assert load_settings(database_url=given).database_url == (given if wanted is None else wanted)


def test_an_option_that_cannot_be_used_is_explained_and_nothing_secret_is_shown() -> None:
    with pytest.raises(BadSettings, match="设置 PENSION_DATABASE_URL 不对：问号后面的 sslrootcert 用不了") as refused:
        load_settings(database_url=f"{PLAIN}?sslmode=verify-ca&sslrootcert=/ca.pem")
    assert "PGSSLROOTCERT" in str(refused.value)
    assert "p%40ss" not in f"{refused.value}{refused.value.__cause__}"


def test_both_addresses_are_found_under_the_names_hosting_services_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", PLAIN)
    monkeypatch.setenv("REDIS_URL", "rediss://:secret@redis.example:6380/0")
    settings = load_settings()
    assert (settings.database, settings.redis_url) == (WANTED, "rediss://:secret@redis.example:6380/0")


@pytest.mark.parametrize("in_file", [True, False])
def test_the_own_name_wins_wherever_it_is_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, in_file: bool
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://another/application")
    if in_file:
        (tmp_path / ".env").write_text(f"PENSION_DATABASE_URL={PLAIN}\n", encoding="utf-8")
    else:
        monkeypatch.setenv("PENSION_DATABASE_URL", PLAIN)
    assert load_settings().database == WANTED


def test_an_own_name_left_empty_does_not_hide_the_usual_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"PENSION_DATABASE_URL=\nDATABASE_URL={PLAIN}\n", encoding="utf-8")
    assert load_settings().database == WANTED
    (tmp_path / ".env").write_text("PENSION_DATABASE_URL=\n", encoding="utf-8")
    monkeypatch.setenv("DATABASE_URL", PLAIN)
    assert load_settings().database == WANTED


def test_other_usual_names_are_not_read_and_no_file_means_no_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORT", "9999")
    (tmp_path / ".env").write_text(f"DATABASE_URL={PLAIN}\n", encoding="utf-8")
    settings = load_settings(_env_file=None)
    assert (settings.port, settings.database_url) == (8000, "")


def test_several_workers_need_a_shared_database_and_redis() -> None:
    for given in ({}, {"database_url": PLAIN}, {"redis_url": "redis://127.0.0.1"}):
        with pytest.raises(BadSettings, match="设置 PENSION_WORKERS 不对.*PENSION_DATABASE_URL 和 PENSION_REDIS_URL"):
            load_settings(workers=2, **given)
    assert load_settings(workers=2, database_url=PLAIN, redis_url="redis://127.0.0.1").workers == 2


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [("redis_url", "127.0.0.1:6379", "redis://"), ("redis_prefix", "养老", "字母"), ("secret_key", "秘密", "secret.key"),
     ("secret_key", "c2hvcnQ=", "secret.key"), ("handover", "phone", "'desk'"), ("desk_agent_gone_seconds", 1, "不能小于 20")],
)  # fmt: skip
def test_what_cannot_be_used_is_named_with_a_way_out(name: str, value: object, said: str) -> None:
    with pytest.raises(BadSettings, match=f"PENSION_{name.upper()} .*{said}"):
        load_settings(**{name: value})


def test_a_key_as_the_first_machine_made_it_is_taken() -> None:
    key = Fernet.generate_key().decode()
    assert load_settings(secret_key=key).secret_key == key
    both = f"{Fernet.generate_key().decode()}, {key}"
    assert load_settings(secret_key=both).secret_key == both
