"""Where the pension is drawn after contributions in several provinces (国办发〔2009〕66号第六条)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.pension.claim_place import Clause, Stay, claim_place, months_by_province
from tests.unit._benefits import refused, told, use

provinces = st.sampled_from(["广东", "广西", "安徽", "湖南"])
stays = st.lists(st.builds(Stay, provinces, st.integers(0, 200), st.booleans()), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("hukou", "places", "place", "item"),
    [
        ("安徽", "广东:12年,安徽:1年", "安徽", "第一项"),
        ("安徽", "广东:20年,安徽:1个月", "安徽", "第一项"),
        ("安徽", "广东:12年", "广东", "第二项"),
        ("安徽", "广东:10年", "广东", "第二项"),
        ("安徽", "广东:119个月", "安徽", "第四项"),
        ("安徽", "广东:120个月", "广东", "第二项"),
        ("安徽", "广东:9年半,广州:6个月", "广东", "第二项"),
        ("湖南", "广东:11年,江苏:4年", "广东", "第三项"),
        ("安徽", "广东:12年,广西:8年,安徽:0", "广东", "第三项"),
        ("安徽", "广东:12年,浙江:11年,广西:8年", "浙江", "第三项"),
        ("安徽", "安徽:12年,广西:8年", "安徽", "第三项"),
        ("河南", "北京:8年,上海:9年", "河南", "第四项"),
        ("河南", "河南:3年,北京:8年,上海:9年", "河南", "第四项"),
        ("湖南", "广东:6年,江苏:3年,深圳:4年", "广东", "第二项"),
        ("湖南", "广东:11年,江苏:4年:临时", "广东", "第二项"),
        ("湖南", "广东:8年,江苏:12年:临时", "湖南", "第四项"),
        ("湖南", "广东:11年:当前,江苏:12年", "广东", "第二项"),
        ("湖南", "广东:5年:当前,江苏:12年", "江苏", "第三项"),
        ("安徽", "广东:12年,安徽:0:当前", "安徽", "第一项"),
        ("安徽省合肥市", "广州：12年6个月；广西：8", "广东", "第三项"),
        ("湖南", "江苏:12年:临时", "湖南", "第四项"),
    ],
)
def test_each_item_of_the_article_decides_its_case(hukou: str, places: str, place: str, item: str) -> None:
    found = use("claim_place", as_of="2026-11", hukou=hukou, places=places)
    assert (found.value("place"), found.value("clause")[-3:]) == (place, item)


def test_years_in_one_province_add_up_and_the_total_counts_temporary_accounts() -> None:
    found = use("claim_place", as_of="2026-11", hukou="湖南", places="广东:6年,江苏:3年:临时,深圳:4年6个月")
    assert (found.value("years_there"), found.value("total_years")) == ("10年6个月", "13年6个月")
    assert "临时缴费账户" in told(found)


def test_what_was_taken_for_granted_is_said() -> None:
    said = told(use("claim_place", as_of="2026-11", hukou="安徽", places="广东:12年,广西:8年,安徽:0"))
    assert "关系现在在广西" in said and "安徽没有缴费" in said and "机关事业单位" in said and "最低缴费年限" in said
    assert "户籍所在省一般不建" in told(
        use("claim_place", as_of="2026-11", hukou="安徽", places="广东:12年,安徽:3年:临时")
    )


@pytest.mark.parametrize(
    "places",
    ["", "，", "广东", "广东:", "广东:很久", "火星:3年", "广东:0", "广东:61年", "广东:3年:明天", "广东:3年:临时:当前",
     "广东:3年:当前,广西:4年:当前", "广东:-3年", "广东:1年," * 41],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_an_example(places: str) -> None:
    refused("claim_place", as_of="2026-11", hukou="安徽", places=places)


def test_unknown_hukou_and_a_day_before_the_rule_are_refused() -> None:
    refused("claim_place", as_of="2026-11", hukou="火星", places="广东:12年")
    refused("claim_place", as_of="2009-01", hukou="安徽", places="广东:12年")


@given(provinces, stays)
def test_the_place_is_always_the_household_province_or_one_with_ten_years(hukou: str, been: list[Stay]) -> None:
    found = claim_place(hukou, been, 120)
    months = months_by_province(been)
    assert found.province == hukou or months[found.province] >= 120
    if found.clause is Clause.TO_HUKOU:
        assert all(count < 120 for count in months.values())
    if found.clause is Clause.BACK:
        assert found.relation is None or months[found.relation] < 120


@given(provinces, stays)
def test_temporary_accounts_never_change_the_place(hukou: str, been: list[Stay]) -> None:
    usual = [stay for stay in been if not stay.temporary]
    assert claim_place(hukou, been, 120) == claim_place(hukou, usual, 120)
