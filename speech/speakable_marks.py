"""Markup, brackets and marks: what is not said is dropped, what is a pause becomes one. Pure."""

from __future__ import annotations

import re
import unicodedata

from speech.speakable_numerals import whole_number

_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\((?:[^()\s]|\([^()\s]*\))*\)")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,200}>")
_RULE = re.compile(r"^[ \t]*(?:[-*_=~]{3,}|[|:\- \t]*-{2,}[|:\- \t]*|`{3,}.*)[ \t]*$", re.M)
_HEAD = re.compile(r"^[ \t]*(?:#{1,6}|>+(?!\s*=?\s*\d)|[-*+•●○■□▪◆◇★☆·–—][ \t]|[•●○■□▪◆◇★☆])[ \t]*", re.M)
_NUMBERED = re.compile(r"^[ \t]*[(（]?(\d{1,2})(?:[、）)．](?!\d)|\.(?!\d))[ \t]*", re.M)
_CIRCLED = re.compile(r"[①-⑳⑴-⑽➀-➉❶-❿]")
_ITEM = re.compile(r"第?[(（]([一二三四五六七八九十]{1,3})[)）](?=项)")
_KEY = re.compile(r"(?<=按)\s*([#*])")
_CELLS = re.compile(r"[ \t]*\|[ \t]*")
_FOOTNOTE = re.compile(r"[\[［【]\^?\d{1,2}(?:[,，、\-–—][ ]*\d{1,2})*[\]］】]")
_EMPHASIS = re.compile(r"\*\*|__|~~|`+|(?<![\d*])\*(?=\S)|(?<=[^\s\d*])\*(?!\*)")
_WIDE = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SAME = str.maketrans("％＋－＝／＊．｜＠＆＃＿〇｟｠", "%+-=/*.|@&#_零()")
_CLAUSES = re.compile(r"[（(〔\[［]\s*|\s*[）)〕\]］]")
_SILENT = re.compile(r"[《》〈〉“”\"‘’'「」『』{}<>^`*#_|~～\\]")
_PAUSING = re.compile(r"[【】—–―→←⇒➡➜►▶]+|-{2,}|\s[-·•]\s")
_STRENGTH = "、，：；。！？…"
_HALF = str.maketrans(",;:!?", "，；：！？")
_RUN = re.compile(rf"[{_STRENGTH}](?:\s*[{_STRENGTH}])+")


def unmarked(text: str) -> str:
    """Without Markdown, HTML, list marks, marks of sources and whatever has no sound; wide letters made narrow."""
    text = text.translate(_WIDE).translate(_SAME).replace("\r", "\n").replace("\u3000", " ")
    text = _ITEM.sub(r"第\1", _KEY.sub(lambda m: "井号" if m.group(1) == "#" else "星号", text))
    text = _CIRCLED.sub(lambda m: f"，{whole_number(str(int(unicodedata.numeric(m.group()))))}，", text)
    text = _LINK.sub(r"\1", text)
    text = _TAG.sub(" ", text)
    text = _RULE.sub("", text)
    text = "\n".join(_row(line) for line in text.split("\n"))
    text = _HEAD.sub("", text)
    text = _NUMBERED.sub(lambda m: f"{whole_number(m.group(1))}，", text)
    return _EMPHASIS.sub("", text)


def without_sources(text: str) -> str:
    """Without [1], [2,3] and 【1】, which name sources."""
    return _FOOTNOTE.sub("", text)


def _row(line: str) -> str:
    """A row of a table as its cells one after another."""
    line = line.strip()
    if line.count("|") < 2 and not line.startswith("|"):
        return line
    return "，".join(cell for cell in _CELLS.split(line.strip("|")) if cell.strip())


def paused(text: str) -> str:
    """Brackets and dashes as pauses, lines as sentences, one mark where several meet, nothing unsayable left."""
    text = re.sub(r"[》”]\s*(?=[《“])", "、", text)
    text = _CLAUSES.sub("，", text)
    text = _PAUSING.sub("，", text)
    text = _SILENT.sub("", text)
    text = re.sub(r"\.{2,}|。{2,}|⋯+", "…", text)
    text = re.sub(r"[.．｡]", "。", text.translate(_HALF))
    text = re.sub(rf"(?<=[^\s{_STRENGTH}])[ \t]*\n\s*", "。", text)
    text = "".join(char for char in text if _sayable(char))
    text = re.sub(r"\s+", " ", re.sub(r"(?<![A-Z])\s+|\s+(?![A-Z])", "", text))
    text = re.sub(r"(?<=[A-Z])(?=[A-Z])", " ", text)
    text = _RUN.sub(lambda m: max(m.group().replace(" ", ""), key=_STRENGTH.index), text)
    return text.lstrip(_STRENGTH).rstrip("，、：")


def _sayable(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or "A" <= char <= "Z" or char in _STRENGTH or char.isspace()
