"""Where somebody contributed, for how long, and where the household is registered, as told in one message."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.stays import hukou_of, stays_of

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "stays"),
    [
        ("在广东交了12年，在广西交了8年", (("广东", 144), ("广西", 96))),
        ("广东12年、广西8年", (("广东", 144), ("广西", 96))),
        ("在深圳交了3年半，后来在成都交了两年零四个月", (("广东", 42), ("四川", 28))),
        ("先在北京交了五年然后到上海交了十年", (("北京", 60), ("上海", 120))),
        ("在浙江交了8个月，又在江苏交了6年", (("浙江", 8), ("江苏", 72))),
        ("在湖南交了15年", (("湖南", 180),)),
    ],
)  # fmt: skip
def test_every_place_is_read_with_its_length_in_the_order_told(text: str, stays: tuple[tuple[str, int], ...]) -> None:
    assert stays_of(text, TODAY) == stays


@pytest.mark.parametrize(
    "text",
    [
        "在广东交过社保", "2010年在广东参保", "98年前在广东上班", "户口在安徽，交了12年", "老家在河南", "我是四川人",
        "在广东和广西一共交了20年", "", "社保断缴了怎么办",
    ],
)  # fmt: skip
def test_a_place_without_a_length_of_its_own_is_no_stay(text: str) -> None:
    assert stays_of(text, TODAY) == ()


@pytest.mark.parametrize(
    ("text", "province"),
    [
        ("户口在安徽，在广东交了12年", "安徽"), ("我是四川人，在广东打工", "四川"), ("老家河南的，现在在北京", "河南"),
        ("户籍地是湖北武汉", "湖北"), ("在广东交了12年，户口在安徽", "安徽"), ("深圳户口", "广东"),
    ],
)  # fmt: skip
def test_the_household_is_read_wherever_it_stands(text: str, province: str) -> None:
    assert hukou_of(text) == province


@pytest.mark.parametrize("text", ["在广东交了12年", "户口迁走了怎么办", "", "在北京工作"])
def test_where_no_household_is_told_none_is_read(text: str) -> None:
    assert hukou_of(text) is None


def test_the_place_of_the_household_is_no_stay_of_its_own() -> None:
    assert stays_of("户口在安徽，在广东交了12年，在广西交了8年", TODAY) == (("广东", 144), ("广西", 96))


@given(
    st.lists(
        st.tuples(st.sampled_from(("广东", "广西", "四川", "北京", "浙江")), st.integers(1, 30), st.integers(0, 11)),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_whatever_is_told_in_the_plain_form_is_read_back(told: list[tuple[str, int, int]]) -> None:
    text = "，".join(f"在{place}交了{years}年{f'{months}个月' if months else ''}" for place, years, months in told)
    assert stays_of(text, TODAY) == tuple((place, years * 12 + months) for place, years, months in told)
