"""Front matter of one file brought together: options, sidecar, the file's own, guesses, questions, defaults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import yaml

from assistant.errors import BadDocument
from assistant.messages import NATIONAL
from knowledge_base.document import FrontMatter, read_front_matter
from knowledge_base.front_fields import DATE_FIELDS, FIELD_NAMES, Fields, fields_from, iso_date
from knowledge_base.reading.read_text import ReadText

Ask = Callable[[str, str], str]
"""``ask(file, question) -> answer``; a blank answer means there is none."""

QUESTIONS = {
    "title": "文件标题", "effective_from": "开始生效的日期（如 2025-01-01）", "doc_no": "文号（没有就直接回车）",
    "issuer": "发文机关（没有就直接回车）", "issued": "发布日期（没有就直接回车）",
}  # fmt: skip
REQUIRED = ("title", "effective_from")
OWN = ("issuer", "issued", "effective_from", "effective_to")
"""Fields each document has of its own; title and doc_no even name it."""
_TRIES = 3


def option_of(name: str) -> str:
    """The command-line option of a field: effective_from -> --effective-from."""
    return "--" + name.replace("_", "-")


def known_fields(text: ReadText, overrides: Fields, *, shared: bool = False) -> Fields:
    """What is known without asking: options, then the sidecar, then the file's own front matter, then a guess.

    Options ``shared`` by several files must not give one law's date to another: issuer and dates then only fill
    what nothing else says. Raises ``BadDocument`` for a sidecar that cannot be read.
    """
    blank = dict.fromkeys(OWN, "")
    firm = replace(overrides, **blank) if shared else overrides
    known = firm.filled_from(_sidecar(text.file)).filled_from(text.declared).filled_from(text.guessed)
    return known.filled_from(overrides)


def complete(fields: Fields, file: str, ask: Ask | None) -> Fields:
    """``fields`` with questions asked and defaults filled. Raises ``BadDocument`` naming the option missing."""
    answered = fields
    for name, question in QUESTIONS.items():
        if ask is not None and not getattr(answered, name):
            answered = replace(answered, **{name: _answer(name, question, file, ask)})
    missing = [name for name in REQUIRED if not getattr(answered, name)]
    if missing:
        names = "、".join(QUESTIONS[name].partition("（")[0] for name in missing)
        options = " ".join(f"{option_of(name)} …" for name in missing)
        raise BadDocument(file, 0, f"看不出{names}", f"加上选项 {options}，或写在旁边的 {Path(file).name}.yaml 里")
    defaults = Fields(
        doc_no="无", issuer="无", region=NATIONAL, scheme="通用", topic="经办流程查询", confidence="primary",
        source=Path(file).name,
    )  # fmt: skip
    return answered.filled_from(defaults)


def front_matter_of(fields: Fields, file: str, slug: str) -> FrontMatter:
    """The checked values. Raises ``BadDocument`` naming the field and the values it may have."""
    for name in DATE_FIELDS:
        value = getattr(fields, name)
        if value and not iso_date(value):
            raise BadDocument(file, 0, f"{name} 不是日期：{value}", f"用 {option_of(name)} 写成 2025-01-01 的样子")
    if fields.effective_to and fields.effective_to < fields.effective_from:
        raise BadDocument(file, 0, "失效日期早于生效日期", "检查 --effective-from 与 --effective-to")
    return read_front_matter(dict(fields.as_mapping()), file, slug)


def _answer(name: str, question: str, file: str, ask: Ask) -> str:
    for _ in range(_TRIES):
        answer = ask(file, question).strip()
        if name in DATE_FIELDS and answer and not iso_date(answer):
            continue
        if answer or name not in REQUIRED:
            return iso_date(answer) or answer
    return ""


def _sidecar(file: str) -> Fields:
    path = Path(file + ".yaml")
    if not path.is_file():
        return Fields()
    try:
        loaded = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise BadDocument(str(path), line, "不是合法的 YAML", "检查冒号后的空格和引号") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadDocument(str(path), 0, "读不出来", "另存为 UTF-8 编码后重试") from error
    if not isinstance(loaded, dict):
        raise BadDocument(str(path), 1, "应是“键: 值”的形式", "例如 title: 社会保险法")
    unknown = [str(key) for key in loaded if key not in FIELD_NAMES]
    if unknown:
        raise BadDocument(str(path), 1, f"不认识的键：{'、'.join(unknown)}", "可用：" + "、".join(FIELD_NAMES))
    return fields_from(loaded)
