"""``python -m eval.speech_numbers``: numbers said over a telephone, from sound to value.

The project's voices say generated phrases, the sound goes through a telephone line, the engine hears it knowing what
kind of number was asked for, as a form does, and the value is compared with what was said. A number that would have to
be asked again counts as missed. The last line printed is one JSON object.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from assistant.dialogue.heard_numbers import value_heard
from assistant.dialogue.spoken_value import Kind, spoken_value
from assistant.errors import AssistantError
from assistant.settings import Settings, load_settings
from eval.speech_number_phrases import Phrase, phrases
from eval.speech_number_sound import said, telephoned
from speech.audio.resample import resample
from speech.ports import Synthesizer, Transcriber
from speech.synthesizers import make_synthesizer
from speech.transcribers import make_transcriber
from speech.values import Clip, Hints

SPEEDS = (0.85, 1.0)
TODAY = date(2026, 11, 22)
"""The day two-digit years are read on, so that a run can be repeated."""
DICTATED: tuple[Kind, ...] = ("id_number", "phone", "digits")
"""Kinds that are read out group by group."""
_ENGINE = "kokoro"

Hearing = Callable[[Clip, Kind], tuple[str, str | None]]
"""Sound and kind to what was written down and its value."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One phrase as it was said and heard."""

    phrase: Phrase
    voice: str
    speed: float
    heard: str
    value: str | None

    @property
    def exact(self) -> bool:
        return self.value == self.phrase.value


def main(argv: list[str] | None = None) -> int:
    """Measure and print; exit code 2 when an engine cannot be used."""
    args = _arguments(argv)
    try:
        settings = load_settings()
        transcriber, synthesizer = _engines(settings, args.voice)
        hearing = _plainly(transcriber) if args.plain else by_kind(transcriber)
        voices = (args.voice,) if args.voice else synthesizer.voices
        results = list(measure(phrases(args.count, args.seed), synthesizer, voices, hearing))
    except (AssistantError, OSError) as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'remedy', '')}\n")
        return 2
    summary = summarise(results)
    _print(results, summary)
    if args.out is not None:
        _write(args.out, results, summary)
    print(json.dumps(summary, ensure_ascii=False))
    return 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.speech_numbers", description="量一量电话里说的数字听得准不准")
    parser.add_argument("--count", type=int, default=200, help="说多少句")
    parser.add_argument("--seed", type=int, default=20261122, help="换一个数就换一批句子")
    parser.add_argument("--voice", default="", help="只用这一个声音，不写就轮流用全部声音")
    parser.add_argument("--plain", action="store_true", help="不告诉引擎问的是哪一种数字，作对照")
    parser.add_argument("--out", type=Path, help="把逐条结果和汇总写到这个目录")
    return parser.parse_args(argv)


def _engines(settings: Settings, voice: str) -> tuple[Transcriber, Synthesizer]:
    models, threads = settings.data_dir / "models", settings.speech_threads
    transcriber = make_transcriber("whisper", settings.whisper_model, models_dir=models, threads=threads)
    return transcriber, make_synthesizer(_ENGINE, voice, models_dir=models, threads=threads)


def by_kind(transcriber: Transcriber) -> Hearing:
    """Hears a number knowing its kind, as a form does."""

    def hear(clip: Clip, kind: Kind) -> tuple[str, str | None]:
        recognition = transcriber.begin(Hints(number=kind))
        recognition.accept(resample(clip, transcriber.rate).pcm)
        manners = [[(each.text, each.score) for each in manner] for manner in recognition.final().numbers]
        return next((manner[0][0] for manner in manners if manner), ""), value_heard(manners, kind, TODAY)

    return hear


def _plainly(transcriber: Transcriber) -> Hearing:
    def hear(clip: Clip, kind: Kind) -> tuple[str, str | None]:
        recognition = transcriber.begin()
        recognition.accept(resample(clip, transcriber.rate).pcm)
        text = recognition.final().text
        return text, spoken_value(text, kind, TODAY)

    return hear


def measure(
    drawn: Sequence[Phrase], synthesizer: Synthesizer, voices: Sequence[str], hearing: Hearing
) -> Iterator[Spoken]:
    """Each phrase said by the voices in turn, first slowly, and heard over the telephone."""
    for place, phrase in enumerate(drawn):
        voice, speed = voices[place % len(voices)], SPEEDS[place // len(voices) % len(SPEEDS)]
        sound = said(synthesizer, phrase.text, voice, speed, dictated=phrase.kind in DICTATED)
        clip = telephoned(sound, place)
        heard, value = hearing(clip, phrase.kind)
        yield Spoken(phrase, voice, speed, heard, value)


def summarise(results: Sequence[Spoken]) -> dict[str, object]:
    """``exact`` and ``count`` in all and by kind, the share, and how many were ``wrong`` rather than not understood."""
    kinds = dict.fromkeys(result.phrase.kind for result in results)
    by_kind = {kind: _counted([r for r in results if r.phrase.kind == kind]) for kind in kinds}
    wrong = sum(not result.exact and result.value is not None for result in results)
    return {**_counted(results), "wrong": wrong, "by_kind": by_kind}


def _counted(results: Sequence[Spoken]) -> dict[str, object]:
    exact = sum(result.exact for result in results)
    return {"exact": exact, "count": len(results), "share": round(exact / len(results), 4) if results else 0.0}


def _print(results: Sequence[Spoken], summary: dict[str, object]) -> None:
    for result in results:
        if not result.exact:
            what = f"{result.phrase.kind}\t{result.phrase.text}\t{result.heard}"
            print(f"{what}\t{result.value} ≠ {result.phrase.value}\t{result.voice} {result.speed}")
    by_kind = summary["by_kind"]
    assert isinstance(by_kind, dict)
    print(f"{'kind':<12}{'exact':>6}{'count':>6}")
    for kind, counted in by_kind.items():
        print(f"{kind:<12}{counted['exact']:>6}{counted['count']:>6}")


def _write(folder: Path, results: Sequence[Spoken], summary: dict[str, object]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "numbers.jsonl").open("w", encoding="utf-8") as out:
        for result in results:
            out.write(json.dumps({**asdict(result), "exact": result.exact}, ensure_ascii=False) + "\n")
    (folder / "numbers.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
