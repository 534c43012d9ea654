"""``python -m eval.run CASES.jsonl… --out DIR``: the production pipeline over cases, scored strictly."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.bootstrap import Parts, bootstrap
from assistant.errors import AssistantError
from assistant.messages import InboundMessage, Reply
from assistant.settings import load_settings
from eval.cases import Ask, Case, read_cases
from eval.report import write_report
from eval.score import Check, score
from eval.summary import print_summary, summarise
from knowledge_base.encoders import SentenceEncoder
from knowledge_base.service import ensure_index


@dataclass(frozen=True, slots=True)
class Result:
    """One turn of one case: the reply, every check and its verdict, seconds it took."""

    case: Case
    turn: int
    ask: Ask
    reply: Reply
    checks: tuple[Check, ...]
    seconds: float

    @property
    def passed(self) -> bool:
        """Strict: every check held."""
        return all(check.passed for check in self.checks)


def main(argv: list[str] | None = None) -> int:
    """Run and report; exit code 1 when the gate is missed."""
    parser = argparse.ArgumentParser(prog="python -m eval.run", description="用真实流程跑一批问题并严格打分")
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("out/eval"))
    parser.add_argument("--min-pass", type=float, default=0.0, help="低于这个通过率就算失败，如 0.85")
    args = parser.parse_args(argv)
    try:
        settings = load_settings()
        cases = tuple(case for file in args.cases for case in read_cases(file))
        encoder = SentenceEncoder(settings.encoder, settings.encoder_threads)
        ensure_index(settings.index_dir, settings.documents_dir, encoder)
    except (AssistantError, OSError) as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'remedy', '')}\n")
        return 2
    results = asyncio.run(run_cases(bootstrap(settings), cases))
    args.out.mkdir(parents=True, exist_ok=True)
    _write_results(args.out / "results.jsonl", results)
    summary = summarise(results)
    (args.out / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2), encoding="utf-8")
    write_report(args.out / "report.html", results, summary)
    print_summary(summary, results)
    ok = summary["strict_pass"] >= args.min_pass and (args.min_pass == 0.0 or summary["forbidden_claims"] == 0)
    return 0 if ok else 1


async def run_cases(parts: Parts, cases: tuple[Case, ...]) -> list[Result]:
    """Every turn of every case in order, each case in a conversation of its own."""
    results = []
    for case in cases:
        for number, ask in enumerate(case.asks, start=1):
            message = InboundMessage(
                f"{case.id}-{number}", "eval", f"eval-{case.id}", ask.text, as_of=ask.as_of, region=ask.region
            )
            started = time.perf_counter()
            _, reply = await parts.conversations.respond(message)
            seconds = time.perf_counter() - started
            results.append(Result(case, number, ask, reply, score(reply, ask.expect), seconds))
    return results


def _write_results(file: Path, results: list[Result]) -> None:
    with file.open("w", encoding="utf-8") as out:
        for r in results:
            row: dict[str, Any] = {
                "id": r.case.id, "turn": r.turn, "topic": r.case.topic, "question": r.ask.text,
                "text": r.reply.text, "reply": asdict(r.reply), "checks": [asdict(c) for c in r.checks],
                "passed": r.passed, "seconds": round(r.seconds, 4), "confidence": r.ask.expect.confidence,
            }  # fmt: skip
            out.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


if __name__ == "__main__":
    sys.exit(main())
