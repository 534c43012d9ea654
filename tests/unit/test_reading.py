"""Reading an agency's files, each made for real in a temporary folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from assistant.errors import BadDocument
from knowledge_base.numerals import from_numeral, to_chinese
from knowledge_base.reading import READERS, load_reader, read_file

LAW = (
    "XX市养老保险补贴办法\nX人社发〔2024〕5号\n\n第一条　为了保障居民养老，制定本办法。\n"
    "第二条　本办法自2024年7月1日起施行。\n"
)


def texts(path: Path) -> list[str]:
    return [line.text for line in read_file(path).lines]


def problem(path: Path, **limits: int) -> BadDocument:
    with pytest.raises(BadDocument) as caught:
        read_file(path, **limits)
    assert caught.value.file == str(path)
    assert caught.value.remedy
    return caught.value


def write_pdf(path: Path, pages: list[list[str]]) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(str(path))
    for page in pages:
        canvas.setFont("STSong-Light", 11)
        for index, line in enumerate(page):
            canvas.drawString(60, 800 - 18 * index, line)
        canvas.showPage()
    canvas.save()


@given(st.integers(min_value=1, max_value=9999))
def test_every_number_survives_being_written_in_chinese(number: int) -> None:
    assert from_numeral(to_chinese(number)) == number
    assert from_numeral(str(number)) == number


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_every_registered_reader_can_be_loaded(suffix: str) -> None:
    assert callable(load_reader(f"文件{suffix}"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_the_usual_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "办法.txt"
    path.write_bytes(LAW.encode(encoding))
    text = read_file(path)
    assert text.lines[2].text == "第一条　为了保障居民养老，制定本办法。"
    assert text.lines[2].number == 4


def test_front_matter_is_guessed_from_the_wording(tmp_path: Path) -> None:
    path = tmp_path / "办法.txt"
    path.write_text(LAW, encoding="utf-8")
    guessed = read_file(path).guessed
    assert (guessed.title, guessed.doc_no) == ("XX市养老保险补贴办法", "人社发〔2024〕5号")
    assert guessed.effective_from == "2024-07-01"


def test_a_term_of_validity_gives_the_last_day(tmp_path: Path) -> None:
    path = tmp_path / "办法.txt"
    path.write_text(LAW.replace("起施行。", "起施行，有效期5年。"), encoding="utf-8")
    assert read_file(path).guessed.effective_to == "2029-06-30"


def test_markdown_front_matter_headings_and_tables_are_read(tmp_path: Path) -> None:
    path = tmp_path / "办法.md"
    path.write_text(
        "---\ntitle: 补贴办法\neffective_from: 2024-07-01\n---\n# 补贴办法\n\n**第一条** 为了保障。\n\n"
        "| 档次 | 补贴 |\n|---|---|\n| 400元 | 45元 |\n| 500元 | 60元 |\n",
        encoding="utf-8",
    )
    text = read_file(path)
    assert text.declared.title == "补贴办法"
    assert text.declared.effective_from == "2024-07-01"
    assert texts(path)[1:] == ["第一条 为了保障。", "档次：400元；补贴：45元。", "档次：500元；补贴：60元。"]
    assert text.lines[0].heading == 1
    assert text.lines[2].number == 11


def test_a_bad_front_matter_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "办法.md"
    path.write_text("---\ntitle: 补贴办法\nissuer: [省厅\n---\n正文。\n", encoding="utf-8")
    assert problem(path).line >= 3


def test_an_html_page_loses_its_menu_and_keeps_its_table(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(
        """<html><head><meta charset="gb2312"><title>补贴办法_某市人社局</title></head><body><nav>首页</nav>
        <h1>补贴办法</h1><div><p>第一条　为了保障<b>居民</b>，<br>制定本办法。</p><ol><li>甲类</li><li>乙类</li></ol>
        <table><tr><th>档次</th><th>补贴</th></tr><tr><td rowspan="2">低档</td><td>45元</td></tr>
        <tr><td>50元</td></tr></table></div><script>var a</script></body></html>""".encode("gb18030")
    )
    assert texts(path) == [
        "补贴办法", "第一条 为了保障居民，", "制定本办法。", "1. 甲类", "2. 乙类", "档次：低档；补贴：45元。",
        "档次：低档；补贴：50元。",
    ]  # fmt: skip


def test_word_keeps_body_order_tables_and_drawn_numbers(tmp_path: Path) -> None:
    path = tmp_path / "办法.docx"
    document = Document()
    document.add_heading("补贴办法", level=1)
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>'
    ))  # fmt: skip
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for wording in ("为了保障居民，制定本办法。", "补贴标准如下："):
        paragraph = document.add_paragraph(wording)
        paragraph._p.get_or_add_pPr().append(parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr>'
        ))  # fmt: skip
    table = document.add_table(rows=2, cols=2)
    for at, wording in enumerate(("档次", "补贴", "400元", "45元")):
        table.cell(at // 2, at % 2).text = wording
    document.add_paragraph("表后的话。")
    document.save(str(path))
    assert texts(path) == [
        "补贴办法", "第一条 为了保障居民，制定本办法。", "第二条 补贴标准如下：", "档次：400元；补贴：45元。",
        "表后的话。",
    ]  # fmt: skip


def test_a_pdf_loses_headers_and_page_numbers_and_gets_its_broken_lines_back(tmp_path: Path) -> None:
    path = tmp_path / "办法.pdf"
    head = "某市人力资源和社会保障局文件"
    long = "第一条 为了保障城乡居民年老以后的基本生活，根据国家有关规定，结合本市"
    write_pdf(path, [
        [head, "补贴办法", long, "实际情况，制定本办法。", "第二条 " + "参加养老保险的人员按照" * 3 + "年", "- 1 -"],
        [head, "度缴费。", "第三条 本办法自2024年7月1日起施行。", "- 2 -"],
        [head, "第四条 依照第一条的规定执行。", "- 3 -"],
    ])  # fmt: skip
    assert texts(path)[:2] == ["补贴办法", long + "实际情况，制定本办法。"]
    assert texts(path)[2].endswith("按照年度缴费。")
    assert [line.page for line in read_file(path).lines] == [1, 1, 1, 2, 3]


def test_a_scanned_pdf_is_refused_with_the_remedy(tmp_path: Path) -> None:
    path = tmp_path / "扫描.pdf"
    Image.new("RGB", (40, 40)).save(path, "PDF")
    found = problem(path)
    assert "扫描件" in found.problem
    assert "OCR" in found.remedy


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    plain, path = tmp_path / "plain.pdf", tmp_path / "secret.pdf"
    write_pdf(plain, [["第一条 保密。"]])
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(path)
    assert "密码" in problem(path).problem


def test_a_pdf_that_only_forbids_printing_is_read(tmp_path: Path) -> None:
    plain, path = tmp_path / "plain.pdf", tmp_path / "locked.pdf"
    write_pdf(plain, [["第一条 公开。"]])
    writer = PdfWriter(clone_from=PdfReader(plain))
    writer.encrypt("", owner_password="secret", algorithm="AES-256")
    writer.write(path)
    assert texts(path) == ["第一条 公开。"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.txt", b"", "空的"),
        ("a.txt", b"%PDF-1.4 whatever", "PDF"),
        ("a.txt", b"abc\n\x00\x01\x02\n", "控制字符"),
        ("a.txt", bytes(range(128, 256)) * 4, "编码"),
        ("a.md", "第一条\n第二条养老保险".encode() + b"\xff\n" + "第三条养老保险制度".encode() * 20, "损坏"),
        ("a.pdf", b"not a pdf", "不是 PDF"),
        ("a.pdf", b"%PDF-1.7\nbroken", "损坏"),
        ("a.docx", b"PK\x03\x04broken", "损坏"),
        ("a.docx", b"\xd0\xcf\x11\xe0old", "密码"),
        ("a.doc", b"\xd0\xcf\x11\xe0old", ".doc"),
        ("a.xls", b"\xd0\xcf\x11\xe0old", ".xls"),
        ("a.xyz", b"abc", "不认识"),
        ("a.html", b"<html><script>1</script></html>", "没有正文"),
    ],
)  # fmt: skip
def test_a_bad_file_is_reported_in_chinese_with_a_remedy(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert said in problem(path).problem


def test_a_broken_byte_is_reported_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("第一条 甲。\n第二条 乙".encode() + b"\xff\n" + "第三条 养老保险。\n".encode() * 20)
    assert problem(path).line == 2


def test_a_huge_file_and_a_missing_file_are_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("一" * 1000, encoding="utf-8")
    assert "太大" in problem(path, limit_bytes=100).problem
    assert "找不到" in problem(tmp_path / "没有.txt").problem
