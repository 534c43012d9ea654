"""Every 条 of every stored policy text is found, and no word of it is lost."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from docx import Document
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from knowledge_base.article_count import count_text, main
from knowledge_base.cutting import cut, cut_whole
from knowledge_base.reading import read_file

TEXTS = Path(__file__).parents[2].parent / "shared" / "policy" / "texts"
FILES = sorted(TEXTS.glob("*.txt"))

needs_texts = pytest.mark.skipif(not FILES, reason="没有 shared/policy/texts 文件夹，无法核对条数")


@needs_texts
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_article_of_the_text_is_found(path: Path) -> None:
    count = count_text(path)
    assert count.articles_found == count.articles_actual
    assert count.sections_found == count.sections_actual
    assert count.gaps == ()
    assert count.agrees


@needs_texts
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_sentence_of_the_text_is_lost_in_the_cut(path: Path) -> None:
    text = read_file(path)
    kept = "".join("".join(one.path) + one.text for one in cut_whole(text))
    pieces = "".join("".join(one.path) + one.text for one in cut(text))
    for line in text.lines[1:]:
        for sentence in re.findall(r"[^。；]+[。；]", line.text):
            plain = re.sub(r"^(第.{1,6}?条[\s　]*|[一二三四五六七八九十]+、)", "", sentence).rstrip("。；")
            assert plain in kept
            assert plain in pieces


@needs_texts
def test_the_same_law_as_word_html_gb18030_and_wrapped_pdf_gives_the_same_articles(tmp_path: Path) -> None:
    text = read_file(TEXTS / "社会保险法-2018.txt")
    lines = [line.text for line in text.lines[1:]]
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    document.save(str(tmp_path / "法.docx"))
    page = "<html><body><div>" + "".join(f"<p>　　{html.escape(line)}</p>" for line in lines) + "</div></body></html>"
    (tmp_path / "法.html").write_bytes(page.encode("gb18030"))
    (tmp_path / "法.txt").write_bytes("\n".join(lines).encode("gb18030"))
    _write_wrapped_pdf(tmp_path / "法.pdf", lines)
    for path in tmp_path.iterdir():
        assert _articles(path) == _articles(TEXTS / "社会保险法-2018.txt"), path.name


def _articles(path: Path) -> list[tuple[str, str]]:
    return [(one.number, re.sub(r"\s", "", one.text)) for one in cut_whole(read_file(path)) if one.kind == "条"]


def _write_wrapped_pdf(path: Path, lines: list[str]) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas, wrapped = Canvas(str(path)), [row for line in lines for row in re.findall(".{1,38}", "　　" + line)]
    for number, start in enumerate(range(0, len(wrapped), 40), start=1):
        canvas.setFont("STSong-Light", 12)
        for index, row in enumerate(["法律汇编", *wrapped[start : start + 40], f"— {number} —"]):
            canvas.drawString(60, 810 - 18 * index, row)
        canvas.showPage()
    canvas.save()


@needs_texts
def test_the_command_prints_the_table_and_agrees(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(TEXTS)]) == 0
    assert "不一致 0 个" in capsys.readouterr().out


def test_the_command_fails_when_an_article_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "缺.txt").write_text("办法\n第一条 甲。\n第三条 丙。\n", encoding="utf-8")
    assert main([str(tmp_path)]) == 1
    assert "否" in capsys.readouterr().out
