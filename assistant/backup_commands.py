"""``python -m assistant backup | restore | database``: saving, putting back, and the schema of the database."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from assistant.errors import BadInput
from assistant.settings import Settings
from assistant.store import archive, migrate
from assistant.store.backup import Beside, back_up, first_with_rows, restore

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

COMMANDS = ("backup", "restore", "database")
"""The names ``run_backup`` takes."""


def add_backup_commands(commands: Commands) -> None:
    """The three commands with their arguments."""
    save = commands.add_parser("backup", help="把会话、坐席、工单等全部备份成一个文件")
    save.add_argument("file", type=Path, help="备份文件，如 backup-20261122.zip")
    save.add_argument("--with-key", action="store_true", help="连电话号码的密钥一起放进去；这样的备份要锁好")
    put = commands.add_parser("restore", help="恢复备份；SQLite 和 PostgreSQL 之间可以互相搬")
    put.add_argument("file", type=Path, help="python -m assistant backup 做的文件")
    put.add_argument("--replace", action="store_true", help="现有的全部换掉")
    database = commands.add_parser("database", help="数据库的表结构：升级、退回、看版本")
    below = database.add_subparsers(dest="database", required=True)
    below.add_parser("upgrade", help="升到程序要的版本；服务启动时也会自动升")
    down = below.add_parser("downgrade", help="退回早先的版本，多出来的表会删掉")
    down.add_argument("revision", help="退到哪个版本，如 0001")
    down.add_argument("--yes", action="store_true", help="知道会删掉内容，并且已经备份")
    below.add_parser("current", help="现在是哪个版本")


def run_backup(args: argparse.Namespace, settings: Settings) -> int:
    """Run one of ``COMMANDS``; returns the exit code. Raises ``BadInput``, ``BadSettings`` and ``Unavailable``."""
    if args.command == "backup":
        return _backup(args.file, settings, args.with_key)
    if args.command == "restore":
        return _restore(args.file, settings, args.replace)
    return _database(args, settings)


def _backup(file: Path, settings: Settings, with_key: bool) -> int:
    key = _key(settings) if with_key else b""
    made = back_up(settings.database, file, settings.business_file, key, datetime.now(UTC))
    _say(f"备份好了：{file}，{_counts(made)}")
    if key:
        _say("里面有电话号码的密钥：拿到这个文件的人能看到市民的电话，请锁好。")
    else:
        _say("里面没有密钥。没有密钥，市民留下的电话号码恢复以后读不出来；请把 secret.key 另外存在安全的地方。")
    _say(f"本单位添加的文件（{settings.documents_dir}）不在里面，请另外复制。")
    return 0


def _restore(file: Path, settings: Settings, replace: bool) -> int:
    beside = Beside(settings.business_file, settings.secret_file)
    done = restore(settings.database, file, beside, replace=replace)
    _say(f"恢复好了：{_counts(done.manifest)}")
    for path in done.kept:
        _say(f"{path} 本来就有，没有动它。")
    if done.manifest.entry(archive.KEY) is None:
        _say(f"备份里没有密钥。把原来的 secret.key 放到 {settings.secret_file}，或填 PENSION_SECRET_KEY，")
        _say("不然市民留下的电话号码读不出来。")
    elif settings.secret_key:
        _say("现在设了 PENSION_SECRET_KEY，服务用它，不用恢复出来的 secret.key；两把要一样。")
    return 0


def _database(args: argparse.Namespace, settings: Settings) -> int:
    url = settings.database
    if args.database == "upgrade":
        migrate.upgrade(url)
    elif args.database == "downgrade":
        if not args.yes and (table := first_with_rows(url)):
            remedy = "先停掉服务，用 python -m assistant backup 备份，再加 --yes"
            raise BadInput(f"数据库里有内容（{table}），退回会删掉新版本才有的表", remedy)
        migrate.downgrade(url, args.revision)
    now, newest = migrate.current(url), migrate.revisions()[-1]
    _say(f"数据库的版本：{now or '还没有表'}" + ("" if now == newest else f"，程序要的是 {newest}"))
    return 0


def _key(settings: Settings) -> bytes:
    """What ``secret.key`` holds, or would hold. Raises ``BadInput`` when there is no key at all."""
    if settings.secret_key:
        return settings.secret_key.encode()
    try:
        return settings.secret_file.read_bytes()
    except FileNotFoundError as error:
        raise BadInput(
            f"没有密钥：{settings.secret_file}", "去掉 --with-key 再备份；还没有人留过电话，就还没有密钥"
        ) from error
    except OSError as error:
        raise BadInput(f"密钥读不了：{settings.secret_file}", "用运行服务的那个用户来备份") from error


def _counts(manifest: archive.Manifest) -> str:
    named = (("conversations", "个会话"), ("messages", "条消息"), ("cases", "次转人工"), ("tickets", "张工单"))
    return "、".join(f"{manifest.rows(table)}{word}" for table, word in named)


def _say(text: str) -> None:
    Console().print(text, markup=False, highlight=False, soft_wrap=True)
