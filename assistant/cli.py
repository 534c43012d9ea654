"""``python -m assistant serve | ask | chat | people | agents | recordings | backup | restore | database | replay``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import socket
import sys
import uuid
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.agents_commands import add_agents_commands, run_agents
from assistant.backup_commands import add_backup_commands, run_backup
from assistant.bootstrap import Parts, bootstrap, bootstrap_service
from assistant.business.people_commands import add_people_commands, run_people
from assistant.errors import AssistantError, BadInput
from assistant.messages import InboundMessage, Reply
from assistant.public import reply_json
from assistant.recordings_commands import add_recordings_commands, run_recordings
from assistant.replay import replay_json
from assistant.settings import Settings, load_settings
from knowledge_base.encoders import SentenceEncoder
from knowledge_base.service import ensure_index

_CONFIDENCE = {
    "primary": "依据文件原文", "multi": "多个来源一致", "single": "单一来源，待确认", "memory": "待核原文",
}  # fmt: skip


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code. Mistakes are explained, never traced."""
    args = _parser().parse_args(argv)
    console = Console(stderr=True)
    try:
        if args.command == "serve":
            given = {k: v for k, v in (("host", args.host), ("port", args.port)) if v is not None}
            return _serve(load_settings(**given), console)
        settings = load_settings()
        if args.command == "people":
            return run_people(args, settings)
        if args.command == "agents":
            return run_agents(args, settings)
        if args.command == "recordings":
            return run_recordings(args, settings)
        if args.command in ("backup", "restore", "database"):
            return run_backup(args, settings)
        if args.command == "replay":
            return _replay(args.file, Console())
        _prepare(settings, console)
        parts = bootstrap(settings)
        parts.warm()  # here a model that cannot be opened is explained; inside a turn it would only fail the turn
        return asyncio.run(_ask(parts, args) if args.command == "ask" else _chat(parts, args))
    except AssistantError as error:
        console.print(str(error), style="bold red", markup=False, highlight=False, soft_wrap=True)
        if remedy := getattr(error, "remedy", ""):
            console.print(remedy, markup=False, highlight=False, soft_wrap=True)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m assistant", description="养老保险智能助手")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="启动整个服务")
    serve.add_argument("--host")
    serve.add_argument("--port", type=int)
    for name, text in (("ask", "问一个问题"), ("chat", "连续对话")):
        command = commands.add_parser(name, help=text)
        if name == "ask":
            command.add_argument("question")
            command.add_argument("--json", action="store_true", help="输出公开接口里的 Reply")
        command.add_argument("--as-of", type=_day, help="按哪一天的规定，如 2024-06-01")
        command.add_argument("--region", help="参保的省市，如 广东")
    again = commands.add_parser("replay", help="把存下来的推算按当时的数重算一遍，看结果是不是一样")
    again.add_argument("file", type=Path, help="一条回答或一个工具结果的 JSON 文件")
    add_agents_commands(commands.add_parser("agents", help="坐席台的人员：添加、列出、改密码、停用"))
    add_recordings_commands(commands.add_parser("recordings", help="保留的录音：列出、存成文件"))
    add_backup_commands(commands)
    add_people_commands(commands.add_parser("people", help="查询功能的虚构人物：填入、列出"))
    return parser


def _replay(file: Path, console: Console) -> int:
    """Exit code 0 when every stored figure comes out again, 1 when one does not."""
    try:
        stored = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"读不出 {file}", "给出一个 JSON 文件，如 python -m assistant ask 问题 --json 的输出") from error
    found = replay_json(stored)
    for one in found:
        console.print(f"{one.tool}：{'有出入' if one.differences else '重算结果完全一样'}", highlight=False)
        for line in one.differences:
            console.print(f"  {line}", highlight=False, markup=False)
    return 1 if any(one.differences for one in found) else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"不是日期：{text}，写成 2024-06-01 的样子") from error


def _prepare(settings: Settings, console: Console) -> None:
    """Make sure an index exists, showing progress when it has to be built."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task("准备政策索引", total=None)

        def report(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        encoder = SentenceEncoder(settings.encoder, settings.encoder_threads)
        ensure_index(settings.index_dir, settings.documents_dir, encoder, report)


def _serve(settings: Settings, console: Console) -> int:
    from uvicorn import Server

    from assistant.app import bound, create_app, serve_in_workers, server_config
    from assistant.logs import set_up_logs

    reserved = bound(settings.host, settings.port)  # first, so that nobody waits for an index in vain
    with contextlib.closing(reserved):
        _prepare(settings, console)
        set_up_logs(settings.log_level)
        port = reserved.getsockname()[1]
        shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
        panel = Panel(f"打开 http://{shown}:{port}/ 就能提问\n按 Ctrl+C 停止", title="养老保险智能助手")

        class Announcing(Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                if self.started:
                    console.print(panel)

        parts = bootstrap_service(settings)
        asyncio.run(_prepared(parts))  # the start does it too, but can only fail with a trace
        if settings.workers > 1:
            console.print(panel)
            serve_in_workers(settings, reserved)
            return 0
        Announcing(server_config(create_app(parts), settings)).run(sockets=[reserved])
    return 0


async def _prepared(parts: Parts) -> None:
    await parts.prepare_database()
    await asyncio.to_thread(parts.warm)


async def _ask(parts: Parts, args: argparse.Namespace) -> int:
    message = InboundMessage(uuid.uuid4().hex, "cli", "cli", args.question, args.as_of, args.region)
    _, reply = await parts.conversations.respond(message)
    if args.json:
        sys.stdout.write(json.dumps(reply_json(reply, message.id, "cli"), ensure_ascii=False, indent=2) + "\n")
    else:
        show(Console(), reply)
    return 0


async def _chat(parts: Parts, args: argparse.Namespace) -> int:
    console = Console()
    console.print("请输入问题，空行结束。", style="dim")
    while True:
        try:
            text = await asyncio.to_thread(console.input, "[bold]您：[/]")
        except EOFError:
            return 0
        if not text.strip():
            return 0
        message = InboundMessage(uuid.uuid4().hex, "cli", "cli", text, args.as_of, args.region)
        _, reply = await parts.conversations.respond(message)
        show(console, reply)


def show(console: Console, reply: Reply) -> None:
    """The reply and its citations, as text."""
    for sentence in reply.sentences:
        marks = "".join(f"[{m}]" for m in sentence.marks)
        style = "dim" if sentence.detail else ""
        console.print(f"  {sentence.text}{marks}", style=style, markup=False, highlight=False)
    if reply.trace:
        console.print("推算步骤：", style="bold")
        for step in reply.trace.trace:
            console.print(f"  {step.step}：{step.formula} → {step.value}", markup=False, highlight=False)
    if reply.citations:
        console.print("依据：", style="bold")
    for c in reply.citations:
        until = f"至{c.effective_to}" if c.effective_to else "起施行"
        line = f"  [{c.mark}] {c.title}（{c.doc_no}）{c.section}，{c.effective_from}{until}，{c.region}，{c.scheme}"
        console.print(f"{line}，{_CONFIDENCE[c.confidence]}", markup=False, highlight=False)
    if reply.suggestions:
        console.print("您可能还想问：" + " / ".join(reply.suggestions), style="dim", markup=False)
