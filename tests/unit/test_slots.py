"""What a citizen says about the person, in many spoken forms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue import slots
from assistant.places import accepted_regions, find_places, parse_region
from tests.unit._clauses import TODAY


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("我1975年6月出生", (1975, 6)), ("1975年6月生人", (1975, 6)), ("我是75年6月的", (1975, 6)), ("七五年六月的", (1975, 6)),
        ("一九七五年六月出生", (1975, 6)), ("一九七五年十二月生", (1975, 12)), ("1975.6出生", (1975, 6)),
        ("1975-06-15生", (1975, 6)), ("出生年月1975年6月", (1975, 6)), ("我妈65年3月的，什么时候退休", (1965, 3)),
        ("男65年3月的到底哪月退", (1965, 3)), ("男，1970年10月生", (1970, 10)), ("男的1968年7月生哪年退", (1968, 7)),
        ("女 1976年8月 什么时候退休", (1976, 8)), ("我岳母75年8月生", (1975, 8)), ("生于1975年6月15日", (1975, 6)),
        ("1975年6月15号生的", (1975, 6)), ("〇五年三月生", (2005, 3)), ("我爸六五年三月", (1965, 3)),
        ("我老婆1980年11月的", (1980, 11)), ("2008年6月开始交，1966年7月生男", (1966, 7)),
        ("我1970年10月出生的，2008年参加工作", (1970, 10)),
    ],
)  # fmt: skip
def test_a_birth_month_is_understood_however_it_is_said(text: str, born: tuple[int, int]) -> None:
    assert slots.birth(text, TODAY) == born


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("湖南长沙，75年6月，交了18年", (1975, 6)), ("75年6月女的交了18年，在长沙", (1975, 6)), ("女，75.6，交了18年", (1975, 6)), ("男 65.3 长沙", (1965, 3)),
        ("19750608", (1975, 6)), ("1975年6月8日", (1975, 6)), ("身份证上是1975年6月", (1975, 6)), ("我属兔75年6月", (1975, 6)), ("我75年的，6月生日", (1975, 6)),
        ("我是女的，一九七五年的，六月", (1975, 6)), ("老汉儿六五年三月间生的", (1965, 3)), ("七五年六月出世的", (1975, 6)), ("六五年的", (1965, None)),
    ],
)  # fmt: skip
def test_a_birth_among_other_things_is_understood(text: str, born: tuple[int, int | None]) -> None:
    assert slots.birth(text, TODAY) == born


@pytest.mark.parametrize(
    "text",
    ["76年12月，当兵入伍", "78年3月，下乡", "参加工作，78年3月", "从78年3月，一直交", "85年3月，进厂", "工龄从78年3月，算到现在", "18年的", "7506", "属兔的", "阴历六月"],
)  # fmt: skip
def test_the_start_of_work_is_not_a_birth(text: str) -> None:
    assert slots.birth(text, TODAY) is None


@pytest.mark.parametrize("text", ["农历75年六月的", "我75年腊月的", "阴历一九七五年六月初五生的"])
def test_a_lunar_month_is_not_taken_for_the_month_on_the_card(text: str) -> None:
    assert slots.birth(text, TODAY) == (1975, None)
    assert slots.birth(f"身份证上是75年7月，{text}", TODAY) == (1975, 7)


@pytest.mark.parametrize(
    ("text", "year"), [("75年女的", 1975), ("我76年的", 1976), ("我1980年的", 1980), ("我七五年的，女工人", 1975)]
)
def test_a_birth_year_alone_leaves_the_month_open(text: str, year: int) -> None:
    assert slots.birth(text, TODAY) == (year, None)


@pytest.mark.parametrize(
    "text",
    ["2025年退休的", "我2010年参加工作", "2024年的政策", "我工龄25年的", "缴费15年的能领吗", "我交了20年", "15年的缴费",
     "我断缴3年6个月", "80后", "我今年1月的养老金没到", "社保断了三年"],
)  # fmt: skip
def test_other_years_are_not_a_birth(text: str) -> None:
    assert slots.birth(text, TODAY) is None


@given(
    st.integers(1940, 2008), st.integers(1, 12), st.sampled_from(["我{}年{}月出生", "{}年{}月生的", "男，{}年{}月生"])
)
def test_every_birth_month_is_understood(year: int, month: int, said: str) -> None:
    assert slots.birth(said.format(year, month), TODAY) == (year, month)


@pytest.mark.parametrize(
    ("text", "years"),
    [("我今年58岁", 58), ("我爸62岁", 62), ("年龄55岁", 55), ("快60岁了", 60), ("60岁退休", None), ("缴满15年", None)],
)
def test_an_age_is_somebodys_not_the_rules(text: str, years: int | None) -> None:
    assert slots.age(text) == years


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("我是女的", "女"), ("男，58", "男"), ("女职工几岁退", "女"), ("我老公什么时候退", "男"), ("我妈的养老金", "女"),
        ("女同志", "女"), ("男同志", "男"), ("我奶奶", "女"), ("我爸今年退", "男"), ("我妈和我爸都退了", None), ("社保断了能补吗", None),
    ],
)  # fmt: skip
def test_sex_is_taken_only_when_one_is_meant(text: str, sex: str | None) -> None:
    assert slots.sex(text) == sex


@pytest.mark.parametrize(
    ("text", "post"),
    [
        ("我是车间工人", "工人"), ("在管理岗位", "干部"), ("灵活就业", "灵活就业"), ("个体户", "灵活就业"), ("厂里女工", "工人"),
        ("女干部", "干部"), ("医院护士", "干部"), ("50岁那档", "工人"), ("灵活就业，以前是干部", None), ("社保断了能补吗", None),
    ],
)  # fmt: skip
def test_a_post_is_taken_only_when_one_is_meant(text: str, post: str | None) -> None:
    assert slots.identity(text) == post


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("按2024年的规定", date(2024, 12, 31)), ("2024年6月的时候", date(2024, 6, 30)), ("2024年2月的政策", date(2024, 2, 29)),
        ("2023年12月31日的政策", date(2023, 12, 31)), ("按2024年9月12日规定", date(2024, 9, 12)), ("2030年退休", None), ("2月31日的规定", None),
    ],
)  # fmt: skip
def test_the_day_asked_about_is_the_last_of_its_year_or_month(text: str, day: date | None) -> None:
    assert slots.as_of(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("城乡居民养老保险", {"城乡居民"}), ("新农保", {"城乡居民"}), ("职工养老", {"企业职工"}), ("灵活就业怎么交", {"灵活就业"}),
        ("我是公务员", {"机关事业"}), ("事业单位退休", {"机关事业"}), ("网约车司机", {"灵活就业"}), ("居保转职工养老", {"城乡居民", "企业职工"}),
        ("我什么时候退休", set()),
    ],
)  # fmt: skip
def test_a_scheme_is_named_not_guessed(text: str, named: set[str]) -> None:
    assert set(slots.schemes(text)) == named


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("我在成都交社保", ["四川/成都"]), ("广东省深圳市", ["广东", "广东/深圳"]), ("吉林市", ["吉林/吉林市"]), ("吉林", ["吉林"]),
        ("内蒙古自治区包头", ["内蒙古", "内蒙古/包头"]), ("从湖南转到浙江", ["湖南", "浙江"]), ("保定的社保", ["河北/保定"]),
        ("按规定西安的怎么交", ["陕西/西安"]), ("我社保山东交的", ["山东"]), ("国内江西", ["江西"]),
    ],
)  # fmt: skip
def test_places_are_found(text: str, regions: list[str]) -> None:
    assert [place.region for place in find_places(text)] == regions


@pytest.mark.parametrize(
    "text",
    ["医保定点医院", "不明白城乡居民养老", "变成都要自己交", "最大连续缴费", "按规定西部地区", "长治疗期", "推广安排", "星期六安排",
     "拖延安排", "镇中卫生院", "社保定期缴", "有大理由", "继承德行", "以上海外居住"],
)  # fmt: skip
def test_a_place_inside_another_word_is_not_found(text: str) -> None:
    assert find_places(text) == ()


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("四川/成都", "四川/成都"),
        ("广东省深圳市", "广东/深圳"),
        ("吉林/吉林市", "吉林/吉林市"),
        ("广西壮族自治区", "广西"),
        ("重庆市", "重庆"),
    ],
)
def test_a_region_a_caller_names_is_read(text: str, region: str) -> None:
    place = parse_region(text)
    assert place is not None
    assert place.region == region


@pytest.mark.parametrize("text", ["全国", "", "火星"])
def test_no_region_means_the_whole_country(text: str) -> None:
    assert parse_region(text) is None
    assert accepted_regions(parse_region(text)) == ("全国",)


def test_a_city_accepts_its_own_its_provinces_and_the_national_rules() -> None:
    assert accepted_regions(parse_region("四川/成都")) == ("四川/成都", "四川", "全国")
