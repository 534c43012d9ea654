"""``python -m assistant people fill | list``: made-up people to try look-ups with."""

from __future__ import annotations

import argparse
import asyncio
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.business.embedded_identity import FILL, LIST
from assistant.business.embedded_records import add_people, list_people
from assistant.business.people import fictional_people
from assistant.business.tables import BusinessFile
from assistant.errors import BadInput
from assistant.settings import Settings

COUNT, MOST = 20, 2000
WIDTH = 120
"""Columns of the list where the terminal is narrower: a cut id number is of no use."""


def add_people_commands(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``people``."""
    commands = parser.add_subparsers(dest="people", required=True)
    fill = commands.add_parser("fill", help="填入虚构人物（演示用）")
    fill.add_argument("--count", type=int, default=COUNT, help=f"多少人，默认 {COUNT}")
    fill.add_argument("--seed", type=int, default=1, help="同一个数、同一天，填出来的人一样")
    commands.add_parser("list", help="列出虚构人物的姓名、身份证号、手机号和情况")


def run_people(args: argparse.Namespace, settings: Settings) -> int:
    """Run one of them; returns the exit code. Raises ``BadInput`` and ``Unavailable``."""
    console = Console()
    file = settings.business_file
    if args.people == "fill":
        return _fill(file, console, args.count, args.seed, settings.business)
    return _list(file, console)


def _fill(path: Path, console: Console, count: int, seed: int, business: str) -> int:
    if not 1 <= count <= MOST:
        raise BadInput(f"人数不合适：{count}", f"--count 填 1 到 {MOST}")
    people = fictional_people(count, seed, date.today())
    file = BusinessFile(path)
    if asyncio.run(add_people(file, people)):
        console.print(
            f"已填入{count}个虚构人物：{path}\n看有哪些人：{LIST}", markup=False, highlight=False, soft_wrap=True
        )
    else:
        there = len(asyncio.run(list_people(file)))
        text = f"{path} 里已经有{there}个人，没有重复填。要重新填，停下服务、删掉这个文件，再运行一次。"
        console.print(text, markup=False, highlight=False, soft_wrap=True)
    if business != "embedded":
        text = f"注意：现在 PENSION_BUSINESS={business}，服务不用这些人。要用，改成 embedded 再重启。"
        console.print(text, markup=False, highlight=False, soft_wrap=True)
    return 0


def _list(path: Path, console: Console) -> int:
    people = asyncio.run(list_people(BusinessFile(path))) if path.exists() else ()
    if not people:
        console.print(f"还没有人。填入虚构人物：{FILL}", markup=False, highlight=False, soft_wrap=True)
        return 0
    table = Table(title="虚构人物：身份证号、手机号都不存在", title_justify="left")
    for name in ("姓名", "身份证号", "手机号", "情况"):
        table.add_column(name, no_wrap=True)
    for person in people:
        table.add_row(person.name, person.id_number, person.phone, person.situation)
    Console(width=max(console.width, WIDTH), file=console.file).print(table)
    return 0
