"""What is said to teach the syllable reader: digits in groups, quantities, words around them, sentences of the corpus."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from assistant.dialogue.readback import number_words, say_duration, say_month
from eval.repair_data import corpus_texts

Sort = Literal["digits", "quantity", "around", "whole", "taken_back", "sentence"]
_OFTEN: tuple[tuple[Sort, int], ...] = (
    ("digits", 3), ("quantity", 3), ("whole", 2), ("around", 1), ("taken_back", 1), ("sentence", 3),
)  # fmt: skip
SORTS: tuple[Sort, ...] = tuple(sort for sort, times in _OFTEN for _ in range(times))
"""What one voice says, each as often as it stands here; many voices teach more than many words of one."""
_DIGITS = "零一二三四五六七八九"
_AROUND = [
    "我",
    "我的",
    "嗯",
    "那个",
    "就是",
    "我说一下",
    "号码是",
    "电话是",
    "身份证是",
    "你记一下",
    "大概",
    "差不多",
    "一共",
    "总共",
    "我交了",
    "已经交了",
    "每个月",
    "一个月",
    "基数是",
    "账户里有",
    "余额",
    "按",
    "指数",
    "卡号是",
    "手机",
    "老伴",
    "出生",
    "今年",
    "去年",
    "退休金",
    "领",
    "对",
    "是的",
    "我有",
    "这个",
    "编号是",
    "到现在",
    "工龄",
    "从",
    "等一下",
    "好",
    "选的",
    "档次是",
    "缴了",
    "交",
    "生的",
]
_BEFORE = [
    "我想问一下",
    "你好",
    "请问",
    "喂",
    "麻烦问一下",
    "那个",
    "我老伴",
    "我妈",
    "我爸",
    "我今年",
    "我是农村的",
    "我们单位",
    "就是说",
    "听得到吗",
    "我不太懂",
]
_TAKEN_BACK = ("不对", "不对不对", "错了", "说错了", "不是")


def piece(sort: Sort, rng: random.Random) -> str:
    """One phrase of that sort."""
    if sort == "digits":
        return _digits(rng)
    if sort == "quantity":
        return _quantity(rng)
    if sort == "around":
        return rng.choice(_AROUND) if rng.random() < 0.65 else _cut(rng.choice(_sentences()), rng)
    if sort == "taken_back":
        return rng.choice(_TAKEN_BACK)
    if sort == "whole":
        number = _quantity(rng) if rng.random() < 0.7 else _digits(rng)
        return rng.choice(_AROUND) + number + rng.choice(("", "", "的养老保险", "了", "的", "吧", "左右"))
    return (rng.choice(_BEFORE) if rng.random() < 0.25 else "") + rng.choice(_sentences())


def _digits(rng: random.Random) -> str:
    digits = [rng.choice("0123456789") for _ in range(rng.choice((2, 3, 3, 4, 4, 4, 4, 5, 6, 6, 7, 8)))]
    if rng.random() < 0.35:
        at = rng.randrange(len(digits))
        digits.insert(at, digits[at])
    if rng.random() < 0.3:
        digits[:2] = rng.choice(("19", "19", "20", "13"))
    said = "".join("幺" if d == "1" and rng.random() < 0.55 else _DIGITS[int(d)] for d in digits)
    return said + (rng.choice(("叉", "艾克斯")) if rng.random() < 0.1 else "")


def _quantity(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.3:
        return _length(rng)
    if kind < 0.55:
        return _amount(rng) + rng.choice(("", "", "块", "块钱", "元", "元钱", "多"))
    if kind < 0.8:
        said = say_month(rng.randint(1950, 2026), rng.randint(1, 12), aloud=True)
        said = said[2:] if rng.random() < 0.5 else said
        day = number_words(Decimal(rng.randint(1, 31))) + rng.choice("号日") if rng.random() < 0.25 else ""
        return said + (day or rng.choice(("", "份", "生的", "出生")))
    if kind < 0.9:
        percent = Decimal(rng.choice((rng.randint(1, 100), rng.randint(1, 30) * 10)))
        return f"百分之{number_words(percent)}{rng.choice(('', '', '交', '的档', '的', '左右'))}"
    return number_words(Decimal(rng.randint(1, 399)) / 100) if kind < 0.97 else _amount(rng)


def _length(rng: random.Random) -> str:
    months = rng.randint(1, 42) * 12 + rng.choice((0, 0, *range(1, 12)))
    said = say_duration(months, aloud=True)
    if months % 12 == 6 and rng.random() < 0.6:
        return f"{say_duration(months - 6, aloud=True)}半"
    if rng.random() < 0.3:
        said = said.replace("零", "", 1)
    return said.replace("两个月", "俩月") if rng.random() < 0.3 else said


def _amount(rng: random.Random) -> str:
    said = number_words(
        Decimal(
            rng.choice((
                rng.randint(1, 99), rng.randint(100, 9999), rng.randint(1, 99) * 100,
                rng.randint(10, 199) * rng.choice((100, 1000, 10_000)), rng.randint(10_000, 299_999),
            ))
        )
    )  # fmt: skip
    short = re.fullmatch(r"(.*[千万百].)[百千十]", said)
    return short.group(1) if short and len(said) >= 4 and rng.random() < 0.4 else said


def _cut(sentence: str, rng: random.Random) -> str:
    length = rng.randint(2, 6)
    at = rng.randrange(max(1, len(sentence) - length))
    return sentence[at : at + length]


@lru_cache(maxsize=1)
def _sentences() -> tuple[str, ...]:
    """Ways to ask, headings and parts of clauses that can be said as they stand, 6 to 26 characters."""
    asks, headings, clauses = corpus_texts()
    parts = (part for text in (*asks, *headings, *clauses) for part in re.split(r"[^\u4e00-\u9fffA-Za-z0-9]", text))
    return tuple(sorted({part for part in parts if re.fullmatch(r"[\u4e00-\u9fff]{6,26}", part)}))
