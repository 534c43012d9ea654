"""What an utterance does in the talk: agrees, refuses, does not know, gives up, asks why or asks at all. Pure."""

from __future__ import annotations

import re

from assistant.dialogue.spoken_lengths import lengths
from assistant.dialogue.spoken_numbers import counts_something_else, is_lone, numerals
from assistant.dialogue.spoken_words import either, plainly

_SOFT = r"[啊呀吧哦噢嘛咯喽哩啦呐哒的了呗哈诶耶唉]*"
_END = r"(?=$|[，。！、；…\s])"
_HUM = r"^[嗯啊哦噢喔呃额唉哎诶恩欸，。！、…\s]*那?"
_AGREES = either(
    "是这样 是这个 是这么 是滴 是 对头 对着 对呢 对 没错 没得错 没问题 没得问题 没有错 没有问题 正确 可以 要得 得行 行 好 成 中 确认 当然 肯定"
    " 系 啱 有 就是 就这样 ok OK Ok yes 嗯呐 必须 那是 可不是 可不"
)
_REFUSES = either(
    "不是 不对 没有 没得 没(?!错) 不用 不要 不行 不得行 不可以 不中 不必 不需要 不成 不啱 说错了 (?<![不没])错了 (?<![不没])错 不(?!错)"
)
_YES = re.compile(
    rf"{_HUM}(?:(?:{_AGREES}{_SOFT}){{1,4}}{_END}|(?:对|是的|对的|好的)(?=我|就|没错|可以)|[嗯恩]+[呐哪]?[。！，、]*$)"
)
_NO = re.compile(rf"{_HUM}(?:{_REFUSES}{_SOFT}){{1,4}}(?:{_END}|(?=是|我是|应该))")
_ASKING_BACK = re.compile(r"(?:(?<!不)对不对|(?<!不)是不是|行不行|可不可以|好不好|中不中|对了|[吗么？][？。]?$)")
_TAKES_BACK = re.compile(either("不过 但是 只是 可是 不对 (?<!可)不是 错了 改成 改一下 应该是"))
_ECHO_TRIM = re.compile(
    r"^[嗯啊哦，。是有]+|[的了啊呀吧，。！]+$|[\d一两二三四五六七八九十半]{1,4}(?:多|几)?(?:年|个).*$"
)
_REFUSED_ECHO = re.compile(r"^(?:从来|一直|一次|都|也|根本)*(?:不是|没有|没|不)(?P<rest>.{1,8})$")

_UNKNOWN = re.compile(
    either(
        "不知道 不知(?=[啊喔呀哦]|$) 知不道 不晓得 晓不得 晓球不得 不清楚 不太清楚 不大清楚 搞不清 弄不清 闹不清 整不清 搞不懂 弄不懂 整不明白 不明白 不了解 不太懂 (?<![听看])不懂 不造"
        " 记不清 记不得 不记得 记不住 记不起 想不起 不想起 (?<!别)忘(?:了|记|咯) 说不好 说不准 说不上 说不清 讲不清 讲不好 不好说 不确定 拿不准 闹不准"
        " 没注意 没留意 没算过 没查过 没看过 没印象 没概念 没数 没谱 不摸底 两眼一抹黑"
        " 哪知道 哪晓得 哪记得 哪个晓得 哪个知道 谁知道 谁晓得 谁记得 上哪知道 我咋知道 我咋晓得 我怎么知道 我怎么晓得"
    )
)
_OBJECT = re.compile(
    either(
        "一共 总共 到底 具体 多少 账户 余额 基数 档次 指数 水平 岗位 身份 工人 干部 还是 自己 早就 现在 确实 实在 记性 年纪 社保 养老金 养老保险 出生 生日"
        " 什么 知道 清楚 明白 记得 好像 可能 时候 那时候 这事"
    )
    + "|[我你您这那个也都真就是的了啊吧呢嘛呀哦喔几年月钱有交缴里头档按啥算哪一种早太大老得上去不没谁楚住来准起咯嗯唉哎呃额吗，。！]"
)
"""What a plain 不知道 may be about, and its padding."""
_STRANGE = 3
"""Characters beside the phrase and its object that a plain 不知道 may have."""
LONGEST_UNKNOWN = 24
_REAL_QUESTION = re.compile(
    either(
        "怎么(?!知道|晓得) 咋(?!知道|晓得|算) 如何 能不能 能否 可不可以 可以不 为什么 为啥 什么时候 啥时候 要不要 该不该 有没有影响 会不会 划算 去哪 在哪 哪里 哪儿 哪年 几岁"
        " 需要什么 要什么 请问 咋办 找谁 谁管 退休 刷脸 密码 档案 记录 认证 [^道楚得]吗[？。]?$"
    )
)

_LEAD_IN = r"^(?:[嗯啊哦唉哎那额呃，。\s我你您就请还是要]|算了){0,8}"
_NOT_GOING_ON = either(
    "不算 不计 不想算 不想再算 先不算 别算 不用算 懒得算 不测 不问 别问 不想问 不想说 不说 不想弄 不弄 懒得弄 不搞 不整 不查 不填 不要 不用 不想听 不麻烦"
)
_CANCEL = re.compile(
    rf"{_LEAD_IN}(?:(?:{_NOT_GOING_ON}[了咯啦喽哒]{_SOFT}|别再?[问算说]{_SOFT}"
    rf"|算[了球逑咯啦]{{1,2}}(?:[吧呗嘛啊了，。]|不问|不算|不弄|不搞|太?麻烦){{0,6}}|(?:拉倒|作罢){_SOFT}"
    rf"|(?:退出|取消|停止|停|结束|终止)(?:计算|测算|算|这个|问|吧|了|一下){{0,3}}){_END}|算了(?=还是|换个|我想问))"
)

_HOW_COME = r"(?:为什么|为啥|凭什么|凭啥|咋|怎么)"
_LIKE_THIS = either("这么 那么 这样 这个数 恁 这点 这些 一点 才 只有 多 少 来 得 出")
_WHY = re.compile(
    rf"^[这那它你刚才的个都是数钱就，\s]*{_HOW_COME}(?:会|就|才|只|是|能|有|得|给|算)*{_LIKE_THIS}"
    rf"|^{_HOW_COME}[^，。]{{0,5}}(?:这么|那么|恁)[少多低高]"
    r"|^(?:这|那|到底|具体|你|，)*(?:怎么|咋|如何)计?算[呢呀啊嘛？。]*$"
    r"|^(?:为什么|为啥|凭什么|咋回事|怎么回事)[呢呀啊？。]*$"
    rf"|{either('怎么 咋个 咋 点(?=计|算) 怎样 如何 按什么 照什么 依什么 凭什么 根据什么 啷个')}(?:来的?)?{either('计算 计 算 得 弄 整 搞 核算')}(?:出来|出|来)?的"
    r"|(?:怎么|咋|哪|哪儿|哪里|从哪)来的"
    rf"|{either('步骤 过程 算法 依据 公式 明细 道理 来历')}(?:[是呢有讲说给看？。]|在哪|$)"
    r"|有(?:什么|啥)(?:依据|根据)|(?:依据|根据)(?:是)?(?:什么|啥|哪)"
)
LONGEST_WHY = 22
_THIS = re.compile(r"^[那这刚你它]")
_POLICY = re.compile(
    either(
        "社保 缴费 工龄 账户 年限 居民 滞纳金 指数 利息 延迟 延退 医保 转移 补缴 断缴 抚恤 丧葬 失业 工伤 高温 公积金 认证 改革 涨 调整 养老金 退休 政策 双轨"
    )
)
"""With one of these the question is about the rules, unless it points at what was just said (这个指数怎么来的)."""

_QUESTION = re.compile(
    r"[？?]|吗[呢啊]?[。！]?$|吗，|[么呢][。！]?$|还是.{1,8}[？吗呢]|几[年个岁月号时]|([一-龥])[不没]\1|"
    + either("多少 怎么 怎样 咋 如何 什么 啥 哪 为何 谁 可不可以 有没有")
)


def yes_no(text: str, asked: str = "") -> bool | None:
    """Whether the answer agrees. None for neither, for a question back, and for a yes that takes something back
    (对，不过是16年). ``asked`` is the question: an echo of its words agrees (中间断过吗 — 断过).
    """
    text = plainly(text)
    if unknown(text) or _ASKING_BACK.search(text):
        return None
    if _YES.search(text):
        return None if _TAKES_BACK.search(text) else True
    if _NO.search(text):
        return False
    return _echo(text, asked) if asked and "还是" not in asked else None


def _echo(text: str, asked: str) -> bool | None:
    said = _ECHO_TRIM.sub("", text)
    if len(said) >= 2 and said in asked:
        return True
    refused = _REFUSED_ECHO.match(said)
    return False if refused and len(refused.group("rest")) >= 2 and refused.group("rest") in asked else None


def unknown(text: str) -> bool:
    """Whether the answer is that the person does not know. 不知道怎么补缴 is a question; 不清楚，大概18年 tells something."""
    text = plainly(text)
    if len(text) > LONGEST_UNKNOWN or not _UNKNOWN.search(text):
        return False
    if _REAL_QUESTION.search(text) or _tells_a_figure(text):
        return False
    return len(_OBJECT.sub("", _UNKNOWN.sub("", text))) <= _STRANGE


def _tells_a_figure(text: str) -> bool:
    """不清楚，大概18年 tells one; 一个月多少不知道 does not."""
    told = any(text[n.start : n.end] not in ("一个月", "一年") for n in lengths(text))
    return told or any(not is_lone(text, n) and not counts_something_else(text, n) for n in numerals(text))


def cancel(text: str) -> bool:
    """Whether the person gives the calculation up: 不算了, 算了吧, 退出. 算一下 and 退出居民养老 do not."""
    return bool(_CANCEL.search(plainly(text)))


def asks_why(text: str) -> bool:
    """Whether the answer just given should be explained: 怎么算出来的, 依据是什么, 为什么这么少."""
    text = plainly(text)
    if len(text) > LONGEST_WHY or not _WHY.search(text):
        return False
    return bool(_THIS.search(text)) or not _POLICY.search(text)


def is_question(text: str) -> bool:
    """Whether the text asks something."""
    return bool(_QUESTION.search(text))
