"""Speakable text cut into phrases: the first short, so that sound comes soon, the others as long as fits. Pure.

A phrase is rendered while the one before is played, so each should be no longer than the sound played until then
allows. Cuts fall behind punctuation; only a long clause is cut between words, where a reader would draw breath, and
never inside a number or a term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from speech.pronunciation import words

SECONDS_A_SYLLABLE = 0.25
"""Of Kokoro's Chinese voices at speed 1."""
_RENDERING = 0.55
"""Seconds to render a second of sound on two processors."""
_EXTRA = 1.2
"""Seconds of silence the engine renders around every phrase, which are cut off."""
_SOON = 0.5
"""The first sound is to come within this share of its sentence's length."""
FIRST, ROOM, LONGEST = 8, 10, 26
"""Syllables: of a first phrase, what any later one may have however late it comes, and what none exceeds."""
_TINY = 4
"""A clause of fewer syllables (您好，) does not stand alone: what follows could not be ready in time."""
_OVER = 1.35
"""How much longer a phrase may become to end at a mark or where breath is drawn."""
_SENTENCE = re.compile(r"[^。！？；…]*[。！？；…]+|[^。！？；…]+")
_CLAUSE = re.compile(r"[^，：、]*[，：、]+|[^，：、]+")
_SYLLABLE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_NUMERAL = frozenset("零一二两三四五六七八九十百千万亿点幺")
_TERM = re.compile(
    r"(?:社会|养老|医疗|工伤|失业|生育|基本)*保险(?:法|费|金|待遇)?|(?:基本|基础|个人账户|过渡性|月)?养老金|个人账户(?:储存额)?|上一?年度|"
    r"灵活就业(?:人员)?|(?:最低)?缴费(?:年限|基数|工资|档次)|法定退休年龄|(?:社保|社会保险)?经办(?:机构)?(?:窗口|服务)?|工作人员|身份证号?|"
    r"计发(?:基数|月数)|延迟退休|城乡居民|(?:办理|申领|领取|享受)(?:手续|待遇)?|资格认证|转移接续|参保地?"
)
_BINDS = frozenset(
    "第之负约近满超每不没很最更再所被把将与和或及在从按向对由以为至到是有用凭经自这那哪各某该本其请要我您他她它"
)
"""Words of one character that lean on what follows."""
_LEANS = frozenset("的了着过地得们等里上下中内外前后时者性率化法号额费金人")
"""Characters that lean on what is before."""
_OPENS = re.compile(
    r"可以|应当|应该|需要|必须|不能|不得|不用|按照?|根据|从|由|在|和|或者?|以及|是|请|要|能|就|才|都|还|也|没有|每|将|自|还是|我来|随时"
)
_CLOSES = re.compile(r"(?:的|了|后|前|时|时候|人员|职工|单位|机构|部门|待遇|年龄)$")


def phrases(text: str) -> tuple[str, ...]:
    """``text`` in the phrases it is rendered by; joined they are the text."""
    found: list[str] = []
    ahead = 0.0
    for sentence in _SENTENCE.findall(text):
        for phrase in _cut(sentence, ahead, first=not found):
            ahead = _ahead(ahead, phrase, first=not found)
            found.append(phrase)
    return tuple(found)


def syllable_count(text: str) -> int:
    """Chinese characters and letters in it."""
    return len(_SYLLABLE.findall(text))


def _ahead(ahead: float, phrase: str, *, first: bool) -> float:
    """Seconds of sound not yet played when ``phrase`` is ready and the next is begun."""
    seconds = SECONDS_A_SYLLABLE * syllable_count(phrase)
    return seconds if first else max(0.0, ahead - _RENDERING * (seconds + _EXTRA)) + seconds


def _first(total: int) -> int:
    """Syllables of the first phrase of a sentence of ``total``; a short sentence gains nothing by being cut."""
    soon = int((_SOON * total * SECONDS_A_SYLLABLE / _RENDERING - _EXTRA) / SECONDS_A_SYLLABLE)
    return min(FIRST, soon) if soon >= 3 else total


def _cut(sentence: str, ahead: float, *, first: bool) -> Iterator[str]:
    rest, total = sentence, syllable_count(sentence)
    while rest:
        if first:
            most = _first(total)
        else:
            most = max(ROOM, min(LONGEST, int((ahead / _RENDERING - _EXTRA) / SECONDS_A_SYLLABLE)))
        phrase = _head(rest, most, first=first)
        yield phrase
        ahead = _ahead(ahead, phrase, first=first)
        first, rest = False, rest[len(phrase) :]


def _head(text: str, most: int, *, first: bool) -> str:
    """The beginning of ``text``: clauses of together about ``most`` syllables, or a part of the first clause."""
    over = most if first else min(LONGEST, round(most * _OVER))
    if syllable_count(text) <= over:
        return text
    clauses: list[str] = _CLAUSE.findall(text)
    taken = clauses.pop(0)
    if syllable_count(taken) > over:
        return _part(taken, most)
    for clause in clauses:
        if syllable_count(taken + clause) > most:
            break
        taken += clause
    tiny = syllable_count(taken) < _TINY and taken != text
    return taken + _part(text[len(taken) :], max(_TINY, most - syllable_count(taken))) if tiny else taken


def _part(clause: str, most: int) -> str:
    """The beginning of a clause up to the best gap between words; the whole clause when there is none."""
    clauses: list[str] = _CLAUSE.findall(clause)
    clause = clauses[0]
    gaps = [(_score(clause, end, most), end) for end in _gaps(clause)]
    score, end = max(gaps, default=(0.0, len(clause)))
    return clause[:end] if score > -3 else clause


def _score(clause: str, end: int, most: int) -> float:
    """How good a place to draw breath: near ``most`` syllables, where a thought ends or the next begins."""
    count = syllable_count(clause[:end])
    rest = syllable_count(clause[end:])
    score = 2.0 * bool(_OPENS.match(clause, end)) + 1.5 * bool(_CLOSES.search(clause[:end]))
    return (
        score
        - (0.25 * (most - count) if count <= most else 0.8 * (count - most))
        - 3.0 * (count < 3)
        - 3.0 * (rest < 3)
    )


def _gaps(clause: str) -> Iterator[int]:
    """Places between words that may be parted."""
    inside = {place for term in _TERM.finditer(clause) for place in range(term.start() + 1, term.end())}
    end, parts = 0, words(clause)
    for word, following in zip(parts, parts[1:], strict=False):
        end += len(word)
        if end not in inside and _may_part(word, following) and syllable_count(clause[end:]) > 1:
            yield end


def _may_part(word: str, following: str) -> bool:
    last, coming = word[-1], following[0]
    if not _SYLLABLE.match(last) or not _SYLLABLE.match(coming) or word in _BINDS:
        return False
    if coming in _LEANS and len(following) == 1:
        return False
    return last not in _NUMERAL and not (last.isascii() and coming.isascii())
