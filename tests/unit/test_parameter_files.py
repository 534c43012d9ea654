"""Broken parameter files are told by file, line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadDocument
from knowledge_base.parameter_files import load_parameters, read_parameters
from tests.unit._parameters import GOOD, folder, mid

BROKEN = {
    "yaml": (GOOD.replace("name: 养老金", "name: 养老金: "), 4, "YAML"),
    "tab": (GOOD.replace("    unit", "\tunit"), 5, "YAML"),
    "unknown field": (GOOD.replace("source:", "sources:"), 6, "不认识的字段“sources”"),
    "unknown field of a value": (GOOD.replace('"8462", from', '"8462", form'), 10, "不认识的字段“form”"),
    "twice": (GOOD.replace("    name:", "    key: benefit_base\n    name:"), 4, "写了两次"),
    "unknown key": (GOOD.replace("key: benefit_base", "key: benefit_bass"), 3, "没有工具用“benefit_bass”"),
    "unknown unit": (GOOD.replace("元/月", "块"), 5, "不认识的单位“块”"),
    "wrong unit": (GOOD.replace("元/月", "元/年"), 5, "benefit_base 的单位是“元/月”"),
    "unknown confidence": (GOOD.replace("single", "sure"), 7, "不认识的可信度“sure”"),
    "unknown region": (GOOD.replace("region: 四川", "region: 四川省"), 1, "不认识的地区“四川省”"),
    "city as region": (GOOD.replace("region: 四川", "region: 成都"), 1, "不认识的地区“成都”"),
    "city elsewhere": (GOOD.replace("    unit", "    city: 深圳\n    unit"), 5, "不认识四川的“深圳”"),
    "not for elsewhere": (GOOD.replace("    unit", "    not_for: [沈阳]\n    unit"), 5, "不认识四川的“沈阳”"),
    "city of the nation": (
        GOOD.replace("四川", "全国").replace("    unit", "    city: 成都\n    unit"), 5, "全国的参数不能写 city",
    ),
    "not a number": (GOOD.replace('"8462"', '"8,462"'), 10, "“8,462”不是数"),
    "with its unit": (GOOD.replace('"8462"', '"8462元"'), 10, "“8462元”不是数"),
    "negative": (GOOD.replace('"8462"', '"-1"'), 10, "“-1”不是数"),
    "no value": (GOOD.replace('value: "8462", ', ""), 10, "缺少“value”"),
    "no source": (GOOD.replace("    source: 某文件\n", ""), 3, "缺少“source”"),
    "bad day": (GOOD.replace("2025-12-31", "2025-02-30"), 10, "日期“2025-02-30”不对"),
    "day written short": (GOOD.replace("2025-12-31", "2025-12"), 10, "日期“2025-12”不对"),
    "backwards": (GOOD.replace("2025-12-31", "2024-12-31"), 10, "早于起始日"),
    "no end": (GOOD.replace(", to: 2025-12-31", ""), 10, "每年一变的参数要写截止日"),
    "overlap": (GOOD.replace("from: 2025-01-01", "from: 2024-12-31"), 10, "四川的养老金计发基数和第9行的时期重叠"),
    "sure of a contradiction": (
        GOOD.replace("single", "multi").replace("    unit", "    conflict: 另一份写8000\n    unit"), 8, "资料不一致",
    ),
    "no values": (GOOD.split("    values")[0], 3, "“values”应当是一组"),
    "not a list": (GOOD.split("    values")[0] + "    values: 8462\n", 8, "“values”应当是一组"),
    "bare value": (GOOD.replace('{value: "8462", from: 2025-01-01, to: 2025-12-31}', "8462"), 10, "应当是“字段: 值”"),
    "unknown rule": (
        GOOD.replace("benefit_base", "years_rounding").replace("元/月", "规则").replace("8321", "down"), 9, "不认识的规则“down”",
    ),
    "nothing": ("", 1, "文件应当以“region: ……”开头"),
    "invisible": (GOOD.replace("某文件", "某\x07文件"), 6, "控制字符"),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_a_broken_file_is_told_by_file_line_and_remedy(case: str, tmp_path: Path) -> None:
    text, line, problem = BROKEN[case]
    with pytest.raises(BadDocument) as told:
        load_parameters(folder(tmp_path, four=text))
    assert str(told.value).startswith(f"{tmp_path}/four.yaml:{line}: ")
    assert problem in told.value.problem
    assert told.value.remedy


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    two = GOOD.replace("single", "sure") + GOOD.split("parameters:\n")[1].replace("元/月", "块")
    reading = read_parameters(folder(tmp_path, one=GOOD.replace("四川", "蜀"), two=two))
    assert [(Path(p.file).stem, p.line) for p in reading.problems] == [("one", 1), ("two", 7), ("two", 13)]


def test_the_same_figure_in_two_files_is_found(tmp_path: Path) -> None:
    with pytest.raises(BadDocument, match=r"b\.yaml:9: .*a\.yaml 第9行的时期重叠"):
        load_parameters(folder(tmp_path, a=GOOD, b=GOOD))


def test_an_empty_folder_is_not_an_empty_book(tmp_path: Path) -> None:
    with pytest.raises(BadDocument, match="没有参数文件"):
        load_parameters(tmp_path)


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(BadDocument, match="不是 UTF-8 编码"):
        load_parameters(tmp_path)


@given(number=st.integers(0, 10**7), zeros=st.integers(0, 4))
def test_a_figure_is_kept_exactly_as_written(number: int, zeros: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    text = f"{number}.5{'0' * zeros}"
    where = folder(tmp_path_factory.mktemp("exact"), four=GOOD.replace("8462", text))
    assert load_parameters(where).need("benefit_base", "四川", mid(2025)).value == text
