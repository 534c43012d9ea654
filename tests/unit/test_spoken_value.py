"""A spoken number comes to one value, or to none where a wrong one would be the alternative."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.readback import say_digits, say_id_number, say_phone
from assistant.dialogue.spoken_form import spoken_form
from assistant.dialogue.spoken_value import Kind, spoken_value
from assistant.personal_data import check_digit
from tests.unit._clauses import TODAY
from tests.unit._numerals import DIGITS, in_words, shortened

MONEY = [
    ("三千五", "3500"), ("一万二", "12000"), ("一万零五十", "10050"), ("两万三千五百块", "23500"), ("叁仟伍佰", "3500"), ("两仟", "2000"),
    ("每个月三千五", "3500"), ("1万2", "12000"), ("1万2千", "12000"), ("3千5百", "3500"), ("12,000", "12000"), ("12，345元", "12345"),
    ("3 500块", "3500"), ("3500 元", "3500"), ("3500块5毛", "3500.5"), ("一百二十三块四毛五", "123.45"), ("五百二", "520"), ("两百五", "250"),
    ("一万两千", "12000"), ("二万三", "23000"), ("十二万三", "123000"), ("八万五千六", "85600"), ("5万8", "58000"), ("5.8万", "58000"),
    ("三千，嗯，五百", "3500"), ("一万，那个，零五十", "10050"), ("三千 五百", "3500"), ("账户里有八万五", "85000"), ("缴费基数是4588", "4588"),
    ("四千三百零一，不对，四千三百零二", "4302"), ("三千，哦不，三千五", "3500"), ("三千，啊不是，三千五", "3500"), ("三千五，重说，三千八", "3800"),
    ("三千，重说一遍，三千五", "3500"), ("账户里有八万五，不对，九万五", "95000"), ("账户是八万，我说错了，是九万", "90000"), ("3500，不对，600", "600"),
    ("三千五百，重复一遍，三千五百", "3500"), ("幺二零零", "1200"), ("廿五块", "25"),
    ("三百来块", None), ("三百多块", None), ("三四百块", None), ("几百块", None), ("不到四千", None), ("三千五百，不对，六百", None), ("一千五六", None),
]  # fmt: skip
MONTHS = [
    ("三十年零四个月", 364), ("三十年四个月", 364), ("30年0四个月", 364), ("30年零4个月", 364), ("三十年又四个月", 364), ("三十年零四月", 364),
    ("30 年 零 4 个 月", 364), ("三 十 年 零 四 个 月", 364), ("三十年零，嗯，四个月", 364), ("三十年，那个，四个月", 364), ("三十年，零四个月", 364),
    ("一年零俩月", 14), ("俩月", 2), ("三年半", 42), ("两年半", 30), ("半年", 6), ("十五年半", 186), ("十五年零半年", 186), ("廿年", 240), ("廿五年", 300),
    ("卅年", 360), ("卅二年", 384), ("壹拾伍年", 180), ("一十五年", 180), ("22年", 264), ("二十二年", 264), ("364个月", 364), ("三百六十四个月", 364),
    ("十八个月", 18), ("我交了 15 年", 180), ("社保一共交了三十年零四个月", 364), ("三十年，哦不，二十八年", 336), ("三十年哦不二十八年", 336),
    ("三十年，啊不是，二十八年", 336), ("三十年不是，二十八年", 336), ("三十年不对二十八年", 336), ("三十年。不对二十八年", 336), ("三十年，重说一遍，二十八年", 336),
    ("三十年零四个月，不对，五个月", 365), ("重复：三十年零四个月", 364), ("三年半，不对，半年", 6), ("不是三十年，是二十八年", 336), ("十五年零十一个月", 191),
    ("十五年多", None), ("三十多年", None), ("两三年", None), ("十来年", None), ("大概三十年", None), ("三十年左右", None), ("一个半月", None), ("二二年", None),
    ("不到十五年", None), ("零五年", None),
]  # fmt: skip
DATES = [
    ("六五年三月", "1965-03"), ("一九六五年三月", "1965-03"), ("65年3月", "1965-03"), ("1965年3月", "1965-03"), ("1965年03月", "1965-03"), ("65.3", "1965-03"),
    ("1965 年 3 月", "1965-03"), ("19650312", "1965-03"), ("六五年三月十二号", "1965-03"), ("我是六五年三月生的", "1965-03"), ("身份证上是六五年三月", "1965-03"),
    ("一九六五年那个三月", "1965-03"), ("一九六五年嗯三月", "1965-03"), ("一九六五年，三月", "1965-03"), ("六五年，呃，三月", "1965-03"), ("六五年的三月", "1965-03"),
    ("幺九六五年三月", "1965-03"), ("一九65年三月", "1965-03"), ("19六5年3月", "1965-03"), ("六5年三月", "1965-03"), ("一九六五三月", "1965-03"), ("1965 3月", "1965-03"),
    ("六五年零三月", "1965-03"), ("六五年元月", "1965-01"), ("六五年十一月", "1965-11"), ("六五年阳历三月", "1965-03"), ("七〇年一月", "1970-01"), ("二零零二年五月", "2002-05"),
    ("一九六五年三月，不对，四月", "1965-04"), ("六五年三月，不对，六六年三月", "1966-03"), ("一九六五年三月，哦不，六六年", "1966-03"), ("六五年十二月，说错了，十一月", "1965-11"),
    ("六五年腊月", None), ("农历六五年三月", None), ("六五年冬月", None), ("属蛇的", None), ("三月", None), ("六五年", None), ("二二年三月", None), ("一九二年八月", None),
]  # fmt: skip
SHARES: list[tuple[str, Kind, str | None]] = [
    ("百分之八", "percent", "8"), ("百分之八点五", "percent", "8.5"), ("百分之8点5", "percent", "8.5"), ("8%", "percent", "8"), ("百分百", "percent", "100"),
    ("按百分之六十交", "percent", "60"), ("百分之一百二十", "percent", "120"), ("百分之，嗯，六十", "percent", "60"), ("百分之六十，不对，八十", "percent", "80"),
    ("百分之六十，不对，百分之八十", "percent", "80"), ("百分之六十或者百分之八十", "percent", None), ("六十", "percent", None),
    ("零点八", "index", "0.8"), ("点六", "index", "0.6"), ("指数是点八", "index", "0.8"), ("0点8", "index", "0.8"), ("零点6", "index", "0.6"), ("0.85", "index", "0.85"),
    ("平均指数是一点三六", "index", "1.36"), ("零点六，不对，零点八", "index", "0.8"), ("百分之六十", "index", "0.6"), ("十五", "index", None),
    ("八万一千零二十五", "quantity", "81025"), ("一共三百六十四", "quantity", "364"), ("两千多", "quantity", None),
]  # fmt: skip
DIGIT_RUNS: list[tuple[str, Kind, str | None]] = [
    ("四三零一，不对，四三零二", "digits", "4302"), ("社保号三四二六，三零八八，三", "digits", "342630883"), ("幺三九", "digits", "139"), ("洞拐勾", "digits", "079"),
    ("三四二六三零八八，不对，九八", "digits", "34263098"), ("3 4 2 6 3 0 8 8", "digits", "34263088"), ("三四26三零88", "digits", "34263088"), ("没有", "digits", None), ("三四二六。三零八八", "digits", "34263088"), ("1 8 6 1, 不对, 1 8 6 2", "digits", "1862"),
    ("一三九一二三四五六七八", "phone", "13912345678"), ("幺三九，幺二三四，五六七八", "phone", "13912345678"), ("一三九1234五六七八", "phone", "13912345678"),
    ("一三九，嗯，一二三四，那个，五六七八", "phone", "13912345678"), ("一三九，啊不是，一三八，一二三四，五六七八", "phone", "13812345678"),
    ("一三九一二三四五六七九，不对，五六七八", "phone", "13912345678"), ("幺三九，一二三，不对，一二三四，五六七八", "phone", "13912345678"),
    ("13912345679说错了13912345678", "phone", "13912345678"), ("一三九一二三四五六七八，重复，一三九一二三四五六七八", "phone", "13912345678"),
    ("139,1234,5679,不对,5678", "phone", "13912345678"), ("1 3 9 1 2 3 4 5 6 7 9不对5 6 7 8", "phone", "13912345678"), ("洞七五五八八八八六六六六", "phone", "0755-88886666"), ("我58岁，电话13912345679，不对，13912345678", "phone", "13912345678"),
    ("一三九一二三四五六七", "phone", None), ("十三九一二三四五六七八", "phone", None),
    ("一一零一零五，幺九八二零五一幺，八八八九", "id_number", "110105198205118889"), ("身份证110105198205118889", "id_number", "110105198205118889"),
    ("一一零一零五一九八二零五一一八八八八，不对，八八八九", "id_number", "110105198205118889"), ("一一零一零四，不对，一一零一零五，一九八二零五一一，八八八九", "id_number", "110105198205118889"),
    ("1 1 0 1 0 5 1 9 8 2 0 5 1 1 8 8 8 9", "id_number", "110105198205118889"), ("110105 19491231 002X", "id_number", "11010519491231002X"),
    ("一一零一零五，一九四九一二三一，零零二艾克斯", "id_number", "11010519491231002X"), ("一一零一零五，一九四九一二三一，零零二叉", "id_number", "11010519491231002X"),
    ("一一零一零五一九四九一二三一零零二x", "id_number", "11010519491231002X"), ("一一零一零五，一九八二零五一一，八八八八", "id_number", None),
    ("一一零一零五，一九八二零五一一，八八八", "id_number", None), ("一一零一零五，一九八二一三一一，八八八九", "id_number", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value"), MONEY)
def test_an_amount_has_its_yuan(text: str, value: str | None) -> None:
    assert spoken_value(text, "money", TODAY) == value


@pytest.mark.parametrize(("text", "months"), MONTHS)
def test_a_length_has_its_months(text: str, months: int | None) -> None:
    assert spoken_value(text, "months", TODAY) == (months and str(months))


@pytest.mark.parametrize(("text", "value"), DATES)
def test_a_birth_has_its_month(text: str, value: str | None) -> None:
    assert spoken_value(text, "date", TODAY) == value


@pytest.mark.parametrize(("text", "kind", "value"), SHARES)
def test_a_percentage_an_index_and_a_count_have_their_value(text: str, kind: Kind, value: str | None) -> None:
    assert spoken_value(text, kind, TODAY) == value


@pytest.mark.parametrize(("text", "kind", "value"), DIGIT_RUNS)
def test_digits_read_out_are_one_number(text: str, kind: Kind, value: str | None) -> None:
    assert spoken_value(text, kind, TODAY) == value


@pytest.mark.parametrize(
    "text",
    ["我交了18年，后来断了三个月", "早上八点三十分", "零点三十分", "一个月三千、五百的都有", "3四年前", "收拾一百块的东西", "陆续交了十年", "退伍十年",
     "三十年，四个月没有交", "二〇二五年三月", "国发〔2005〕38号", "一般一次一千", "那个，我想问社保"],
)  # fmt: skip
def test_text_that_is_no_broken_number_stays_as_it_is(text: str) -> None:
    assert spoken_form(text) == text


@given(st.text(alphabet="零一二三五九十百千万年月个半点，、 嗯那个0159幺拾佰廿块", max_size=24))
def test_the_form_of_numerals_is_settled_at_once(text: str) -> None:
    assert spoken_form(spoken_form(text)) == spoken_form(text)


@given(st.integers(30, 9_999_999))
def test_an_amount_said_in_words_comes_back(value: int) -> None:
    assert spoken_value(f"账户里有{in_words(value)}块", "money", TODAY) == str(value)
    assert spoken_value(in_words(value), "quantity", TODAY) == str(value)


@given(st.integers(3, 9999).map(lambda n: n * 100))
def test_an_amount_said_short_comes_back(value: int) -> None:
    assert spoken_value(f"账户里有{shortened(value)}", "money", TODAY) == str(value)


@given(st.integers(1, 45), st.integers(0, 11), st.booleans())
def test_a_length_said_in_words_comes_back(years: int, months: int, joined: bool) -> None:
    said = f"{in_words(years)}年" + (f"{'零' if joined else ''}{in_words(months)}个月" if months else "")
    assert spoken_value(f"我交了{said}", "months", TODAY) == str(years * 12 + months)
    assert spoken_value(f"三十三年，不对，{said}", "months", TODAY) == str(years * 12 + months)


@given(st.integers(1950, 2005), st.integers(1, 12), st.booleans())
def test_a_birth_said_digit_by_digit_comes_back(year: int, month: int, short: bool) -> None:
    digits = "".join(DIGITS[int(d)] for d in str(year))
    said = f"{digits[2:] if short else digits}年{in_words(month)}月"
    assert spoken_value(f"我是{said}生的", "date", TODAY) == f"{year}-{month:02d}"
    assert (
        spoken_value(f"{said[: said.index('年') + 1]}，嗯，{said[said.index('年') + 1 :]}", "date", TODAY)
        == f"{year}-{month:02d}"
    )


IDS = st.builds(
    lambda place, born, order: f"{place}{born:%Y%m%d}{order:03d}",
    st.sampled_from(["110105", "430102", "510104", "650102"]), st.dates(date(1940, 1, 1), date(2005, 12, 31)), st.integers(1, 999),
).map(lambda first: first + check_digit(first))  # fmt: skip


@given(IDS)
def test_an_id_read_back_aloud_comes_back(number: str) -> None:
    assert spoken_value(say_id_number(number, aloud=True), "id_number", TODAY) == number
    assert spoken_value(f"身份证号是{say_id_number(number)}", "id_number", TODAY) == number


@given(IDS, st.integers(0, 16), st.integers(1, 9))
def test_an_id_with_one_digit_misheard_is_not_taken(number: str, at: int, off: int) -> None:
    wrong = number[:at] + str((int(number[at]) + off) % 10) + number[at + 1 :]
    assert spoken_value(say_id_number(wrong, aloud=True), "id_number", TODAY) is None


@given(st.integers(13, 19).filter(lambda n: n > 12), st.integers(0, 999_999_999))
def test_a_mobile_number_read_back_aloud_comes_back(start: int, rest: int) -> None:
    number = f"{start}{rest:09d}"
    assert spoken_value(f"我的电话是{say_phone(number, aloud=True)}", "phone", TODAY) == number
    assert spoken_value(say_phone(number), "phone", TODAY) == number


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (say_id_number("43010219650312123X"), "430102 19650312 123X"), (say_id_number("43010219650312123X", aloud=True), "四三零幺零二，幺九六五零三幺二，幺二三艾克斯"),
        (say_phone("13862071871"), "138 6207 1871"), (say_phone("13862071871", aloud=True), "幺三八，六二零七，幺八七幺"), (say_phone("0755-88886666转801"), "0755 8888 6666转801"),
        (say_phone("010-87654321", aloud=True), "零幺零，八七六五，四三二幺"), (say_digits("342630883", aloud=True), "三四二六，三零八八，三"),
    ],
)  # fmt: skip
def test_digits_are_read_back_in_the_groups_people_say(said: str, words: str) -> None:
    assert said == words
