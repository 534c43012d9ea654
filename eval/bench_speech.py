"""``python -m eval.bench --speech``: start and memory with and without voice, listeners at once, speaking.

The sound is made by the project's own synthesizer, at 16 kHz, before anything is measured.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from assistant.errors import Unavailable
from assistant.settings import load_settings
from assistant.voice_parts import speech_choices
from eval import bench_http, bench_speaking
from eval.bench_turns import memory, spread
from speech.audio.files import write_audio
from speech.audio.resample import resample
from speech.parts import Speech, make_speech
from speech.values import Clip, Speaking

LISTENERS = (1, 2, 3, 4, 6, 8)
LONGEST_WAIT = 120.0
SAID = (
    "我今年五十八岁，养老保险断缴了两年，现在还能不能补缴？",
    "我是一九七五年六月出生的女工人，什么时候能退休？",
    "在广州交了十二年，现在想转回湖南老家，要怎么办手续？",
    "三千五百块钱的基数，灵活就业每个月要交多少钱？",
)


def measure() -> dict[str, Any]:
    """Everything, one after another. Raises ``Unavailable`` when there is no voice to measure."""
    say = Console(stderr=True).print
    say("准备声音…")
    speech = make_speech(speech_choices(load_settings()))
    speech.load()
    if not (speech.listening and speech.speaking):
        raise Unavailable(f"语音用不了：{speech.problems}，运行 python -m speech doctor 看缺什么", retry=False)
    clips = [asyncio.run(_clip(speech, text)) for text in SAID]
    say("同时听…")
    listeners = [asyncio.run(at_once(speech, clips, count)) for count in LISTENERS]
    speech.close()
    say("说…")
    speaking = bench_speaking.speaking()
    say("服务开着语音和关着语音…")
    services = {state: service_with(state, clips[0]) for state in ("off", "on")}
    passing = [row["listeners"] for row in listeners if row["real_time_factor"] <= 1]
    return {
        "processors": os.cpu_count(), "load_average_before": round(os.getloadavg()[0], 1), "service": services,
        "listeners": listeners, "listeners_within_real_time": max(passing, default=0), "speaking": speaking,
    }  # fmt: skip


async def _clip(speech: Speech, text: str) -> Clip:
    return resample(await speech.clip(text, Speaking(voice=speech.choices.voice), 16_000), 16_000)


async def at_once(speech: Speech, clips: list[Clip], count: int) -> dict[str, Any]:
    """``count`` people who each say one sentence and fall silent at the same moment.

    The real-time factor is the time until the last of the texts over the length of the sound.
    """
    taken: list[float] = []

    async def one(clip: Clip) -> None:
        started = time.perf_counter()
        await speech.transcribe(clip)
        taken.append(time.perf_counter() - started)

    said = [clips[n % len(clips)] for n in range(count)]
    started = time.perf_counter()
    await asyncio.gather(*(one(clip) for clip in said))
    wall = time.perf_counter() - started
    longest = max(clip.seconds for clip in said)
    return {
        "listeners": count, "real_time_factor": round(wall / longest, 2), "sound_seconds": round(longest, 1),
        "text_ms": spread(taken),
    }  # fmt: skip


def service_with(speech: str, clip: Clip) -> dict[str, Any]:
    """Seconds until the service answers in writing and until it has a voice; its memory then, and after some use."""
    with tempfile.TemporaryDirectory() as folder, bench_http.service(Path(folder), speech) as (url, process, ready):
        row: dict[str, Any] = {"ready_seconds": round(ready, 1)}
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
            if speech == "on":
                row["voice_seconds"] = round(ready + _until_voice(client), 1)
                row["at_start"] = memory(str(process.pid))
                _use(client, clip)
            row.update(memory(str(process.pid)))
        return row


def _until_voice(client: httpx.Client) -> float:
    started = time.perf_counter()
    while time.perf_counter() - started < LONGEST_WAIT:
        there = client.get("/api/v1/speech").json()
        if there["listening"] and there["speaking"]:
            return time.perf_counter() - started
        time.sleep(0.1)
    raise Unavailable("等了两分钟语音还没有准备好，运行 python -m speech doctor 看缺什么", retry=False)


def _use(client: httpx.Client, clip: Clip) -> None:
    """One recording heard, and the first parts of the answer spoken."""
    opened = client.post("/api/v1/conversations", json={}).json()
    path, headers = f"/api/v1/conversations/{opened['conversation_id']}", {"Authorization": f"Bearer {opened['token']}"}
    sent = client.post(
        f"{path}/recordings?client_message_id=b-1", content=write_audio(clip, "wav"), headers=headers
    ).raise_for_status()
    at = f"{path}/messages/{sent.json()['reply']['seq']}/spoken"
    for part in client.get(at, headers=headers).json()["parts"][:4]:
        client.get(f"{at}/{part['index']}", headers=headers).raise_for_status()


def print_report(report: dict[str, Any]) -> None:
    """Tables for people."""
    console = Console(width=120)
    table = Table("service", "ready s", "voice s", "MB at start", "MB after use (peak)")
    for state, row in report["service"].items():
        started = f"{row['at_start']['memory_mb']:g}" if "at_start" in row else "-"
        table.add_row(
            f"speech {state}", f"{row['ready_seconds']:g}", f"{row.get('voice_seconds', '-')}", started,
            f"{row['memory_mb']:g} ({row['memory_peak_mb']:g})",
        )  # fmt: skip
    console.print(table)
    table = Table("people who finish at once", "real-time factor", "text after ms p50 / p95")
    for row in report["listeners"]:
        after = row["text_ms"]
        table.add_row(f"{row['listeners']}", f"{row['real_time_factor']:g}", f"{after['p50']:g} / {after['p95']:g}")
    console.print(table)
    console.print(
        f"within real time: {report['listeners_within_real_time']} at once on {report['processors']} processors"
    )
    console.print({"speaking": report["speaking"]})
