"""Which topics of the corpus a reply is about, as an operator who wants answers checked names them. Pure."""

from __future__ import annotations

from assistant.messages import Reply
from assistant.traces import ToolResult

TOPIC_OF_TOOL = {
    **dict.fromkeys(("retirement_date", "retirement_options"), "退休年龄"),
    **dict.fromkeys(("minimum_years", "contribution_gap"), "最低缴费年限"),
    **dict.fromkeys(("pension_estimate", "pension_by_month", "basic_pension"), "养老金计算"),
    **dict.fromkeys(("account_pension", "account_growth"), "个人账户"),
    **dict.fromkeys(("resident_claim", "resident_pension"), "城乡居民养老"),
    **dict.fromkeys(("disability_allowance", "disability_months"), "病残津贴"),
    **dict.fromkeys(("transfer_amount", "claim_place"), "转移接续"),
    "contributions": "缴费基数费率",
    "government_pension": "机关事业",
    "survivor_benefits": "遗属待遇",
    "late_fee": "补缴断缴",
    "private_pension": "个人养老金",
    "guidance": "经办流程查询",
}
"""Topics of the corpus by tool: what was calculated stands in no clause and names no topic of its own."""


def topics_of(reply: Reply) -> tuple[str, ...]:
    """Of the clauses it rests on and of what was calculated for it, each once."""
    named = (reply.topic, *(_of_trace(reply.trace) if reply.trace else ()))
    return tuple(dict.fromkeys(one for one in named if one))


def _of_trace(trace: ToolResult) -> tuple[str | None, ...]:
    return TOPIC_OF_TOOL.get(trace.tool), *(topic for part in trace.parts for topic in _of_trace(part))
