"""The words with which a speaker takes something back and says it anew: 不对, 说错了, 哦不, 重说一遍. Pure."""

from __future__ import annotations

import re

_NUMERAL = r"[\d零〇一二两三四五六七八九十百千万幺]"
_FIGURE_END = r"(?<=[\d零〇一二两三四五六七八九十百千万半年月日号岁块元毛分档%X叉斯])"
_STOP = r"[，。！、；：,!;:.\s]"
_SIGH = r"(?:哦|噢|啊|哎呀?|唉|诶|呃|嗯|额|喔)"
_ONCE = r"(?:一?遍|一下|一次)"
_ANEW = r"(?:重复|重来|重报|重念|(?:重新|再)(?:说|讲|念|报|来))"
_OF_OTHERS = r"(?<![登上案位局所本证])"
"""登记错了, 档案写错了, 单位弄错了 tell of somebody else's mistake."""
TAKEN_BACK = re.compile(
    rf"(?<![对得都答做些])(?:不对)+(?={_STOP}|是|应该|我|改|$)"
    rf"|(?:{_FIGURE_END}|(?<={_STOP}))不对(?={_NUMERAL})"
    rf"|(?:我)?(?:(?:说|讲|念)错|{_OF_OTHERS}(?:记|弄|搞|打|听|写)错|说岔)(?:了|啦|喽)?(?![没吗])"
    rf"|(?:^|(?<={_STOP})){_SIGH}?(?:(?:错了|应该是|口误|更正(?:一下)?|纠正(?:一下)?|我?重[说讲](?:{_ONCE})?)(?=.)|(?:(?:不是)+|不不不?)(?={_STOP}))"
    rf"|{_SIGH}不(?:是|对)?(?={_STOP}|(?:是|应该是)?{_NUMERAL})"
    rf"|{_FIGURE_END}不是(?={_STOP})"
    rf"|(?:^|(?<={_STOP}))我?{_ANEW}(?:(?={_STOP})|{_ONCE}(?={_STOP}|{_NUMERAL}))"
    r"|改成|改为|换成|更正为"
)
"""Marks after which the speaker says it anew."""
