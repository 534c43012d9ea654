"""Bytes to text: UTF-8 with or without mark, UTF-16 with mark, GB18030; anything else is refused."""

from __future__ import annotations

from assistant.errors import BadDocument

_MAGIC = (
    (b"%PDF", "PDF"), (b"PK\x03\x04", "压缩包或 Word/Excel 文件"), (b"\xd0\xcf\x11\xe0", "旧版 Word/Excel 文件"),
    (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"), (b"GIF8", "图片"), (b"Rar!", "压缩包"), (b"{\\rtf", "RTF 文件"),
)  # fmt: skip
_USUAL = ((0x2000, 0x33FF), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF))
_RARE_LIMIT = 0.1
_BROKEN_LIMIT = 0.05


def decode(data: bytes, file: str) -> str:
    """The text with ``\\n`` line ends. Raises ``BadDocument`` with the line of the first unreadable byte."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise BadDocument(file, 0, f"内容其实是{kind}，与扩展名不符", "把扩展名改对，或换成文字版文件")
    text = _decoded(data, file).replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")
    controls = [at for at, char in enumerate(text) if ord(char) < 32 and char not in "\n\t\f\v"]
    if controls:
        line = text.count("\n", 0, controls[0]) + 1
        raise BadDocument(file, line, "含有不可见的控制字符，不像文字文件", "用记事本打开确认，另存为 UTF-8 文本后重试")
    return text


def _decoded(data: bytes, file: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strict(data, "utf-16", file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        loose = data.decode("utf-8", errors="replace")
        wide = sum(1 for char in loose if ord(char) > 127)
        if loose.count("\ufffd") <= _BROKEN_LIMIT * wide:
            line = data.count(b"\n", 0, error.start) + 1
            raise BadDocument(file, line, "UTF-8 文字里有损坏的字节", "打开这一行改正，另存为 UTF-8 后重试") from error
    text = _strict(data, "gb18030", file)
    if sum(1 for char in text if not _usual(char)) > _RARE_LIMIT * len(text):
        raise BadDocument(file, 1, "认不出文字编码", "用记事本打开，另存为 UTF-8 编码后重试")
    return text


def _strict(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadDocument(file, line, "认不出文字编码", "用记事本打开，另存为 UTF-8 编码后重试") from error


def _usual(char: str) -> bool:
    code = ord(char)
    return code < 127 or code == 0xB7 or any(first <= code <= last for first, last in _USUAL)
