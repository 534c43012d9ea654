"""Reads ``assistant/data/services/`` into matters, and says which file and entry to mend when one cannot be read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from assistant.errors import BadInput
from assistant.guidance.matters import (
    SCHEME_NAMES,
    Basis,
    Case,
    Catalogue,
    Document,
    Line,
    Material,
    Matter,
    Situation,
    SituationNote,
)
from assistant.messages import CONFIDENCES, NATIONAL

GUIDE = "写法见 docs/guidance.md"
HINT = "提示"
"""Written in place of a basis after a sentence that only advises."""
_LINE = re.compile(r"^(?P<text>[^【】]+)(?:【(?P<bases>[^【】]+)】)?$")
_NEEDED = {
    "编号", "名称", "类别", "制度", "身份", "关键词", "谁来办", "什么时候办", "步骤", "材料", "渠道", "时限", "不用跑腿",
    "注意", "地方", "依据",
}  # fmt: skip
_ALLOWED = _NEEDED | {"去哪里", "费用", "情况"}


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The matters of the installed files, read once. Raises ``BadInput`` naming the entry to mend."""
    folder = resources.files("assistant").joinpath("data/services")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return read_catalogue({name: folder.joinpath(name).read_text(encoding="utf-8") for name in names})


def read_catalogue(files: dict[str, str]) -> Catalogue:
    """``files`` are file names with their text; those that begin with _ hold what all matters share."""
    loaded = {name: yaml.safe_load(text) for name, text in files.items()}
    shared = _Shared({k: v for name, part in loaded.items() if name.startswith("_") for k, v in part.items()})
    matters = [
        shared.matter(name, entry) for name, part in loaded.items() if not name.startswith("_") for entry in part
    ]
    twice = {m.id for m in matters if [o.id for o in matters].count(m.id) > 1}
    if twice:
        raise BadInput(f"事项编号重复：{'、'.join(sorted(twice))}", "每个事项用不同的编号")
    digest = hashlib.sha256("\n".join(files[name] for name in sorted(files)).encode()).hexdigest()[:12]
    return Catalogue(tuple(matters), shared.documents, shared.notes, shared.questions, shared.common, digest)


class _Shared:
    """The documents, channels, materials and sentences that matters refer to by a short name."""

    def __init__(self, parts: dict[str, Any]) -> None:
        self.documents = {name: _document(name, entry) for name, entry in parts["文件"].items()}
        self.common = {name: self.line(text, "通用") for name, text in parts["通用"].items()}
        self.questions: dict[str, str] = parts["问题"]
        self._channels = {str(name): self.line(text, "渠道") for name, text in parts["渠道"].items()}
        self._materials = {name: self._material(entry, "材料") for name, entry in parts["材料"].items()}
        self.notes = tuple(
            SituationNote(
                Situation(name), entry["说法"], tuple(self.line(entry[key], f"身份 {name}") for key in ("制度", "接着"))
            )
            for name, entry in parts["身份"].items()
        )

    def matter(self, file: str, entry: dict[str, Any]) -> Matter:
        where = f"{file} 的事项 {entry.get('编号', '（没有编号）')}"
        missing, unknown = _NEEDED - entry.keys(), entry.keys() - _ALLOWED
        if missing or unknown:
            raise BadInput(f"{where}：缺少 {_listed(missing)}，多出 {_listed(unknown)}", GUIDE)
        _known(entry["制度"], SCHEME_NAMES, f"{where}的制度")
        _known(entry["身份"], [str(s) for s in Situation], f"{where}的身份")
        _known(map(str, entry["渠道"]), self._channels, f"{where}的渠道")
        fee = entry.get("费用")
        return Matter(
            id=entry["编号"], name=entry["名称"], group=entry["类别"], schemes=tuple(entry["制度"]),
            situations=tuple(entry["身份"]), keywords=tuple(_keyword(str(text)) for text in entry["关键词"]),
            who=self.line(entry["谁来办"], where), when=self.line(entry["什么时候办"], where),
            steps=self._lines(entry["步骤"], where),
            materials=tuple(self._material(one, where) for one in entry["材料"]),
            places=self._lines(entry.get("去哪里", []), where),
            channels=tuple(self._channels[str(name)] for name in entry["渠道"]),
            times=self._lines(entry["时限"], where) or (self.common["没写时限"],),
            fee=self.line(fee, where) if fee else self.common["费用"],
            savings=(*self._lines(entry["不用跑腿"], where), self.common["代办"]),
            cautions=(*self._lines(entry["注意"], where), self.common["证明"], self.common["防骗"]),
            cases=tuple(self._case(one, where) for one in entry.get("情况", [])),
            local=self._lines(entry["地方"], where), bases=self._bases(entry["依据"], where),
        )  # fmt: skip

    def line(self, text: object, where: str) -> Line:
        """A sentence with its bases in 【】 at the end."""
        found = _LINE.match(str(text).strip())
        if found is None:
            raise BadInput(f"{where}：看不懂“{text}”", f"一句话后面只能有一个【依据】，{GUIDE}")
        bases = found["bases"] or ""
        if bases == HINT:
            return Line(found["text"].strip(), hint=True)
        return Line(found["text"].strip(), self._bases(bases, where))

    def _lines(self, texts: list[str] | str, where: str) -> tuple[Line, ...]:
        return tuple(self.line(text, where) for text in ([texts] if isinstance(texts, str) else texts))

    def _bases(self, text: str, where: str) -> tuple[Basis, ...]:
        pairs = [part.strip().partition(" ") for part in text.split("；") if part.strip()]
        _known([key for key, _, _ in pairs], self.documents, f"{where}的依据")
        return tuple(Basis(self.documents[key], article.strip()) for key, _, article in pairs)

    def _material(self, entry: str | dict[str, str], where: str) -> Material:
        if isinstance(entry, str):
            _known([entry], self._materials, f"{where}的材料")
            return self._materials[entry]
        line = Line(entry["名称"], self._bases(entry.get("依据", ""), where))
        return Material(line, entry["形式"], entry["谁给"], self._bases(entry.get("共享", ""), where))

    def _case(self, entry: dict[str, Any], where: str) -> Case:
        line = Line(entry["话"], self._bases(entry.get("依据", ""), where))
        return Case(line, entry.get("性别"), entry.get("满"), entry.get("不满"))


def _document(name: str, entry: dict[str, Any]) -> Document:
    _known([entry["可信度"]], CONFIDENCES, f"文件 {name} 的可信度")
    return Document(
        entry["名称"], entry.get("文号", ""), entry["施行"], entry["可信度"],
        entry.get("地区", NATIONAL), entry.get("原文", ""),
    )  # fmt: skip


def _keyword(text: str) -> tuple[tuple[str, ...], ...]:
    """``单位/公司+不交/没交``: one word of every part between the plus signs."""
    return tuple(tuple(part.split("/")) for part in text.split("+"))


def _known(words: Iterable[str], known: Iterable[str], what: str) -> None:
    known = list(known)
    strange = [word for word in words if word not in known]
    if strange:
        raise BadInput(f"{what}没有见过：{_listed(strange)}", f"可用：{_listed(known)}")


def _listed(words: Iterable[str]) -> str:
    return "、".join(sorted(map(str, words))) or "无"
