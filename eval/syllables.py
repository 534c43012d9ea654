"""Builds the syllable reader's data file: ``python -m eval.syllables --voices DIR``.

DIR holds Kokoro's voices (``voices`` of the npm package kokoro-js). Many of them, mixed and at many speeds, say digits,
quantities and the corpus's questions, espeak's variants beside them; the pieces are put together anew, degraded, encoded by the packaged Whisper model,
and a small network learns to read syllables from what comes out. The four voices the project speaks with are kept out, so
that measurements with them are of voices never heard. A run takes about two hours on two cores.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from rich.progress import track

from assistant.errors import AssistantError
from assistant.settings import load_settings
from eval.syllable_sound import Voice, Voices, speak, speak_as_robot, utterance
from eval.syllable_training import Example, train
from speech.models.locate import whisper_base
from speech.syllables.reader import pairs
from speech.syllables.stored import FILE, write
from speech.synthesizers.espeak import EspeakSynthesizer
from speech.synthesizers.kokoro import open_kokoro
from speech.transcribers.whisper_model import WhisperDecoder


def main(argv: list[str] | None = None) -> int:
    """Build and write; exit code 2 when the voices or the models cannot be used."""
    args = _arguments(argv)
    try:
        models = load_settings().data_dir / "models"
        rng = random.Random(args.seed)  # noqa: S311
        spoken = _spoken(Voices(args.voices), models, args.speakers, rng)
        examples = _examples(spoken, models, args.utterances, rng, args.seed)
        stored = train(examples, args.rounds, args.seed)
        write(stored, args.out)
    except (AssistantError, OSError) as error:
        sys.stderr.write(f"{error}\n{getattr(error, 'remedy', '')}\n")
        return 2
    print(f"{args.out}：{args.out.stat().st_size} 字节，{len(stored.names) - 1} 个单位")
    return 0


def _arguments(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.syllables", description="重新训练按音节听的小网络")
    parser.add_argument("--voices", type=Path, required=True, help="npm 包 kokoro-js 里的 voices 目录")
    parser.add_argument("--speakers", type=int, default=120, help="用多少个声音（含混合的）")
    parser.add_argument("--utterances", type=int, default=8000, help="拼成多少句来学")
    parser.add_argument("--rounds", type=int, default=16, help="学几遍")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path(str(resources.files("speech"))) / "data" / FILE)
    return parser.parse_args(argv)


def _spoken(voices: Voices, models: Path, speakers: int, rng: random.Random) -> list[Voice]:
    synthesizer, robot = open_kokoro("", models, 2), EspeakSynthesizer()
    said = [speak(synthesizer, voices.draw(rng), rng) for _ in track(range(speakers), "合成")]
    return said + [speak_as_robot(robot, rng) for _ in range(speakers // 3)]


def _examples(spoken: Sequence[Voice], models: Path, count: int, rng: random.Random, seed: int) -> list[Example]:
    decoder, noise = WhisperDecoder(whisper_base(models), 2), np.random.default_rng(seed)
    found = []
    for _ in track(range(count), "编码"):
        sound, said = utterance(rng.choice(spoken), spoken, rng, noise)
        encoded = decoder.encode(sound)
        found.append(Example(pairs(encoded.array, encoded.seconds), said))
    return found


if __name__ == "__main__":
    sys.exit(main())
