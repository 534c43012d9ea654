"""``python -m speech hear``, ``say`` and ``prompts``: the engines as set, on one file or one sentence."""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.errors import BadInput
from assistant.settings import Settings
from speech.audio.files import Format, read_audio, write_audio
from speech.clip_cache import ClipCache
from speech.models import silero
from speech.pool import AudioPool
from speech.ports import Synthesizer
from speech.profiles import load_profiles
from speech.recording import transcribe
from speech.repair.mender import load_mender
from speech.speaking import Speaker, render_prompts
from speech.standing_prompts import standing_prompts
from speech.synthesizers import make_synthesizer
from speech.transcribers import make_transcriber
from speech.values import Clip, Hints, Speaking, Transcript
from speech.voice_activity import SileroVoiceActivity

_LONGEST = 600.0
_BARE = {".alaw": "alaw", ".mulaw": "mulaw"}
_SUFFIXES: dict[str, Format] = {f".{each}": each for each in get_args(Format)} | {".ogg": "opus"}


def run_hear(args: argparse.Namespace, settings: Settings) -> int:
    """Write what was heard in a file. Exit code 1 when nothing was."""
    clip = read_audio(_bytes_of(args.file), _BARE.get(args.file.suffix.lower()), _LONGEST)
    engine = args.engine or settings.transcriber
    own = settings.whisper_model if engine == "whisper" else settings.vosk_model
    model = own if args.model is None else args.model
    transcriber = make_transcriber(
        engine, model, models_dir=settings.data_dir / "models", threads=settings.speech_threads
    )
    activity = SileroVoiceActivity(transcriber.rate, silero())
    with _pool(settings) as pool:
        heard = asyncio.run(transcribe(clip, transcriber, load_mender(), pool, Hints(), activity))
    if args.json:
        told = {**asdict(heard), "seconds": round(clip.seconds, 2), "rate": clip.rate}
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        _show(Console(), heard, clip)
    return 0 if heard.text else 1


def _show(console: Console, heard: Transcript, clip: Clip) -> None:
    def line(text: str, style: str = "") -> None:
        console.print(text, style=style, markup=False, highlight=False, soft_wrap=True)

    line(heard.text or "没有听到说话", "bold")
    if heard.raw != heard.text:
        line(f"引擎原文：{heard.raw}", "dim")
    line(f"{heard.engine}，把握 {heard.confidence:.0%}，录音 {clip.seconds:.1f} 秒、{clip.rate} 赫兹", "dim")
    for doubt in heard.doubts:
        line(f"拿不准：{doubt.taken}，也可能是 {'、'.join(doubt.others)}", "yellow")
    for other in (each for each in heard.alternatives if each.text not in (heard.text, heard.raw)):
        line(f"另一种听法：{other.text}", "dim")


def run_say(args: argparse.Namespace, settings: Settings) -> int:
    """Write a sentence as sound."""
    kind = _SUFFIXES.get(args.out.suffix.lower())
    if kind is None:
        raise BadInput(f"不会写 {args.out.suffix or '没有后缀的'} 文件", f"可用：{'、'.join(_SUFFIXES)}")
    if not args.text.strip():
        raise BadInput("没有要读的话", "把要读的话写在 say 后面")
    if not math.isfinite(args.speed):
        raise BadInput("语速要写数字", "0.7 到 1.2")
    rate = 8_000 if kind in ("alaw", "mulaw") else 24_000
    engine = args.engine or settings.synthesizer
    voice = args.voice or (settings.voice if engine == settings.synthesizer else "")
    with _pool(settings) as pool:
        speaker = _speaker(settings, engine, pool)
        clip = asyncio.run(speaker.whole(args.text, Speaking(voice, args.speed), rate))
    if not clip.pcm:
        raise BadInput("这句话里没有能读的字", "换一句话")
    try:
        args.out.write_bytes(write_audio(clip, kind))
    except OSError as error:
        raise BadInput(f"写不了 {args.out}（{error.strerror}）", "换一个能写的位置") from error
    Console().print(
        f"{args.out}：{clip.seconds:.1f} 秒，{speaker.name}，{voice or speaker.voices[0]}",
        markup=False, highlight=False, soft_wrap=True,
    )  # fmt: skip
    return 0


def run_prompts(args: argparse.Namespace, settings: Settings) -> int:
    """Render what is said often into the cache, at the speeds of the profiles."""
    if not settings.speech_cache_mb:
        raise BadInput("设置里关了语音缓存，读好了也存不下来", "把 PENSION_SPEECH_CACHE_MB 设成大于 0")
    texts = _lines(args.texts) if args.texts else standing_prompts()
    profiles = load_profiles(Path(settings.speech_profiles) if settings.speech_profiles else None)
    speakings = [replace(each.speaking, voice=each.speaking.voice or settings.voice) for each in profiles.values()]
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with _pool(settings) as pool, bar as progress:
        speaker = _speaker(settings, settings.synthesizer, pool)
        task = progress.add_task("读固定语句", total=None)

        def told(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        seconds = asyncio.run(render_prompts(speaker, texts, speakings, progress=told))
    Console().print(
        f"{len(texts)} 句，{len(set(speakings))} 种语速，共 {seconds / 60:.1f} 分钟，存在 {settings.data_dir / 'clips'}",
        markup=False, highlight=False, soft_wrap=True,
    )  # fmt: skip
    return 0


def _speaker(settings: Settings, engine: str, pool: AudioPool) -> Speaker:
    def opened(name: str) -> Synthesizer:
        voice = settings.voice if name == settings.synthesizer else ""
        models_dir = settings.data_dir / "models"
        return make_synthesizer(name, voice, models_dir=models_dir, threads=settings.speech_threads)

    speaks = opened(engine)
    return Speaker(speaks, speaks, ClipCache(settings.data_dir / "clips", settings.speech_cache_mb), pool)


@contextmanager
def _pool(settings: Settings) -> Iterator[AudioPool]:
    pool = AudioPool(settings.speech_threads)
    try:
        yield pool
    finally:
        pool.close()


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(f"读不出 {file}（{error.strerror}）", "检查文件名和路径") from error


def _lines(file: Path) -> tuple[str, ...]:
    try:
        text = _bytes_of(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{file} 不是 UTF-8 文本", "另存为 UTF-8，一行一句") from error
    found = tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if not found:
        raise BadInput(f"{file} 里没有文字", "一行写一句")
    return found
