"""What the reader tells apart: characters numbers are said with stand for themselves, all others for their syllable."""

from __future__ import annotations

import re
from functools import lru_cache

NUMBER_UNITS = "零一幺二两三四五六七八九十百千万点半年月个号日块元分之不对叉俩错岁"
"""Characters of numbers, their units, and the words that take one back; 十 is heard apart from 是 by what stands around."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LETTER_X = re.compile(r"[艾埃爱]克斯|[xX]")


def units(text: str) -> tuple[str, ...]:
    """The units of ``text`` in order; what is not Chinese is left out: 交了十年 → ``jiao le 十 年``."""
    said = "".join(_HAN.findall(_LETTER_X.sub("叉", text)))
    return tuple(c if c in NUMBER_UNITS else syllable for c, syllable in zip(said, _syllables(said), strict=True))


@lru_cache(maxsize=1024)
def _syllables(text: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    found = tuple(lazy_pinyin(text))
    return found if len(found) == len(text) else tuple(each for c in text for each in lazy_pinyin(c)[:1])
