"""``python -m assistant backup``, ``restore`` and ``database`` as an operator uses them."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from assistant.backup_commands import add_backup_commands, run_backup
from assistant.errors import BadInput
from assistant.settings import Settings
from tests.installations import MANY, contents, fill


def commanded(settings: Settings, *words: str) -> int:
    parser = argparse.ArgumentParser()
    add_backup_commands(parser.add_subparsers(dest="command", required=True))
    return run_backup(parser.parse_args(words), settings)


def test_an_installation_is_moved_with_two_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = Settings(_env_file=None, data_dir=tmp_path / "old")
    new = Settings(_env_file=None, data_dir=tmp_path / "new")
    assert commanded(old, "database", "upgrade") == 0
    fill(old.database)
    assert commanded(old, "backup", str(tmp_path / "b.zip")) == 0
    said = capsys.readouterr().out
    assert f"2个会话、{MANY}条消息、1次转人工、1张工单" in said
    assert "没有密钥，市民留下的电话号码恢复以后读不出来" in said
    assert commanded(new, "restore", str(tmp_path / "b.zip")) == 0
    assert f"把原来的 secret.key 放到 {new.secret_file}" in capsys.readouterr().out
    assert contents(new.database) == contents(old.database)


def test_with_the_key_numbers_can_be_read_afterwards(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = Settings(_env_file=None, data_dir=tmp_path / "old")
    commanded(old, "database", "upgrade")
    with pytest.raises(BadInput, match="没有密钥"):
        commanded(old, "backup", str(tmp_path / "b.zip"), "--with-key")
    old.secret_file.write_bytes(key := Fernet.generate_key())
    commanded(old, "backup", str(tmp_path / "b.zip"), "--with-key")
    assert "请锁好" in capsys.readouterr().out
    new = Settings(_env_file=None, data_dir=tmp_path / "new")
    commanded(new, "restore", str(tmp_path / "b.zip"))
    assert new.secret_file.read_bytes() == key


def test_going_back_deletes_nothing_unless_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings(_env_file=None, data_dir=tmp_path)
    commanded(settings, "database", "current")
    assert "还没有表，程序要的是" in capsys.readouterr().out
    commanded(settings, "database", "upgrade")
    commanded(settings, "database", "downgrade", "0001")
    commanded(settings, "database", "upgrade")
    fill(settings.database)
    with pytest.raises(BadInput, match="数据库里有内容") as refused:
        commanded(settings, "database", "downgrade", "0001")
    assert "--yes" in refused.value.remedy
    commanded(settings, "database", "downgrade", "0001", "--yes")
    capsys.readouterr()
    commanded(settings, "database", "current")
    assert "数据库的版本：0001，程序要的是" in capsys.readouterr().out
