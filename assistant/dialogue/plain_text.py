"""A message in one kind of characters for everything that reads it. Pure."""

from __future__ import annotations

import re
import unicodedata

from assistant.dialogue.dialect import standard
from assistant.dialogue.spoken_form import spoken_form
from assistant.script import to_simplified

_SPACE = re.compile(r"[ \t\u3000\u00a0]+")
_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,200}>")
_GAP = re.compile(r"(?<=[\u4e00-\u9fff，。？！、；：]) (?=[\u4e00-\u9fff，。？！、；：])")
_FULL_WIDTH = str.maketrans(",?!;:", "，？！；：")


def untagged(text: str) -> str:
    """NFKC, without tags, Chinese punctuation in Chinese text; the script stays as it was written."""
    text = _TAG.sub(" ", unicodedata.normalize("NFKC", text)) or text
    return text.translate(_FULL_WIDTH) if re.search(r"[\u4e00-\u9fff]", text) else text


def plain_text(text: str) -> str:
    """What the readers read: simplified, spaces thinned out, dialect in common words, numerals in their usual form."""
    simplified = to_simplified(untagged(text))
    return spoken_form(standard(_GAP.sub("", _SPACE.sub(" ", simplified)).strip()))
