"""Installing a Vosk model from an address, a file or a folder: all or nothing, and verified ever after."""

from __future__ import annotations

import hashlib
import http.server
import io
import stat
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.errors import AssistantError, BadInput, BadSettings, Unavailable
from speech.models import vosk
from speech.models.catalogue import VOSK_CN
from speech.models.installing import Wanted, install
from speech.models.vosk_folder import RECORD, damaged_files, digests, read_record

FILES = {"am/final.mdl": b"model" * 1000, "conf/mfcc.conf": b"--num-ceps=40\n", "graph/HCLr.fst": b"graph" * 1000}


def zipped(files: dict[str, bytes], outer: str = "vosk-model-small-cn-0.22/") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(outer + name, content)
    return out.getvalue()


@dataclass
class Site:
    """A web site on this machine; ``cut`` ends an answer after that many bytes."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    cut: int | None = None
    asked: list[str] = field(default_factory=list)

    def offer(self, name: str, content: bytes) -> str:
        self.files[f"/{name}"] = content
        return f"{self.address}/{name}"


@pytest.fixture
def site() -> Iterator[Site]:
    found = Site()

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802 - the library's name
            found.asked.append(self.path)
            content = found.files.get(self.path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write((content or b"")[: found.cut])

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        found.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield found
        server.shutdown()
        thread.join()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def wanted(source: str, sha256: str = "", *, trust: bool = False, again: bool = False) -> Wanted:
    return Wanted(VOSK_CN, source, sha256, trust, again)


def left(folder: Path) -> set[str]:
    """What lies in the model folder besides the lock."""
    return {path.name for path in folder.iterdir()} - {".lock"} if folder.exists() else set()


def test_a_model_is_downloaded_checked_and_put_in_place(site: Site, tmp_path: Path) -> None:
    archive = zipped(FILES)
    told: list[tuple[int, int]] = []
    address = site.offer("model.zip", archive)
    path, record = install(wanted(address, sha256(archive)), tmp_path, lambda done, total: told.append((done, total)))
    assert path == vosk(models_dir=tmp_path) == tmp_path / "vosk-model-small-cn-0.22"
    assert {name: (path / name).read_bytes() for name in FILES} == FILES
    assert (record.source, record.sha256, record.published) == (address, sha256(archive), True)
    assert told[-1] == (len(archive), len(archive))
    assert left(tmp_path) == {path.name}


def test_a_real_model_arrives_as_it_left(site: Site, tmp_path: Path) -> None:
    korean = vosk("", "ko")
    names = [path.relative_to(korean).as_posix() for path in korean.rglob("*") if path.is_file()]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.write(korean / name, f"vosk-model-small-ko/{name}")
    content = out.getvalue()
    path, record = install(wanted(site.offer("ko.zip", content), sha256(content)), tmp_path)
    assert sorted(record.files) == sorted(names)
    assert digests(path) == digests(korean)


def test_an_installed_model_is_left_alone_and_replaced_when_asked(site: Site, tmp_path: Path) -> None:
    archive, newer = zipped(FILES), zipped({**FILES, "README": b"newer"})
    address = site.offer("model.zip", archive)
    install(wanted(address, sha256(archive)), tmp_path)
    install(wanted(address, sha256(archive)), tmp_path)
    assert len(site.asked) == 1
    site.offer("model.zip", newer)
    path, _ = install(wanted(address, sha256(newer), again=True), tmp_path)
    assert (path / "README").read_bytes() == b"newer"
    assert left(tmp_path) == {path.name}


def test_a_wrong_checksum_is_told_with_both_and_nothing_is_installed(site: Site, tmp_path: Path) -> None:
    archive = zipped(FILES)
    with pytest.raises(BadInput) as refused:
        install(wanted(site.offer("model.zip", archive)), tmp_path)
    assert VOSK_CN.sha256 in str(refused.value)
    assert sha256(archive) in str(refused.value)
    assert "--sha256" in refused.value.remedy
    assert left(tmp_path) == set()


def test_what_is_trusted_is_recorded_as_such(tmp_path: Path) -> None:
    file = tmp_path / "own.zip"
    file.write_bytes(zipped(FILES))
    _, record = install(wanted(str(file), trust=True), tmp_path / "models")
    assert not record.published
    assert record.sha256 == sha256(file.read_bytes())


@pytest.mark.parametrize("outer", ["", "any-name/"])
def test_a_local_zip_may_have_an_outer_folder_or_none(tmp_path: Path, outer: str) -> None:
    file = tmp_path / "model.zip"
    file.write_bytes(zipped(FILES, outer))
    path, _ = install(wanted(str(file), sha256(file.read_bytes())), tmp_path / "models")
    assert (path / "am" / "final.mdl").is_file()


def test_a_folder_is_copied_and_checked_ever_after(tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / "own" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "own" / name).write_bytes(content)
    with pytest.raises(BadInput, match="校验码对不上"):
        install(wanted(str(tmp_path / "own")), tmp_path / "models")
    path, record = install(wanted(str(tmp_path / "own"), trust=True), tmp_path / "models")
    assert damaged_files(path, record) == ()
    assert not (tmp_path / "own" / RECORD).exists()


def test_a_model_damaged_later_is_refused_and_installed_anew(site: Site, tmp_path: Path) -> None:
    archive = zipped(FILES)
    order = wanted(site.offer("model.zip", archive), sha256(archive))
    path, _ = install(order, tmp_path)
    (path / "graph" / "HCLr.fst").write_bytes(b"graph" * 999 + b"graqh")
    with pytest.raises(Unavailable, match=r"HCLr\.fst.*install vosk-cn --again"):
        vosk(models_dir=tmp_path)
    install(order, tmp_path)
    assert vosk(models_dir=tmp_path) == path


def test_a_model_unpacked_by_hand_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / VOSK_CN.folder
    zipfile.ZipFile(io.BytesIO(zipped(FILES, ""))).extractall(folder)
    assert vosk(models_dir=tmp_path) == folder
    assert read_record(folder) is None


def hostile(name: str, link: bool = False) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for each, content in FILES.items():
            archive.writestr(f"model/{each}", content)
        entry = zipfile.ZipInfo(name)
        if link:
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def broken_inside() -> bytes:
    archive = bytearray(zipped(FILES))
    archive[60] ^= 0xFF
    return bytes(archive)


def with_password() -> bytes:
    archive = bytearray(zipped(FILES))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = archive.find(mark)
        while start >= 0:
            archive[start + at] |= 1
            start = archive.find(mark, start + 1)
    return bytes(archive)


BAD = {
    "not a zip": (b"<html>404</html>", "不是完整的 zip"),
    "empty": (b"", "不是完整的 zip"),
    "cut off": (zipped(FILES)[:-200], "不是完整的 zip"),
    "broken inside": (broken_inside(), "不是完整的 zip"),
    "with a password": (with_password(), "密码"),
    "another thing": (zipped({"readme.txt": b"hello"}), "不是 Vosk 模型"),
    "writes above": (hostile("model/../../evil"), "要写到别处"),
    "writes at the root": (hostile("/tmp/evil"), "要写到别处"),
    "writes on a drive": (hostile("C:\\evil"), "要写到别处"),
    "writes a link": (hostile("model/evil", link=True), "要写到别处"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_archive_is_explained_and_leaves_nothing(tmp_path: Path, kind: str) -> None:
    content, why = BAD[kind]
    file = tmp_path / "model.zip"
    file.write_bytes(content)
    with pytest.raises(BadInput, match=why) as refused:
        install(wanted(str(file), sha256(content)), tmp_path / "models")
    assert refused.value.remedy
    assert left(tmp_path / "models") == set()
    assert {path.name for path in tmp_path.iterdir()} == {"model.zip", "models"}


def test_a_bad_archive_does_not_touch_what_is_installed(site: Site, tmp_path: Path) -> None:
    archive = zipped(FILES)
    path, record = install(wanted(site.offer("model.zip", archive), sha256(archive)), tmp_path)
    for source, digest in ((site.offer("bad.zip", b"bad"), sha256(b"bad")), (f"{site.address}/none.zip", "")):
        with pytest.raises(AssistantError):
            install(wanted(source, digest, again=True), tmp_path)
    assert read_record(path) == record
    assert damaged_files(path, record) == ()
    assert left(tmp_path) == {path.name}


def test_an_archive_that_unpacks_to_more_than_it_may_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("speech.models.unpacking.MOST_BYTES", 5_000)
    file = tmp_path / "model.zip"
    file.write_bytes(zipped(FILES))
    with pytest.raises(BadInput, match="解开后太大"):
        install(wanted(str(file), trust=True), tmp_path / "models")


def test_a_download_that_is_too_large_is_given_up(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("speech.models.fetching.LARGEST", 100)
    with pytest.raises(BadInput, match="太大"):
        install(wanted(site.offer("model.zip", zipped(FILES)), trust=True), tmp_path)
    assert left(tmp_path) == set()


def test_a_download_that_breaks_off_leaves_nothing(site: Site, tmp_path: Path) -> None:
    address = site.offer("model.zip", zipped(FILES))
    site.cut = 50
    with pytest.raises(Unavailable, match="中途断了.*--from"):
        install(wanted(address, trust=True), tmp_path)
    assert left(tmp_path) == set()


@pytest.mark.parametrize(
    ("source", "why"),
    [("http://127.0.0.1:1/model.zip", "连不上"), ("ftp://127.0.0.1/model.zip", "地址不对"), ("://model.zip", "地址不对"),
     ("nowhere.zip", "没有 nowhere.zip")],
)  # fmt: skip
def test_a_source_that_cannot_be_had_is_explained(tmp_path: Path, source: str, why: str) -> None:
    with pytest.raises(AssistantError, match=why):
        install(wanted(source), tmp_path)
    assert left(tmp_path) == set()


def test_an_address_with_nothing_behind_it_tells_the_answer(site: Site, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="404"):
        install(wanted(f"{site.address}/none.zip"), tmp_path)


def test_a_model_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file", encoding="utf-8")
    with pytest.raises(BadSettings, match="模型目录"):
        install(wanted("any.zip"), tmp_path / "models")
