"""``python -m eval.speech`` over two telephone recordings, with the real engine, repair and assistant."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.bootstrap import bootstrap
from assistant.settings import Settings
from eval.speech import main
from eval.speech_answers import agreements
from knowledge_base.encoders import SentenceEncoder

from .serving import TODAY

SPOKEN = Path(__file__).parents[1] / "data" / "spoken"


def test_a_folder_of_recordings_is_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(SPOKEN), "--no-answers", "--out", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    summary = json.loads(told.splitlines()[-1])
    assert {"cer_raw", "cer", "entity_accuracy", "rtf", "final_latency_p50", "answer_agreement"} <= summary.keys()
    assert summary["utterances"] == 2
    assert summary["cer"] <= 0.2
    assert summary["entity_accuracy"] >= 0.5
    assert summary["rtf"] > 0
    assert "zf_xiaoxiao" in told
    rows = [json.loads(line) for line in (tmp_path / "results.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["utterance"]["voice"] for row in rows] == ["zf_xiaoxiao", "zm_yunyang"]
    assert json.loads((tmp_path / "summary.json").read_text(encoding="utf-8")) == summary


async def test_answers_agree_when_only_the_wording_of_a_number_differs(
    tmp_path: Path, small_index: Path, encoder: SentenceEncoder
) -> None:
    parts = bootstrap(Settings(data_dir=small_index.parent), encoder=encoder, today=lambda: TODAY)
    same, other = await agreements(
        parts,
        [
            ("我是一九六八年七月出生的男职工，什么时候退休？", "我是1968年7月出生的男职工，什么时候退休"),
            ("我是一九六八年七月出生的男职工，什么时候退休？", "我是一九七八年七月出生的男职工，什么时候退休？"),
        ],
    )
    assert same.same
    assert not other.same
