"""The tools by name. Adding one is a module and a line here."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import InvalidOperation
from enum import Enum
from functools import partial
from importlib import import_module

from assistant.errors import BadInput, NotFound
from assistant.pension.parameters import ParameterBook, book_of
from assistant.traces import ToolResult


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as listed: ``target`` is ``module:function`` and is imported on first use.

    The function takes the ``ParameterBook`` first, then its own typed parameters: ``str``, ``int``, ``bool``,
    ``Decimal`` or an ``Enum``, each perhaps with ``| None``. It raises ``BadInput`` with a remedy.
    """

    title: str
    target: str

    def load(self) -> Callable[..., ToolResult]:
        """The typed function behind the tool."""
        module, _, name = self.target.partition(":")
        function: Callable[..., ToolResult] = getattr(import_module(module), name)
        return function


TOOLS = {
    "retirement_date": Tool("什么时候退休", "assistant.tools.retirement_date:retirement_date"),
    "account_pension": Tool("个人账户养老金", "assistant.tools.pension_parts:account_pension"),
    "basic_pension": Tool("基础养老金", "assistant.tools.pension_parts:basic_pension"),
    "pension_estimate": Tool("每月养老金估算", "assistant.tools.pension_estimate:pension_estimate"),
    "pension_by_month": Tool("逐月比较养老金", "assistant.tools.pension_by_month:pension_by_month"),
    "account_growth": Tool("个人账户怎么增长", "assistant.tools.account_growth:account_growth"),
    "retirement_options": Tool("能选什么时候退休", "assistant.tools.retirement_options:retirement_options"),
    "minimum_years": Tool("最低缴费年限", "assistant.tools.minimum_years:minimum_years"),
    "contribution_gap": Tool("缴费年限还差多少", "assistant.tools.contribution_gap:contribution_gap"),
    "contributions": Tool("每月缴多少", "assistant.tools.contributions:contributions"),
    "resident_claim": Tool("居民养老哪个月能领", "assistant.tools.resident_claim:resident_claim"),
    "resident_pension": Tool("城乡居民养老金", "assistant.tools.resident_pension:resident_pension"),
    "government_pension": Tool("机关事业单位养老金", "assistant.tools.government_pension:government_pension"),
    "survivor_benefits": Tool("丧葬补助金和抚恤金", "assistant.tools.survivor_benefits:survivor_benefits"),
    "disability_allowance": Tool("病残津贴", "assistant.tools.disability_allowance:disability_allowance"),
    "disability_months": Tool("病残津贴发几个月", "assistant.tools.disability_months:disability_months"),
    "transfer_amount": Tool("转移带走多少钱", "assistant.tools.transfer_amount:transfer_amount"),
    "late_fee": Tool("单位欠费的滞纳金", "assistant.tools.late_fee:late_fee"),
    "claim_place": Tool("在哪个省领养老金", "assistant.tools.claim_place:claim_place"),
    "private_pension": Tool("个人养老金的税", "assistant.tools.private_pension:private_pension"),
    "guidance": Tool("办事引导", "assistant.tools.guidance:guidance"),
}


LONGEST = 2000
"""Characters of a text a tool is asked with; forty places with their years are fewer."""


class Toolbox:
    """The tools over one parameter book."""

    def __init__(self, book: ParameterBook) -> None:
        self.book = book

    def bound(self, name: str) -> Callable[..., ToolResult]:
        """The function with the book filled in, for reading its signature. Raises ``NotFound``."""
        return partial(find_tool(name).load(), self.book)

    def run(self, name: str, arguments: Mapping[str, object]) -> ToolResult:
        """Run a tool with typed arguments. Raises ``NotFound`` and ``BadInput``."""
        given = {key: _sayable(key, value) for key, value in arguments.items() if value is not None}
        result = self.bound(name)(**given)
        return replace(result, tool=name, arguments=tuple((key, text_of(value)) for key, value in given.items()))


def _sayable(name: str, value: object) -> object:
    """An argument that can be written down and read again. Raises ``BadInput``."""
    if not isinstance(value, str):
        return value
    if len(value) > LONGEST:
        raise BadInput(f"参数 {name} 太长了", f"请写在{LONGEST}个字以内")
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        raise BadInput(f"参数 {name} 里有读不出来的字符", "请重新填写")
    return value


def replay(result: ToolResult) -> ToolResult:
    """The calculation made again from its arguments and the figures it used, whatever the parameter files say now."""
    return Toolbox(book_of(result.used, result.parameter_version)).run(result.tool, arguments_of(result))


def arguments_of(result: ToolResult) -> dict[str, object]:
    """The typed arguments a calculation was asked with."""
    hints = typing.get_type_hints(find_tool(result.tool).load())
    return {name: typed(hints[name], value, name) for name, value in result.arguments}


def find_tool(name: str) -> Tool:
    """The tool called ``name``. Raises ``NotFound`` listing the known ones."""
    if name not in TOOLS:
        raise NotFound(f"没有名为 {name} 的工具；可用：{'、'.join(TOOLS)}")
    return TOOLS[name]


def text_of(value: object) -> str:
    """An argument as a stored calculation keeps it."""
    return str(value.value) if isinstance(value, Enum) else str(value)


def typed(hint: object, value: str, name: str = "") -> object:
    """A stored or typed-in argument as its parameter wants it. Raises ``BadInput``."""
    kinds = typing.get_args(hint) if typing.get_origin(hint) in (types.UnionType, typing.Union) else (hint,)
    kind = next(k for k in kinds if k is not types.NoneType)
    try:
        if kind is bool:
            return {"true": True, "false": False}[value.lower()]
        if inspect.isclass(kind) and kind is not str:
            return kind(value)  # type: ignore[call-arg]  # int, Decimal or an Enum, all made from text
    except (ValueError, KeyError, InvalidOperation) as error:
        raise BadInput(f"参数 {name} 不对：{value}", "对照工具的说明改正") from error
    return value
