"""``python -m eval.speech DIR``: how well recorded utterances are understood, from sound to answer.

DIR holds wav files and ``manifest.jsonl`` (``file``, ``text``, ``voice``, ``speed``, ``snr_db``). The engine, the repair
and the assistant are those of the service. The last line printed is one JSON object; docs/speech-recognition.md
says what each figure means.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from assistant.bootstrap import bootstrap
from assistant.errors import AssistantError
from assistant.settings import Settings, load_settings
from eval.speech_answers import agreements
from eval.speech_files import Utterance, load_sound, read_manifest
from eval.speech_live import listen_live
from eval.speech_report import print_failures, print_table
from eval.speech_results import Result, summarise
from knowledge_base.encoders import SentenceEncoder
from knowledge_base.service import ensure_index
from speech.ports import Mender, Transcriber
from speech.profiles import ORDINARY, load_profiles
from speech.repair.mender import load_mender
from speech.transcribers import make_transcriber
from speech.transcribers.suggestions import with_suggestions
from speech.values import Listening


def main(argv: list[str] | None = None) -> int:
    """Measure and print; exit code 2 when the folder or the engine cannot be used."""
    args = _arguments(argv)
    try:
        settings = load_settings()
        utterances = read_manifest(args.folder)
        engine = args.engine or settings.transcriber
        transcriber = make_transcriber(
            engine, settings.whisper_model if engine == "whisper" else settings.vosk_model,
            models_dir=settings.data_dir / "models", threads=settings.speech_threads,
        )  # fmt: skip
        repair = load_mender()
        transcriber = with_suggestions(transcriber, repair.suggest)
        mender = None if args.no_repair else repair
        listening = load_profiles()[ORDINARY].listening
        results = [_measure(each, transcriber, mender, listening) for each in utterances]
        if not args.no_answers:
            results = _answered(settings, results)
    except (AssistantError, OSError) as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'remedy', '')}\n")
        return 2
    summary = summarise(results, transcriber.name)
    print_failures(results)
    print_table(results, summary)
    if args.out is not None:
        _write(args.out, results, summary)
    print(json.dumps(summary, ensure_ascii=False))
    return 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.speech", description="量一量听写：从声音到答案")
    parser.add_argument("folder", type=Path, help="放着 wav 文件和 manifest.jsonl 的目录")
    parser.add_argument("--engine", default="", help="识别引擎，不写就用设置里的")
    parser.add_argument("--out", type=Path, help="把逐条结果和汇总写到这个目录")
    parser.add_argument("--no-repair", action="store_true", help="不做按音修复")
    parser.add_argument("--no-answers", action="store_true", help="不比较答案，快得多")
    return parser.parse_args(argv)


def _measure(utterance: Utterance, transcriber: Transcriber, mender: Mender | None, listening: Listening) -> Result:
    clip = load_sound(utterance, transcriber.rate)
    live = listen_live(transcriber, clip, listening, mender)
    return Result(
        utterance, live.heard.text, live.mended.text, live.mended.confidence, clip.seconds, live.computing, live.wait,
        live.after_speech,
    )  # fmt: skip


def _answered(settings: Settings, results: Sequence[Result]) -> list[Result]:
    encoder = SentenceEncoder(settings.encoder, settings.encoder_threads)
    ensure_index(settings.index_dir, settings.documents_dir, encoder)
    pairs = [(result.utterance.text, result.text) for result in results]
    found = asyncio.run(agreements(bootstrap(settings, encoder=encoder), pairs))
    return [
        replace(result, same_answer=each.same, answers=(each.said.text, each.written.text))
        for result, each in zip(results, found, strict=True)
    ]


def _write(folder: Path, results: Sequence[Result], summary: dict[str, object]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "results.jsonl").open("w", encoding="utf-8") as out:
        for result in results:
            row = {**asdict(result), "errors_raw": result.wrong_raw[0], "errors": result.wrong[0]}
            row["lost"] = result.entities.lost
            out.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
    (folder / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
