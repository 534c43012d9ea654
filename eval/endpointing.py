"""``python -m eval.endpointing``: whether callers are let finish, answered soon, and able to interrupt.

Synthetic voices over a telephone line (8 kHz, A-law, white noise), the real voice detector, and with ``--engine`` the
real recogniser in real time. The last line printed is one JSON object; docs/speech-recognition.md says what each
figure means.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import sys
from collections.abc import Sequence

from assistant.errors import AssistantError
from eval.endpointing_report import Figures, Row, final_texts, milliseconds, noise_of, print_table, spread
from eval.endpointing_runs import Engine, Knowing, run
from eval.endpointing_sound import (
    ASKED,
    INTERRUPTIONS,
    LINE,
    PREFACE,
    SENTENCES,
    Speaker,
    Studio,
    noises,
    on_the_line,
)  # fmt: skip
from speech.models.locate import default_models_dir
from speech.pool import AudioPool
from speech.profiles import ELDERLY, ORDINARY, load_profiles
from speech.repair.mender import load_mender
from speech.synthesizers import make_synthesizer
from speech.transcribers import make_transcriber
from speech.transcribers.suggestions import with_suggestions
from speech.values import Listening

BEFORE, AFTER = 1.5, 2.5
SNRS: tuple[float | None, ...] = (None, 20.0, 10.0, 5.0)
LATEST = 0.4
"""Seconds after the first sound of an interruption within which it has to be noticed."""
SPEEDS = (1.0, 0.8)
NOISE_SECONDS = 30.0


def main(argv: list[str] | None = None) -> int:
    """Measure and print; exit code 1 when somebody was cut off, heard too late or heard in noise, 2 without voices."""
    args = _arguments(argv)
    try:
        figures = asyncio.run(_measure(args))
    except AssistantError as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'remedy', '')}\n")
        return 2
    print(json.dumps(figures.summary(), ensure_ascii=False))
    wrong = figures.numbers_cut + figures.interruptions_missed + figures.interruptions_late + figures.false_starts
    return 1 if wrong else 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.endpointing", description="量一量断句、打断和误触发")
    parser.add_argument("--synthesizer", default="kokoro", help="用哪个合成引擎造声音")
    parser.add_argument("--voices", type=int, default=2, help="用几个声音")
    parser.add_argument("--engine", default="", help="再用这个识别引擎实时跑一遍，如 whisper")
    return parser.parse_args(argv)


async def _measure(args: argparse.Namespace) -> Figures:
    studio = Studio(make_synthesizer(args.synthesizer, models_dir=default_models_dir()))
    voices = studio.synthesizer.voices
    chosen = voices[:: max(1, len(voices) // args.voices)][: args.voices]
    speakers = [Speaker(voice, speed) for voice in chosen for speed in SPEEDS]
    figures = Figures()
    await _interruptions(studio, speakers, figures)
    await _sentences(studio, speakers, figures)
    await _numbers(studio, speakers, figures)
    await _noises(figures)
    if args.engine:
        await _real(studio, speakers, args.engine, figures)
    return figures


async def _interruptions(studio: Studio, speakers: Sequence[Speaker], figures: Figures) -> None:
    rows: list[Row] = []
    listening = load_profiles()[ORDINARY].listening
    for place, (words, speaker) in enumerate((words, each) for words in INTERRUPTIONS for each in speakers):
        for snr in SNRS[:3]:
            before = BEFORE + 0.007 * place
            pcm = on_the_line(studio.say(words, speaker), before, 1.0, snr)
            at = (await run(pcm, Engine(), listening, interrupting=True)).first("interrupted")
            figures.interruptions += 1
            if at is None:
                figures.interruptions_missed += 1
            else:
                figures.interrupted_after.append(at - before)
                figures.interruptions_late += at - before > LATEST
            rows.append((words, str(speaker), noise_of(snr), "没听到" if at is None else milliseconds(at - before)))
    print_table("打断：从出声到打断", ("说的话", "声音", "信噪比", "毫秒"), rows)


async def _sentences(studio: Studio, speakers: Sequence[Speaker], figures: Figures) -> None:
    rows: list[Row] = []
    listening = load_profiles()[ORDINARY].listening
    for snr in SNRS:
        starts: list[float] = []
        ends: list[float] = []
        for words in SENTENCES:
            for speaker in speakers:
                sound = studio.say(words, speaker)
                told = await run(on_the_line(sound, BEFORE, AFTER, snr), Engine(), listening)
                figures.sentences += 1
                figures.sentences_cut += told.count("final") != 1
                starts.append((told.first("speech_started") or 0.0) - BEFORE)
                ends.append((told.first("final") or 0.0) - BEFORE - len(sound) / LINE)
        figures.started_after += starts
        figures.ended_after += ends
        rows.append((noise_of(snr), *map(milliseconds, (*spread(starts), *spread(ends)))))
    heads = ("信噪比", "开始 中位", "最早", "最晚", "结束 中位", "最早", "最晚")
    print_table("普通句子：出声到察觉、最后一个音到断句，毫秒", heads, rows)


async def _numbers(studio: Studio, speakers: Sequence[Speaker], figures: Figures) -> None:
    rows: list[Row] = []
    profiles = load_profiles()
    for name in (ORDINARY, ELDERLY):
        for digits, preface in ((False, True), (False, False), (True, True), (True, False)):
            cut = total = 0
            for speaker in speakers:
                for snr in SNRS[1:3]:
                    cut += await _number_cut(studio, speaker, snr, profiles[name].listening, digits, preface)
                    total += 1
            figures.numbers += total
            figures.numbers_cut += cut
            way = "逐个数字" if digits else "分组"
            rows.append((name, way, "主动说" if preface else "被问到", str(total), str(cut)))
    print_table("身份证号，每段停 1 秒，引擎听不懂数字", ("档案", "说法", "情形", "次数", "被打断"), rows)


async def _number_cut(
    studio: Studio,
    speaker: Speaker,
    snr: float | None,
    listening: Listening,
    digits: bool,
    preface: bool,
) -> bool:
    known = len(studio.say(PREFACE, speaker)) / LINE + 0.9 if preface else 0.0
    pcm = on_the_line(studio.number(speaker, digits=digits, preface=preface), BEFORE, AFTER, snr)
    told = await run(pcm, Engine(Knowing(known)), listening, asked="" if preface else ASKED)
    return told.count("final") != 1


async def _noises(figures: Figures) -> None:
    rows: list[Row] = []
    for name, pcm in noises(NOISE_SECONDS):
        told = await run(pcm, Engine(), load_profiles()[ORDINARY].listening)
        figures.noise_minutes += NOISE_SECONDS / 60
        figures.false_starts += told.count("speech_started")
        rows.append((name, str(told.count("speech_started"))))
    print_table(f"只有噪声，各 {NOISE_SECONDS:.0f} 秒", ("噪声", "误触发"), rows)


async def _real(studio: Studio, speakers: Sequence[Speaker], name: str, figures: Figures) -> None:
    """In real time, so only a few of each."""
    mender, pool = load_mender(), AudioPool(2)
    transcriber = with_suggestions(make_transcriber(name, models_dir=default_models_dir(), threads=2), mender.suggest)
    engine = Engine(transcriber, mender, pool, real_time=True)
    listening = load_profiles()[ORDINARY].listening
    rows: list[Row] = []
    for words, speaker in zip(SENTENCES, itertools.cycle(speakers), strict=False):
        sound = studio.say(words, speaker)
        told = await run(on_the_line(sound, BEFORE, AFTER, 20.0), engine, listening)
        answered = (told.first("final", "nothing") or 0.0) - BEFORE - len(sound) / LINE
        figures.answered_after.append(answered)
        rows.append((words, str(speaker), str(told.count("final")), milliseconds(answered), final_texts(told.heard)))
    for digits, preface in ((False, True), (True, False)):
        pcm = on_the_line(studio.number(speakers[0], digits=digits, preface=preface), BEFORE, AFTER, 20.0)
        told = await run(pcm, engine, listening, asked="" if preface else ASKED)
        figures.numbers += 1
        figures.numbers_cut += told.count("final") != 1
        rows.append(
            ("逐个数字" if digits else "分组", str(speakers[0]), str(told.count("final")), "", final_texts(told.heard))
        )
    pool.close()
    print_table(f"{name} 实时", ("说的话", "声音", "句数", "说完到有字 毫秒", "听成"), rows)


if __name__ == "__main__":
    raise SystemExit(main())
