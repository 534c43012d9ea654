"""Turns of one process over one data directory: latency, what encoding costs, throughput, memory.

``python -m eval.bench_turns --data-dir DIR`` prints one JSON object; ``eval.bench`` runs it once for each scale,
each time in a process of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.bootstrap import bootstrap
from assistant.conversation import Conversations
from assistant.messages import InboundMessage
from assistant.settings import load_settings
from eval.cases import read_cases
from knowledge_base.encoders import Encoder, SentenceEncoder, Vectors
from knowledge_base.live import LiveIndex

QUESTIONS = Path(__file__).parent / "cases" / "policy.jsonl"


@dataclass(slots=True)
class TimedEncoder:
    """An ``Encoder`` that counts the seconds spent in it, by the clock and of processor time."""

    inner: Encoder
    seconds: float = field(default=0.0)
    processor: float = field(default=0.0)

    @property
    def name(self) -> str:
        return self.inner.name

    def queries(self, texts: list[str]) -> Vectors:
        started, used = time.perf_counter(), time.process_time()
        rows = self.inner.queries(texts)
        self.seconds += time.perf_counter() - started
        self.processor += time.process_time() - used
        return rows

    def passages(self, texts: list[str]) -> Vectors:
        return self.inner.passages(texts)


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds of one turn, and of those the seconds in the encoder; ``cpu`` and ``encoding_cpu`` of processor time."""

    whole: float
    encoding: float
    cpu: float
    encoding_cpu: float


def main(argv: list[str] | None = None) -> int:
    """Measure one data directory."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench_turns")
    parser.add_argument("--data-dir", type=Path, default=None)
    parser.add_argument("--questions", type=int, default=40)
    parser.add_argument("--seconds", type=float, default=0.0, help="每档并发量多久；0 不量吞吐")
    parser.add_argument("--clients", default="1,8,32")
    args = parser.parse_args(argv)
    settings = load_settings(**({"data_dir": args.data_dir} if args.data_dir else {}))
    encoder = TimedEncoder(SentenceEncoder(settings.encoder, settings.encoder_threads))
    live = LiveIndex(settings.index_dir, encoder)
    started = time.perf_counter()
    clauses = len(live.index.passages)
    load = time.perf_counter() - started
    live.warm()
    gc.collect()
    conversations = bootstrap(settings, retriever=live).conversations
    clients = [int(c) for c in args.clients.split(",")] if args.seconds else []
    report = asyncio.run(_measure(conversations, encoder, questions(args.questions), clients, args.seconds))
    sys.stdout.write(
        json.dumps({"clauses": clauses, "index_load_seconds": round(load, 2), **report, **memory()}) + "\n"
    )
    return 0


def questions(count: int) -> list[str]:
    """Shipped evaluation questions, evenly taken."""
    asked = [case.asks[0].text for case in read_cases(QUESTIONS)]
    return asked[:: max(1, len(asked) // count)][:count]


async def _measure(
    conversations: Conversations, encoder: TimedEncoder, asked: list[str], clients: list[int], seconds: float
) -> dict[str, object]:
    very_first = await _turn(conversations, encoder, "opening", asked[0])
    first = [await _turn(conversations, encoder, f"c{n}", text) for n, text in enumerate(asked)]
    later = [await _turn(conversations, encoder, f"c{n}", text) for n, text in enumerate(reversed(asked))]
    return {
        "very_first_turn_ms": round(very_first.whole * 1000, 1),
        "first_turn_ms": spread([t.whole for t in first]),
        "warm_turn_ms": spread([t.whole for t in later]),
        "turn_cpu_ms": spread([t.cpu for t in (*first, *later)]),
        **encoding_share([*first, *later]),
        "turns_per_second": {str(n): await throughput(conversations, asked, n, seconds) for n in clients},
    }


async def _turn(conversations: Conversations, encoder: TimedEncoder, conversation: str, text: str) -> Timing:
    before, before_cpu = encoder.seconds, encoder.processor
    started, used = time.perf_counter(), time.process_time()
    await conversations.respond(InboundMessage(f"{conversation}-{before}", "bench", conversation, text))
    whole, cpu = time.perf_counter() - started, time.process_time() - used
    return Timing(whole, encoder.seconds - before, cpu, encoder.processor - before_cpu)


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """p50 and p95 in milliseconds."""
    ordered = sorted(seconds)
    at = {"p50": 0.5, "p95": 0.95}
    return {name: round(ordered[int(share * (len(ordered) - 1) + 0.5)] * 1000, 1) for name, share in at.items()}


def encoding_share(timings: Sequence[Timing]) -> dict[str, float]:
    """Over the turns that looked something up: p50 of encoding, of the rest, and of turn over encoding.

    The ratio of processor time is the one to compare on a machine that others use too.
    """
    encoded = [t for t in timings if t.encoding > 0]
    if not encoded:
        return {}
    return {
        "encoding_ms_p50": round(statistics.median(t.encoding for t in encoded) * 1000, 1),
        "beside_encoding_ms_p50": round(statistics.median(t.whole - t.encoding for t in encoded) * 1000, 1),
        "turn_over_encoding": round(statistics.median(t.whole / t.encoding for t in encoded), 3),
        "turn_over_encoding_cpu": round(statistics.median(t.cpu / t.encoding_cpu for t in encoded), 3),
    }


async def throughput(conversations: Conversations, asked: list[str], clients: int, seconds: float) -> float:
    """Turns a second of that many clients, each with a conversation of its own and no pause."""
    until = time.perf_counter() + seconds
    done = 0

    async def client(number: int) -> None:
        nonlocal done
        turn = number
        while time.perf_counter() < until:
            message = InboundMessage(f"{number}-{turn}", "bench", f"t{clients}-{number}", asked[turn % len(asked)])
            await conversations.respond(message)
            turn, done = turn + 1, done + 1

    started = time.perf_counter()
    await asyncio.gather(*(client(n) for n in range(clients)))
    return round(done / (time.perf_counter() - started), 1)


def memory(pid: str = "self") -> dict[str, float]:
    """Resident memory of a process now and at its highest, MB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    kilobytes = {
        name: float(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines) if "kB" in rest
    }
    return {"memory_mb": round(kilobytes["VmRSS"] / 1024), "memory_peak_mb": round(kilobytes["VmHWM"] / 1024)}


if __name__ == "__main__":
    sys.exit(main())
