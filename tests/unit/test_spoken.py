"""Numbers, money and levels as citizens say them, and corrections. A wrong figure is worse than none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.spoken import (
    age_months,
    average_index,
    corrected,
    money_amounts,
    number,
    restates,
    span,
)
from tests.unit._numerals import in_words, shortened

FULL = [
    ("三千五", 3500), ("一万二", 12000), ("两万三千", 23000), ("五万零八百", 50800), ("三千零五十", 3050), ("十二万", 120000),
    ("一千二百块", 1200), ("一二〇〇", 1200), ("幺二零零", 1200), ("3千5", 3500), ("5万8", 58000), ("5.8万", 58000), ("五点八万", 58000),
    ("1，2345.67", "12345.67"), ("12，345元", 12345), ("12,345", 12345), ("四千五百六十七块八毛", "4567.8"), ("三块五", "3.5"),
    ("四千五百六十七块八毛五", "4567.85"), ("十二块零五分", "12.05"), ("八毛", "0.8"), ("一百五", 150), ("一百零五", 105), ("十五", 15),
    ("一百十五", 115), ("十二万五", 125000), ("两万三千五", 23500), ("一万零五十", 10050), ("三千零五", 3005), ("三千五十", 3050),
    ("12万3456", 123456), ("3千500", 3500), ("5万零800", 50800), ("3百50", 350), ("5w", 50000), ("8k", 8000), ("千二块", 1200), ("万二蚊", 12000),
    ("一点二", "1.2"), ("零点六", "0.6"), ("两百", 200), ("二百", 200), ("一百二十万", 1200000), ("一千零二十万", 10200000), ("一亿二", 120000000),
    ("123456.78", "123456.78"), ("三", 3), ("八", 8), ("嗯，大概三千五吧", 3500), ("一个月一千二", 1200), ("每个月一千二百块", 1200),
    ("一千二百块一个月", 1200), ("按5000来交", 5000), ("说错了，是五万", 50000), ("不是八万是九万五", 95000), ("廿五", 25), ("二零二六", 2026),
    ("8万余额", 80000), ("我2026年6月交了三千", 3000), ("交了18年，一个月960块", 960),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), FULL)
def test_a_number_is_read_however_it_is_said(text: str, value: int | str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["八九千", "百来块", "几十万", "百十来块", "两千多", "三千来块", "3000块多", "三千到四千", "5-8千", "两三万", "十七八万", "三五百", "三五",
     "万一", "千万别", "十分清楚", "一下", "一直", "上万", "过千", "不到三千", "三千以上", "至少五千", "5万800", "零五", "2024.3.5", "2005-03",
     "60%", "百分之六十", "18年", "216个月", "58岁", "第三", "三百公里", "3000到4000", "六月", "一点点", "账户里有钱", "【身份证号】", ""],
)  # fmt: skip
def test_a_range_a_bound_a_count_or_a_word_is_no_number(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "ends"),
    [("八九千", (8000, 9000)), ("两千多", (2000, 3000)), ("三千五百多", (3500, 3600)), ("8万多", (80000, 90000)), ("十七八万", (170000, 180000)),
     ("两千三四", (2300, 2400)), ("三千五", None), ("钱", None)],
)  # fmt: skip
def test_a_range_has_two_ends(text: str, ends: tuple[int, int] | None) -> None:
    assert span(text) == (ends and (Decimal(ends[0]), Decimal(ends[1])))


@given(st.integers(11, 99_999_999), st.booleans())
def test_a_number_in_words_reads_back_to_itself(value: int, two: bool) -> None:
    assert number(in_words(value, liang=two)) == value
    assert number(f"{in_words(value, liang=two)}块钱") == value


@given(st.integers(1, 9999).flatmap(lambda n: st.sampled_from([n * 10, n * 100, n * 1000, n * 10_000])))
def test_a_number_with_its_last_scale_left_out_reads_back_to_itself(value: int) -> None:
    assert number(shortened(value)) == value


@given(st.integers(0, 99_999_999), st.integers(0, 99))
def test_an_amount_typed_with_cents_reads_back_to_itself(yuan: int, cents: int) -> None:
    assert number(f"{yuan}.{cents:02d}") == Decimal(yuan) + Decimal(cents) / 100
    assert number(f"账户里有{yuan:,}.{cents:02d}元".replace(",", "，")) == Decimal(yuan) + Decimal(cents) / 100


@given(st.text(alphabet="零一二两三四五六七八九十百千万亿点块毛多几来第0123456789.,，年个月%", max_size=14))
def test_any_jumble_of_numerals_is_read_or_left_alone_but_never_negative(text: str) -> None:
    value = number(text)
    assert value is None or value >= 0


@pytest.mark.parametrize(
    ("text", "about", "value"),
    [
        ("缴费基数4588", "base", 4588), ("按5000的基数交", "base", 5000), ("按5000交", "base", 5000), ("基数交的是4588", "base", 4588),
        ("基数5千8", "base", 5800), ("基数：5000", "base", 5000), ("社保基数是五千", "base", 5000), ("月缴费工资6000元", "base", 6000),
        ("缴费基数是2024", "base", 2024), ("一个月交960", "payment", 960), ("交960一个月", "payment", 960), ("每个月要交960", "payment", 960),
        ("一年交一万二", "payment", 12000), ("每月5号扣960", "payment", 960), ("工资里扣400", "payment", 400), ("一个月供千二蚊", "payment", 1200),
        ("账户里有八万五", "balance", 85000), ("个人账户储存额 123456.78", "balance", "123456.78"), ("账户余额大概8万", "balance", 80000),
        ("我的个人账户，有八万五千", "balance", 85000), ("养老金账户里有8万", "balance", 80000), ("账户里2024年底有8万5", "balance", 85000),
        ("八万五的余额", "balance", 85000), ("手机上查账户那个显示有八万五", "balance", 85000), ("账户里有八万，不对，是九万五", "balance", 95000),
        ("账户余额不是八万是九万五", "balance", 95000), ("个人账户里有十二万三千四百五十六块七毛八", "balance", "123456.78"),
        ("每年交300档", "tier", 300), ("按300档交", "tier", 300), ("300元那一档", "tier", 300), ("五百块钱那一档", "tier", 500), ("每年按2000交", "tier", 2000),
        ("现在拿三千二", "pension", 3200), ("退休金2800", "pension", 2800), ("养老金涨到3200了", "pension", 3200), ("每月到手2950.5元", "pension", "2950.5"),
        ("退休开三千二", "pension", 3200), ("3000块的退休金", "pension", 3000), ("计发基数8500", "benefit_base", 8500), ("八万五", "unknown", 85000),
        ("一千二百块", "unknown", 1200), ("现在一个月三千二", "unknown", 3200), ("交了18年一个月960", "unknown", 960), ("我退休金能有三千吗", "other", 3000), ("一共交了12万", "other", 120000), ("补缴了5万", "other", 50000),
        ("我工资八千", "other", 8000), ("工资8000", "other", 8000), ("能领3000吗", "other", 3000), ("拿了5万赔偿", "other", 50000), ("基数上限22938元", "other", 22938), ("个人养老金存了12000元", "other", 12000),
    ],
)  # fmt: skip
def test_an_amount_is_about_what_the_words_around_it_name(text: str, about: str, value: int | str) -> None:
    assert [(a.about, a.value) for a in money_amounts(text)] == [(about, Decimal(value))]


@pytest.mark.parametrize(
    "text",
    ["能领3000吗", "缴费基数2024", "2008年交的", "从2005到现在", "交2008", "我今年58", "交了18年", "60档", "100%档", "八九千", "账户八万多",
     "账户有七八万", "不到三千", "账户里每月进账380", "医保交了380", "领丧葬费5000", "三百公里外", "缴费问题打12366", "储存额除以139",
     "36个先行城市", "按300交", "75年6月女的", "交了18年现在5000"],
)  # fmt: skip
def test_no_amount_is_made_up(text: str) -> None:
    assert [amount for amount in money_amounts(text) if amount.about != "other"] == []


def test_several_amounts_keep_their_places_and_periods() -> None:
    text = "基数4588，账户8万5，公司每月交1600个人交800，一年交一次"
    found = money_amounts(text)
    assert [(a.about, int(a.value), a.per) for a in found] == [
        ("base", 4588, None), ("balance", 85000, None), ("payment", 1600, "month"), ("payment", 800, "month"),
    ]  # fmt: skip
    assert [text[a.start : a.end] for a in found] == ["4588", "8万5", "1600", "800"]


@given(st.text(alphabet="账户里有八万五，不是对基数45交了年一个月块的退休金领1.", max_size=24))
def test_every_amount_points_at_its_words(text: str) -> None:
    for amount in money_amounts(text):
        assert 0 <= amount.start < amount.end <= len(text)
        assert amount.value > 0


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("按60%交", "0.6"), ("百分之六十档", "0.6"), ("六十档", "0.6"), ("60档", "0.6"), ("八零档", "0.8"), ("100%档", "1"), ("按300%交", "3"),
        ("百分百档", "1"), ("按百分之八十的基数交", "0.8"), ("社平的60%", "0.6"), ("按社平工资交", "1"), ("按三倍交", "3"), ("平均指数0.8", "0.8"),
        ("指数一点二", "1.2"), ("平均缴费指数是0.6732", "0.6732"), ("指数60%", "0.6"), ("按0.6交", "0.6"), ("0.8的缴费指数", "0.8"), ("按150档交", "1.5"),
        ("60%，不对，是80%", "0.8"), ("不是60%是100%", "1"), ("改成按60%交呢", "0.6"), ("换成60%呢", "0.6"), ("按60%交能领多少", "0.6"),
        ("最低档", "lowest"), ("我是按最低的交的", "lowest"), ("一直交最低", "lowest"), ("交的是最低，一年一万二", "lowest"), ("按下限交", "lowest"),
        ("一直按最低基数缴费", "lowest"), ("我按最低档交能领多少", "lowest"), ("按最低标准交", "lowest"), ("最高档", "highest"), ("按上限交", "highest"), ("中间那档", "middle"),
    ],
)  # fmt: skip
def test_a_level_is_an_index_or_its_word(text: str, level: str) -> None:
    found = average_index(text)
    assert found is not None
    assert (found.word or found.index) == (level if level.isalpha() else Decimal(level))


@pytest.mark.parametrize(
    ("text", "level"),
    [("60", "0.6"), ("六十", "0.6"), ("0.8", "0.8"), ("零点六", "0.6"), ("60%", "0.6"), ("八十吧", "0.8"), ("一百", "1"), ("最低", "lowest"),
     ("最便宜的那个", "lowest"), ("就最低呗", "lowest")],
)  # fmt: skip
def test_a_bare_level_is_an_answer_only(text: str, level: str) -> None:
    found = average_index(text, asked=True)
    assert found is not None
    assert (found.word or found.index) == (level if level.isalpha() else Decimal(level))
    assert average_index(text) is None


@pytest.mark.parametrize(
    "text",
    ["最低缴费年限15年", "最低工资", "最低档是多少钱", "最低标准是多少", "最低养老金", "交20%", "单位交16%个人交8%", "涨了60%", "60%的退休金",
     "100档", "每年交300档", "指数0.6到0.8", "指数80", "60%档和100%档差多少", "按60%还是100%交", "60%档一个月交多少", "按60岁退", "今年60岁",
     "交了60个月", "计发基数8500", "我的养老金比全国最低标准高吗", "缴费指数一般最高", "60%到300%", "不是最低档", "视同缴费指数为1"],
)  # fmt: skip
def test_a_rate_a_price_a_comparison_or_a_rule_is_no_level(text: str) -> None:
    assert average_index(text) is None


@pytest.mark.parametrize("text", ["15", "18", "58岁", "5000", "不知道", "3", "1"])
def test_other_answers_are_no_level(text: str) -> None:
    assert average_index(text, asked=True) is None


@given(st.integers(60, 300))
def test_every_percentage_is_a_level(percent: int) -> None:
    for said in (
        f"按{percent}%交",
        f"百分之{in_words(percent)}的档",
        f"一直按百分之{in_words(percent, liang=False)}缴费",
    ):
        found = average_index(said)
        assert found is not None
        assert found.index == Decimal(percent) / 100


@pytest.mark.parametrize(
    ("text", "rest"),
    [("不是工人是干部", "是干部"), ("我不是干部，交了18年", "我，交了18年"), ("把18年改成16年", "16年"), ("是不是干部", "是不是干部"), ("对不对", "对不对")],
)  # fmt: skip
def test_denied_words_go_and_questions_stay(text: str, rest: str) -> None:
    assert corrected(text) == rest
    assert restates(text) == (rest != text)


@pytest.mark.parametrize(
    ("text", "months"),
    [("58岁", 696), ("五十八岁半", 702), ("58岁零3个月", 699), ("61岁6个月退", 738), ("五十八岁三个月", 699), ("虚岁60岁", None), ("六十多岁", None),
     ("快60岁", None), ("我58岁我老公60岁", None), ("60", None)],
)  # fmt: skip
def test_an_age_is_read_to_the_month(text: str, months: int | None) -> None:
    assert age_months(text) == months
