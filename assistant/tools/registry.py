"""The tools by name. Adding one is a module and a line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from assistant.errors import NotFound
from assistant.messages import ToolResult


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as listed: ``target`` is ``module:function`` and is imported on first use."""

    title: str
    target: str

    def load(self) -> Callable[..., ToolResult]:
        """The typed function behind the tool."""
        module, _, name = self.target.partition(":")
        function: Callable[..., ToolResult] = getattr(import_module(module), name)
        return function


TOOLS = {
    "retirement_date": Tool("什么时候退休", "assistant.tools.retirement_date:retirement_date"),
    "minimum_years": Tool("最低缴费年限", "assistant.tools.minimum_years:minimum_years"),
}


def find_tool(name: str) -> Tool:
    """The tool called ``name``. Raises ``NotFound`` listing the known ones."""
    if name not in TOOLS:
        raise NotFound(f"没有名为 {name} 的工具；可用：{'、'.join(TOOLS)}")
    return TOOLS[name]
