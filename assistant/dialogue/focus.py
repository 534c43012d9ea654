"""Cutting the question out of what a person wrote: greetings off, letters read for what they ask. Pure."""

from __future__ import annotations

import re

SHORT = 90
"""Up to this many characters a message is taken whole."""
MAX_QUESTIONS = 5
FOCUS_LENGTH = 160

_GREETING = re.compile(
    r"^(尊敬的|敬爱的|亲爱的)[^，。：！\n]{0,14}[，。：！\n]+|^(你好|您好|您们好|你们好|领导好|老师好|请问一?下?|麻烦问一?下?|想?咨询一?下|我想问一?下|问一?下)[，。：！、\s]*"
)
_CLOSING = re.compile(r"(谢谢|感谢|多谢|盼复|盼回复?|望回复|请回复|此致|敬礼|急急急|在线等)[^。！？]{0,10}[。！？]?$")
_CONTACT = re.compile(
    r"(我的?)?(联系)?(电话|手机|手机号|身份证号?|卡号|银行卡号?|号码)?(是|为|：|:)?【[^】]{2,8}】[，。、]?"
)
_SPLIT = re.compile(r"(?<=[。！？；\n])|(?<=[吗呢么嘛])，|，(?=另外|还有|再问|顺便|以及)")
_QUESTION = re.compile(
    r"[？]|吗|呢|怎么|如何|什么|多少|能否|是否|可否|能不能|可不可以|是不是|有没有|哪[里儿个些年]|几[岁年月时]|为什么|为何|合理|合法|咋|啥|找谁|谁(管|给|来|交|出|负责)"
)
_REQUEST = re.compile(
    r"请求|恳请|要求|希望|盼望|望(领导|政府|有关|能|给)|诉求|请(问|有关|领导|帮|给|尽快|社保|政府)|投诉|举报|反映|解决|落实|给个说法|讨个"
)
_TOPIC = re.compile(
    r"养老|社保|退休|工龄|缴费|交费|参保|补缴|补交|断缴|转移|工伤|失业|医保|医疗|公积金|抚恤|丧葬|档案|待遇|教龄|军龄|低保|年金|社会保险|保险|认证|账户|滞纳金|津贴"
)
_MORE_TOPICS = re.compile(
    r"灵活就业|新农保|农保|居民|弹性|病退|特殊工种|认证|公务员|事业单位|断交|断保|停保|教师|老师|当兵|户口|基数|卡"
)


def strip_politeness(text: str) -> str:
    """The message without greetings at its head, thanks at its end, and places where personal data stood."""
    text = _CONTACT.sub("", text)
    previous = ""
    while previous != text:
        previous = text
        text = _CLOSING.sub("", _GREETING.sub("", text.strip())).strip()
    return text


def asks(text: str) -> bool:
    """Whether the text asks or requests anything."""
    return bool(_QUESTION.search(text) or _REQUEST.search(text))


def names_topic(text: str) -> bool:
    """Whether the text itself says what it is about."""
    return bool(_TOPIC.search(text) or _MORE_TOPICS.search(text))


def topic_words(text: str) -> frozenset[str]:
    """The words of our field that the text holds."""
    return frozenset((*_TOPIC.findall(text), *_MORE_TOPICS.findall(text)))


def sentences(text: str) -> list[str]:
    """Sentences in order, question particles before a comma also end one."""
    return [part.strip(" ，。；\n") for part in _SPLIT.split(text) if part and part.strip(" ，。；\n")]


def questions(text: str) -> list[str]:
    """The sentences that ask something about a topic, in order, at most ``MAX_QUESTIONS`` (the last ones win)."""
    asking = [s for s in sentences(text) if _QUESTION.search(s) and len(s) >= 4]
    topical = [s for s in asking if _TOPIC.search(s)] or asking
    return list(dict.fromkeys(topical))[-MAX_QUESTIONS:]


def key_sentences(text: str, count: int = 2) -> list[str]:
    """The sentences of a letter that say most about our topics."""
    topical = [s for s in sentences(text) if _TOPIC.search(s) and len(s) >= 5]
    return [_clip(s) for s in sorted(topical, key=lambda s: -_weight(s, 0, 1))[:count]]


def focus(text: str) -> str:
    """What is being asked, in at most about ``FOCUS_LENGTH`` characters."""
    text = strip_politeness(text)
    if len(text) <= SHORT:
        return text
    parts = sentences(text)
    scored = sorted(enumerate(parts), key=lambda item: -_weight(item[1], item[0], len(parts)))
    chosen: list[int] = []
    length = 0
    for index, part in scored:
        if length + min(len(part), 80) > FOCUS_LENGTH and chosen:
            break
        chosen.append(index)
        length += min(len(part), 80)
    return "，".join(_clip(parts[i]) for i in sorted(chosen))


def _weight(sentence: str, index: int, count: int) -> float:
    topics = len(set(_TOPIC.findall(sentence)))
    weight = 1.0 * min(topics, 3)
    weight += 1.5 if _QUESTION.search(sentence) else 0.0
    weight += 1.0 if _REQUEST.search(sentence) else 0.0
    weight += 0.8 if index == 0 else 0.0
    weight += 0.6 * index / max(count - 1, 1)
    return weight - (1.0 if len(sentence) < 6 else 0.0)


def _clip(sentence: str) -> str:
    """A run-on sentence cut to the part around its question or topic."""
    if len(sentence) <= 80:
        return sentence
    clauses = sentence.split("，")
    keep = [c for c in clauses if _QUESTION.search(c) or _REQUEST.search(c) or _TOPIC.search(c)]
    return "，".join(keep or clauses)[-110:]
