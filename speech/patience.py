"""How long to wait in a silence, by what has been said so far and by what was asked. Pure."""

from __future__ import annotations

import re

from speech.values import Listening

_SPOKEN = str.maketrans("〇零一二三四五六七八九幺两０１２３４５６７８９", "00123456789120123456789")
_NUMBER_TAIL = re.compile(r"[\dXx十百千万亿点年月第到至减加]$|[\d十]号$")
_NO_NUMBER = re.compile(
    r"(?:万一|统一|唯一|之一|周一|如一|不一|重点|一点|有点|早点|晚点|快点|地点|缺点|优点|几点|差点|今年|明年|去年|每年|多年|几年|千万|遇到|收到|拿到|找到|办到|达到|看到|听到|得到|迟到|报到|不到)$"
)
_NUMBERS_ASKED = re.compile(
    r"号码|身份证|证号|电话|手机|出生|年月|几几年|哪年|哪一年|多少|多大|几岁|年龄|几年|几月|几号|日期|金额|几个月|账号|卡号"
)
_IDENTITY = re.compile(r"身份证|证件号|公民身份号")
_UNFINISHED = re.compile(
    r"(?:那个|这个|就是|就是说|然后|因为|但是|可是|不过|如果|要是|假如|比如|比如说|还有|而且|或者|所以|另外|以及|关于|对于"
    r"|我想问|想问问|问一下|问下|请问|请教|咨询一下|想咨询|想知道|想了解|我的|他的|她的|的话|的时候|以后呢"
    r"|(?<![不还就但可要只或都是])是|叫做|我叫|你好|您好|喂|嗯+|呃+|^额+|唔)$"
)  # fmt: skip
_UNFINISHED_MARKS = "，、,：:…—"
_MARKS = re.compile(r"[\s，。！？、；：,.!?;:…—~～“”\"'（）()·-]+")
_SENTENCE = re.compile(r"[。！；\n]")
_ASKS = re.compile(r"[？?]|请|告诉|说一下|报一下")
_FEW = 12
_PHONE = re.compile(r"1[3-9]\d{9}$")
_STOP = re.compile(
    r"^(?:[嗯呃哎诶唉好喂行你您请先快给我]|不用)*(?:停+|停下|停一下|等等|等一下|等一等|等会儿?|稍等|慢着|打住|别说了|不要说了|别讲了|不用说了|别念了|闭嘴)(?:[吧啊了呀停]|等一下)*$"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
IDENTITY_DIGITS = 18


def silence_allowed(text: str, asked: str, listening: Listening) -> float:
    """Seconds of silence after ``text`` that end the utterance; ``text`` is empty while nothing is known of it."""
    said = _MARKS.sub("", text).translate(_SPOKEN)
    if number_is_whole(said):
        return listening.end
    waits = [listening.end]
    if _number_asked(asked) or (_NUMBER_TAIL.search(said) and not _NO_NUMBER.search(_MARKS.sub("", text))):
        waits.append(listening.end_digits)
    if identity_begun(text, asked):
        waits.append(listening.end_digits)
    if _UNFINISHED.search(said) or text.rstrip().endswith(tuple(_UNFINISHED_MARKS)):
        waits.append(listening.end_unfinished)
    return max(waits)


def identity_begun(text: str, asked: str) -> bool:
    """Whether an identity number is being said and is not whole yet."""
    said = _MARKS.sub("", text).translate(_SPOKEN)
    digits = re.search(r"\d{4,}[\dXx]*$", said) is not None
    return bool(_IDENTITY.search(_question(asked)) or _IDENTITY.search(text) or digits) and not number_is_whole(said)


def _number_asked(asked: str) -> bool:
    return _NUMBERS_ASKED.search(_question(asked)) is not None


def _question(asked: str) -> str:
    """The last sentence of what the assistant said, if it asks; a few words alone name what was asked for."""
    last = _SENTENCE.split(asked.strip().rstrip("。！"))[-1]
    return last if len(last) <= _FEW or _ASKS.search(last) else ""


def number_is_whole(said: str) -> bool:
    """Whether ``said`` ends with a proper identity number or mobile number, so that no further digit can follow.

    The check digit is that of GB 11643; without it a digit heard twice would make a number look whole too soon.
    """
    tail = said[-IDENTITY_DIGITS:].upper()
    if len(tail) == IDENTITY_DIGITS and tail[:-1].isascii() and tail[:-1].isdigit():
        total = sum(int(digit) * weight for digit, weight in zip(tail, _WEIGHTS, strict=False))
        return tail[-1] == _CHECK[total % 11]
    before = said[-12:-11]
    return bool(_PHONE.search(said)) and not before.isdigit()


def says_stop(text: str) -> bool:
    """Whether the whole of ``text`` asks the assistant to stop speaking."""
    return bool(_STOP.match(_MARKS.sub("", text)))
