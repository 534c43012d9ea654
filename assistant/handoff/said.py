"""Hearing in a citizen's own words that they want a person. Pure rules over clauses, typed or spoken."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from assistant.script import to_simplified

LONGEST = 80
"""Characters at the end of a clause that are read; speech comes without punctuation."""
LETTER = 80
"""Characters from which a message with a complaint is a letter that asks something of its own."""
_BARE = "投诉"
_DIALECT = str.maketrans(
    {"搵": "找", "揾": "找", "唔": "不", "冇": "没", "俾": "给", "嘅": "的", "佢": "他", "畀": "给"}
)
_PARTS = re.compile(r"(?:[,。!?！？;；:：…~\n]|(?<!\d)\.|\.(?!\d))+")

_LEAD = (
    r"(?:[我你您请那就还快只能帮给替让再先啊呀哎唉喂好嗯哦想要得也都们俺咱的]|可以|可不可以|可否|能不能|能否|是否可以|行不行|麻烦|还是|赶紧|赶快|快点|马上|立刻|立即|现在|直接"
    r"|必须|一定|需要|帮忙|听不懂|听不明白|说不清楚?|说不明白|不说了|算了|拜托|求|希望|怎么|怎样|如何|咋|才|劳驾|不好意思|说了半天)*"
)
_CALL = r"(?:转接?|找|要|接通?|换成?|叫|喊|请|呼叫|联系|连线|连接|切换?|需要|想要)(?:一?下|一?[个位]|[到给去成入通上]|你们?的?)*"
_HUMAN = r"(?:人工(?:客服|服务|坐席|座席|台)?|人[公功]客?服?|[仁任]工|真人(?:客服|服务)?|大?活人|接线[员生]|话务员|坐席(?:人员)?|座席|人类)(?:人工)*"
_STAFF = r"(?:工作人员|客服(?:人员|小姐|小妹|专员)?|专[员人]|经办人?员?|值班人?员|办事员|业务员|你们的?人)"
_BOSS = r"(?:领导|负责人|主管|经理|上级|班长|局长|主任|管事儿?的人?|说了算的人?|能?做主的人?|能?拍板的人?)"
_MACHINE = r"(?:机器人?|机械人|ai|智能客服|智能助手|自动(?:语音|回复)|录音|程序)"
_SPEAK = r"(?:说|讲|谈|聊|沟通|通话|对话|交流|咨询|问|解释|解答|回答|听)"
_ASKED = r"(?:好吗|行吗|可以吗|好不好|行不行|可不可以|好么|行么|能吗)"
_AFTER = (
    rf"(?=$|[吧啊呀哦啦嘛哈]|呢$|了(?:$|[吧啊])|[吗么]$|{_ASKED}|好了|就行|就好|来(?!回)|接(?:听|电话)?$|(?:帮|给|和|跟)我|谢|在吗"
    rf"|说(?:$|话|说|一?下)|讲(?:$|讲|一?下)|问(?:问|一?下)|咨询|聊|处理|解[决答]|一下|我[要想有])"
)
_TAIL = rf"(?:{_ASKED}|来|接听|接电话|接|说话|说|讲|聊|谈|问|咨询|解答|处理|服务|沟通|一?下|在吗|在不在|[吧啊呀呢了哦嘛你您!]|谢谢)*(?:[跟和给帮]我.{{0,8}})?$"
_GAP = r"(?:我|一?下|直接|先|再|好好|当面)*"
_ANYONE = r"(?:懂(?:政策|业务|行)?的|明白|管事的|能?做主的|真|别的|其他的?|负责的?|专门的?|会说话的)?人"

_ASKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_CALL}{_HUMAN}{_AFTER}",
        rf"^{_LEAD}{_HUMAN}(?:{_TAIL}|[吗么]$)",
        rf"(?:有没有|有无|有|没有|没)一?[个位]?{_HUMAN}(?:$|[吗么啊呀]|能|可以|在|来|接)",
        rf"{_HUMAN}(?:要?怎么|咋|如何|在哪里?)(?:转接?|接|找|联系|呼叫)?[呢啊]?$",
        rf"(?:要|想|能不能|能|可以|让我|帮我|给我|只|愿意|直接|需要|得|希望|宁愿|宁可){_GAP}[跟和与同对]一?[个位]?(?:真?人|{_HUMAN}|{_STAFF}|懂的人)(?:直接|当面|好好|亲自)?{_SPEAK}(?!了|过|的时候)",
        rf"^{_LEAD}[跟和]人(?:说话|讲话|聊|对话)[吧啊]?$",
        rf"(?:不|别|莫|甭|懒得|没法)(?:想|要|愿意?|乐意|喜欢|再|能|给我|让我|[跟和同与]你)*(?:[跟和与同对听让叫要找]|对着)?(?:你们?的?|[这那一个]|什么)*{_MACHINE}(?:{_SPEAK}|话|打交道|来|$|[了啊吧])",
        rf"(?:有没有|有无|找|来|叫|喊|派|换|让|请|能不能有)一?[个位]?{_ANYONE}(?:能|可以|会|肯|来|过来)*[跟和给帮同与教]我们?(?:直接|好好)?{_SPEAK}",
        rf"^{_LEAD}(?:换|来|叫|喊|找|派)一?[个位]{_ANYONE}(?:吧|啊|过来|接电话|聊|谈|{_TAIL})",
        rf"^{_LEAD}(?:叫|喊|让)人(?:来|接)(?:接|说|讲|吧|啊|电话|听)*(?:跟我.{{0,4}})?$",
        rf"^{_LEAD}换人(?:来|说|讲|接|吧|啊|了|{_ASKED})*$",
        rf"^{_LEAD}{_CALL}{_STAFF}{_TAIL}",
        rf"(?:我[要想]|[帮给替]我)(?:转接?|找|叫|接|联系)一?[个位下]?{_STAFF}(?:{_ASKED}|来|接|说话|[吧啊呀])*$",
        rf"^{_LEAD}(?:让|请){_STAFF}(?:来|过来|直接)?(?:[跟和给]我)?(?:{_SPEAK}|接|来).{{0,4}}$",
        rf"^(?:{_LEAD}有没有|{_LEAD}有){_STAFF}(?:在|在吗|[吗么啊]|(?:能|可以).{{0,8}})?$",
        r"^(?:你好|您好|喂|人工)*(?:客服(?:人员)?|工作人员|值班员)(?:在吗|在不在|你好|您好|呢|来|啊|吧|谢谢)*$",
        rf"(?:叫|喊|找|让|请|换|见|联系)一?[个位]?(?:你们?的?|您|这[里儿]的?|单位的?|局的?)*{_BOSS}(?:来|出来|过来|接电话|接|听|说话|吧|啊|谈)*(?:[跟和]我.{{0,4}})?$",
        r"^(?:i)?(?:want|need)?(?:to)?(?:speak|talk)?(?:to|with)?(?:a|an|the)?(?:human|realperson|liveagent|agent|operator)(?:please)?$",
    )
)
_WHOM = rf"(?:{_HUMAN}|{_STAFF}|{_BOSS})"
_REFUSES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![能要可还么啥咋])(?:不用|不要|不想|不需要|不必|别|先不|暂时不|没必要|无需|用不着|不)(?:再|给我|帮我|你)*(?:转接?|找|要|接|换|叫|联系|[跟和与])?(?:一?[个下位]|到)?{_WHOM}",
        rf"(?:要不要|需不需要|用不用|是不是(?:要|得|必须)|是否(?:要|需))(?:去|再|先)?(?:转|找|要|接|联系)?.{{0,4}}{_WHOM}",
        rf"(?<!可以)(?<!能)(?:需要|要|得|必须|用)(?:去|再|先)?(?:转接?|找|接)?{_WHOM}[吗么]$",
    )
)
"""Says no, or asks whether one must."""
_TELLS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:上次|上回|昨天|前天|之前|以前|那天|上周|上个?月|每次|老是|一直).{{0,12}}{_WHOM}",
        rf"(?:他们?|她|客服|银行|单位|公司|社保局|社保所|系统|短信|人家|窗口|领导|村里).{{0,4}}(?:让|叫|要求|建议|喊|说).{{0,4}}(?:转|找|联系).{{0,4}}{_WHOM}",
        r"12333|12345|(?:打|拨)(?:了|过)?(?:电话|热线)",
        rf"(?:单位|公司|村里?|银行|厂里?)的?{_BOSS}",
    )
)
"""Tells of persons met elsewhere."""
_SURE = re.compile(
    rf"(?:[给帮替]我|我[要想]|请|马上|赶紧|快|还是|直接)(?:转接?|找|接|要|叫)(?:一?[个位下])?(?:{_HUMAN}|工作人员)(?:服务|说话|[吧啊呀!])*$"
)
"""An order at the end, whatever was told before it."""
_OURS = (
    r"(?:(?:你们?|您|这个?|那个?|他们|当地|本地)?的?(?:客服|单位|局|服务|机器人|系统|助手|社保局|社保所|社保中心|人社局|经办(?:机构|人员)|工作人员|窗口(?:人员)?|(?:服务)?态度|人)"
    r"|你们?|您)"
)
_KEY = re.compile(r"按?0键?|按0转人工")
"""The key for a person on a telephone, as a whole message."""
_COMPLAINS = re.compile(
    rf"^(?!.*(?:怎么|咋|如何|怎样))(?:投诉|{_LEAD}[要想得]{_LEAD}(?:去|来|找人)?投诉|{_LEAD}(?:去|来|找人)?(?:投诉|举报|控告)一?下?{_OURS})[了吧啊呀!]*$"
)


@lru_cache(maxsize=256)
def clauses(text: str) -> tuple[str, ...]:
    """The message in simplified characters without spaces, cut at punctuation."""
    plain = to_simplified(unicodedata.normalize("NFKC", text)).translate(_DIALECT).lower()
    plain = re.sub(r"\s*[,、]\s*", ",", plain)
    return tuple(part for part in _PARTS.split(re.sub(r"[ \t\u3000\"“”'‘’「」]+", "", plain)) if part)


def asks_for_person(text: str) -> bool:
    """Whether the citizen asks, in whatever words, to be given a person now. Stories about persons are not that."""
    parts = clauses(text)
    key = len(parts) == 1 and _KEY.fullmatch(parts[0])
    return bool(key) or wants_to_complain(text) or any(map(_asks, parts))


def wants_to_complain(text: str) -> bool:
    """Whether the citizen wants to lodge a complaint, with the service or as all they say; a letter is read first."""
    parts = clauses(text)
    if len(text) > LETTER:
        return False
    return any(_COMPLAINS.search(part) for part in parts if part != _BARE or len(parts) == 1)


def _asks(clause: str) -> bool:
    if any(pattern.search(clause) for pattern in _REFUSES):
        return False
    if _SURE.search(clause):
        return True
    if any(pattern.search(clause) for pattern in _TELLS):
        return False
    return any(pattern.search(clause[-LONGEST:]) for pattern in _ASKS)
