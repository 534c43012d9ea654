"""The catalogue of matters: every rule in it stands in the quoted article of the stored text, and slips are named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from assistant import texts
from assistant.errors import BadInput
from assistant.figures import figures, untraced
from assistant.guidance.matters import SCHEME_NAMES, Basis, Line, Situation
from assistant.guidance.reading import catalogue, read_catalogue
from assistant.messages import NATIONAL

GUIDE = Path(__file__).parents[2] / "docs" / "guidance.md"
DATA = Path(__file__).parents[2] / "assistant" / "data" / "services"
TEXTS = Path(__file__).parents[3] / "shared" / "policy" / "texts"
needs_texts = pytest.mark.skipif(not TEXTS.exists(), reason="没有 shared/policy/texts 文件夹，无法核对原文")
MATTERS = catalogue().matters
WORKING_DAYS = re.compile(r"[\d一二三四五六七八九十]+个工作日")
DAYS = re.compile(r"(?<![每那这哪前后])[\d一二三四五六七八九十百]+(个?工作)?(日|天)(?!期)")
ONCE = {"1|次"}
"""查一次 counts nothing."""


def every_line() -> Iterator[tuple[str, Line]]:
    """Whose it is, and the line."""
    shared = catalogue()
    for matter in shared.matters:
        yield from ((matter.id, line) for line in matter.lines)
    yield from (("common", line) for line in shared.common.values())
    yield from ((note.spoken, line) for note in shared.notes for line in note.schemes)


@lru_cache(maxsize=64)
def whole_text(name: str) -> str:
    return (TEXTS / name).read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def article_text(basis: Basis) -> str:
    """The article as the stored file has it; the whole file when the basis names none."""
    whole = whole_text(basis.document.text)
    if not basis.article:
        return whole
    start = basis.article if basis.article.endswith("条") else basis.article.removeprefix("第").split("部分")[0] + "、"
    following = (
        r"第[一二三四五六七八九十百]+条[\s　]|## " if basis.article.endswith("条") else r"[一二三四五六七八九十]+、"
    )
    found = re.search(rf"^{start}.*?(?=^(?:{following})|\Z)", whole, re.MULTILINE | re.DOTALL)
    assert found, f"{basis.document.name}没有{basis.article}"
    return found.group()


def test_there_are_matters_for_everybody() -> None:
    assert len(MATTERS) >= 24
    assert {scheme for matter in MATTERS for scheme in matter.schemes} == set(SCHEME_NAMES)
    assert {situation for matter in MATTERS for situation in matter.situations} == {str(s) for s in Situation}


@needs_texts
def test_every_article_that_is_quoted_is_in_its_document() -> None:
    for matter in MATTERS:
        for basis in matter.bases:
            if basis.document.text:
                assert article_text(basis)
    for _, line in every_line():
        for basis in line.bases:
            if basis.document.text:
                assert article_text(basis)


@needs_texts
def test_every_figure_resting_on_a_stored_document_stands_in_the_quoted_article() -> None:
    for whose, line in every_line():
        if line.bases and all(basis.document.text for basis in line.bases):
            sources = "\n".join(article_text(basis) for basis in line.bases)
            assert not untraced(line.text, sources, texts.HOTLINES) - ONCE, f"{whose}: {line.text}"


@needs_texts
def test_every_count_of_working_days_stands_in_the_quoted_article() -> None:
    counted = [(whose, line) for whose, line in every_line() if WORKING_DAYS.search(line.text)]
    assert len(counted) >= 15
    for whose, line in counted:
        assert line.bases, f"{whose}: {line.text}"
        sources = figures("\n".join(article_text(basis) for basis in line.bases))
        days = {token for token in figures(line.text) if token.endswith("|工作日")}
        assert days and days <= sources, f"{whose}: {line.text}"


def test_no_day_is_counted_without_a_stored_document() -> None:
    for whose, line in every_line():
        if not (line.bases and all(basis.document.text for basis in line.bases)):
            assert not DAYS.search(line.text), f"{whose}: {line.text}"


def test_a_line_without_a_document_names_no_figure() -> None:
    for whose, line in every_line():
        if not line.bases:
            assert not untraced(line.text, "", texts.HOTLINES) - ONCE, f"{whose}: {line.text}"


def test_what_is_remembered_or_single_is_said_to_be_unconfirmed() -> None:
    for whose, line in every_line():
        if not line.hint and line.confidence in ("single", "memory"):
            assert "待确认" in line.spoken, f"{whose}: {line.text}"


def test_only_local_rules_rest_on_local_documents() -> None:
    for matter in MATTERS:
        elsewhere = [line for line in matter.lines if line not in matter.local]
        assert {basis.document.region for line in elsewhere for basis in line.bases} <= {NATIONAL}


def test_sentences_are_short_and_plain() -> None:
    for whose, line in every_line():
        assert len(line.text) <= 62, f"{whose}: {line.text}"
        assert not re.search(r"之日起|予以|上述|有关规定|本法|本条例", line.text), f"{whose}: {line.text}"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("经办条例 第十八条", "经办规程 第十八条", "经办规程"),
        ("制度: [城乡居民]", "制度: [居民]", "居民"),
        ("材料: [身份证, 户口簿, 社保卡]", "材料: [身分证]", "身分证"),
        ("编号: elastic_early", "编号: elastic_late", "elastic_late"),
        ("  谁来办: 缴费达到最低年限", "  谁办: 缴费达到最低年限", "谁来办"),
        ("【社会保险法 第十七条】", "【社会保险法 第十七条", "看不懂"),
    ],
)
def test_a_slip_in_the_files_is_named(old: str, new: str, named: str) -> None:
    files = {file.name: file.read_text(encoding="utf-8") for file in DATA.glob("*.yaml")}
    assert any(old in text for text in files.values())
    with pytest.raises(BadInput) as refused:
        read_catalogue({name: text.replace(old, new) for name, text in files.items()})
    assert named in str(refused.value)
    assert refused.value.remedy


def test_the_example_of_the_guide_can_be_read() -> None:
    (example,) = re.findall(r"^```yaml\n(.*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    files = {file.name: file.read_text(encoding="utf-8") for file in DATA.glob("_*.yaml")}
    (matter,) = read_catalogue({**files, "example.yaml": example}).matters
    assert matter.steps
    assert matter.materials
