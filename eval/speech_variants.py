"""``python -m eval.speech_variants DIR…``: ways of decoding compared, without repair.

Every variant reads the same recordings; the table shows its character error rate, the least possible with the best of
its readings, and processor seconds for a second of sound (of one core, so that other work on the machine counts less).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from assistant.errors import AssistantError
from assistant.settings import load_settings
from eval.speech_files import Utterance, load_sound, read_manifest
from eval.speech_score import errors, rate
from speech.models.locate import whisper
from speech.repair.mender import load_mender
from speech.transcribers.whisper import open_whisper
from speech.transcribers.whisper_choice import choose
from speech.transcribers.whisper_model import RATE, Encoded, WhisperDecoder
from speech.transcribers.whisper_sound import Samples, samples_of
from speech.transcribers.whisper_text import DOMAIN, Reading, prompt_with
from speech.transcribers.whisper_views import denoised, slowed

_BEAM, _READINGS = 5, 5
View = Callable[[Samples], Samples]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one recording: its readings, likeliest first, and processor seconds."""

    readings: tuple[Reading, ...]
    seconds: float


class Reader:
    """Reads one recording in many ways; what two ways share is computed once and counted for both."""

    def __init__(self, decoder: WhisperDecoder, sound: Samples) -> None:
        self._decoder, self._sound = decoder, sound
        self._encoded: dict[View, tuple[Encoded, float]] = {}
        self._read: dict[tuple[View, str, int], Outcome] = {}

    def read(self, view: View, prompt: str = DOMAIN, beam: int = _BEAM) -> Outcome:
        """One view, one prompt."""
        key = (view, prompt, beam)
        if key not in self._read:
            if view not in self._encoded:
                begun = time.process_time()
                self._encoded[view] = (self._decoder.encode(view(self._sound)), time.process_time() - begun)
            encoded, before = self._encoded[view]
            begun = time.process_time()
            found = self._decoder.read(encoded, prompt, beam, beam)
            self._read[key] = Outcome(found, before + time.process_time() - begun)
        return self._read[key]

    def together(self, *outcomes: Outcome) -> Outcome:
        """The choice among all readings of these."""
        found = [each for outcome in outcomes for each in outcome.readings if each.text]
        chosen = choose(found).readings if found else outcomes[0].readings
        return Outcome(chosen, sum(outcome.seconds for outcome in outcomes))

    def again(self, first: Outcome, *views: View, count: int = 3, also: str = "") -> Outcome:
        """Once more, prompted with the ways to ask that sound like the first result, after ``also``."""
        asks = load_mender().suggest(first.readings[0].text, count) if first.readings else ()
        if not asks:
            return first
        return self.together(first, *(self.read(view, prompt_with(also, asks)) for view in views))


def plain(sound: Samples) -> Samples:
    """As it came."""
    return sound


def _prompted(prompt: str) -> Callable[[Reader], Outcome]:
    return lambda reader: reader.read(plain, prompt)


def _two(reader: Reader) -> Outcome:
    return reader.together(reader.read(plain), reader.read(denoised))


_OTHER_PROMPTS = {
    "name of the field": "养老保险咨询：",
    "six words": "养老保险咨询：社保、缴费年限、退休、养老金、补缴、灵活就业。",
    "questions": "我想问一下，社保断交了怎么补缴？缴费年限不够能不能退休？养老金一个月能领多少钱？灵活就业怎么交养老保险？",
    "greeting": "您好，请问社保和养老金怎么办理？",
}


VARIANTS: dict[str, Callable[[Reader], Outcome]] = {
    "greedy, no prompt": lambda r: r.read(plain, "", 1),
    "beam 5, no prompt": lambda r: r.read(plain, ""),
    "greedy, prompt": lambda r: r.read(plain, beam=1),
    "beam 5, prompt": lambda r: r.read(plain),
    "beam 10, prompt": lambda r: r.read(plain, beam=10),
    **{f"beam 5, prompt: {name}": _prompted(prompt) for name, prompt in _OTHER_PROMPTS.items()},
    "denoised": lambda r: r.read(denoised),
    "slowed": lambda r: r.read(slowed),
    "plain + denoised": _two,
    "plain + denoised + slowed": lambda r: r.together(r.read(plain), r.read(denoised), r.read(slowed)),
    "plain, suggestions": lambda r: r.again(r.read(plain), plain),
    "two views, suggestions": lambda r: r.again(_two(r), plain),
    "two views, suggestions on both": lambda r: r.again(_two(r), plain, denoised),
    "two views, suggestions after the words on both": lambda r: r.again(_two(r), plain, denoised, also=DOMAIN),
    "two views, one suggestion": lambda r: r.again(_two(r), plain, count=1),
    "two views, six suggestions": lambda r: r.again(_two(r), plain, count=6),
    "two views, suggestions after the words": lambda r: r.again(_two(r), plain, also=DOMAIN),
    "two views, suggestions twice": lambda r: r.again(r.again(_two(r), plain), denoised),
    "three views, suggestions": lambda r: r.again(r.together(_two(r), r.read(slowed)), plain),
    "three views, suggestions on all": lambda r: r.again(r.together(_two(r), r.read(slowed)), plain, denoised, slowed),
}


def main(argv: list[str] | None = None) -> int:
    """Compare and print; exit code 2 when a folder or the model cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m eval.speech_variants", description="比较几种听写的做法")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--only", nargs="*", default=list(VARIANTS), choices=list(VARIANTS))
    parser.add_argument("--every", type=int, default=1, help="每几条取一条")
    args = parser.parse_args(argv)
    try:
        settings = load_settings()
        decoder = open_whisper(
            whisper(settings.whisper_model, settings.data_dir / "models"), settings.speech_threads
        ).decoder
        for folder in args.folders:
            _print(folder, *_compare(decoder, read_manifest(folder)[:: args.every], args.only))
    except (AssistantError, OSError) as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'remedy', '')}\n")
        return 2
    return 0


def _compare(
    decoder: WhisperDecoder, utterances: Sequence[Utterance], names: Sequence[str]
) -> tuple[dict[str, list[tuple[Utterance, Outcome]]], float]:
    rows: dict[str, list[tuple[Utterance, Outcome]]] = {name: [] for name in names}
    seconds = 0.0
    for utterance in utterances:
        clip = load_sound(utterance, RATE)
        seconds += clip.seconds
        reader = Reader(decoder, samples_of(clip.pcm))
        for name in names:
            rows[name].append((utterance, VARIANTS[name](reader)))
    return rows, seconds


def _print(folder: Path, rows: dict[str, list[tuple[Utterance, Outcome]]], seconds: float) -> None:
    table = Table(str(folder), "CER", "best reading", "core seconds / s")
    for name, told in rows.items():
        first = [errors(u.text, o.readings[0].text if o.readings else "") for u, o in told]
        best = [min(errors(u.text, each.text) for each in o.readings) for u, o in told if o.readings]
        spent = sum(o.seconds for _, o in told) / max(0.001, seconds)
        table.add_row(name, f"{rate(first):.1%}", f"{rate(best):.1%}", f"{spent:.2f}")
    Console(width=100).print(table)


if __name__ == "__main__":
    sys.exit(main())
