"""The operator's commands over the corpus and the parameters: add, build, versions, rollback, check, parameters."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from assistant.errors import AssistantError
from assistant.settings import Settings, load_settings
from knowledge_base import add_command, parameter_check
from knowledge_base.corpus_check import check_corpus
from knowledge_base.encoders import SentenceEncoder
from knowledge_base.manifest import Manifest, read_manifest
from knowledge_base.service import CORPUS, ensure_index, ship_vectors
from knowledge_base.versions import VersionStore


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    args = _parser().parse_args(argv)
    console = Console()
    try:
        return _run(args, load_settings(), console)
    except AssistantError as error:
        console.print(str(error), style="bold red", markup=False)
        if remedy := getattr(error, "remedy", ""):
            console.print(remedy, markup=False)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge_base", description="政策语料和索引")
    commands = parser.add_subparsers(dest="command", required=True)
    add_command.register(commands)
    build = commands.add_parser("build", help="按现在的语料建立新的索引版本")
    build.add_argument("--force", action="store_true", help="语料没变也重新建立")
    commands.add_parser("versions", help="列出索引版本")
    rollback = commands.add_parser("rollback", help="退回上一版，或指定的版本")
    rollback.add_argument("version", nargs="?")
    commands.add_parser("check", help="检查自带语料的格式")
    parameter_check.register(commands)
    commands.add_parser("ship-vectors", help="重写随项目发布的向量（维护者用）")
    return parser


def _run(args: argparse.Namespace, settings: Settings, console: Console) -> int:
    store = VersionStore(settings.index_dir)
    if args.command == "check":
        return check_corpus(CORPUS, sys.stdout)
    if args.command == "parameters":
        return parameter_check.run(args, console)
    if args.command == "add":
        return add_command.run(args, settings.documents_dir, lambda: _build(settings, console))
    if args.command == "build":
        _build(settings, console, force=args.force)
    elif args.command == "versions":
        _list(store, console)
    elif args.command == "rollback":
        if args.version:
            store.use(args.version, pin=True)
        console.print(f"现在使用 {args.version or store.rollback()}，正在运行的服务会自动切换", markup=False)
    else:
        console.print(f"{ship_vectors()} 条向量已写入", markup=False)
    return 0


def _build(settings: Settings, console: Console, *, force: bool = False) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as progress:
        task = progress.add_task("编码条文", total=None)

        def report(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        encoder = SentenceEncoder(settings.encoder, settings.encoder_threads)
        manifest: Manifest = ensure_index(
            settings.index_dir, settings.documents_dir, encoder, report, force=force, keep_pinned=False
        )
    console.print(f"索引 {manifest.version}：{manifest.passages} 条，{manifest.vectors} 个向量", markup=False)


def _list(store: VersionStore, console: Console) -> None:
    table = Table("版本", "条数", "向量", "编码模型", "建立时间（UTC）", "")
    current = store.current()
    for name in store.names():
        m = read_manifest(store.root / name)
        mark = "使用中" if name == current else ""
        table.add_row(m.version, str(m.passages), str(m.vectors), m.encoder, m.built_at, mark)
    console.print(table)
