"""``python -m knowledge_base add PATH…``: the operator's side of adding documents."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from knowledge_base.adding import UNCHANGED, AddReport, Ask, add_documents, prepare_documents
from knowledge_base.front_answers import option_of
from knowledge_base.front_fields import Fields, iso_date

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_OPTIONS = {
    "title": "文件标题（只能用于一个文件）",
    "doc_no": "文号，如 国发〔2005〕38号（只能用于一个文件）",
    "issuer": "发文机关",
    "issued": "发布日期",
    "effective_from": "生效日期，如 2025-01-01；多个文件时只补看不出的",
    "effective_to": "失效日期",
    "region": "适用地区，默认全国",
    "scheme": "适用制度，默认通用；几个用、隔开",
    "topic": "主题，默认经办流程查询",
    "confidence": "可信度，默认 primary",
    "source": "来源说明，默认文件名",
}
_SHOWN = 60


def register(subparsers: Subparsers) -> None:
    """Add the ``add`` sub-command."""
    parser = subparsers.add_parser("add", help="添加本单位的政策文件（md、txt、html、docx、pdf）")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="文件或文件夹")
    for name, meaning in _OPTIONS.items():
        parser.add_argument(option_of(name), dest=name, default="", help=meaning)
    parser.add_argument("--dry-run", action="store_true", help="只显示会怎样切分，什么也不写")


def run(
    args: argparse.Namespace,
    store_dir: Path,
    rebuild: Callable[[], None],
    *,
    console: Console | None = None,
    stdin: TextIO | None = None,
) -> int:
    """Add the documents and rebuild the index when something changed. 0 done, 1 when a file is bad."""
    out = console or Console()
    asked = stdin or sys.stdin
    overrides = Fields(**{name: _value(name, getattr(args, name)) for name in _OPTIONS})
    ask = _asking(out, asked) if asked.isatty() else None
    try:
        report = _with_bar(out, args, overrides, store_dir, ask)
    except OSError as error:
        problem = f"{store_dir}:0: 文档库写不进去（{error.strerror}） → 检查磁盘空间和文件夹权限"
        out.print(escape(problem), soft_wrap=True)
        return 1
    _show(out, report, args.dry_run)
    if report.problems:
        return 1
    if not args.dry_run and any(one.status != UNCHANGED for one in report.documents):
        out.print("正在重建索引……")
        rebuild()
        out.print("索引已重建。")
    return 0


def _value(name: str, text: str) -> str:
    return iso_date(text) or text.strip() if text else ""


def _asking(out: Console, stdin: TextIO) -> Ask:
    def ask(file: str, question: str) -> str:
        out.print(escape(f"{file}  {question}："), end="")
        return stdin.readline().strip()

    return ask


def _with_bar(out: Console, args: argparse.Namespace, overrides: Fields, store_dir: Path, ask: Ask | None) -> AddReport:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    bar = Progress(*columns, console=out, transient=True)

    def progress(done: int, total: int, file: str) -> None:
        bar.update(task, completed=done, total=total, description=escape(Path(file).name) if file else "读完")
        if done == total:
            bar.stop()

    with bar:
        task = bar.add_task("读取")
        if args.dry_run:
            return prepare_documents(args.paths, overrides, ask, progress)
        return add_documents(args.paths, overrides, store_dir, ask, progress)


def _show(out: Console, report: AddReport, dry_run: bool) -> None:
    if dry_run:
        for document in report.documents:
            out.print(escape(f"{document.file}  {document.title}"), style="bold", soft_wrap=True)
            for passage in document.passages:
                gist = passage.text.replace("\n", " ")[:_SHOWN]
                out.print(escape(f"  {passage.section}  {gist}"), soft_wrap=True, highlight=False)
    if report.documents and not report.problems:
        out.print(_table(report))
    for name in report.skipped:
        out.print(escape(f"跳过：{name}"), soft_wrap=True)
    for problem in report.problems:
        out.print(escape(f"{problem} → {problem.remedy}"), style="red", soft_wrap=True, highlight=False)
    if report.problems:
        out.print(f"{len(report.problems)} 个问题，什么都没有写入。改好后重新运行即可。")


def _table(report: AddReport) -> Table:
    table = Table()
    for name in ("文件", "标题", "条数", "段数", "结果"):
        table.add_column(name, overflow="fold")
    for one in report.documents:
        cells = (Path(one.file).name, one.title, str(one.articles), str(len(one.passages)), one.status)
        table.add_row(*map(escape, cells))
    return table
