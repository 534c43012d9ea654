"""Which of their own records a person wants, and how a record is said. Pure."""

from __future__ import annotations

import re

from assistant import texts
from assistant.business_ports import RecordKind
from assistant.messages import Sentence
from assistant.traces import ToolResult

_HOW = re.compile(
    r"怎么查|如何查|咋查|哪里查|哪儿查|在哪查|怎样查|去哪|骗|电话|短信|链接|转钱|验证码|什么(渠道|地方)|能不能查|可以查|怎么看|要什么|规定|政策|流程"
)
"""Asks how to look it up, not for the record."""
_OWN = r"(我|俺|本人|自己|咱)"
_KINDS = {
    RecordKind.CERTIFICATION: re.compile(
        rf"{_OWN}.{{0,8}}认证.{{0,6}}(了没|了吗|到期|过期|状态|有效|做了|过了|成功)|查.{{0,8}}认证(状态|情况|结果|记录)"
    ),
    RecordKind.APPLICATIONS: re.compile(
        rf"(查|看).{{0,8}}(办理?|申请|业务|转移|退休).{{0,4}}(进度|进展|到哪|办到)|{_OWN}.{{0,12}}(申请|手续|业务|转移|材料).{{0,8}}(到哪一?步|办到哪|进度|办好了?没|办完了?没|批了没|审完没)"
    ),
    RecordKind.BENEFIT: re.compile(
        rf"(查|看).{{0,8}}{_OWN}?.{{0,6}}(养老金|退休金|退休工资|待遇).{{0,4}}(到账|发放|发了|记录|明细)|{_OWN}.{{0,6}}(这个月|本月|上个?月)?的?(养老金|退休金|退休工资).{{0,6}}(到账|发了没|发了吗|打了没|打了吗|到了没|发没发)"
    ),
    RecordKind.CONTRIBUTIONS: re.compile(
        rf"^{_OWN}的?((缴|交)费记录|社保记录|缴费明细)[呢。？]?$|(查|看|打印).{{0,6}}{_OWN}.{{0,8}}((缴|交)费(记录|明细|情况|年限|流水)?|社保(记录|明细|缴费)?|养老保险(记录|缴费)|个人账户|账户)|(帮|给|替)我.{{0,4}}查.{{0,8}}(缴费|交费|社保|账户|年限)|{_OWN}.{{0,8}}(一共|总共|到底|现在|已经|累计)(已经)?(缴|交)(了)?(多少|几)(年|个?月)|{_OWN}(个人)?账户(里)?(现在)?(有|还有)多少钱"
    ),
}


def wanted_record(text: str) -> RecordKind | None:
    """The record of their own that a message asks to see; None when it asks something else."""
    if _HOW.search(text) or len(text) > 40:
        return None
    return next((kind for kind, pattern in _KINDS.items() if pattern.search(text)), None)


def record_answer(result: ToolResult, kind: RecordKind, name: str) -> tuple[Sentence, ...]:
    """The record in sentences, what matters first; every figure stands in the result's steps."""
    who = f"{name}，" if name else ""
    if result.find("found") != "yes":
        lead = f"{who}{result.value('system')}截至{result.value('as_of')}，没有查到这方面的记录。"
        return (Sentence(lead, traced=True), Sentence(texts.OFFER_OFFICE))
    lines = [f"{step.step}：{step.value}。" for step in result.trace]
    sentences = [Sentence(f"{who}查到了，这是{result.value('system')}截至{result.value('as_of')}的记录。", traced=True)]
    sentences += [Sentence(line, traced=True, detail=number >= 4) for number, line in enumerate(lines)]
    for step in result.trace:
        rows = [f"{key}：{value}" for key, value in step.inputs if key not in ("数据来源", "数据日期")]
        if rows:
            sentences.append(
                Sentence(f"{step.step}，{'；'.join(rows)}。", traced=True, detail=kind != RecordKind.APPLICATIONS)
            )
    sentences += [Sentence(line, traced=True, detail=True) for line in result.caveats]
    return (*sentences, Sentence(texts.OFFER_OFFICE))
