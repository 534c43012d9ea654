"""Text as it may be read aloud: no marks of citations, no addresses, no layout. Pure."""

from __future__ import annotations

import re

from assistant.script import to_simplified
from assistant.voice.wording import ADDRESS

_MARK = re.compile(r"\[\d{1,3}\]|【\d{1,3}】")
_LINK = re.compile(r"!?\[([^\]\n]*)\]\([^)\s]*\)")
_URL = re.compile(r"(?:https?://|www\.)[^\s\u3000-\u303f\u4e00-\u9fff，。；！？）》”]+", re.IGNORECASE)
_ROW = re.compile(r"^\s*\|?(?:\s*:?-{2,}:?\s*\|)+\s*:?-*:?\s*$", re.MULTILINE)
_HEAD = re.compile(r"^\s{0,3}(?:#{1,6}|>|[-*+•])\s+", re.MULTILINE)
_EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|`{1,3}|~~")
_SIGNS = ((re.compile(r"\s*×\s*"), "乘以"), (re.compile(r"\s*÷\s*"), "除以"), (re.compile(r"\s*−\s*"), "减去"), (re.compile(r"\s+\+\s+"), "加上"), (re.compile(r"\s*[=＝]\s*"), "等于"))  # fmt: skip
_NUMBERED = re.compile(r"〔(\d{4})〕(\d+)号")
_LINES = re.compile(r"(?<![。！？；：，、])\s*\n\s*")


def plain(text: str) -> str:
    """``text`` in simplified characters, without ``[1]``, addresses, Markdown and arithmetic signs, 国发〔2014〕8号 as 国发2014年8号."""
    said = _URL.sub(ADDRESS, _LINK.sub(r"\1", _MARK.sub("", to_simplified(text))))
    said = _EMPHASIS.sub("", _HEAD.sub("", _ROW.sub("", said)))
    said = _NUMBERED.sub(r"\1年\2号", said)
    said = re.sub(r"[ \t]*\|[ \t]*", "，", said)
    for sign, word in _SIGNS:
        said = sign.sub(word, said)
    said = re.sub(r"\s*\n\s*", "", _LINES.sub("。", said.strip()))
    return re.sub(r"^[，、\s]+|(?<=[，。])[，、]+|[，、]+(?=[。！？]|$)", "", said).strip()
