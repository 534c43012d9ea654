"""Words that only fill a pause, which a recogniser writes down with the rest. Pure; for spoken messages only."""

from __future__ import annotations

import re

_HUM = r"(?:嗯|呃|额|啊|哦|噢|喔|唉|哎|诶|欸|哼|唔(?!使|系|该|好|知)|呣)"
_FILLER = rf"(?:{_HUM}+|(?:那个|这个|那什么|就是|就是说|怎么说呢?|喂)(?=[，、。…\s]))"
_LEAD = re.compile(rf"^(?:{_FILLER}[，、。…\s]*)+(?=.)", re.DOTALL)
_HESITATION = re.compile(
    r"^(?:[嗯呃额啊哦噢喔唉哎，、。…\s]|那个|这个)+(?=(?:不?[是对]|不用|没错|好|行|可以)[的了呀啊啦吧，。！？]*)"
)
_BARE = re.compile(r"(?:[嗯呃额啊哦噢喔唉哎诶欸]|那个|这个|[，、。…！\s])+")
_SHORT_ANSWER = re.compile(r"^((?:不|没)?(?:是|对|好|行|错|有)(?:的|啊|呀|了|吧|嘞|滴)*)[？?]$")


def without_fillers(text: str) -> str:
    """``text`` without the 嗯, 呃, 那个 before what is said; a message of nothing else (嗯。) stays as it is.

    A question mark that a recogniser set after a bare 对 or 不是 becomes a full stop.
    """
    if _BARE.fullmatch(text):
        return text
    hesitation = _HESITATION.match(text)
    said = text[hesitation.end() :] if hesitation else _LEAD.sub("", text)
    return _SHORT_ANSWER.sub(r"\1。", said) if said else text
