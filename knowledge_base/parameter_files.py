"""Reading the parameter files into a book. The format is in docs/parameters.md."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path

from assistant.errors import BadDocument
from assistant.messages import CONFIDENCES
from assistant.pension.parameters import NATIONAL, Parameter, ParameterBook
from assistant.places import parse_region
from knowledge_base.parameter_keys import KINDS, RULE, UNITS, Kind, kind_of
from knowledge_base.parameter_nodes import Fields, read_mapping

FOLDER = Path(__file__).parent / "parameters"
CONFLICT = "资料不一致："
"""Starts the part of a note that says what another source has."""

_FILE = ("region", "parameters")
_ENTRY = ("key", "name", "unit", "city", "source", "confidence", "note", "conflict", "not_for", "values")
_VALUE = ("value", "from", "to", "source", "confidence", "note", "conflict")
_NUMBER = re.compile(r"\d+(\.\d+)?")
_SURE = ("primary", "multi")


@dataclass(frozen=True, slots=True)
class Located:
    """A parameter and the line it was read from."""

    parameter: Parameter
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything in a folder: how many files, what is in them and what is wrong with them."""

    files: int
    located: tuple[Located, ...]
    problems: tuple[BadDocument, ...]


@lru_cache(maxsize=4)
def load_parameters(folder: Path = FOLDER) -> ParameterBook:
    """Every parameter under ``folder``. Raises ``BadDocument`` with file and line for the first problem."""
    reading = read_parameters(folder)
    if reading.problems:
        raise reading.problems[0]
    return ParameterBook(tuple(one.parameter for one in reading.located))


def read_parameters(folder: Path = FOLDER) -> Reading:
    """Everything under ``folder`` with every problem found; nothing is raised."""
    files = sorted(folder.rglob("*.yaml"))
    located: list[Located] = []
    problems: list[BadDocument] = []
    if not files:
        problems.append(BadDocument(_told(folder), 0, "没有参数文件", "把参数文件放进这个文件夹，或检查路径"))
    for path in files:
        try:
            located.extend(_read_file(path, problems))
        except BadDocument as error:
            problems.append(error)
    problems.extend(_overlaps(located))
    return Reading(len(files), tuple(located), tuple(problems))


def _told(path: Path) -> str:
    """A path as an operator can open it: from where they stand when possible."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _read_file(path: Path, problems: list[BadDocument]) -> list[Located]:
    file = _told(path)
    top = Fields(file, read_mapping(path, file), _FILE)
    region = top.need("region")
    if region != NATIONAL and not _is_province(region):
        raise top.bad("region", f"不认识的地区“{region}”", "写“全国”或省的简称，如 四川、内蒙古；市写在 city 里")
    located: list[Located] = []
    for node in top.entries("parameters"):
        try:
            located.extend(_read_entry(Fields(file, node, _ENTRY), region))
        except BadDocument as error:
            problems.append(error)
    return located


def _is_province(name: str) -> bool:
    place = parse_region(name)
    return place is not None and place.region == name and place.city is None


def _read_entry(entry: Fields, region: str) -> Iterator[Located]:
    kind, key = _kind(entry), entry.need("key")
    city = entry.text("city")
    place = _city(entry, "city", region, city) if city else region
    not_for = tuple(_city(entry, "not_for", region, name) for name in entry.texts("not_for"))
    for node in entry.entries("values"):
        value = Fields(entry.file, node, _VALUE)
        start, end = _period(value, kind)
        source = value.text("source") or entry.need("source")
        confidence, note = _confidence(entry, value), _note(entry, value)
        parameter = Parameter(
            key,
            entry.need("name"),
            place,
            _exact(value, kind),
            kind.unit,
            start,
            end,
            source,
            confidence,
            note,
            not_for,
        )
        yield Located(parameter, entry.file, value.start)


def _kind(entry: Fields) -> Kind:
    key, unit = entry.need("key"), entry.need("unit")
    kind = kind_of(key)
    if kind is None:
        near = get_close_matches(key, KINDS, n=1)
        raise entry.bad(
            "key", f"没有工具用“{key}”", f"是不是 {near[0]}？" if near else "对照 docs/parameters.md 里的表"
        )
    if unit not in UNITS:
        raise entry.bad("unit", f"不认识的单位“{unit}”", f"可用的单位：{'、'.join(UNITS)}")
    if unit != kind.unit:
        raise entry.bad("unit", f"{key} 的单位是“{kind.unit}”，不是“{unit}”", "改正单位，数值按这个单位写")
    return kind


def _city(entry: Fields, field: str, region: str, name: str) -> str:
    if region == NATIONAL:
        raise entry.bad(field, f"全国的参数不能写 {field}", "写进那个省自己的文件")
    written = f"{region}/{name}"
    place = parse_region(written)
    if place is None or place.region != written:
        raise entry.bad(
            field, f"不认识{region}的“{name}”", "写市名，如 深圳；没有的地名先加到 assistant/data/places.txt"
        )
    return written


def _period(value: Fields, kind: Kind) -> tuple[date, date | None]:
    start = _day(value, "from", value.need("from"))
    end = _day(value, "to", value.text("to")) if value.has("to") else None
    if end is not None and end < start:
        raise value.bad("to", f"截止日 {end} 早于起始日 {start}", "改正 from 或 to")
    if end is None and kind.yearly:
        raise value.bad("from", "每年一变的参数要写截止日", "补上 to: 年-月-日，如 to: 2026-12-31")
    return start, end


def _day(value: Fields, field: str, text: str) -> date:
    try:
        return date.fromisoformat(text if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else "")
    except ValueError:
        raise value.bad(field, f"日期“{text}”不对", "写成 2026-01-01 这样的日期") from None


def _exact(value: Fields, kind: Kind) -> str:
    text = value.need("value")
    if kind.unit == RULE:
        if text not in kind.rules:
            raise value.bad("value", f"不认识的规则“{text}”", f"可用的规则：{'、'.join(kind.rules)}")
    elif not _NUMBER.fullmatch(text):
        raise value.bad("value", f"“{text}”不是数", '只写数字和小数点并加引号，如 "9493"，不写单位、逗号和百分号')
    return text


def _confidence(entry: Fields, value: Fields) -> str:
    given = value if value.has("confidence") else entry
    confidence = given.need("confidence")
    if confidence not in CONFIDENCES:
        raise given.bad("confidence", f"不认识的可信度“{confidence}”", f"可用的：{'、'.join(CONFIDENCES)}")
    if confidence in _SURE and (value.has("conflict") or entry.has("conflict")):
        raise given.bad("confidence", "资料不一致的参数不能当作已核实", "有 conflict 的写 single，核到原文后再改")
    return confidence


def _note(entry: Fields, value: Fields) -> str:
    """What is said of the entry, then of the value, then what another source has."""
    conflict = value.text("conflict") or entry.text("conflict")
    said = (entry.text("note"), value.text("note"), CONFLICT + conflict if conflict else "")
    return "；".join(filter(None, said))


def _overlaps(located: list[Located]) -> Iterator[BadDocument]:
    """Two values of one figure for one place on one day."""
    groups: dict[tuple[str, str], list[Located]] = defaultdict(list)
    for one in located:
        groups[one.parameter.key, one.parameter.region].append(one)
    for group in groups.values():
        group.sort(key=lambda one: one.parameter.effective_from)
        for before, after in zip(group, group[1:], strict=False):
            end = before.parameter.effective_to
            if end is None or after.parameter.effective_from <= end:
                where = f"{before.file} 第{before.line}行" if before.file != after.file else f"第{before.line}行"
                name = f"{after.parameter.region}的{after.parameter.name}"
                yield BadDocument(
                    after.file,
                    after.line,
                    f"{name}和{where}的时期重叠",
                    "前一个写好 to，后一个从次日起；重复的删掉一个",
                )
