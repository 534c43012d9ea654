"""What one utterance came to, and what all of them come to. Pure."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from eval.speech_files import Utterance
from eval.speech_score import Entities, Mending, entities, errors, mending, rate


@dataclass(frozen=True, slots=True)
class Result:
    """One utterance. Seconds: ``computing``, ``wait`` and ``after_speech`` as in ``eval.speech_live.Live``.

    ``same_answer`` is None when answers were not compared.
    """

    utterance: Utterance
    raw: str
    text: str
    confidence: float
    seconds: float
    computing: float
    wait: float
    after_speech: float
    same_answer: bool | None = None
    answers: tuple[str, str] = ("", "")

    @property
    def wrong_raw(self) -> tuple[int, int]:
        """Character errors before repair, and characters said."""
        return errors(self.utterance.text, self.raw)

    @property
    def wrong(self) -> tuple[int, int]:
        """Character errors after repair, and characters said."""
        return errors(self.utterance.text, self.text)

    @property
    def entities(self) -> Entities:
        """Figures and words of the field that were kept."""
        return entities(self.utterance.text, self.text)

    @property
    def mending(self) -> Mending:
        """What the repair changed for better and for worse."""
        return mending(self.utterance.text, self.raw, self.text)

    @property
    def failing(self) -> bool:
        """Something was misheard, or another answer was given."""
        return self.wrong[0] > 0 or self.same_answer is False


def summarise(results: Sequence[Result], engine: str) -> dict[str, Any]:
    """The figures of the last line."""
    found, changes = [r.entities for r in results], [r.mending for r in results]
    waits, after = [r.wait for r in results], [r.after_speech for r in results]
    compared = [r.same_answer for r in results if r.same_answer is not None]
    seconds = sum(r.seconds for r in results)
    return {
        "cer_raw": round(rate([r.wrong_raw for r in results]), 4),
        "cer": round(rate([r.wrong for r in results]), 4),
        "entity_accuracy": round(sum(e.kept for e in found) / max(1, sum(e.said for e in found)), 4),
        "rtf": round(sum(r.computing for r in results) / max(0.001, seconds), 3),
        "final_latency_p50": round(quantile(waits, 0.5), 3),
        "final_latency_p95": round(quantile(waits, 0.95), 3),
        "after_speech_p50": round(quantile(after, 0.5), 3),
        "after_speech_p95": round(quantile(after, 0.95), 3),
        "answer_agreement": round(sum(compared) / len(compared), 4) if compared else None,
        "mended": sum(c.mended for c in changes),
        "spoilt": sum(c.spoilt for c in changes),
        "sentences_right": round(sum(r.wrong[0] == 0 for r in results) / max(1, len(results)), 4),
        "utterances": len(results),
        "seconds": round(seconds, 1),
        "engine": engine,
    }


def grouped(results: Sequence[Result]) -> list[tuple[str, list[Result]]]:
    """Rows of the table: all, then by voice, speed and noise."""
    ways: tuple[tuple[str, Callable[[Result], tuple[float, str]]], ...] = (
        ("声音", lambda r: (0.0, r.utterance.voice)),
        ("语速", lambda r: (r.utterance.speed, f"{r.utterance.speed:g}")),
        ("噪声", lambda r: (-(math.inf if r.utterance.snr_db is None else r.utterance.snr_db), r.utterance.noise)),
    )
    rows = [("全部", list(results))]
    for name, way in ways:
        for key in sorted({way(r) for r in results}):
            rows.append((f"{name} {key[1]}", [r for r in results if way(r) == key]))
    return rows


def quantile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of the values do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
