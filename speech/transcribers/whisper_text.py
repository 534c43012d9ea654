"""What whisper writes, as text: prompt, simplified characters, and the signs that it made something up."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.script import to_simplified
from speech.values import Hints

DOMAIN = "养老保险咨询：断缴、补缴、缴费年限、退休金、养老金、灵活就业、社保转移、城乡居民、个人账户、资格认证、病退、延迟退休。"
_LONGEST_PROMPT = 140
_ECHO, _UNSURE_ECHO = 14, -0.6
"""Words of the prompt that come back: so many characters are never said by chance; fewer must be read surely."""
_INVENTED = re.compile(
    r"字幕|谢谢(?:大家)?(?:的)?(?:观看|收看|收听)|感谢(?:您的|大家)?(?:观看|收看|收听)|请不吝点赞|点赞订阅|打赏支持"
    r"|明镜|点点栏目|下期(?:节目)?再见|优优独播剧场|本期视频|订阅我的频道|中文配音|Amara",
    re.IGNORECASE,
)
_REPEATED = re.compile(r"(.{1,8}?)\1{4,}")
_PHRASE_AGAIN = re.compile(r"(\D.{3,}?)\1{2,}")
_PUNCTUATION = re.compile(r"[\W_]+")
_WRITTEN = {",": "，", "?": "？", "!": "！", ";": "；", ":": "："}
_FULL_WIDTH = str.maketrans(_WRITTEN)
_AS_WHISPER = str.maketrans({full: half for half, full in _WRITTEN.items()})


@dataclass(frozen=True, slots=True)
class Reading:
    """One decoded text. ``score`` is the natural-log probability of its ``length`` tokens and the end.

    ``no_speech`` in [0, 1] is the probability that nobody spoke.
    """

    text: str
    length: int
    score: float
    no_speech: float

    @property
    def mean(self) -> float:
        """Log probability of a token, on average."""
        return self.score / (self.length + 1)


def prompt_for(hints: Hints) -> str:
    """Words of the field, the caller's own hints and the last question, bounded to what leaves room for the answer."""
    words = "、".join(word for word in hints.words if word not in DOMAIN)
    told = DOMAIN if not words else f"{DOMAIN}{words}。"
    asked = hints.asked[-60:]
    return told[: _LONGEST_PROMPT - len(asked)] + asked


def prompt_with(prompt: str, sentences: Sequence[str]) -> str:
    """Sentences as what was said before, after ``prompt``; the first, which matter most, stand last."""
    told = "".join(f"{bare(each)}？" for each in reversed(sentences))
    return (prompt + told)[-_LONGEST_PROMPT:]


def simplified(text: str) -> str:
    """Simplified characters, full-width punctuation, no space around Chinese."""
    text = to_simplified(text.strip()).translate(_FULL_WIDTH)
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)


def once(text: str) -> str:
    """A phrase of four or more characters said three times running is kept once: whisper falls into loops, people do not."""
    return _PHRASE_AGAIN.sub(r"\1", text)


def as_written(text: str) -> str:
    """The text with the punctuation whisper itself writes: half-width but for 。 and 、."""
    return text.strip().translate(_AS_WHISPER)


def bare(text: str) -> str:
    """The words alone, without punctuation and spaces."""
    return _PUNCTUATION.sub("", text)


def invented(reading: Reading, prompt: str) -> bool:
    """Whether this is one of the things whisper writes over silence, noise or music, or words of its own prompt."""
    words = bare(reading.text)
    if not words or _INVENTED.search(reading.text) or looping(words):
        return True
    return words in bare(prompt) and (len(words) >= _ECHO or reading.mean < _UNSURE_ECHO)


def looping(words: str) -> bool:
    """The same few characters again and again."""
    if _REPEATED.search(words) and not words.isnumeric():
        return True
    data = words.encode("utf-8")
    return len(words) > 20 and len(data) / len(zlib.compress(data)) > 2.4
