"""Adding documents: all of them or none, and again without doubling."""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import pytest
from rich.console import Console

from knowledge_base import add_command
from knowledge_base.added_store import recover
from knowledge_base.adding import AddReport, Ask, add_documents, load_added
from knowledge_base.front_fields import Fields

LAW = "补贴办法\n人社发〔2024〕5号\n第一条 为了保障居民，制定本办法。\n第二条 本办法自2024年7月1日起施行。\n"
UNDATED = "办事指南\n材料：身份证。\n时限：二十日。\n"


class Terminal(io.StringIO):
    """Typed answers, as if someone sat at the keyboard."""

    def isatty(self) -> bool:
        return True


def add(store: Path, *paths: Path, ask: Ask | None = None, **fields: str) -> AddReport:
    return add_documents(paths, Fields(**fields), store, ask, lambda done, total, file: None)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def snapshot(store: Path) -> dict[str, bytes]:
    return {str(path.relative_to(store)): path.read_bytes() for path in store.rglob("*") if path.is_file()}


def command(store: Path, *words: str, typed: str | None = None) -> tuple[int, str, int]:
    parser = argparse.ArgumentParser()
    add_command.register(parser.add_subparsers())
    out, rebuilt = io.StringIO(), []
    code = add_command.run(
        parser.parse_args(["add", *words]), store, lambda: rebuilt.append(1), console=Console(file=out, width=160),
        stdin=Terminal(typed) if typed is not None else io.StringIO(),
    )  # fmt: skip
    return code, out.getvalue(), len(rebuilt)


def test_a_document_is_stored_with_its_original_front_matter_and_passages(tmp_path: Path) -> None:
    report = add(tmp_path / "store", write(tmp_path / "办法.txt", LAW))
    assert [(one.title, one.articles, one.status) for one in report.documents] == [("补贴办法", 2, "新增")]
    directory = tmp_path / "store" / report.documents[0].slug
    assert sorted(path.name for path in directory.iterdir()) == ["document.yaml", "passages.jsonl", "办法.txt"]
    passages = load_added(tmp_path / "store")
    assert passages == report.documents[0].passages
    assert [(one.section, one.region, one.confidence) for one in passages] == [
        ("第一条", "全国", "primary"), ("第二条", "全国", "primary"),
    ]  # fmt: skip
    assert passages[0].source.doc_no == "人社发〔2024〕5号"


def test_adding_the_same_document_again_changes_nothing(tmp_path: Path) -> None:
    path, store = write(tmp_path / "办法.txt", LAW), tmp_path / "store"
    add(store, path)
    before = snapshot(store)
    assert add(store, path).documents[0].status == "未变化"
    assert snapshot(store) == before


def test_a_corrected_document_replaces_the_old_one(tmp_path: Path) -> None:
    store = tmp_path / "store"
    add(store, write(tmp_path / "办法.txt", LAW))
    report = add(store, write(tmp_path / "办法.txt", LAW + "第三条 丙。\n"))
    assert report.documents[0].status == "已替换"
    assert [one.section for one in load_added(store)] == ["第一条", "第二条", "第三条"]
    assert len(list(store.iterdir())) == 1


def test_one_bad_file_leaves_everything_untouched_and_every_problem_is_told(tmp_path: Path) -> None:
    store, folder = tmp_path / "store", tmp_path / "in"
    add(store, write(tmp_path / "办法.txt", LAW))
    before = snapshot(store)
    write(folder / "好.txt", LAW.replace("补贴办法", "另一办法"))
    write(folder / "坏.docx", "不是 Word")
    write(folder / "深" / "旧.doc", "旧")
    write(folder / "照片.jpg", "图")
    report = add(store, folder)
    assert [Path(one.file).name for one in report.problems] == ["坏.docx", "旧.doc"]
    assert report.documents == ()
    assert [Path(name).name for name in report.skipped] == ["照片.jpg"]
    assert snapshot(store) == before


def test_a_missing_date_names_the_option_when_nobody_can_answer(tmp_path: Path) -> None:
    report = add(tmp_path / "store", write(tmp_path / "指南.txt", UNDATED))
    assert "--effective-from" in report.problems[0].remedy
    assert not (tmp_path / "store").exists()


def test_only_what_is_missing_is_asked_for_and_a_bad_date_is_asked_again(tmp_path: Path) -> None:
    asked: list[str] = []
    answers = iter(["明天", "2024年7月1日", "", "", ""])

    def ask(file: str, question: str) -> str:
        asked.append(question)
        return next(answers)

    report = add(tmp_path / "store", write(tmp_path / "指南.txt", UNDATED), ask=ask)
    assert report.documents[0].passages[0].effective_from.isoformat() == "2024-07-01"
    assert not any("标题" in question for question in asked)


def test_options_beat_the_sidecar_which_beats_the_file_which_beats_a_guess(tmp_path: Path) -> None:
    path = write(tmp_path / "办法.md", "---\ntitle: 文件里的\nregion: 湖北省\nissuer: 文件里的\n---\n" + LAW)
    write(tmp_path / "办法.md.yaml", "issuer: 旁注里的\nregion: 武汉市\n")
    passage = add(tmp_path / "store", path, region="四川省").documents[0].passages[0]
    assert (passage.region, passage.source.issuer, passage.source.title) == ("四川省", "旁注里的", "文件里的")


def test_a_date_given_for_several_files_fills_only_what_the_files_do_not_say(tmp_path: Path) -> None:
    dated, undated = write(tmp_path / "办法.txt", LAW), write(tmp_path / "指南.txt", UNDATED)
    report = add(tmp_path / "store", dated, undated, ask=None, effective_from="2025-01-01")
    starts = [one.passages[0].effective_from.isoformat() for one in report.documents]
    assert starts == ["2024-07-01", "2025-01-01"]
    assert add(tmp_path / "store", dated, undated, ask=None, title="同名").problems


@pytest.mark.parametrize(
    ("fields", "said"),
    [({"topic": "天气"}, "topic"), ({"scheme": "车险"}, "scheme"), ({"confidence": "高"}, "confidence"),
     ({"effective_from": "明天"}, "不是日期"), ({"effective_to": "2020-01-01"}, "早于")],
)  # fmt: skip
def test_a_wrong_option_is_reported_with_what_is_allowed(tmp_path: Path, fields: dict[str, str], said: str) -> None:
    report = add(tmp_path / "store", write(tmp_path / "办法.txt", LAW), ask=None, **fields)
    assert said in report.problems[0].problem
    assert report.problems[0].remedy


def test_a_misspelt_key_in_the_sidecar_is_reported(tmp_path: Path) -> None:
    path = write(tmp_path / "办法.txt", LAW)
    write(tmp_path / "办法.txt.yaml", "titel: 错字\n")
    report = add(tmp_path / "store", path)
    assert "titel" in report.problems[0].problem


def test_two_files_with_one_title_and_number_are_refused(tmp_path: Path) -> None:
    report = add(tmp_path / "store", write(tmp_path / "a.txt", LAW), write(tmp_path / "b.txt", LAW))
    assert "相同" in report.problems[0].problem


def test_an_interrupted_replacement_is_put_back(tmp_path: Path) -> None:
    store = tmp_path / "store"
    slug = add(store, write(tmp_path / "办法.txt", LAW)).documents[0].slug
    (store / slug).rename(store / f".{slug}.old")
    (store / f".{slug}.new-x").mkdir()
    recover(store)
    assert [path.name for path in store.iterdir()] == [slug]


def test_the_command_shows_a_table_and_rebuilds_once(tmp_path: Path) -> None:
    path, store = write(tmp_path / "办法.txt", LAW), tmp_path / "store"
    code, shown, rebuilt = command(store, str(path))
    assert (code, rebuilt) == (0, 1)
    assert "补贴办法" in shown
    assert "新增" in shown
    assert command(store, str(path))[2] == 0


def test_the_command_asks_at_a_terminal(tmp_path: Path) -> None:
    path, store = write(tmp_path / "指南.txt", UNDATED), tmp_path / "store"
    code, shown, _ = command(store, str(path), typed="2024-07-01\n\n\n\n")
    assert code == 0
    assert "开始生效的日期" in shown


def test_the_command_lists_problems_and_does_not_rebuild(tmp_path: Path) -> None:
    code, shown, rebuilt = command(tmp_path / "store", str(tmp_path / "没有.txt"))
    assert (code, rebuilt) == (1, 0)
    assert "没有.txt:0: 找不到文件 → 检查路径和文件名" in shown


def test_a_dry_run_shows_the_cut_and_writes_nothing(tmp_path: Path) -> None:
    code, shown, rebuilt = command(tmp_path / "store", str(write(tmp_path / "办法.txt", LAW)), "--dry-run")
    assert (code, rebuilt) == (0, 0)
    assert "第二条" in shown
    assert not (tmp_path / "store").exists()
