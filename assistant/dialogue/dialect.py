"""Everyday words of the dialects in standard ones, so that one set of rules reads all of them. Pure.

Only words whose meaning does not depend on the rest of the sentence; what is stored and shown stays as it was said.
"""

from __future__ import annotations

import re

_WORDS = (
    (re.compile(r"(?<=[能得要领拿交缴是占发到月年有出扣])好多(?=钱|个月|[年岁块]|呢|嘛|[，。？]|$)"), "多少"),
    (re.compile(r"几多"), "多少"),
    (re.compile(r"咋个|啷个|咋样|咋(?!呼)|点样"), "怎么"),
    (re.compile(r"啥子|么子|乜嘢|嘛玩意"), "什么"),
    (re.compile(r"晓得"), "知道"),
    (re.compile(r"嘅"), "的"),
    (re.compile(r"咁(?=我|你|他|佢|样|呢|就)"), "那"),
    (re.compile(r"佢"), "他"),
    (re.compile(r"唔"), "不"),
    (re.compile(r"冇"), "没有"),
    (re.compile(r"几时(?=退|领|到|办|能|得|可)|(?<=到|早|晚|迟)几时"), "什么时候"),
    (re.compile(r"(?<=[领拿退])得到(?=多少|好多|几)"), "到"),
    (re.compile(r"退得(?=，|。|$)"), "能退"),
    (re.compile(r"账户头(?=有|里|的)"), "账户里"),
)


def standard(text: str) -> str:
    """``text`` with dialect words put in standard ones: 几多 -> 多少, 咋个 -> 怎么, 嘅 -> 的."""
    for pattern, word in _WORDS:
        text = pattern.sub(word, text)
    return text
