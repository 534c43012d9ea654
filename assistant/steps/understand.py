"""Understand: what is asked, about whom, where and as of when; by rules, never by a language model."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from assistant.dialogue import slots, spoken
from assistant.dialogue.companions import main_topic
from assistant.dialogue.focus import asks, focus, names_topic, questions, strip_politeness
from assistant.dialogue.form_fields import BIRTH
from assistant.dialogue.selection import BOUNDARY, DOMAIN
from assistant.handoff.said import asks_for_person, wants_to_complain
from assistant.messages import Memory, Reply, Turn, Understanding
from assistant.places import Place, find_places, parse_region

T = TypeVar("T")
HANDOVER, REPEAT, SIMPLER, GREETING, WHO, THANKS, GOODBYE, COMPLAINT, NONSENSE, POLICY = (
    "handover", "repeat", "simpler", "greeting", "who", "thanks", "goodbye", "complaint", "nonsense", "policy",
)  # fmt: skip

_INTENTS = (
    (HANDOVER, re.compile(r"^0$")),
    (REPEAT, re.compile(r"(^|，|你|请)(再|重新?)(给我|跟我)?(说|讲|念|来|复述)(一|1)?(遍|次|下)|(没|没有)听(清|见|到)|^(请|麻烦你?)?(你)?重复(一遍|一下)?[。？]?$|^刚才?说(的)?(什么|啥)")),
    (SIMPLER, re.compile(r"(说|讲)?(得)?(简单|简短|通俗|直白|白话)(点|些|一点|一些)|(^|得)太长了|^(啥|什么)意思[？。]?$|^(请|你)?(说|讲)?(得)?(短|少)(一)?(点|些)[。]?$|(说|讲)(短|少)(一)?(点|些)[。]?$|^(听|看)不(懂|明白)[，。！]?|说人话|一句话(说|告诉)")),
    (GREETING, re.compile(r"^(你好|您好|喂|在吗|在不在|有人吗|hi|hello|早上好|下午好|晚上好)[啊呀吗。！？，]*$", re.IGNORECASE)),
    (WHO, re.compile(r"^你(们)?(是|到底是)(谁|什么|啥|人|机器|真人|ai|人工)|你(能|会|可以)(做|干|帮我)(什么|啥|点什么)|^你叫什么|是(不是)?机器人", re.IGNORECASE)),
    (THANKS, re.compile(r"^(好的?|嗯|行|知道了|明白了|懂了)?[，。]?(谢谢|多谢|感谢|谢了|辛苦了)[你您了啊！。]*$|^(好的?|知道了|明白了|行)[。！]?$")),
    (GOODBYE, re.compile(r"^(再见|拜拜|没事了|没有了|不用了|先这样)[了啊吧。！]*$")),
)  # fmt: skip
_ABOUT_SERVICE = re.compile(
    r"(你们?|您们|这个?(系统|机器人|助手)|机器人|客服).{0,10}(踢皮球|推诿|敷衍|骗人|垃圾|没用|废物|糊弄|什么态度|态度差)|我要投诉(你们?|你|客服)?[！。]?$|(投诉|举报)你们"
)
_PERSONAL = re.compile(r"我(是|的|在|们|家|爸|妈|父|母|爱人|老公|老婆|丈夫|本人|自己)|本人|我[^们]")
_COMPLAINT = re.compile(
    r"投诉|举报|请求|恳请|强烈要求|尊敬的|敬爱的|领导|书记|市长|局长|厅长|合理吗|合法吗|凭什么|不予受理|推诿|踢皮球|置之不理|做主|维权|讨个?说法|不公平|欺负|拖着不办|拒绝|不给(办|补|认|发)|告诉我不行"
)
_HOME = re.compile(
    r"[\u4e00-\u9fff]{2,4}(省|市|县)?(的)?(户口|户籍|人(?!社|员|事|力|家|数))|(户口|户籍|老家)(是|在|还在)?[\u4e00-\u9fff]{2,4}|在[\u4e00-\u9fff]{2,4}没(有)?(交|缴|参)"
)
_FILLER = re.compile(r"[嗯啊哦额呃唉哎喂嘿噢喔是对行好]{1,3}[。！？，…]*|(不知道|随便|没什么|没事)[。！]?")
_SAYS_AGAIN = re.compile(r"(?:重新?|再)(?:给你|跟你)?(?:说|讲|念|报|来)(?:一?遍|一?次|一下)")
_FIGURES = re.compile(
    r"【[^】]+】|\d{2}|\d(?:[年月日号岁元块万千百%]|个月)|[零〇一二两三四五六七八九幺]{3}|[零〇一二两三四五六七八九十百千]+(?:[年月日号岁元块万]|个月)"
)
SMALL = 30
"""Wishes about the talk itself are short; in a letter such words are part of the story."""
BRIEF = 14
"""A question up to this long that names no topic goes on with the last one."""
LONGEST_FOLLOW_UP = 120
STATEMENT = 24
"""A message up to this long that asks nothing adds to the question before it."""
_ELLIPTIC = re.compile(
    r"^(那|那么|还有|要是|如果|假如|换成|不对|错了|不是|我是|我说的是|我问的是|后面|之前|以前|另外|这样|这个|它|其|必须|是不是|那我)|呢[？。]?$|呢，|^.{1,6}[？]?$|的话"
)


async def understand(turn: Turn) -> Turn | Reply:
    """Fills ``turn.understanding`` and what the conversation now knows of the person."""
    if turn.draft is not None:
        return turn
    text = turn.text
    named = _named_place(turn)
    memory = _remember(turn, text, named)
    polite = strip_politeness(text) or text
    intent = _intent(text, polite)
    follow = intent == POLICY and is_follow_up(polite, memory)
    asked = focus(text)
    found = Understanding(
        focus=asked or text,
        intent=intent,
        region=memory.region,
        place=memory.place,
        schemes=slots.schemes(text) or (memory.schemes if follow else ()),
        hints=slots.scheme_hints(f"{memory.focus}，{text}" if follow else text),
        topic=memory.topic if follow else main_topic(polite),
        local=named is not None,
        sex=memory.sex,
        birth=memory.birth,
        birth_now=memory.birth != turn.memory.birth
        or _told_birth(turn, text) is not None
        or (bool(turn.id_number) and memory.birth is not None),
        age=memory.age,
        identity=memory.identity,
        as_of=turn.message.as_of or slots.as_of(text, turn.today) or (memory.as_of if follow else None),
        personal_case=bool(_PERSONAL.search(text)),
        complaint=bool(_COMPLAINT.search(text)),
        follow_up=follow,
        several=len(questions(polite)) > 1,
    )
    return replace(turn, understanding=found, memory=replace(memory, as_of=found.as_of, traditional=turn.traditional))


def is_follow_up(text: str, memory: Memory) -> bool:
    """Whether the message only makes sense after the last one."""
    if not memory.focus or len(text) > LONGEST_FOLLOW_UP:
        return False
    if _ELLIPTIC.search(text) and len(text) <= 32:
        return True
    if len(text) <= STATEMENT and not asks(text) and not BOUNDARY.search(text):
        return True
    if len(text) <= BRIEF and not names_topic(text) and not BOUNDARY.search(text):
        return True
    return not DOMAIN.search(text) and not BOUNDARY.search(text)


def _intent(text: str, polite: str) -> str:
    if asks_for_person(text) and text.strip() != "0":
        return COMPLAINT if wants_to_complain(text) else HANDOVER
    for name, pattern in _INTENTS if len(polite) <= SMALL else ():
        if name == REPEAT and says_again(text):
            continue
        if pattern.search(polite) or pattern.search(text):
            return name
    if _ABOUT_SERVICE.search(text) and len(text) <= 40:
        return COMPLAINT
    if not re.search(r"[\u4e00-\u9fffA-Za-z]", text) and not (turn_number(text)):
        return NONSENSE
    if _FILLER.fullmatch(polite):
        return NONSENSE
    return POLICY


def says_again(text: str) -> bool:
    """Whether the citizen says figures once more (重说一遍，六六年三月), and does not wish to hear the answer again."""
    announced = _SAYS_AGAIN.search(text)
    return announced is not None and bool(_FIGURES.search(text, announced.end()))


def turn_number(text: str) -> bool:
    """Whether a message without a single letter is still an answer: a bare number."""
    return bool(re.fullmatch(r"\d{1,4}(\.\d{1,2})?", text))


def _named_place(turn: Turn) -> Place | None:
    """The one place the insurance is in; a home village or several provinces decide nothing."""
    said = (spoken.statements(turn.text) or (turn.text,))[-1] if spoken.restates(turn.text) else turn.text
    places = find_places(_HOME.sub("", said)) or find_places(_HOME.sub("", turn.text))
    if len({p.province for p in places}) == 1:
        return next((p for p in reversed(places) if p.city), places[-1])
    return parse_region(turn.message.region) if turn.message.region else None


def _remember(turn: Turn, text: str, place: Place | None) -> Memory:
    memory = turn.memory
    born = _told_birth(turn, text)
    if born and born[1] is None and memory.birth and memory.birth[0] == born[0]:
        born = memory.birth
    if not born and memory.birth and (month := _month_alone(turn, text)):
        born = (memory.birth[0], month)
    return replace(
        memory,
        region=place.region if place else memory.region,
        place=place.spoken if place else memory.place,
        sex=_last_said(text, slots.sex) or memory.sex,
        birth=born or memory.birth,
        identity=_last_said(text, slots.identity) or memory.identity,
        age=_last_said(text, slots.age) or memory.age,
    )


def _told_birth(turn: Turn, text: str) -> tuple[int, int | None] | None:
    form = turn.memory.form
    return spoken.told_birth(text, turn.today, asked=form is not None and form.open and form.asked == BIRTH)


_MONTH_ALONE = re.compile(
    r"^(?:.{0,8}(?:说|记|搞|弄|讲)错了[，。]?)?(?:是|我是|应该是)?(1[0-2]|[1-9]|[一二三四五六七八九十]{1,2})月(?:份|生|的|出生)*[。]?$"
)


def _month_alone(turn: Turn, text: str) -> int | None:
    """The month of a birth whose year is known: where it is still missing, or put right (说错了，四月)."""
    form, birth = turn.memory.form, turn.memory.birth
    anew = "错" in text or (form is not None and form.open and spoken.restates(text))
    if birth is None or (birth[1] is not None and not anew):
        return None
    month = _MONTH_ALONE.match(text) or _MONTH_ALONE.match((spoken.statements(text) or ("",))[-1])
    return slots.number(month.group(1)) if month else None


def _last_said(text: str, read: Callable[[str], T | None]) -> T | None:
    """What the last statement that tells it tells, where the text puts something right."""
    return (spoken.latest(text, lambda part, _: read(part)) if spoken.restates(text) else None) or read(text)
