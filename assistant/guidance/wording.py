"""A guidance result as short sentences that can be said aloud."""

from __future__ import annotations

from assistant.traces import ToolResult

NAME_IT = "请说一说您要办什么事，比如“办退休”“转社保”。"
MOST_NAMED = 4
"""Candidates named in one breath."""


def guidance_sentences(result: ToolResult) -> tuple[tuple[str, bool], ...]:
    """Sentences of a ``guidance`` result with whether each is a detail: first what to bring, where and how long.

    Every sentence is put together from the result's own values, so that its figures stand in the trace.
    """
    if result.find("事项") is None:
        return _choosing(result)
    lead = [
        f"您要办的是“{result.value('事项')}”。",
        *_all(result, "请注意"),
        *_all(result, "您的情况"),
        _to_bring(result),
        f"去哪里办：{result.value('办理渠道1')}",
        f"要多久：{result.value('办结时限1')}",
    ]
    steps = _all(result, "步骤")
    details = [
        f"谁来办：{result.value('谁来办')}",
        f"什么时候办：{result.value('什么时候办')}",
        *(f"{word}，{step}" for word, step in zip(_ORDER, steps, strict=False)),
        *_all(result, "办结时限")[1:],
        result.value("费用"),
        *_all(result, "不用跑腿"),
        *_all(result, "注意"),
        *_all(result, "地方细则"),
    ]
    return (*((text, False) for text in lead), *((text, True) for text in details))


_ORDER = ("第一步", "第二步", "第三步", "第四步", "第五步", "第六步", "第七步", "第八步", "第九步")


def _to_bring(result: ToolResult) -> str:
    names = [step.value for step in result.trace if step.step.startswith("材料") and step.step != "材料说明"]
    return f"要带的东西：{'、'.join(names)}；{result.value('材料说明')}"


def _choosing(result: ToolResult) -> tuple[tuple[str, bool], ...]:
    candidates = _all(result, "候选")
    named = "、".join(f"“{name}”" for name in candidates[:MOST_NAMED])
    few = len(candidates) <= MOST_NAMED + 2
    asked = [f"您要办的可能是{named}，是哪一件？"] if few else _all(result, "问题")
    lead = (*_all(result, "说明"), *_all(result, "适用制度"), *(asked or [NAME_IT]))
    rest = candidates[MOST_NAMED:] if few else []
    return (*((text, False) for text in lead), *((f"也可以是“{name}”。", True) for name in rest))


def _all(result: ToolResult, name: str) -> list[str]:
    """The values called ``name`` or ``name`` with a number, in order."""
    return [value for key, value in result.result if key.rstrip("0123456789") == name]
