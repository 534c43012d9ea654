"""How soon and how fast the voice speaks: fresh sentences, sentences from the cache, memory, loading.

Measured in a process of its own, so that memory and loading are the voice's alone.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from assistant.errors import Unavailable
from assistant.settings import load_settings
from eval.bench_turns import memory
from speech.clip_cache import ClipCache
from speech.pool import AudioPool
from speech.speaking import Speaker
from speech.synthesizers import make_synthesizer
from speech.values import Speaking

RATE = 8_000
SENTENCES = (
    "男职工60岁退休。",
    "请问养老保险在哪个省、哪个市交？",
    "累计缴费满15年的，可以按月领取基本养老金。",
    "灵活就业人员每年四月可以补缴上一年度的养老保险费。",
    "您估算的养老金每月大约9493元，其中基础养老金3,500.50元。",
    "从2030年1月1日起，最低缴费年限由15年逐步提高至20年，每年提高6个月。",
    "依据《人社部发〔2025〕1号》，病残津贴由基本养老保险基金支付。",
    "具体到您本人，可以拨打12333或到参保地社保经办机构窗口核实。",
)
"""Of the lengths answers have: 2 to 8 seconds. None is a standing prompt, and none was said before."""


def speaking() -> dict[str, Any]:
    """The report of ``measure`` from a fresh process. Raises ``Unavailable`` when there is no voice."""
    done = subprocess.run([sys.executable, "-m", "eval.bench_speaking"], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unavailable(
            f"朗读测不了：{done.stderr.strip()[-300:]}，运行 python -m speech doctor 看缺什么", retry=False
        )
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def measure() -> dict[str, Any]:
    """Every speed and both ways of being ready. Ratios are first sound over the length of the sentence."""
    settings = load_settings()
    models, threads = settings.data_dir / "models", settings.speech_threads
    started = time.perf_counter()
    kokoro = make_synthesizer("kokoro", models_dir=models, threads=threads)
    kokoro.render("好。", "", 1.0)
    loaded = time.perf_counter() - started
    at_start = memory()["memory_mb"]
    espeak = make_synthesizer("espeak", models_dir=models, threads=threads)
    pool = AudioPool(threads)
    with tempfile.TemporaryDirectory() as folder:

        def speaker() -> Speaker:
            return Speaker(kokoro, espeak, ClipCache(Path(folder), 50), pool)

        fresh = [asyncio.run(_say(speaker(), text)) for text in SENTENCES]
        from_disk = [asyncio.run(_say(speaker(), text)) for text in SENTENCES]
        warm = speaker()
        for text in SENTENCES:
            asyncio.run(_say(warm, text))
        from_memory = [asyncio.run(_say(warm, text)) for text in SENTENCES]
    pool.close()
    ratios = [row["first"] / row["seconds"] for row in fresh]
    return {
        "engine": "kokoro", "voice": kokoro.voices[0], "threads": threads, "sentences": len(SENTENCES),
        "first_sound_over_length": _spread(ratios, 2), "first_sound_seconds": _spread((row["first"] for row in fresh), 2),
        "real_time_factor": round(sum(row["taken"] for row in fresh) / sum(row["seconds"] for row in fresh), 2),
        "longest_gap_seconds": round(max(row["gap"] for row in fresh), 2),
        "from_disk_ms": _spread((row["first"] * 1000 for row in from_disk), 1),
        "from_memory_ms": _spread((row["first"] * 1000 for row in from_memory), 1),
        "load_seconds": round(loaded, 1), "memory_at_start_mb": at_start, **memory(),
    }  # fmt: skip


async def _say(speaker: Speaker, text: str) -> dict[str, float]:
    """Seconds until the first sound and until the last, of sound, and the longest silence a listener would hear."""
    started = time.perf_counter()
    first = seconds = gap = 0.0
    async for clip in speaker.stream(text, Speaking(), RATE):
        now = time.perf_counter() - started
        first = first or now
        gap = max(gap, now - first - seconds)
        seconds += clip.seconds
    return {"first": first, "taken": time.perf_counter() - started, "seconds": seconds, "gap": gap}


def _spread(values: Iterable[float], digits: int) -> dict[str, float]:
    found = sorted(values)
    return {"p50": round(statistics.median(found), digits), "worst": round(found[-1], digits)}


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=1))
