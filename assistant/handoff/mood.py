"""How the citizen feels, by rules over their last words; the words that showed it are kept. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.handoff.said import clauses

CALM, HURRIED, ANGRY, SAD, DESPERATE = "平静", "着急", "生气", "难过", "危急"
LAST = 3
"""Messages that are looked at, the last ones."""
MOST_WORDS = 3
_NOT_SELF = re.compile(r"(?:自杀|轻生|跳楼|喝药)(?:身亡|死亡|去世|死了|的.{0,6}(?:丧葬|抚恤))")
_SIGNS = (
    (
        DESPERATE,
        re.compile(
            r"不想活|活不下去|活够了|想死(?!后)|死了算了|一死了之|自杀|轻生|跳楼|上吊|喝农药|寻短见|走绝路|不如死|活着没.{0,3}(?:意思|盼头|意义)|遗书|死给.{0,4}看"
        ),
    ),
    (
        ANGRY,
        re.compile(
            r"气死|气人|太过分|欺负人?|骗人|骗子|垃圾|废话|废物|没用|踢皮球|推诿|敷衍|糊弄|凭什么|岂有此理|什么态度|不讲理|投诉|举报|忍无可忍|受够了|混蛋|王八|滚|[!！]{2,}"
        ),
    ),
    (SAD, re.compile(r"难过|伤心|难受|委屈|心寒|想哭|哭了|绝望|没办法了|走投无路|可怜|命苦|睡不着|愁死|发愁|没脸|孤零零|没人管")),
    (HURRIED, re.compile(r"着急|急死|很急|太急|好急|急用|等不及|来不及|赶紧|赶快|马上就?要|快点|尽快|到底|等了?(?:半天|很久|好久|太久)|怎么还|拖了")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mood:
    """One of five moods, and the words of the citizen that showed it."""

    name: str
    words: tuple[str, ...] = ()


def mood(said: tuple[str, ...]) -> Mood:
    """The mood of the last of what the citizen ``said``; the gravest sign wins, no sign is calm."""
    lately = said[-LAST:]
    for name, pattern in _SIGNS:
        words = tuple(found.group() for text in lately for found in pattern.finditer(_plain(text)))
        if words:
            return Mood(name, tuple(dict.fromkeys(words))[:MOST_WORDS])
    return Mood(CALM)


def _plain(text: str) -> str:
    marks = "！！" if re.search(r"[!！]{2,}", text) else ""
    return "，".join(part for part in clauses(text) if not _NOT_SELF.search(part)) + marks
