"""How transcripts are scored: numerals by value, entities, mended and spoilt characters, and the reading of a folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.errors import BadInput
from eval.speech import main
from eval.speech_files import read_manifest
from eval.speech_fold import folded
from eval.speech_live import listen_live
from eval.speech_results import Result, grouped, quantile, summarise
from eval.speech_score import entities, errors, mending, rate
from speech.edits import distance
from speech.values import NO_HINTS, Clip, Hints, Listening, Transcript

SPOKEN = Path(__file__).parents[1] / "data" / "spoken"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("缴费十二年。", "缴费12年"),
        ("一九七五年六月", "1975年6月"),
        ("三千五百块钱", "3500块钱"),
        ("三千五", "3,500"),
        ("一万二", "1.2万"),
        ("五万零八百", "50800"),
        ("平均指数零点八", "平均指数0.8"),
        ("百分之八点五", "8.5%"),
        ("百分之二十", "20％"),
        ("三十年零四个月", "30年4个月"),
        ("打一二三三三", "打12333"),
        ("二十万三", "203000"),
        ("資格認證！", "资格认证"),
        ("我, 想 问？", "我想问"),
    ],
)
def test_two_spellings_of_the_same_words_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("缴费十二年", "缴费二十年"), ("12亿", "12年"), ("零点八", "8"), ("千万不要", "1000万不要")]
)
def test_other_values_stay_apart(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_distance_counts_edits() -> None:
    assert distance("养老保险", "养老保险") == 0
    assert distance("", "养老") == 2
    assert distance("退休年龄", "推休的年龄") == 2


def test_errors_are_counted_on_folded_text() -> None:
    assert errors("缴费十二年，怎么办？", "缴费12年怎么办") == (0, 8)
    assert errors("断缴怎么办", "断交怎么办") == (1, 5)
    assert rate([(1, 5), (0, 5)]) == 0.1
    assert rate([]) == 0.0


def test_entities_are_figures_by_value_and_words_of_the_field() -> None:
    found = entities("一九七五年六月生，缴费年限十二年", "1975年6月生，缴费年限20年")
    assert found.said == 4
    assert found.lost == ("12年",)


def test_a_lone_digit_inside_a_word_is_no_entity() -> None:
    assert entities("一定要一次性吗", "一定要一次性吗").said == 1, "only 一次性 stands in the lexicon"


def test_a_word_of_the_field_that_was_misheard_is_lost() -> None:
    assert entities("断缴了还能领养老金吗", "断角了还能领养老金吗").lost == ("断缴",)


def test_mended_and_spoilt_characters_are_told_apart() -> None:
    assert mending("断缴怎么补缴", "断角怎么补缴", "断缴怎么补缴") == mending("甲乙", "丙乙", "甲乙")
    spoilt = mending("断缴怎么补缴", "断缴怎么补缴", "断缴怎么不缴")
    assert (spoilt.mended, spoilt.spoilt) == (0, 1)
    both = mending("断缴怎么补缴", "断角怎么补缴", "断缴怎么不缴")
    assert (both.mended, both.spoilt) == (1, 1)


def test_a_quantile_is_a_value_that_occurred() -> None:
    assert quantile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert quantile([1.0, 2.0], 0.95) == 2.0
    assert quantile([], 0.5) == 0.0


def test_a_manifest_is_read_with_its_noise() -> None:
    quiet, noisy = read_manifest(SPOKEN)
    assert (quiet.noise, noisy.noise, noisy.voice) == ("clean", "20 dB", "zm_yunyang")
    assert quiet.text == "养老保险断缴三年了，还能补缴吗？"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "读不出来"),
        ('{"text": "甲"}', "file"),
        ('{"file": "a.wav"}', "text"),
        ('{"file": "a.wav", "text": " "}', "text 是空的"),
        ('{"file": "none.wav", "text": "甲"}', "没有声音文件"),
        ('{"file": "a.wav", "text": "甲", "snr_db": "loud"}', "读不出来"),
        ("[]", "读不出来"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    (tmp_path / "manifest.jsonl").write_text("\n" + line + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match="manifest.jsonl:2") as caught:
        read_manifest(tmp_path)
    assert told in str(caught.value)


def test_a_folder_without_a_manifest_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    told = capsys.readouterr()
    assert "manifest.jsonl" in told.err
    assert not told.out


def test_an_empty_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(BadInput, match="空的"):
        read_manifest(tmp_path)


class CountingTranscriber:
    """Hears the same text always, and notes when it was asked for one."""

    name, rate, streaming = "counting", 16_000, False

    def __init__(self) -> None:
        self.asked: list[tuple[str, float]] = []
        self._bytes = 0

    def begin(self, hints: Hints = NO_HINTS) -> CountingTranscriber:
        self._bytes = 0
        return self

    def accept(self, pcm: bytes) -> None:
        self._bytes += len(pcm)

    def partial(self) -> Transcript:
        return self._told("partial")

    def final(self) -> Transcript:
        return self._told("final")

    def _told(self, kind: str) -> Transcript:
        self.asked.append((kind, round(self._bytes / 32_000, 1)))
        return Transcript("养老", "养老", 1.0, final=kind == "final")


def test_a_live_utterance_is_asked_for_while_it_is_said_and_in_its_last_pause() -> None:
    transcriber = CountingTranscriber()
    live = listen_live(transcriber, Clip(bytes(32_000 * 2), 16_000), Listening(end=0.8, partial_every=1.0), None)
    assert transcriber.asked == [("partial", 1.0), ("partial", 2.0), ("final", 2.3), ("final", 2.8)]
    assert live.mended.text == "养老"
    assert live.computing <= live.wait + 0.5
    assert 0 <= live.wait < 0.2
    assert live.after_speech == pytest.approx(live.wait + 0.8)


def result(text: str, raw: str, mended: str, voice: str = "a", snr_db: float | None = None) -> Result:
    row = {"file": "break.wav", "text": text, "voice": voice, "speed": 1.0, "snr_db": snr_db}
    utterance = read_manifest(SPOKEN)[0]
    told = type(utterance)(utterance.path, str(row["text"]), voice, 1.0, snr_db)
    return Result(told, raw, mended, 0.9, seconds=4.0, computing=1.0, wait=0.5, after_speech=1.3)


def test_the_last_line_has_the_agreed_figures() -> None:
    results = [result("断缴怎么办", "断角怎么办", "断缴怎么办"), result("退休年龄", "退休年龄", "退休年龄", "b", 15.0)]
    told = json.loads(json.dumps(summarise(results, "counting")))
    assert told["cer_raw"] == pytest.approx(1 / 9, abs=1e-4)
    assert (told["cer"], told["entity_accuracy"], told["rtf"], told["final_latency_p50"]) == (0.0, 1.0, 0.25, 0.5)
    assert told["answer_agreement"] is None, "nothing was compared"
    assert (told["mended"], told["spoilt"]) == (1, 0)


def test_rows_are_by_voice_speed_and_noise() -> None:
    results = [result("甲", "甲", "甲"), result("乙", "乙", "乙", "b", 15.0)]
    assert [(name, len(rows)) for name, rows in grouped(results)] == [
        ("全部", 2), ("声音 a", 1), ("声音 b", 1), ("语速 1", 2), ("噪声 clean", 1), ("噪声 15 dB", 1),
    ]  # fmt: skip
