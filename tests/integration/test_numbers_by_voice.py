"""Numbers said by the real voice over a telephone line come to their values with the real recogniser."""

from __future__ import annotations

from eval.speech_number_phrases import Phrase, phrases
from eval.speech_numbers import by_kind, measure, summarise
from speech.models.locate import default_models_dir
from speech.synthesizers import make_synthesizer
from speech.transcribers import make_transcriber

SAID = (
    Phrase("我交了三十年零四个月", "months", "364"),
    Phrase("我是六五年三月生的", "date", "1965-03"),
    Phrase("手机号是一七七，八八六六，二七四九", "phone", "17788662749"),
    Phrase("身份证号是一一零一零五，一九八二零五一一，八八八九", "id_number", "110105198205118889"),
)


def test_spoken_numbers_come_to_their_values() -> None:
    models = default_models_dir()
    whisper = make_transcriber("whisper", models_dir=models, threads=2)
    kokoro = make_synthesizer("kokoro", models_dir=models, threads=2)
    results = list(measure(SAID, kokoro, kokoro.voices[:1], by_kind(whisper)))
    missed = [(result.phrase.text, result.heard, result.value) for result in results if not result.exact]
    assert len(missed) <= 1, missed
    assert summarise(results)["count"] == len(SAID)


def test_the_same_seed_draws_the_same_phrases_of_every_kind() -> None:
    drawn = phrases(40, 7)
    assert drawn == phrases(40, 7) != phrases(40, 8)
    assert len({phrase.kind for phrase in drawn}) == 9
