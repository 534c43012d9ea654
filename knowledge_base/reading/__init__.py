"""Files of an agency, read into lines. One module per format, loaded when its first file comes."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from assistant.errors import BadDocument
from knowledge_base.reading.guessing import guess_fields
from knowledge_base.reading.read_text import Content, Line, ReadText

__all__ = ["READERS", "UNSUPPORTED", "Content", "Line", "ReadText", "load_reader", "read_bytes", "read_file"]

Reader = Callable[[bytes, str], Content]

READERS = {
    ".md": "knowledge_base.reading.markdown_text:read_markdown",
    ".markdown": "knowledge_base.reading.markdown_text:read_markdown",
    ".txt": "knowledge_base.reading.plain_text:read_plain_text",
    ".html": "knowledge_base.reading.html_page:read_html",
    ".htm": "knowledge_base.reading.html_page:read_html",
    ".docx": "knowledge_base.reading.word:read_word",
    ".pdf": "knowledge_base.reading.pdf:read_pdf",
}
"""Suffix -> "module:function"; the function takes the bytes and the name shown in errors."""

UNSUPPORTED = {
    ".doc": "用 Word 或 WPS 打开，另存为 .docx 后重试",
    ".wps": "用 WPS 打开，另存为 .docx 后重试",
    ".rtf": "用 Word 或 WPS 打开，另存为 .docx 后重试",
    ".odt": "另存为 .docx 后重试",
    ".ofd": "用 OFD 阅读器导出为文字版 PDF 或 .docx 后重试",
    ".caj": "用阅读器导出为文字版 PDF 后重试",
    ".xls": "把表格内容复制到 .docx 或 .md 文件里后重试",
    ".xlsx": "把表格内容复制到 .docx 或 .md 文件里后重试",
    ".ppt": "把文字内容复制到 .docx 文件里后重试",
    ".pptx": "把文字内容复制到 .docx 文件里后重试",
    ".zip": "先解压，再添加里面的文件",
    ".rar": "先解压，再添加里面的文件",
}
"""Document formats people will try, with what to do instead."""

LIMIT_BYTES = 50 * 1024 * 1024


def read_file(path: Path, *, limit_bytes: int = LIMIT_BYTES) -> ReadText:
    """Read one document. Raises ``BadDocument`` (missing, too big, empty, damaged, encrypted, unsupported)."""
    return read_bytes(_bytes_of(path, limit_bytes), str(path))


def read_bytes(data: bytes, file: str) -> ReadText:
    """The same for bytes already in hand; ``file`` gives the suffix and is shown in errors."""
    content = load_reader(file)(data, file)
    if not any(line.text for line in content.lines):
        raise BadDocument(file, 0, "文件里没有文字", "检查是否选错了文件")
    return ReadText(file, content.lines, content.declared, guess_fields(content), data)


def load_reader(file: str) -> Reader:
    """The reader for a file name. Raises ``BadDocument`` naming the suffixes that can be read."""
    suffix = Path(file).suffix.lower()
    if suffix in UNSUPPORTED:
        raise BadDocument(file, 0, f"不支持 {suffix} 格式", UNSUPPORTED[suffix])
    if suffix not in READERS:
        raise BadDocument(file, 0, f"不认识的格式“{suffix}”", "可用：" + "、".join(READERS))
    module, _, name = READERS[suffix].partition(":")
    return cast(Reader, getattr(import_module(module), name))


def _bytes_of(path: Path, limit: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > limit:
            raise BadDocument(
                str(path), 0, f"文件太大：{size / 1024 / 1024:.1f} MB，上限 {limit / 1024 / 1024:.1f} MB",
                "拆成几个文件，或去掉图片后另存",
            )  # fmt: skip
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise BadDocument(str(path), 0, "找不到文件", "检查路径和文件名") from error
    except OSError as error:
        raise BadDocument(str(path), 0, "打不开文件", "检查文件权限，并关闭正在使用它的程序") from error
    if not data.strip():
        raise BadDocument(str(path), 0, "文件是空的", "检查是否选错了文件")
    return data
