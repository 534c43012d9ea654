"""Placeholder until the real front of the spoken modules lands: overwrite this file."""

from __future__ import annotations

import re

from assistant.dialogue.spoken_contribution import contribution_months, deemed_months, gap
from assistant.dialogue.spoken_index import average_index
from assistant.dialogue.spoken_money import money_amounts
from assistant.dialogue.spoken_numbers import number

_UNKNOWN = re.compile(r"不知道|不清楚|记不(得|清)|忘了|不晓得|说不好|说不清|没注意|不记得|搞不清|哪知道")
_CANCEL = re.compile(r"^(我)?(不算了|算了吧?|不想算了|退出|取消|别问了|不弄了)[。！]?")
_WANTS = re.compile(
    r"(我|俺|他|她|妈|爸).{0,30}(能|可以|会)?(领|拿|有)(到)?(多少|几)(钱|养老金|退休金)?|退休.{0,10}(能|可以)?(领|拿)(到)?多少|(帮|给)我.{0,6}(算|测)|(算|测算|估算)一?(下|算).{0,10}(养老金|退休金|退休工资)|想算.{0,10}(养老金|退休|多少)|养老金.{0,6}(测算|估算)"
)


def wants_estimate(text: str) -> bool:
    return bool(_WANTS.search(text))


def unknown(text: str) -> bool:
    return bool(_UNKNOWN.search(text))


def cancel(text: str) -> bool:
    return bool(_CANCEL.search(text))


def yes_no(text: str, asked: str = "") -> bool | None:
    if re.match(r"^(不对|不是|没有|不|错)", text):
        return False
    return True if re.match(r"^(对|是|嗯|好|行|可以|没错)", text) else None


def shift(text: str) -> int | None:
    m = re.search(r"(早|提前|晚|延后|推迟|延迟)(退)?(休)?(一|二|两|三|1|2|3)(年|个月)", text)
    if not m:
        return None
    n = {"一": 1, "二": 2, "两": 2, "三": 3, "1": 1, "2": 2, "3": 3}[m.group(4)] * (12 if m.group(5) == "年" else 1)
    return -n if m.group(1) in ("早", "提前") else n


def more_years(text: str) -> int | None:
    m = re.search(r"(多|再)(交|缴)(一|二|两|三|四|五|1|2|3|4|5)年", text)
    return {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5}[m.group(3)] * 12 if m else None


__all__ = ["average_index", "contribution_months", "deemed_months", "gap", "money_amounts", "number"]
