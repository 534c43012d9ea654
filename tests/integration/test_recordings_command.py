"""``python -m assistant recordings`` over a database with one recording."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from assistant.cli import main
from assistant.recordings import Sound
from assistant.recordings_commands import HEARD
from assistant.settings import Settings
from assistant.store.database import make_engine
from assistant.store.desk_tables import AuditRow
from assistant.store.encryption import make_secrets
from assistant.store.migrate import upgrade
from assistant.store.recordings import StoredRecordings
from assistant.store.tables import ConversationRow
from assistant.store.working import Working

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("PENSION_DATA_DIR", str(tmp_path / "data"))
    return Settings(_env_file=None, data_dir=tmp_path / "data")


async def keep_one(settings: Settings) -> str:
    engine = make_engine(settings.database)
    working = Working(engine)
    async with working.session() as session:
        await session.execute(
            insert(ConversationRow).values(id="c1", token_digest="d", channel="web", profile="ordinary", created_at=NOW)
        )
    kept = StoredRecordings(working, make_secrets(settings.data_dir), 30)
    await kept.keep("c1", "u-1", Sound(b"OggS sound"), 2.5, NOW)
    (one,) = await kept.listed()
    await engine.dispose()
    return one.id


async def noted(settings: Settings) -> list[tuple[str, str]]:
    engine = make_engine(settings.database)
    async with Working(engine).session() as session:
        rows = (await session.execute(select(AuditRow.action, AuditRow.subject))).all()
    await engine.dispose()
    return [(action, subject) for action, subject in rows]


def test_a_recording_is_listed_opened_once_and_the_opening_is_noted(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.data_dir.mkdir()
    upgrade(settings.database)
    one = asyncio.run(keep_one(settings))
    assert main(["recordings", "list"]) == 0
    assert one in capsys.readouterr().out
    file = tmp_path / "heard.ogg"
    assert main(["recordings", "save", one, str(file)]) == 0
    assert file.read_bytes() == b"OggS sound" and file.stat().st_mode & 0o077 == 0
    assert asyncio.run(noted(settings)) == [(HEARD, one)]
    assert main(["recordings", "save", one, str(file)]) == 2
    assert "换一个还没有的文件名" in capsys.readouterr().err


def test_where_nothing_is_kept_it_says_how(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.data_dir.mkdir()
    assert main(["recordings", "list"]) == 0
    assert "PENSION_RECORDINGS_DAYS" in capsys.readouterr().out
    assert main(["recordings", "save", "none", "x.ogg"]) == 2
    assert "没有录音" in capsys.readouterr().err
