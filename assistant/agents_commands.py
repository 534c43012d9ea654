"""``python -m assistant agents add | list | password | disable | enable``: people who work at the desk."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from datetime import UTC, datetime
from getpass import getpass

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.desk.accounts import ROLE_LABELS, AgentChange, NewAgent, Staff
from assistant.desk.agents import GENERAL, ROLES, Agent
from assistant.desk.passwords import Passwords
from assistant.errors import BadInput
from assistant.settings import Settings
from assistant.signals import SignalsInProcess
from assistant.store.accounts import StoredAccounts
from assistant.store.audit import StoredAudit
from assistant.store.database import make_engine
from assistant.store.migrate import upgrade
from assistant.store.working import Working

FIRST = "python -m assistant agents add 登录名 --name 姓名 --role administrator"
WIDTH = 110
"""Columns of the list where the terminal is narrower."""


def add_agents_commands(parser: argparse.ArgumentParser) -> None:
    """The arguments of ``agents``."""
    commands = parser.add_subparsers(dest="agents", required=True)
    add = commands.add_parser("add", help="添加一位坐席、班长或管理员")
    add.add_argument("login", help="登录名：小写字母、数字和 . _ - @")
    add.add_argument("--name", required=True, help="姓名，市民会看到")
    add.add_argument("--role", choices=ROLES, default="agent", help="坐席、班长、管理员，默认 agent")
    add.add_argument("--skills", default="", help=f"所在的组，用逗号分开；每人都在“{GENERAL}”组")
    add.add_argument("--most", type=int, default=3, help="同时接待几位市民，默认 3")
    commands.add_parser("list", help="列出坐席")
    password = commands.add_parser("password", help="重设密码，并解除锁定")
    for command in (add, password):
        command.add_argument("--password-stdin", action="store_true", help="从标准输入读密码（第一行）")
    disable = commands.add_parser("disable", help="停用一位坐席，马上退出")
    enable = commands.add_parser("enable", help="重新启用一位坐席，并解除锁定")
    for command in (password, disable, enable):
        command.add_argument("login")


def run_agents(args: argparse.Namespace, settings: Settings) -> int:
    """Run one of them over the service's database; returns the exit code. Raises ``AssistantError``."""
    upgrade(settings.database)
    return asyncio.run(_run(args, settings.database))


async def _run(args: argparse.Namespace, database: str) -> int:
    engine = make_engine(database)
    working = Working(engine)
    staff = Staff(StoredAccounts(working), StoredAudit(working), Passwords(), SignalsInProcess())
    try:
        if args.agents == "list":
            _list(await staff.agents())
        elif args.agents == "add":
            await _add(staff, args)
        else:
            await _change(staff, args)
    finally:
        await engine.dispose()
    return 0


async def _add(staff: Staff, args: argparse.Namespace) -> None:
    skills = tuple(one for one in re.split(r"[,，、\s]+", args.skills) if one)
    new = NewAgent(args.login, args.name, args.role, skills, args.most, _password(args.password_stdin))
    agent = await staff.add(new, None, datetime.now(UTC))
    _say(f"已添加{ROLE_LABELS[agent.role]} {agent.name}，登录名 {agent.login}。打开 /desk 登录")


async def _change(staff: Staff, args: argparse.Namespace) -> None:
    agent = await staff.named(args.login)
    if args.agents == "password":
        change, done = AgentChange(password=_password(args.password_stdin)), "的密码已重设，原来的登录都已退出"
    elif args.agents == "disable":
        change, done = AgentChange(active=False), "已停用"
    else:
        change, done = AgentChange(active=True), "已启用"
    await staff.change(agent.id, change, None, datetime.now(UTC))
    _say(f"{agent.name}（{agent.login}）{done}")


def _password(from_stdin: bool) -> str:
    """Asked twice without showing it, or the first line of the standard input."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    try:
        password = getpass("密码：")
        again = getpass("再输一次：")
    except EOFError as error:
        raise BadInput("没有读到密码", "在终端里运行，或加上 --password-stdin") from error
    if password != again:
        raise BadInput("两次输入的密码不一样", "请再运行一次")
    return password


def _list(agents: tuple[Agent, ...]) -> None:
    if not agents:
        _say(f"还没有坐席。添加第一位管理员：{FIRST}")
        return
    console = Console()
    table = Table(title="坐席", title_justify="left")
    for name in ("登录名", "姓名", "角色", "组", "同时接待", "状态"):
        table.add_column(name, no_wrap=name != "组")
    for one in agents:
        row = (one.login, one.name, ROLE_LABELS[one.role], "、".join(one.skills), str(one.most))
        table.add_row(*map(escape, row), "在用" if one.active else "停用")
    Console(width=max(console.width, WIDTH), file=console.file).print(table)


def _say(text: str) -> None:
    Console().print(text, markup=False, highlight=False, soft_wrap=True)
