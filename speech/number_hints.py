"""What helps to hear a number when it is known what kind was asked for: examples of how it is written, and its characters.

Whisper writes on in the manner of its prompt: after digits set apart by spaces it leaves fewer of them out. The characters
keep it from writing a word of the same sound (部队 for 不对, 主席 for 九十).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_NUMERALS = "零一二三四五六七八九十百千万两半点"
_MARKS = "，。"
_TALK = (
    "我你您他她它们的了是有在就也都才还又再已经从到现今去前后年初底时候那这个些里上下面说错不对啊哦嗯呃吧呢吗呀啦嘛"
    "本人自己家老伴爱儿子女妈爸父母公婆哥姐弟妹大概差多应该可能记得查看写打给要想问听电话工作参加厂单位一共总"
)
"""What people say around a number: who, when, and the words of talk."""
_BRIEF = "我的了是有也那个啊哦嗯说错不对"
"""The little that is said around a number by who answers a question."""
_NO_DIGIT = "我你您他她的是了老伴爱人女妈公婆家打给电话记下那个嗯啊不对说错"
"""The same beside digits: no character that sounds like one (要 and 幺, 就 and 九, 爸 and 八)."""
_PAID = "交缴费社保养老险职工累计断续整俩"
_MONEY = "元块钱毛角分账户余额每基数按存领拿"
_BORN = "月日号份生出身证件上阴农历阳公腊正冬闰属"


@dataclass(frozen=True, slots=True)
class Manner:
    """One way to write an answer down: the ``prompt`` that leads to it, and the only ``characters`` it may have."""

    prompt: str
    characters: str


def _words(prompt: str, words: str) -> tuple[Manner, ...]:
    """A number in words: said alone or nearly so, and within a sentence."""
    return tuple(Manner(prompt, _NUMERALS + _MARKS + talk + words) for talk in (_BRIEF, _TALK))


def _digits(spaced: str, in_words: str, words: str) -> tuple[Manner, ...]:
    """Digits set apart by spaces, and as numerals of words."""
    talk = _MARKS + _NO_DIGIT + words
    return Manner(spaced, f"0123456789 .{talk}"), Manner(in_words, f"{_NUMERALS}{talk}")


MANNERS: dict[str, tuple[Manner, ...]] = {
    "months": _words(
        "一共交了多少年？我交了三十三年零四个月。社保交了十九年半。已经交了二十五年俩月了。", f"{_PAID}年个月一共"
    ),
    "money": _words(
        "是多少钱？账户里有九万五千六。每个月三千四百块钱。缴费基数是五千三百二十。", f"{_MONEY}{_PAID}里个月"
    ),
    "date": _words("哪一年哪个月出生的？我是一九六一年三月生的。身份证上是七三年十一月出生。", f"{_BORN}年上"),
    "percent": _words("按什么档次交？按百分之六十五交。我选的百分之一百三十的档。", "百分之按交缴档次选最高低"),
    "index": _words("平均缴费指数是多少？指数是零点八五。缴费指数一点二三。", "缴费平均指数"),
    "quantity": _words("一共多少？一共七万一千零三十六。是五千八百零九。", "共元块钱次"),
    "id_number": _digits(
        "请说身份证号。身份证号是1 1 0 1 0 5 1 9 7 2 0 6 1 3 7 7 2 X.",
        "请说身份证号。身份证号是一一零一零五，一九七二零六一三，七七二叉。",
        "身份证号码件Xx叉",
    ),
    "phone": _digits(
        "请说手机号。我的电话是1 3 6 5 2 0 4 1 9 7 3.",
        "请说手机号。我的电话是一三六，五二零四，一九七三。",
        "手机号码座联系",
    ),
    "digits": _digits(
        "请说社保号。编号是7 4 2 6 3 0 5 8 3 1.", "请说社保号。编号是七四二六，三零五八，三一。", "社保险个人编号码卡"
    ),
}
"""By kind of number; the kinds are those of ``spoken_value``."""

_NOT_DICTATED = frozenset("十百千万点半年月日块元毛分之俩岁")
"""Units of quantities: nobody who reads out digits says them."""
_DICTATED_ONLY = frozenset("幺叉")


def names_of(kind: str, names: Sequence[str]) -> tuple[str, ...]:
    """Those of the syllable reader's ``names`` that an answer of ``kind`` may have."""
    never = _NOT_DICTATED if kind in ("id_number", "phone", "digits") else _DICTATED_ONLY
    return tuple(name for name in names if name not in never)
