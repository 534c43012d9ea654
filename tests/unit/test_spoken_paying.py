"""How long somebody has paid, what is missing, what they would change, when they were born: in their own words."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue import slots
from assistant.dialogue.spoken import (
    Birth,
    Contribution,
    average_index,
    birth_month,
    contribution_months,
    deemed_months,
    gap,
    money_amounts,
    more_years,
    shift,
    stops_paying,
)
from assistant.places import find_places
from tests.unit._clauses import TODAY
from tests.unit._numerals import in_words


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("交了18年", 216), ("缴费三十年零四个月", 364), ("我社保18年半", 222), ("交了216个月", 216), ("交到现在十五年整", 180), ("断断续续交了11年", 132),
        ("75年6月女的交了18年，在长沙", 216), ("女75年6月交18年长沙", 216), ("我交满15年了", 180), ("已经交满15年", 180), ("我交了15年够不够", 180),
        ("医保交了20年，养老交了15年", 180), ("我有18年社保", 216), ("我今年58岁交了30年", 360), ("交了18年差两个月", 214), ("买了15年社保", 180),
        ("上了20年保险", 240), ("社保交了18年断了3年", 216), ("交了18年，中间断了3年", 216), ("交了12年还差3年", 144), ("缴费年限18年", 216),
        ("累计缴费年限21年零3个月", 255), ("我爸交了30年工龄", 360), ("养老保险缴了18年了", 216), ("我老公社保交了12年半", 150), ("交社保18年了", 216),
        ("男，70年3月，在武汉交18年，能领多少钱", 216), ("在深圳交了5年，在老家交了10年，一共15年", 180), ("在厂里交了8年自己交了10年一共18年", 216),
        ("总共交了18年，其中灵活就业5年", 216), ("下岗以后交了12年", 144), ("我交15年能领多少", 180), ("按最低缴费18年", 216), ("我一直按最低的交了18年", 216),
        ("不是18年是16年", 192), ("我交了不是18年是16年", 192), ("交了18年，不对，16年", 192), ("交了18年不对是16年", 192), ("把18年改成16年", 192),
        ("年限不对，是16年", 192), ("我说错了，是交了十六年", 192), ("交了十八年又三个月", 219), ("缴了1年零2个月", 14), ("我交了半年", 6),
        ("一共交了二百一十六个月", 216), ("每年交300，交了12年", 144), ("工龄35年", 420), ("36年工龄", 432), ("实际缴费15年", 180), ("15年的社保", 180),
        ("西安的，22年，指数0.7，账户六万一", 264), ("75年6月，女，长沙，18年", 216), ("女 18年 长沙", 216), ("在厂里上了30年班社保交了26年零7个月", 319),
        ("交了18年一个月960", 216), ("交了18年一个月", 217), ("我买社保买了17年", 204), ("社保上了20年", 240), ("工作34年，社保33年", 396),
    ],
)  # fmt: skip
def test_what_was_paid_is_read_in_months(text: str, months: int) -> None:
    assert contribution_months(text, TODAY) == Contribution(months, exact=True)


@pytest.mark.parametrize(
    ("text", "months"),
    [("交了二十多年", 240), ("大概交了20年吧", 240), ("交了有十七八年", 204), ("缴费有三十来年", 360), ("交了小二十年", 240), ("交了15年以上", 180),
     ("快交满15年了", 180), ("交了一年多", 12), ("交了18年3个多月", 219)],
)  # fmt: skip
def test_what_is_said_roughly_is_not_exact(text: str, months: int) -> None:
    assert contribution_months(text, TODAY) == Contribution(months, exact=False)


@pytest.mark.parametrize(
    "text",
    ["要交满15年", "最低缴费15年", "最少交15年", "再交3年", "多交两年呢", "交够15年就行吗", "交15年能领多少", "缴费满15年可以领养老金", "缴费满15年",
     "需要累计缴费15年", "如果我交20年", "我打算交到20年", "补缴了5年", "没交满15年", "还没交够15年", "不到15年", "你们说交15年", "交15年和交20年哪个划算",
     "15年前我在厂里", "我75年6月的", "医保交了20年", "交了20年房贷", "公积金交了10年", "社保断了3年", "欠费3年", "停缴了3年", "断交了3年", "干了20年",
     "我工作35年了", "军龄5年", "退休15年了", "领了15年退休金", "养老金领了10年", "早退一年", "提前三年退休", "15年后我退休", "还差三年", "还差三年满15年",
     "差两个月18年", "在深圳交了5年，在老家交了10年", "交了三年农保，十二年职工", "交了十五到二十年", "交了18、9年", "一年交三千", "居民养老一年交一次",
     "我2018年6月交的", "18年6月的社保没到账", "刚领养老金两个月", "教龄35年", "视同12年", "缴15年、20年、30年，养老金差多少", "2024年的缴费基数",
     "2025年7月到2026年6月的缴费基数是多少", "多交了一个月", "3年没交了", "我能交20年吗", "交15年够了吧", "交30年亏不亏", "交了好多年", "交了15年还差俩月",
     "女的，退休了，15年", "男，60岁，还差3年", "女，18年，20年", "女，要交满，15年", "女，长沙，社保断了，3年",
     "一次性补了10年，后来交了5年", "今年交了三个月", "缴费基数2025年7月到2026年6月是多少", "在厂里上了30年班", "当兵3年算工龄吗"],
)  # fmt: skip
def test_a_rule_a_plan_an_age_or_another_insurance_was_not_paid(text: str) -> None:
    assert contribution_months(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "months"),
    [("15年", 180), ("十八年了", 216), ("18", 216), ("十八", 216), ("三十年零四个月", 364), ("216个月", 216), ("有18年吧", 216), ("18年半", 222),
     ("一共18年", 216), ("嗯，18年吧", 216), ("我是95年上班的，交了28年", 336), ("女，18年", 216), ("得有18年了", 216), ("18.5", 222), ("两年", 24),
     ("社保卡上写的18年", 216), ("十八年四个月", 220), ("十八点五年", 222), ("不是18年，16年", 192), ("工龄35年", 420), ("前前后后有个17年", 204)],
)  # fmt: skip
def test_an_answer_needs_no_verb(text: str, months: int) -> None:
    found = contribution_months(text, TODAY, asked=True)
    assert found is not None
    assert (found.months, found.exact) == (months, True)


@pytest.mark.parametrize(
    "text",
    ["15年前", "75年", "1975年", "2018年", "05年", "一八年", "58岁", "58", "240", "60岁退", "好多年", "不到15年", "18年不到", "还差三年", "没有", "零",
     "最低15年", "15年就够了吧", "18年4月", "单位交了10年自己交了8年", "不知道", "8万", "三年级", "30年代", "这一年"],
)  # fmt: skip
def test_an_answer_of_another_kind_is_no_length(text: str) -> None:
    assert contribution_months(text, TODAY, asked=True) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("从2005年3月一直交到现在", Contribution(260, exact=False, since="2005-03")), ("2003年开始交的", Contribution(276, exact=False, since="2003")),
        ("98年就开始交了", Contribution(336, exact=False, since="1998")), ("九八年参保", Contribution(336, exact=False, since="1998")),
        ("〇三年参的保", Contribution(276, exact=False, since="2003")), ("从九五年五月份交起", Contribution(378, exact=False, since="1995-05")),
        ("从2005年3月交到2020年8月", Contribution(186, exact=True, since="2005-03")), ("我75年6月生的，从2005年3月交到现在", Contribution(260, exact=False, since="2005-03")),
        ("社保从08年交到现在中间没断", Contribution(216, exact=False, since="2008")), ("09年7月到24年6月我在深圳交的社保", Contribution(180, exact=True, since="2009-07")),
        ("我交社保的时间是2009年7月到2024年6月", Contribution(180, exact=True, since="2009-07")), ("2003年开始交，中间断了三年", None), ("2010年开始领退休金", None), ("我2010年参加工作", None), ("1980年开始交", None), ("2030年开始交", None),
        ("2008年6月就没交了", None), ("医保2010年开始交的", None), ("2003年开始交，交了15年", Contribution(180, exact=True)),
    ],
)  # fmt: skip
def test_a_start_counts_to_last_month_and_is_never_exact(text: str, found: Contribution | None) -> None:
    assert contribution_months(text, TODAY) == found
    assert found is None or not found.since or contribution_months(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("工龄35年其中视同12年", Contribution(420, exact=True, deemed_months=144)), ("实际缴费23年，视同12年", Contribution(420, exact=True, deemed_months=144)),
        ("交了23年，另外视同12年", Contribution(420, exact=True, deemed_months=144)), ("交了23年，其中视同12年", Contribution(276, exact=True, deemed_months=144)),
        ("交了23年，视同12年", Contribution(276, exact=False, deemed_months=144)), ("交了5年，其中视同12年", None),
    ],
)  # fmt: skip
def test_deemed_years_are_added_only_where_told_so(text: str, found: Contribution | None) -> None:
    assert contribution_months(text, TODAY) == found
    assert deemed_months(text) == 144


@pytest.mark.parametrize(
    ("text", "months"),
    [("还差三年", 36), ("还差三年满15年", 36), ("差两个月18年", 2), ("就差半年", 6), ("还差三年退休", None), ("差不多18年", None), ("还差三年到60", None), ("还差好几年", None)],
)  # fmt: skip
def test_what_is_missing_is_told_apart_from_what_was_paid(text: str, months: int | None) -> None:
    assert gap(text) == months


@given(
    st.integers(1, 50),
    st.integers(0, 11),
    st.sampled_from(["{}", "我交了{}", "一共交了{}，在成都", "社保缴了{}了"]),
    st.booleans(),
)
def test_every_length_reads_back_to_itself(years: int, months: int, said: str, spoken: bool) -> None:
    year_words = ("两" if years == 2 else in_words(years)) if spoken else str(years)
    month_words = ("两" if months == 2 else in_words(months)) if spoken and months else str(months)
    length = f"{year_words}年" + (f"零{month_words}个月" if months else "")
    assert contribution_months(said.format(length), TODAY, asked=True) == Contribution(years * 12 + months, exact=True)


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("早一年", -12), ("提前一年半", -18), ("早退两年", -24), ("提前6个月", -6), ("早三个月呢", -3), ("晚一年", 12), ("延后三年", 36), ("推迟三年", 36),
        ("延迟退休3个月", 3), ("那要是晚一年半呢", 18), ("往后推一年", 12), ("早个三年", -36), ("不对，晚两年", 24), ("多干两年再退", 24), ("晚一年零三个月", 15),
        ("早一年能领多少", -12), ("帮我看看早退两年一个月少多少", -24), ("早半年", -6), ("晚点退", None), ("提前退休", None), ("提前三个月告知单位", None), ("提前一个月申请", None), ("早三年就交了", None),
        ("晚交三年", None), ("最多可以提前三年吗", None), ("早一年和晚一年差多少", None), ("晚三个月出生", None), ("早些年", None), ("每4个月推迟1个月", None),
        ("早个一年半载", None), ("晚了三年", None), ("同事晚退一年比我高", None), ("18年", None),
    ],
)  # fmt: skip
def test_a_shift_of_retirement_has_a_direction(text: str, months: int | None) -> None:
    assert shift(text) == months


@given(st.integers(1, 36), st.sampled_from(["早{}退休呢", "提前{}", "晚{}退休", "推迟{}呢"]))
def test_every_shift_reads_back_to_itself(months: int, said: str) -> None:
    expected = -months if said[0] in "早提" else months
    assert shift(said.format(f"{months}个月")) == expected
    assert shift(said.format(f"{'两' if months == 2 else in_words(months)}个月")) == expected


@pytest.mark.parametrize(
    ("text", "months"),
    [("多交两年呢", 24), ("再交3年", 36), ("再多交五年", 60), ("继续交3年", 36), ("再缴两年半", 30), ("多缴6个月", 6), ("少交两年呢", -24), ("再续缴5年", 60),
     ("多交了两年", None), ("又交了三年", None), ("还要交5年", None), ("再交十几年", None), ("每多交一年", None), ("每年多交300", None), ("要再交五年才能领", None)],
)  # fmt: skip
def test_more_years_are_a_wish_not_a_duty(text: str, months: int | None) -> None:
    assert more_years(text) == months


@pytest.mark.parametrize(
    "text",
    ["以后不交了", "我不交了", "不想再交了", "要是不交了呢", "如果以后不交的话", "不继续交了呢", "从现在起不交了"],
)
def test_who_would_pay_no_more_is_heard(text: str) -> None:
    assert stops_paying(text)


@pytest.mark.parametrize(
    "text",
    [
        "公司不给交了",
        "单位不交社保",
        "不交社保可以吗",
        "没交",
        "不用交了吗",
        "能不能不交了",
        "听说交满15年就不交了对不对",
    ],
)
def test_an_employer_or_a_rumour_stops_nothing(text: str) -> None:
    assert not stops_paying(text)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("六五年三月", (1965, 3)), ("一九七五年六月", (1975, 6)), ("75年6月", (1975, 6)), ("75.6", (1975, 6)), ("1975/06", (1975, 6)), ("1975.6.15", (1975, 6)),
        ("六月份的", (None, 6)), ("身份证上6月", (None, 6)), ("75年，6月", (1975, 6)), ("六五年三月吧", (1965, 3)), ("75年6月，不对，是76年6月", (1976, 6)),
    ],
)  # fmt: skip
def test_a_month_of_birth_is_an_answer_in_many_forms(text: str, born: tuple[int | None, int]) -> None:
    assert birth_month(text, TODAY, asked=True) == Birth(*born)


@pytest.mark.parametrize(
    ("text", "year"), [("阴历六月", None), ("农历七五年六月", 1975), ("七五年腊月的", 1975), ("七五年六月初五", 1975)]
)
def test_a_lunar_month_is_said_to_be_one(text: str, year: int | None) -> None:
    found = birth_month(text, TODAY, asked=True)
    assert found is not None
    assert (found.year, found.lunar) == (year, True)


@pytest.mark.parametrize("text", ["7506", "属兔的", "18年", "6万", "75.6元", "交了18年"])
def test_no_birth_is_guessed(text: str) -> None:
    assert birth_month(text, TODAY, asked=True) is None


def test_one_message_may_tell_everything() -> None:
    text = "75年6月女的交了18年零三个月，在长沙，按60%交，账户里有八万五"
    assert slots.birth(text, TODAY) == (1975, 6)
    assert slots.sex(text) == "女"
    assert contribution_months(text, TODAY) == Contribution(219, exact=True)
    assert [place.region for place in find_places(text)] == ["湖南/长沙"]
    assert str(average_index(text)) == "Level(index=Decimal('0.6'), word=None)"
    assert [(a.about, int(a.value)) for a in money_amounts(text)] == [("balance", 85000)]


@pytest.mark.parametrize("token", ["18年", "有了", "交了", "嗯", "，", "不对，", "从05年", "我", "一共", "算了"])
def test_a_long_message_is_read_quickly(token: str) -> None:
    text, started = token * (4000 // len(token)), time.perf_counter()
    contribution_months(text, date(2026, 11, 22), asked=True)
    money_amounts(text)
    stops_paying(text)
    assert time.perf_counter() - started < 2
