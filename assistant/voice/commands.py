"""Short spoken words that are meant for the player, not for the assistant: 再说一遍, 慢一点, 停. Pure.

A message is a command only when it is nothing else: 等一下 is one, 等一下退休要什么材料 is a question.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, get_args

from assistant.dialogue import slots
from assistant.dialogue.fillers import without_fillers
from assistant.dialogue.focus import names_topic
from assistant.dialogue.plain_text import plain_text
from assistant.dialogue.spoken import yes_no
from assistant.dialogue.spoken_words import either
from assistant.dialogue.whose import speaks_of_others
from assistant.handoff.said import asks_for_person
from assistant.places import find_places
from assistant.script import to_simplified
from assistant.voice import sounds

Command = Literal["repeat", "slower", "faster", "stop", "basis", "more"]
"""``repeat`` what was said last; ``slower`` and ``faster`` by a step; ``stop`` speaking; ``basis`` the clauses the answer
rests on; ``more`` what was left out."""
COMMANDS: tuple[Command, ...] = get_args(Command)

LONGEST = 16
"""Characters up to which words may be a command."""
_MARKS = re.compile(r"[\s，。！？、；：,.!?;:…~～“”\"'·—-]+")
_BEFORE = (
    r"(?:(?:你好|您好|不好意思|对不起|抱歉|小姐|姑娘|同志|师傅|闺女|小伙子|机器人|嗯|啊|哦|呃|哎|唉|诶|那个|这个|那|喂|哎呀"
    r"|麻烦|请|劳驾|帮我|给我|你|您|我|能不能|可不可以|能|可以|就|先|想|要|得|都|还是|也|太)*?)"
)
_AFTER = (
    r"(?:[吧啊呀呢嘛哦噢喽咯啦嘞哈了的呗行吗好不可以]|一下|谢谢|好吗|行不行|好不好|可以吗|行吗|给我听|听听|我听|我)*"
)

_AGAIN = either("再 重新 重 再给我 再跟我 再重新 从头 从头再")
_SAY = either("说 讲 念 读 播 放 来 报 学 复述 唠")
_ONCE = either("一遍 一次 1遍 一回 一下 遍 一哈 一盘 一道 下")
_LOW = either("声音小 听不清 听不清楚 听不见 听不到 听唔清 听唔到")
_REPEAT = (
    rf"{_AGAIN}{_SAY}{_ONCE}|{_SAY}{_AGAIN}{_ONCE}|{_AGAIN}{_ONCE}|{_SAY}多{_ONCE}|多{_SAY}{_ONCE}|再{_SAY}"
    r"|重复(?:一遍|一下|一次|刚才的?话?|上一句)?|重讲|重说"
    r"|(?:刚才|前面|这句|那句|上一句)?(?:没|没有|冇|未)(?:有)?(?:怎么|太|大|听)?听(?:太|大)?(?:清楚?|见|到|着|清爽|真|准)"
    rf"|{_LOW}|耳朵(?:背|不好|不好使|聋)听不(?:清|见)"
    r"|(?:刚才|方才|才将|头先)?(?:你)?(?:说|讲|话)(?:的|了|咗)?(?:是)?(?:个)?(?:啥|什么|啥子|么子|么事|什么来着|啥来着|乜|乜嘢|嘛)"
    rf"|{_AGAIN}{_SAY}多{_ONCE}|刚才?(?:那|这)一?(?:句|段)(?:话)?(?:没(?:有)?听(?:清楚?|见|到|着))?"
    r"|啥|什么|啥子|咋说的|你说啥|乜话|上一句(?:是)?(?:什么|啥)?"
)
_SLOW = r"慢(?:一?点儿?|一?些|点点|啲|着点|着|慢儿?|慢地|慢的)?"
_SLOWER = (
    rf"{_SAY}(?:话|得|的)?{_SLOW}{_SAY}?|{_SLOW}{_SAY}(?:话)?|慢(?:一?点儿?|一?些|啲|着点|着|慢儿?)"
    rf"|(?:{_SAY}(?:话|得|的)*|语速|速度)?(?:太|有点|有点儿|忒|好|这么|那么|别|莫|不要|放)+(?:{_SAY}(?:话|得|的)?)?(?:这么|那么|太|恁)?(?:快|慢一?点|急)"
    r"|(?:语速|速度)(?:放|调)?慢(?:一?点|一?些)|(?:别|莫|不要|不用)(?:着)?急|莫慌|慢慢来|跟不上|听不过来"
)
_FASTER = (
    rf"{_SAY}(?:话|得|的)?快(?:一?点儿?|一?些|啲|着点)|快(?:一?点儿?|一?些|啲)(?:{_SAY}(?:话)?)?"
    rf"|(?:{_SAY}(?:话|得|的)*|语速|速度)?(?:太|有点|忒|这么|别|不要)+(?:{_SAY}(?:话|得)?)?(?:这么|那么|太)?慢"
    r"|(?:语速|速度)(?:放|调)?快(?:一?点|一?些)"
)
_HOLD = either("说 讲 念 读 播 放 唠 叨叨 吵 吱声")
_STOP = (
    rf"停{{1,5}}|停下(?:来)?|停一?停|停(?:一?下|一?会儿?|一?阵|一哈)|暂停|打住|闭嘴|住口|住嘴|安静|收声|够了(?!吗)|行了行了|好了好了|不听|不想听|不用听"
    rf"|(?:别|不要|不用|不必|莫|甭|唔好|先别|不想听你){_HOLD}(?:话)?|停止(?:播放|播报|说话)?|(?:不用|别|不要)再{_HOLD}"
    r"|等(?:一?等|一?下|一?会儿?|下子|一哈|会儿|阵|等等)|稍等(?:一下|片刻|下)?|慢着|且慢|听我说|让我说|我先说|先听我说"
)
_PAPERS = either("依据 根据 出处 文件 条文 政策依据 法律依据 文件依据 政策文件 红头文件 原文 法条 条款 规定")
_BASIS = (
    rf"(?:听|说|讲|念|来|看|读)(?:一?下|一?听|听听|说|讲)?{_PAPERS}|(?:什么|啥|哪个|哪份)(?:文件|条文|依据)|{_PAPERS}(?:呢|在哪|在哪里|在哪儿|说来听听|念一下)"
    rf"|{_PAPERS}(?:是|有)?(?:什么|啥|哪些|哪个|哪条|哪一条|哪里来的|啥子)|有(?:没有)?(?:什么|啥|个)?{_PAPERS}(?:没有|没|没得|不|依据)?"
    rf"|(?:这|这个|你)?(?:是)?(?:依据|根据|按|按照|照|凭)(?:的)?(?:什么|啥|哪个|哪条|哪一条|哪份|哪|啥子)(?:文件|规定|政策|条文|条|法)?(?:说|讲|来|定|算)?"
    r"|哪个文件(?:说|规定|写)|哪(?:一)?条(?:规定|写)|谁(?:说|规定|定)"
)
_MORE = (
    r"接着(?:往下)?(?:说|讲|念|听|读|唠)|继续(?:往下)?(?:说|讲|念|听|读|播放?)|往下(?:说|讲|念|听)|(?:说|讲|念|听)下去|再往下(?:说|讲)?"
    r"|还有(?:呢|什么|啥|没有|没|别的|其他的|哪些|要补充)|(?:还有)?别的呢|然后呢|后面呢|后来呢|剩下的(?:呢|说完)?|(?:说|讲|听)(?:完|全|详细点|细点|具体点|详细|仔细点)"
    r"|(?:听|说|讲)(?:一?下)?(?:补充|详细|剩下|后面)(?:的|说明|情况)?(?:部分)?|详细(?:说|讲)?(?:一?点)?|(?:说|讲)(?:得)?(?:详细|具体|仔细)(?:一?点|一?些)?"
    r"|还有(?:吗|没有了|补充)|继续|接着|往下"
)
_HOW = (
    r"(?:这|那|这个|那个|这个数|那个数|钱|数|结果)?(?:是)?(?:怎么|咋|如何|怎样|咋个|啷个|点样)(?:计)?(?:算|得|来|推)(?:出来|出|来)?(?:的|嘅)"
    r"|(?:听|说|讲)(?:一?下)?(?:怎么|咋|如何)算(?:出来)?的?"
)
_WORDS: tuple[tuple[Command, str], ...] = (
    ("slower", _SLOWER), ("faster", _FASTER), ("stop", _STOP), ("repeat", _REPEAT), ("basis", _BASIS), ("more", _MORE),
)  # fmt: skip
_PATTERNS = tuple((name, re.compile(rf"{_BEFORE}(?:{words}){_AFTER}")) for name, words in _WORDS)
_ASKS_HOW = re.compile(rf"{_BEFORE}(?:{_HOW}){_AFTER}")
_REFUSES = re.compile(r"[嗯啊哦那就]*(?:(?:不|别)(?:想|要|用)?(?:再)?听|算|够|没|免)了?[吧啊呀谢你]*")
_TAKES = re.compile(
    r"(?:嗯|啊|哦|那|好|行|可以|我|你|就|都|也|还|是|请|麻烦|来)*(?:要|听|想|说|讲|念|来|接着|继续|好|行|可以|嗯|成|中|得)+(?:[的吧啊呀嘛呗哒了嘞听说讲念]|一?下|一?听|听听)*"
)
_SOUNDS: tuple[tuple[Command, str], ...] = (
    ("repeat", "再说一遍 再讲一遍 再念一遍 再读一遍 再来一遍 再播一遍 再说一次 再讲一次 再来一次 再说一下 重说一遍 重讲一遍 重新说一遍 从头说一遍"
        " 从头再说一遍 再给我说一遍 重复一遍 重复一下 没听清 没听清楚 没有听清 听不清 听不清楚 没听见 听不见 没听到"),
    ("slower", "慢一点 慢一点儿 慢一点说 慢点说 慢点讲 慢慢说 慢一些 说慢点 说慢一点 讲慢点 讲慢一点 语速慢一点 太快了 说太快了 说得太快了 讲得太快了"
        " 别说那么快 说话慢一点"),
    ("faster", "快一点 快一点儿 快一点说 快点说 快点讲 快一些 说快点 说快一点 讲快一点 语速快一点 说得太慢了"),
    ("stop", "停下 停一下 停下来 停一停 暂停 暂停一下 别说了 别念了 别读了 不要说了 不要念了 不用说了 不用念了 先别说 先别说了 等一下 等一等 等一会"
        " 等一会儿 等等 稍等一下 停止播放"),
    ("basis", "听依据 听一下依据 听听依据 要听依据 想听依据 念依据 念一下依据 说依据 说说依据 看依据 依据是什么 有什么依据 什么依据 根据是什么 有文件吗"
        " 有没有文件 什么文件"),
    ("more", "接着说 接着念 接着往下说 继续说 继续念 往下说 往下念 说下去 念下去 还有呢 还有吗 还有没有 然后呢 后面呢 说详细一点 说详细点 详细一点"),
)  # fmt: skip
"""Plain forms of the commands, to be told by sound."""
_HALT = ("ting",)
_POLITE_BEFORE = re.compile(
    r"^(?:你好|您好|不好意思|对不起|抱歉|小姐|姑娘|同志|师傅|闺女|机器人|嗯|啊|哦|呃|哎|唉|诶|那个|这个|那|喂|麻烦|请|劳驾|帮我|给我|你|您|能不能|可不可以|可以)+"
)
_POLITE_AFTER = re.compile(r"(?:吧|啊|呀|嘛|哦|噢|喽|咯|啦|嘞|哈|谢谢你?|谢了|好吗|行吗|行不行|好不好|可以吗)+$")
_UNITS = re.compile(r"\d|[一二两三四五六七八九十百千万半几多][年月岁块元万千百分毛档%]|一半")
LONGEST_YES = 8
"""Characters up to which words may take up an offer."""


def command_of(text: str) -> Command | None:
    """The command a spoken message is; None for everything said to the assistant, a wish for a person among it.

    Said twice over (没听见，再说一次) it is one command.
    """
    return _told(text, _command)


def command_by_sound(text: str, *, speaking: bool) -> Command | None:
    """The command that an utterance which is no command as it was written sounds like: 买一点, 听一句.

    For what a recogniser wrote only. What says something to the assistant is never taken (买一点保险, 满一年, 不对). 听 is
    停 only while the assistant is ``speaking`` or has just spoken.
    """
    if _says_something(text):
        return None
    return _told(text, lambda said: _by_sound(said, speaking))


def takes(text: str) -> bool | None:
    """Whether what the player offered last is taken (要, 好, 听) or not (不用了); None when something else was said."""
    said = _MARKS.sub("", _clean(text))
    if not 0 < len(said) <= LONGEST_YES or asks_for_person(text):
        return None
    agreed = yes_no(said)
    if agreed is False or _REFUSES.fullmatch(said):
        return False
    return True if agreed or _TAKES.fullmatch(said) else None


def asks_how(text: str) -> bool:
    """Whether it is asked how a figure came about: a question to the assistant, unless the player offered just that."""
    return bool(_ASKS_HOW.fullmatch(_MARKS.sub("", _clean(text))))


def _told(text: str, read: Callable[[str], Command | None]) -> Command | None:
    """What ``read`` finds in the whole of a short text, or the same in each of its parts."""
    parts = [part for part in _MARKS.split(_clean(text)) if part]
    if not parts or sum(map(len, parts)) > LONGEST or asks_for_person(text):
        return None
    if command := read("".join(parts)):
        return command
    each = {read(part) for part in parts}
    return each.pop() if len(each) == 1 else None


def _command(said: str) -> Command | None:
    half = said[: len(said) // 2]
    ways = (said, half) if len(half) > 1 and half * 2 == said else (said,)
    return next((name for way in ways for name, pattern in _PATTERNS if pattern.fullmatch(way)), None)


def _by_sound(said: str, speaking: bool) -> Command | None:
    bare = _POLITE_AFTER.sub("", _POLITE_BEFORE.sub("", said)) or said
    for words in dict.fromkeys((said, bare)):
        heard = sounds.once(sounds.syllables(words))
        if heard == _HALT:
            return "stop" if speaking else None
        for name, phrases in _SOUNDS:
            if any(sounds.alike(heard, sounds.syllables(phrase)) for phrase in phrases.split()):
                return name
    return None


def _says_something(text: str) -> bool:
    """Whether the words as written are an answer or a question of our field."""
    plain = plain_text(text)
    return (
        names_topic(plain)
        or speaks_of_others(plain)
        or yes_no(plain) is not None
        or bool(_UNITS.search(plain))
        or bool(find_places(plain))
        or bool(slots.sex(plain) or slots.identity(plain) or slots.schemes(plain))
    )


def _clean(text: str) -> str:
    return without_fillers(to_simplified(text))
