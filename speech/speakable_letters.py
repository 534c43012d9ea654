"""Addresses of web pages and mail, units of measure, and Latin letters, which are spelled. Pure."""

from __future__ import annotations

import re
import unicodedata

from speech.speakable_numerals import dialled

_MAIL = re.compile(r"[A-Za-z0-9][\w.+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_TOP = "com|cn|net|org|gov|edu|info|top|xin|vip|io|cc|me|app"
_PAGE = re.compile(
    rf"(?:https?://|ftp://)([A-Za-z0-9.-]+)(?::\d+)?([^\s\u3000-\u9fff\uff00-\uffef“”‘’]*)"
    rf"|(?<![A-Za-z0-9.@])((?:[A-Za-z0-9-]+\.)+(?:{_TOP}))(?![A-Za-z0-9-])(/[^\s\u3000-\u9fff\uff00-\uffef“”‘’]*)?",
    re.ASCII,
)
_LONGEST_PATH = 12
"""Characters of a path that is still worth saying; a longer one nobody writes down by ear."""
_SIGNS = {".": "点", "-": "杠", "_": "下划线", "@": "艾特", "/": "斜杠", "+": "加"}
_UNITS = {
    "kg": "公斤", "km": "公里", "cm": "厘米", "mm": "毫米", "ml": "毫升", "m²": "平方米", "㎡": "平方米", "℃": "摄氏度",
    "°C": "摄氏度", "‰": "‰",
}  # fmt: skip
_UNIT = re.compile(rf"(?<=\d)\s*({'|'.join(map(re.escape, _UNITS))})(?![A-Za-z])")
_NAMES = {"wechat": "微信", "alipay": "支付宝", "wifi": "无线网", "wi-fi": "无线网", "vs": "对"}
_NAME = re.compile(rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, _NAMES))})(?![A-Za-z])", re.I)
_LETTERS = re.compile(r"[A-Za-z]+(?:[ \t'’-]+[A-Za-z]+)*")
_FOLDED = re.compile(r"[\u00c0-\u024f\u2150-\u2188\uff00-\uffef²³¹]")


def addresses(text: str) -> str:
    """12333.gov.cn is 幺二三三三点 G O V 点 C N; of a long address only the host is said."""
    return _PAGE.sub(_page, _MAIL.sub(lambda m: _spelled(m.group()), text))


def units(text: str) -> str:
    """Signs of measure behind a number as words."""
    return _UNIT.sub(lambda m: _UNITS[m.group(1)], text)


def letters(text: str) -> str:
    """Every Latin letter by itself, in capitals: APP is A P P. A few names have a Chinese one."""
    text = _FOLDED.sub(lambda m: _plain(m.group()), text)
    text = _NAME.sub(lambda m: _NAMES[m.group().lower()], text)
    return _LETTERS.sub(lambda m: " ".join(c for c in m.group().upper() if c.isalpha()), text)


def _page(match: re.Match[str]) -> str:
    host = match.group(1) or match.group(3)
    rest = match.group(2) or match.group(4) or ""
    ending = rest[len(rest.rstrip(".,;:!?)/")) :].strip("/")
    path = rest.rstrip(".,;:!?)/")
    said = host.rstrip(".") + (path if len(path) <= _LONGEST_PATH and re.fullmatch(r"[\w./-]*", path, re.ASCII) else "")
    return _spelled(said) + ending + ("." if host.endswith(".") else "")


def _spelled(address: str) -> str:
    said = []
    for char in address:
        if char.isdigit():
            said.append(dialled(char))
        else:
            said.append(_SIGNS.get(char) or f" {char.upper()} ")
    return re.sub(r" +", " ", "".join(said)).strip()


def _plain(char: str) -> str:
    """é as e, Ⅱ as 二; a sign that is a note (²) as nothing."""
    if unicodedata.category(char) == "Nl":
        from speech.speakable_numerals import whole_number

        return whole_number(str(int(unicodedata.numeric(char))))
    if char in "²³¹":
        return ""
    return "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
