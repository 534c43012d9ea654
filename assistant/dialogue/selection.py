"""Which clauses make the answer, and how much of each. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.messages import NATIONAL, Hit, Passage, Understanding

IN_DOMAIN = 0.18
"""Closeness the best clause needs when the question names something of ours."""
OUT_OF_DOMAIN = 0.42
"""Closeness it needs when the question does not."""
NOT_OURS = 0.33
"""Closeness a clause that only says whose business it is needs."""
SURE = 0.6
"""From this closeness on one clause answers by itself and little is added."""
ALSO_SHARE = 0.72
MAX_CLAUSES = 4
EXTRA_LINES = 3
FEW = 3
LETTER = 60

BOUNDARY = re.compile(
    r"医保|医疗保险|看病|报销|住院|新农合|公积金|低保|限购|购房|买房|二套|首套|房贷|身份证(掉|丢|补办|遗失)|驾照|车牌|公租房|廉租|保障房|保障性.{0,4}住房|入学|上学|读书|学区|落户|摇号|天气|高龄津贴|买车|贷款|彩票|写诗|做饭"
    r"|残疾证|宅基地|转业费|打官司|离婚|护照|快递|房租|押金|租房|欠薪|加班费|工资(拖|欠|没发|不发)|拖欠.{0,4}工资"
)
DOMAIN = re.compile(
    r"养老|社保|退休|退了|啥时候退|几岁退|早退|断缴|补缴|补交|缴费|交费|交了|缴了|没交|没给交|交满|交够|参保|转移|认证|认征|计发|基数|账户|年金|丧葬|安葬|抚恤|失业|工伤|工亡|生育|社保卡|视同"
    r"|工龄|教龄|军龄|年限|灵活就业|居民|津贴|特殊工种|弹性|滞纳金|待遇|档案|老师|教师|公务员|事业单位|干部|工人|女工|退役|老兵|当兵|转业|五险|一金|保险|劳动合同|试用期|工资|病退|残|劳动能力|劳保"
    r"|遗属|过世|去世|老伴|窗口|工作日|农保|老农|种地|东家|单位|公司|多干|强留|电焊|井下|核定|领(钱|取|不|了|多少|几)|139|12333|到龄|到岁数"
)
_PENSION = re.compile(r"养老|退休|断缴|补缴|抚恤|丧葬|个人账户|工龄|缴费年限|失业金|工伤")
_OURS = re.compile(_PENSION.pattern + r"|参保|社保(?!卡看病)")
_MEDICAL_YEARS = re.compile(r"医保.{0,10}(年限|几年|多少年|免费|终身)(?!.{0,12}养老)")
_FOREIGN = re.compile(r"房|押金|二套|首套|车牌|入学|上学|读书|学区|落户|摇号|买车")
"""Business of others that only counts months of social insurance."""
OVERVIEW = "o-"
"""Documents of overview clauses start so; they answer short general questions."""
GENERAL = 16
"""Characters, marks aside, of a question that may be a general one."""
_FIGURED = re.compile(r"\d|[一二两三四五六七八九十百千万]{2}")
SURVIVORS = "遗属待遇"
_BEREAVED = re.compile(
    r"死|亡|逝|殁|过世|离世|去世|过身|病故|身故|故去|走了|走的|人走|没了|不在了|不在世|老了(?:人|之后的钱)|遗|丧|葬|抚恤|继承|火化|殡|后事|殉|牺牲|烈士|遗嘱|百年|供养|白事|头七|配偶|寡|孤儿"
)
_NOBODY_DIED = 0.7
"""What clauses for survivors are worth where nobody died: condolences to the living would hurt."""
_MARKS = re.compile(r"[\W_]+")
_NO_SCHEME = frozenset(("通用", "边界"))
LOCAL_ONLY = 1.15
"""How far a bare place name in answer to our question leans to that place's clauses."""
OURS_FIRST = 0.75
"""Share of the best score from which our own clause leads an answer about two offices."""
FALL_BACK = 4


@dataclass(frozen=True, slots=True)
class Chosen:
    """A clause in the answer: its sentences to use, of which ``lead`` may stand unfolded."""

    passage: Passage
    lines: tuple[str, ...]
    lead: int


def choose(hits: tuple[tuple[Hit, ...], ...], found: Understanding) -> tuple[Chosen, ...]:
    """The clauses to answer from, the main one first; empty when nothing is close enough."""
    groups = [_ranked(group, found) for group in hits if group]
    if not groups:
        return ()
    merged = _ranked(_merged(groups), found)
    if asks_both(found):
        ours = next((hit for hit in merged if hit.passage.kind != "不归口"), None)
        if ours is not None and ours.score >= OURS_FIRST * merged[0].score:
            merged = (ours, *(hit for hit in merged if hit is not ours))
    main = next((hit for hit in merged[:FALL_BACK] if close_enough(hit, found)), None)
    if main is None:
        return ()
    merged = (main, *(hit for hit in merged if hit.passage.id != main.passage.id))
    tops = [group[0] for group in groups[1:] if _answers(group[0], found)] if found.several else []
    if tops and any(hit.passage.id != main.passage.id for hit in tops):
        return _several(main, tops, merged, found)
    return _single(main, merged, found)


def _answers(hit: Hit, found: Understanding) -> bool:
    """Whether a clause may stand for one question of several; another office's only when it is meant."""
    if hit.passage.kind == "不归口" and not asks_both(found):
        return hit.closeness >= SURE
    return close_enough(hit, found)


def asks_both(found: Understanding) -> bool:
    """Whether the question is about our business and another office's at once."""
    if not (BOUNDARY.search(found.focus) and _OURS.search(found.focus)) or _MEDICAL_YEARS.search(found.focus):
        return False
    return not _FOREIGN.search(found.focus) or bool(_PENSION.search(found.focus))


def close_enough(hit: Hit, found: Understanding) -> bool:
    """Whether a clause is about the question at all."""
    if hit.passage.kind == "不归口":
        return hit.closeness >= NOT_OURS or bool(BOUNDARY.search(found.focus))
    needed = IN_DOMAIN if found.follow_up or DOMAIN.search(found.focus) else OUT_OF_DOMAIN
    return hit.closeness >= needed


def _merged(groups: list[tuple[Hit, ...]]) -> tuple[Hit, ...]:
    """Hits of all lookups of one message, scores added up, best closeness kept."""
    total: dict[str, Hit] = {}
    for group in groups:
        for hit in group:
            known = total.get(hit.passage.id)
            total[hit.passage.id] = (
                replace(hit, score=known.score + hit.score, closeness=max(known.closeness, hit.closeness))
                if known
                else hit
            )
    return tuple(sorted(total.values(), key=lambda hit: -hit.score))


def _ranked(group: tuple[Hit, ...], found: Understanding) -> tuple[Hit, ...]:
    """Leans the ranking: to the named place, the likely scheme, the topic of the talk, the office that is meant."""
    boundary = bool(BOUNDARY.search(found.focus)) and not asks_both(found)
    words = _MARKS.sub("", found.focus)
    general = len(words) <= GENERAL and not found.follow_up and not _FIGURED.search(words)
    nobody_died = not (found.follow_up or found.topic == SURVIVORS or _BEREAVED.search(found.focus))
    letter = found.complaint and len(found.focus) > LETTER

    def weight(hit: Hit) -> float:
        passage = hit.passage
        lean = 1.0
        lean *= (LOCAL_ONLY if found.follow_up else 1.1) if passage.region != NATIONAL and found.local else 1.0
        lean *= 1.3 if boundary and passage.kind == "不归口" else 1.0
        lean *= 1.12 if found.topic and passage.topic == found.topic else 1.0
        lean *= 1.3 if len(found.hints) == 1 and found.hints[0] in passage.schemes else 1.0
        lean *= 1.15 if general and passage.source.id.startswith(OVERVIEW) else 1.0
        lean *= 1.08 if letter and passage.kind == "个案" else 1.0
        lean *= _NOBODY_DIED if nobody_died and passage.topic == SURVIVORS else 1.0
        return hit.score * lean

    return tuple(sorted(group, key=lambda hit: -weight(hit)))


def _single(main: Hit, merged: tuple[Hit, ...], found: Understanding) -> tuple[Chosen, ...]:
    chosen = [Chosen(main.passage, main.passage.sentences, 3)]
    if asks_both(found) and main.passage.kind != "不归口":
        others = [hit for hit in merged if hit.passage.kind == "不归口" and hit.closeness >= NOT_OURS]
        chosen += [Chosen(hit.passage, hit.passage.sentences[:2], 2) for hit in others[:1]]
    limit = MAX_CLAUSES - 1 if main.closeness >= SURE else MAX_CLAUSES + (len(found.focus) > LETTER)
    for hit in merged[1:]:
        if len(chosen) >= limit:
            break
        if _belongs(main, hit, found):
            chosen.append(Chosen(hit.passage, hit.passage.sentences[:EXTRA_LINES], 0))
    return tuple(chosen)


def _several(main: Hit, tops: list[Hit], merged: tuple[Hit, ...], found: Understanding) -> tuple[Chosen, ...]:
    """One clause a question, two sentences of each unfolded; then what else belongs, folded."""
    unique = list({hit.passage.id: hit for hit in (main, *tops)}.values())[: MAX_CLAUSES + 1]
    lead = 2 if len(unique) <= FEW else 1
    chosen = [
        Chosen(hit.passage, hit.passage.sentences, lead) for hit in unique if hit is main or _region_fits(main, hit)
    ]
    for hit in merged[1:]:
        if len(chosen) > MAX_CLAUSES:
            break
        if all(hit.passage.id != c.passage.id for c in chosen) and _belongs(main, hit, found):
            chosen.append(Chosen(hit.passage, hit.passage.sentences[:EXTRA_LINES], 0))
    return tuple(chosen)


def _belongs(main: Hit, hit: Hit, found: Understanding) -> bool:
    if hit.closeness < ALSO_SHARE * main.closeness:
        return False
    return goes_with(main.passage, hit.passage, mixed=asks_both(found))


def beside(main: Chosen, extra: Passage) -> Chosen | None:
    """An overview clause to stand folded beside ``main``; None when the guards refuse it."""
    return Chosen(extra, extra.sentences[:EXTRA_LINES], 0) if goes_with(main.passage, extra) else None


def _region_fits(main: Hit, hit: Hit) -> bool:
    ours, theirs = main.passage.region, hit.passage.region
    return NATIONAL in (ours, theirs) or ours == theirs


def goes_with(main: Passage, other: Passage, *, mixed: bool = False) -> bool:
    """Scheme and region guard: whether ``other`` may stand in one answer with ``main``.

    ``mixed`` allows a clause that names another office beside ours, when the question asks about both.
    """
    if other.id == main.id or ((other.kind == "不归口") != (main.kind == "不归口") and not mixed):
        return False
    if NATIONAL not in (main.region, other.region) and other.region != main.region:
        return False
    if (other.effective_to is None) != (main.effective_to is None):
        return False
    shared = set(main.schemes) & set(other.schemes)
    open_to_all = _NO_SCHEME & {*main.schemes, *other.schemes}
    return bool(shared or open_to_all) or mixed
