"""Protect: personal data is masked first; distress, fraud and injection are met before anything is looked up."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant import texts
from assistant.messages import Handover, InboundMessage, Outcome, Reply, Sentence, Turn
from assistant.personal_data import mask

_DISTRESS = re.compile(
    r"(不想活|活够了|活不下去了?(?!的?(日子|工厂))|想死(?!后|你|我了|以后|的人)|死了算了|去死算|一死了之|(想|要|准备|打算|只能|只有)(自杀|轻生|跳楼|跳河|上吊|喝(农)?药)|自杀算了"
    r"|(从|往).{0,6}(楼|桥|窗).{0,6}跳(下去)?|跳下去(算|死|一了)|割(了)?(手)?腕|(药|农药|安眠药|绳子)都?.{0,3}(买好|准备好|喝了|吞了)|写好?了?遗书|寻短见|走绝路|不如死|活着没.{0,4}(意思|盼头|意义|劲|奔头)|活得没意思"
    r"|结束(自己|我)?的?生命|了结(自己|生命)|(没有|没).{0,4}活下去的(勇气|意义|希望)|死给.{0,4}看)"
)
LITTLE = 5
"""Characters beside personal data under which a message asks nothing."""
_NOT_SELF = re.compile(r"(自杀|轻生|跳楼|喝药)(身亡|死亡|去世|死了|的.{0,6}(丧葬|抚恤))")
_FRAUD = re.compile(
    r"(验证码.{0,16}(要|给|发|告诉|索)|(要|问|给|发|告诉|索取?).{0,8}验证码|(认证|年审|激活|解冻|补贴).{0,14}(收|交|要|付|转).{0,4}(钱|费|元|账|款)"
    r"|(收|交|要|付|转).{0,6}(钱|费|元|款).{0,10}(认证|解冻|激活|保过|包办|包退休)|(让|叫|要|喊)(我|俺|老人)们?.{0,10}(转账|转钱|汇款|打钱)|冒充|诈骗|骗子|被骗|是不是骗|是真的吗.{0,10}(转账|链接)"
    r"|(陌生|不明).{0,4}(链接|短信|电话)|(点|打开).{0,6}链接|安全账户|内部(关系|名额|渠道|指标)|(中介|黄牛|有人).{0,16}(包|保证|代).{0,6}(补缴|退休|办))"
)
_INJECTION = re.compile(
    r"(忽略|无视|忘记|抛开|不要管)[^。！？]{0,12}(指令|规则|提示词?|设定|限制|要求|约束)|系统提示|提示词|开发者模式|越狱|(你现在|从现在起你|从现在开始你)(是|扮演)"
    r"|假装你?是|扮演(一个|成)|角色扮演|ignore (all |the )?(previous|above)|system prompt|jailbreak|developer mode|DAN模式|(输出|打印|显示|告诉我|给我)[^。！？]{0,12}(提示词|系统设定|内部指令|源代码|密钥|口令|连接字符串|数据库)|调试模式|管理员模式|</?(system|admin|assistant|user|prompt)>",
    re.IGNORECASE,
)
_PENSION = re.compile(r"养老|社保|退休|缴费|参保|断缴|补缴|抚恤|丧葬|工龄|个人账户")


async def protect(turn: Turn) -> Turn | Reply:
    """Masks personal data, then answers what must not wait; a pension question beside it still goes on."""
    message = turn.message
    if not message.text.strip():
        return canned(texts.EMPTY, Outcome.ERROR_EMPTY)
    if len(message.text) > turn.longest:
        return canned(texts.TOO_LONG, Outcome.GUARDED_TOO_LONG)
    masked = mask(message.text)
    memory = turn.memory
    wanted = memory.form is not None and memory.form.open
    if masked.birth and (wanted or not memory.birth):
        memory = replace(memory, birth=masked.birth, sex=masked.sex if wanted else memory.sex or masked.sex)
    turn = replace(
        turn, message=_masked_message(message, masked.text), text=masked.text, masked=masked.kinds, memory=memory,
        id_number=masked.id_number,
    )  # fmt: skip
    if in_danger(masked.text):
        return canned(texts.DISTRESS, Outcome.GUARDED_DISTRESS, offered=True)
    if masked.kinds and not wanted and len(re.sub(r"【[^】]*】|[\W_]", "", masked.text)) < LITTLE:
        return canned(texts.PERSONAL_DATA, Outcome.GUARDED_PERSONAL_DATA)
    return _without_injection(turn)


def in_danger(text: str) -> bool:
    """Whether the citizen speaks of taking their life."""
    return bool(_DISTRESS.search(text)) and not _NOT_SELF.search(text)


def reports_fraud(text: str) -> bool:
    """Whether the citizen tells of a likely scam."""
    return bool(_FRAUD.search(text))


def _without_injection(turn: Turn) -> Turn | Reply:
    if not _INJECTION.search(turn.text):
        return turn
    kept = "".join(part for part in re.split(r"(?<=[。！？!?；;，,\n])", turn.text) if not _INJECTION.search(part))
    if _PENSION.search(kept):
        return replace(turn, text=kept)
    return canned(texts.INJECTION, Outcome.GUARDED_INJECTION)


def _masked_message(message: InboundMessage, text: str) -> InboundMessage:
    return replace(message, text=text)


def canned(lines: tuple[str, ...], outcome: Outcome, *, offered: bool = False) -> Reply:
    """A reply made of canned sentences."""
    return Reply(tuple(Sentence(line) for line in lines), outcome, handover=Handover(offered=offered))
