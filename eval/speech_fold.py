"""Two spellings of the same words made one: numerals by value, no punctuation, simplified characters. Pure."""

from __future__ import annotations

import re

from assistant.script import to_simplified

_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "两": "2", "幺": "1"}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_CHARS = "".join(_DIGITS)
_GROUPED = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_PERCENT = re.compile(rf"百分之(?P<value>(?:[{_CHARS}\d十百.点])+)")
_NUMERAL = re.compile(
    rf"(?P<whole>[{_CHARS}\d十][{_CHARS}\d十百千万亿]*)(?:[.点](?P<fraction>[{_CHARS}\d]+))?(?P<scale>[万亿])?"
)
_OTHER = re.compile(r"[^\w.%]|_|(?<!\d)\.|\.(?!\d)")


def folded(text: str) -> str:
    """``十二年，百分之五。`` and ``12年5%`` become the same string."""
    text = to_simplified(text).replace("％", "%").lower()
    text = _PERCENT.sub(lambda match: f"{match['value']}%", _GROUPED.sub("", text))
    return _OTHER.sub("", _NUMERAL.sub(_written, text))


def _written(match: re.Match[str]) -> str:
    whole, fraction, scale = match["whole"], match["fraction"], match["scale"]
    digits = "".join(_DIGITS.get(c, c) for c in fraction or "")
    if not any(c in _SCALES for c in whole):
        value = "".join(_DIGITS.get(c, c) for c in whole)
        value = value[1:] if len(value) == 2 and value[0] == "0" else value
    else:
        value = str(_scaled(whole))
    if digits and scale:
        return _plain(float(f"{value}.{digits}") * _SCALES[scale])
    return f"{value}.{digits}" if digits else value


def _scaled(said: str) -> int:
    """五万零八百 → 50800, 三千五 → 3500, 3千5 → 3500."""
    total = section = number = last = 0
    run = ""
    for char in said:
        if char not in _SCALES:
            run += _DIGITS.get(char, char)
            continue
        number, run, scale = int(run or 0), "", _SCALES[char]
        last = scale
        if scale >= 10_000:
            total, section = (total + (section + number or 1)) * scale, 0
        else:
            section += (number or 1) * scale
    tail = int(run or 0)
    if tail and len(run) == 1 and last >= 100:
        tail *= last // 10
    return total + section + tail


def _plain(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
