"""``python -m assistant recordings list | save``: what citizens said, where the operator keeps it."""

from __future__ import annotations

import argparse
import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.errors import BadInput
from assistant.recordings import Recording, Recordings
from assistant.settings import Settings
from assistant.store.audit import StoredAudit
from assistant.store.database import make_engine
from assistant.store.encryption import make_secrets
from assistant.store.migrate import upgrade
from assistant.store.recordings import StoredRecordings
from assistant.store.working import Working

HEARD = "recording_heard"
"""The audit log's word for a recording that was opened."""


def add_recordings_commands(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``recordings``."""
    commands = parser.add_subparsers(dest="recordings", required=True)
    listed = commands.add_parser("list", help="列出保留的录音")
    listed.add_argument("--conversation", help="只列这个会话的")
    save = commands.add_parser("save", help="解开一条录音，存成文件；记入操作记录")
    save.add_argument("recording", help="录音编号，list 列出的")
    save.add_argument("file", type=Path, help="存到哪里，如 录音.ogg")


def run_recordings(args: argparse.Namespace, settings: Settings) -> int:
    """Run one of them over the service's database; returns the exit code. Raises ``AssistantError``."""
    upgrade(settings.database)
    return asyncio.run(_run(args, settings))


async def _run(args: argparse.Namespace, settings: Settings) -> int:
    engine = make_engine(settings.database)
    working = Working(engine)
    secrets = make_secrets(settings.data_dir, settings.secret_key)
    kept = StoredRecordings(working, secrets, settings.recordings_days)
    try:
        if args.recordings == "list":
            _list(await kept.listed(args.conversation), settings.recordings_days)
        else:
            await _save(kept, StoredAudit(working), args.recording, args.file)
    finally:
        await engine.dispose()
    return 0


def _list(found: tuple[Recording, ...], days: int) -> None:
    if not found:
        _say("没有保留的录音" + ("" if days else "；要保留，设 PENSION_RECORDINGS_DAYS 为天数"))
        return
    console = Console()
    table = Table("录音编号", "会话", "什么时候", "秒", "保留到")
    for one in found:
        table.add_row(one.id, one.conversation, _local(one.at), f"{one.seconds:.1f}", _local(one.expires))
    Console(width=max(console.width, 130), file=console.file).print(table)


async def _save(kept: Recordings, audit: StoredAudit, recording: str, file: Path) -> None:
    sound = await kept.sound(recording)
    await audit.note(None, HEARD, recording, str(file.name), datetime.now(UTC))
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(sound.data)
    except OSError as error:
        raise BadInput(f"{file} 存不了", "换一个还没有的文件名，检查文件夹是不是能写") from error
    _say(f"存好了：{file}。里面是市民的声音，用完请删除")


def _local(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def _say(text: str) -> None:
    Console().print(text, markup=False, highlight=False, soft_wrap=True)
