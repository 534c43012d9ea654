"""The corpus format: Markdown with front matter, one clause a heading. See docs/corpus.md.

Everything here is pure: text in, values or ``BadDocument`` out, with the line that is wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import BadDocument
from assistant.messages import CONFIDENCES, KINDS, SCHEMES, Passage, Source

TOPICS = (
    "退休年龄", "最低缴费年限", "养老金计算", "个人账户", "灵活就业缴费", "补缴断缴", "转移接续", "城乡居民养老",
    "城乡衔接", "待遇资格认证", "待遇领取申领", "病残津贴", "遗属待遇", "个人养老金", "企业年金", "机关事业", "社保卡",
    "经办流程查询", "缴费基数费率", "特殊工种", "退休金调整", "其他社保险种", "超范围",
)  # fmt: skip

_CLAUSE_KEYS = ("依据", "问", "性质", "可信度", "制度", "地区", "生效", "失效")
_FIELD = re.compile(r"^- ([^：:]{1,6})[：:]\s*(.*)$")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a document says about itself; a clause may override most of it."""

    source: Source
    region: str
    schemes: tuple[str, ...]
    topic: str
    effective_from: date
    effective_to: date | None
    confidence: str


def parse_corpus_file(path: Path, *, name: str | None = None) -> tuple[Passage, ...]:
    """The clauses of one corpus file, in order. Raises ``BadDocument`` with file and line."""
    shown = name or str(path)
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadDocument(shown, 0, "不是 UTF-8 文本", "请把文件另存为 UTF-8 编码后重试") from error
    return parse_corpus_text(text, shown, path.stem)


def parse_corpus_text(text: str, file: str, stem: str) -> tuple[Passage, ...]:
    """The clauses in ``text``; ``file`` is used in errors and ``stem`` in ids."""
    lines = text.replace("\r\n", "\n").lstrip("\ufeff").split("\n")
    front, start = split_front_matter(lines, file)
    head = read_front_matter(front, file, stem)
    passages = []
    for number, block_start, block in _blocks(lines, start, file):
        passages.append(_clause(head, stem, number, block_start, block, file))
    if not passages:
        raise BadDocument(file, start, "没有任何条款", "每一条以“## 标题”开头，后面写依据、问法和正文")
    return tuple(passages)


def split_front_matter(lines: list[str], file: str) -> tuple[dict[str, Any], int]:
    """The YAML mapping between the two ``---`` lines and the index of the first line after it."""
    if not lines or lines[0].strip() != "---":
        raise BadDocument(file, 1, "缺少文件头", "第一行写 ---，接着写 title、doc_no 等，再以 --- 结束")
    for end in range(1, len(lines)):
        if lines[end].strip() == "---":
            break
    else:
        raise BadDocument(file, 1, "文件头没有结束", "在文件头之后单独写一行 ---")
    try:
        loaded = yaml.safe_load("\n".join(lines[1:end]))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = (mark.line + 2) if mark else 1
        raise BadDocument(file, line, "文件头不是合法的 YAML", "检查冒号后的空格和引号") from error
    if not isinstance(loaded, dict):
        raise BadDocument(file, 1, "文件头应是“键: 值”的形式", "例如 title: 社会保险法")
    return loaded, end + 1


def read_front_matter(front: dict[str, Any], file: str, stem: str) -> FrontMatter:
    """Checked front matter. Raises ``BadDocument`` naming the field."""

    def text(key: str, default: str | None = None) -> str:
        value = front.get(key, default)
        if value is None or not str(value).strip():
            raise BadDocument(file, 1, f"文件头缺少 {key}", f"在文件头里补上 {key}")
        return str(value).strip()

    schemes = _schemes(text("scheme"), file, 1)
    topic = text("topic")
    if topic not in TOPICS:
        raise BadDocument(file, 1, f"topic 不认识：{topic}", "可用：" + "、".join(TOPICS))
    effective_from = _date(front.get("effective_from"), "effective_from", file, 1)
    if effective_from is None:
        raise BadDocument(file, 1, "文件头缺少 effective_from", "写规则开始生效的日期，如 2025-01-01")
    source = Source(
        id=stem, title=text("title"), doc_no=text("doc_no", "无"), issuer=text("issuer", "无"),
        issued=_date(front.get("issued"), "issued", file, 1),
        supersedes=str(front["supersedes"]) if front.get("supersedes") else None,
        source=text("source"), url=str(front.get("url") or ""),
    )  # fmt: skip
    return FrontMatter(
        source=source, region=text("region"), schemes=schemes, topic=topic, effective_from=effective_from,
        effective_to=_date(front.get("effective_to"), "effective_to", file, 1),
        confidence=_one_of(text("confidence"), CONFIDENCES, "confidence", file, 1),
    )  # fmt: skip


def _blocks(lines: list[str], start: int, file: str) -> list[tuple[int, int, list[str]]]:
    blocks: list[tuple[int, int, list[str]]] = []
    for index in range(start, len(lines)):
        line = lines[index].rstrip()
        if line.startswith("## "):
            blocks.append((len(blocks) + 1, index + 1, [line]))
        elif blocks:
            blocks[-1][2].append(line)
        elif line and not line.startswith("# "):
            raise BadDocument(file, index + 1, "条款之前有多余的文字", "正文要放在“## 标题”之下")
    return blocks


def _clause(head: FrontMatter, stem: str, number: int, first: int, block: list[str], file: str) -> Passage:
    heading = block[0][3:].strip()
    values: dict[str, list[str]] = {}
    body: list[str] = []
    for offset, line in enumerate(block[1:], start=1):
        field = _FIELD.match(line)
        if field and not body:
            key, value = field.group(1).strip(), field.group(2).strip()
            if key not in _CLAUSE_KEYS:
                raise BadDocument(file, first + offset, f"不认识的键：{key}", "可用：" + "、".join(_CLAUSE_KEYS))
            values.setdefault(key, []).append(value)
        elif line.strip():
            body.append(_sentence(line.strip(), file, first + offset))
    _require_clause(values, body, heading, file, first)
    clause = Passage(
        id=f"{stem}#{number}", source=head.source, heading=heading, section="；".join(values["依据"]),
        sentences=tuple(body), asks=tuple(ask for ask in values["问"] if ask),
        kind=_one_of(values.get("性质", ["规则"])[0], KINDS, "性质", file, first),
        topic=head.topic, region=values.get("地区", [head.region])[0],
        schemes=_schemes(values["制度"][0], file, first) if "制度" in values else head.schemes,
        effective_from=_date(values.get("生效", [head.effective_from])[0], "生效", file, first) or head.effective_from,
        effective_to=head.effective_to,
        confidence=_one_of(values.get("可信度", [head.confidence])[0], CONFIDENCES, "可信度", file, first),
    )  # fmt: skip
    if "失效" in values:
        clause = replace(clause, effective_to=_date(values["失效"][0], "失效", file, first))
    if clause.effective_to is not None and clause.effective_to < clause.effective_from:
        raise BadDocument(file, first, f"“{heading}”失效早于生效", "检查生效与失效的日期")
    return clause


def _require_clause(values: dict[str, list[str]], body: list[str], heading: str, file: str, line: int) -> None:
    if not values.get("依据", [""])[0]:
        raise BadDocument(file, line, f"“{heading}”没有写依据", "加一行“- 依据：文件名 第几条”")
    if not values.get("问"):
        raise BadDocument(file, line, f"“{heading}”没有问法", "至少写一行“- 问：…”")
    if not body:
        raise BadDocument(file, line, f"“{heading}”没有正文", "空一行后写正文，一句一行")


def _sentence(line: str, file: str, number: int) -> str:
    if line.startswith(("```", "|", "#", "* ", "- ", "> ", "![")):
        raise BadDocument(file, number, "正文只能是一句一行的普通句子", "去掉列表、表格、引用或代码符号")
    return line


def _schemes(value: str, file: str, line: int) -> tuple[str, ...]:
    names = tuple(part.strip() for part in re.split(r"[、,，\s]+", value.strip("[]")) if part.strip())
    for name in names:
        _one_of(name, SCHEMES, "scheme/制度", file, line)
    return names


def _one_of(value: str, allowed: tuple[str, ...], key: str, file: str, line: int) -> str:
    if value not in allowed:
        raise BadDocument(file, line, f"{key} 不能是“{value}”", "可用：" + "、".join(allowed))
    return value


def _date(value: object, key: str, file: str, line: int) -> date | None:
    if value is None or value == "" or value == "null":
        return None
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError as error:
        raise BadDocument(file, line, f"{key} 不是日期：{value}", "写成 2025-01-01 的样子") from error
