"""``python -m speech doctor | install | hear | say | prompts``. Engines are imported by the command that needs them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.errors import AssistantError


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the exit code. Mistakes are explained, never traced."""
    args = _parser().parse_args(argv)
    try:
        return _run(args)
    except AssistantError as error:
        from rich.console import Console

        console = Console(stderr=True)
        console.print(str(error), style="bold red", markup=False, highlight=False, soft_wrap=True)
        if remedy := getattr(error, "remedy", ""):
            console.print(remedy, markup=False, highlight=False, soft_wrap=True)
        return 2
    except KeyboardInterrupt:
        return 130


def _run(args: argparse.Namespace) -> int:
    from assistant.settings import load_settings

    settings = load_settings()
    if args.command in ("doctor", "install"):
        from speech.models_commands import run_doctor, run_install

        return run_doctor(args, settings) if args.command == "doctor" else run_install(args, settings)
    from speech.trial_commands import run_hear, run_prompts, run_say

    return {"hear": run_hear, "say": run_say, "prompts": run_prompts}[args.command](args, settings)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m speech", description="离线的听写和朗读：检查、安装、试听")
    commands = parser.add_subparsers(dest="command", required=True)
    doctor = commands.add_parser("doctor", help="检查模型和引擎装好没有，缺的怎么装")
    doctor.add_argument("--json", action="store_true", help="输出 JSON")
    _add_install(commands.add_parser("install", help="准备自带的模型，或者安装另装的模型"))
    hear = commands.add_parser("hear", help="把一个录音文件听写成文字")
    hear.add_argument("file", type=Path)
    hear.add_argument("--engine", choices=("whisper", "vosk"), help="默认用设置里的引擎")
    hear.add_argument("--model", help="模型目录")
    hear.add_argument("--json", action="store_true", help="输出 JSON")
    say = commands.add_parser("say", help="把一句话读成声音文件")
    say.add_argument("text")
    say.add_argument("--out", type=Path, required=True, help="文件名，按后缀存成 wav、mp3、opus")
    say.add_argument("--voice", default="", help="声音的名字")
    say.add_argument("--speed", type=float, default=1.0, help="快慢，0.7 到 1.2，默认 1")
    say.add_argument("--engine", choices=("kokoro", "espeak"), help="默认用设置里的引擎")
    prompts = commands.add_parser("prompts", help="把常用的固定语句先读好，存进缓存")
    prompts.add_argument("--texts", type=Path, help="自己的语句文件，一行一句")
    return parser


def _add_install(install: argparse.ArgumentParser) -> None:
    install.add_argument("models", nargs="*", metavar="模型", help="whisper-base、kokoro、vosk-cn；不写就准备自带的")
    install.add_argument("--from", dest="source", default="", help="zip 文件、模型目录或另一个网址（vosk-cn）")
    install.add_argument("--sha256", default="", help="这一份的校验码")
    install.add_argument("--trust", action="store_true", help="不和登记的校验码比，记下算出来的")
    install.add_argument("--again", action="store_true", help="已经装了也重新装")


if __name__ == "__main__":
    sys.exit(main())
