"""YAML read with the true line of every field, so that a problem can be told as file:line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import yaml

from assistant.errors import BadDocument

_NULL = "tag:yaml.org,2002:null"


class Fields:
    """One YAML mapping; every reader raises ``BadDocument`` with the line it is about."""

    def __init__(self, file: str, node: yaml.MappingNode, known: Iterable[str]) -> None:
        self.file = file
        self.start = _line(node)
        self._nodes: dict[str, yaml.Node] = {}
        self._lines: dict[str, int] = {}
        names = tuple(known)
        for key, value in node.value:
            name, line = str(key.value), _line(key)
            if name not in names:
                raise BadDocument(file, line, f"不认识的字段“{name}”", f"可用的字段：{'、'.join(names)}")
            if name in self._nodes:
                raise BadDocument(file, line, f"“{name}”写了两次（第{self._lines[name]}行已有）", "留下一个")
            self._nodes[name], self._lines[name] = value, line

    def has(self, name: str) -> bool:
        """Whether the field is there and not empty."""
        return name in self._nodes and self._nodes[name].tag != _NULL

    def line(self, name: str) -> int:
        """The line of a field, or of the mapping when it is not there."""
        return self._lines.get(name, self.start)

    def text(self, name: str) -> str:
        """The exact text of a field, "" when it is absent or empty."""
        if not self.has(name):
            return ""
        node = self._nodes[name]
        if not isinstance(node, yaml.ScalarNode):
            raise self.bad(name, f"“{name}”应当是一个值，不是一组", "写在同一行，冒号后面空一格")
        return str(node.value).strip()

    def need(self, name: str) -> str:
        """The same for a field that must be there."""
        if not (text := self.text(name)):
            raise self.bad(name, f"缺少“{name}”", f"补上“{name}: ……”")
        return text

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty when the field is absent."""
        if not self.has(name):
            return ()
        node = self._nodes[name]
        if not isinstance(node, yaml.SequenceNode) or not all(isinstance(one, yaml.ScalarNode) for one in node.value):
            raise self.bad(name, f"“{name}”应当是一组名称", f"写成 {name}: [深圳]")
        return tuple(str(one.value).strip() for one in node.value)

    def entries(self, name: str) -> tuple[yaml.MappingNode, ...]:
        """A list of mappings that must be there and not be empty."""
        node = self._nodes.get(name)
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self.bad(name, f"“{name}”应当是一组，每项以“- ”开头", "对照 docs/parameters.md 里的例子")
        for one in node.value:
            if not isinstance(one, yaml.MappingNode):
                raise BadDocument(
                    self.file, _line(one), f"“{name}”里这一项应当是“字段: 值”", "对照 docs/parameters.md 里的例子"
                )
        return tuple(node.value)

    def bad(self, name: str, problem: str, remedy: str) -> BadDocument:
        """The error about a field, at its line."""
        return BadDocument(self.file, self.line(name), problem, remedy)


def read_mapping(path: Path, file: str) -> yaml.MappingNode:
    """The document of a file, told of as ``file``. Raises ``BadDocument``."""
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except UnicodeDecodeError as error:
        raise BadDocument(file, 0, "不是 UTF-8 编码", "用编辑器另存为 UTF-8") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise BadDocument(
            file, line, f"YAML 写法不对（{error.problem}）", "检查这一行的缩进、引号和冒号后的空格"
        ) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadDocument(file, line, "有不能用的控制字符", "删掉这一行里看不见的字符") from error
    if not isinstance(node, yaml.MappingNode):
        raise BadDocument(file, 1, "文件应当以“region: ……”开头", "对照 docs/parameters.md 里的例子")
    return node


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
