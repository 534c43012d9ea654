"""Personal numbers are masked however they are written; ordinary figures are not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.personal_data import BANK_CARD, ID_CARD, INSURANCE_NUMBER, PHONE, check_digit, luhn, mask
from knowledge_base.service import shipped_passages

SPOKEN = "零一二三四五六七八九"


def spoken(digits: str) -> str:
    return "".join(SPOKEN[int(d)] for d in digits)


@st.composite
def citizen_ids(draw: st.DrawFn) -> str:
    area = draw(st.sampled_from(["110101", "430102", "310115", "650102", "440305", "830000"]))
    born = draw(st.dates(date(1930, 1, 1), date(2010, 12, 31)))
    first17 = f"{area}{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first17 + check_digit(first17)


@st.composite
def bank_cards(draw: st.DrawFn) -> str:
    length = draw(st.sampled_from([16, 19]))
    body = "62" + "".join(str(draw(st.integers(0, 9))) for _ in range(length - 3))
    return next(body + str(d) for d in range(10) if luhn(body + str(d)))


phones = st.builds(lambda head, rest: f"1{head}{rest:09d}", st.integers(3, 9), st.integers(0, 999_999_999))


@given(citizen_ids())
def test_every_valid_id_is_masked_and_tells_birth_and_sex(number: str) -> None:
    found = mask(f"我的身份证是{number}，哪年退休")
    assert found.text == "我的身份证是【身份证号】，哪年退休"
    assert found.kinds == (ID_CARD,)
    assert found.birth == (int(number[6:10]), int(number[10:12]))
    assert found.sex == ("男" if int(number[16]) % 2 else "女")


@given(citizen_ids(), st.sampled_from([" ", "-", "－", ".", "  ", "，", "\u200b"]))
def test_an_id_in_groups_is_masked(number: str, gap: str) -> None:
    assert mask(gap.join((number[:6], number[6:14], number[14:]))).text == "【身份证号】"


@given(citizen_ids().filter(lambda n: n[-1] != "X"), st.integers(1, 17))
def test_an_id_half_typed_half_spoken_is_masked(number: str, at: int) -> None:
    assert mask(f"号{number[:at]}{spoken(number[at:])}。").text == "号【身份证号】。"


@given(citizen_ids().filter(lambda n: n[-1] != "X"))
def test_a_spoken_id_does_not_swallow_the_words_after_it(number: str) -> None:
    assert mask(f"{spoken(number)}一直没到").text == "【身份证号】一直没到"
    assert mask(f"{spoken(number)}一九七五年生").text == "【身份证号】一九七五年生"


@given(bank_cards(), st.sampled_from(["", " ", "-"]))
def test_a_bank_card_before_the_word_yizhi_is_masked(number: str, gap: str) -> None:
    written = gap.join(number[i : i + 4] for i in range(0, len(number), 4))
    for after in ("一直没到", " 一直没到", "，两个月没到"):
        assert number[-4:] not in mask(f"打到卡{written}{after}").text
        assert mask(f"打到卡{written}{after}").text.endswith(f"】{after}")


@given(phones, st.sampled_from(["", "+86", "+86 ", "86-", "0086", "电话", "tel:", "微信wx"]))
def test_every_mobile_number_is_masked(number: str, before: str) -> None:
    assert mask(f"{before}{number}").kinds == (PHONE,)
    assert number[3:] not in mask(f"{before}{number}").text
    assert mask(f"我的号{spoken(number)}一直打不通").text == "我的号【手机号】一直打不通"


@pytest.mark.parametrize(
    ("text", "shown", "kind"),
    [
        ("养老金打到卡 6222 0000 0000 1234 560 一直没到", "养老金打到卡 【银行卡号】 一直没到", BANK_CARD),
        ("6222000000001234560一直没到", "【银行卡号】一直没到", BANK_CARD),
        ("四三零一零二一九七五零六一五二零二一", "【身份证号】", ID_CARD),
        ("四三零一零二，一九七五零六一五，二零二一", "【身份证号】", ID_CARD),
        ("四三零幺零两幺九拐五洞六幺五两洞两幺", "【身份证号】", ID_CARD),
        ("43010219750105202x是我的", "【身份证号】是我的", ID_CARD),
        ("４３０１０２１９７５０１０５２０２Ｘ", "【身份证号】", ID_CARD),
        ("43010219750105202Ⅹ", "【身份证号】", ID_CARD),
        ("四三零一零二一九七五零一零五二零二艾克斯", "【身份证号】", ID_CARD),
        ("①③⑧⓪⓪⓪⓪①①①①", "【手机号】", PHONE),
        ("𝟏𝟑𝟖𝟎𝟎𝟎𝟎𝟏𝟏𝟏𝟏", "【手机号】", PHONE),
        ("420199196607112336，6500元一个月", "【身份证号】，6500元一个月", ID_CARD),
        ("证件420199650307123，还能用吗", "证件【身份证号】，还能用吗", ID_CARD),
        ("老证430102 750615 202", "老证【身份证号】", ID_CARD),
        ("身份证43010219751315202少一位", "身份证【身份证号】少一位", ID_CARD),
        ("手机幺三八零零零零幺幺幺幺，认证", "手机【手机号】，认证", PHONE),
        ("138 0000 1111", "【手机号】", PHONE),
        ("138-0000-1111或1 3 9 0 0 0 0 2 2 2 2", "【手机号】或【手机号】", PHONE),
        ("+86 138 0000 1111", "+【手机号】", PHONE),
        ("138零零零零1111", "【手机号】", PHONE),
        ("13800001111 2024年退休", "【手机号】 2024年退休", PHONE),
        ("个人编号 1001234567 查不到", "个人编号 【社保编号】 查不到", INSURANCE_NUMBER),
        ("社保卡号A12345678", "社保卡号A【社保编号】", INSURANCE_NUMBER),
    ],
)
def test_personal_numbers_are_masked_as_people_write_them(text: str, shown: str, kind: str) -> None:
    found = mask(text)
    assert found.text == shown
    assert kind in found.kinds


def test_two_ids_keep_the_first_owner() -> None:
    found = mask("我430102197506152029，我爱人43010219720307203X")
    assert found.text == "我【身份证号】，我爱人【身份证号】"
    assert found.birth == (1975, 6)


@pytest.mark.parametrize(
    "text",
    [
        "1975年6月15日生，1995年7月参加工作，2008年1月断缴",
        "1975、1976、1977、1978年",
        "一九七五、一九七六、一九七七年",
        "1990 1991 1992 1993 1994",
        "1995.1.12-2008.10.3，2010-01-01至2019-12-31",
        "1989.12.5-1995.12在厂里",
        "19750615",
        "打12333、12366、96110或110",
        "12345678901元",
        "13800001111元",
        "总额13,800,001,111元",
        "0731-84512345，010-62345678，400-123-4567",
        "国发〔2005〕38号、人社部发〔2024〕94号",
        "计发月数195 190 185 180 175 170 164 158 152 145 139",
        "工资4500、4600、4700、4800元",
        "工资4500 4600 4700 4800 5000",
        "工资3000 3500 4000 4500 5000 55",
        "基数180，2024、2025年",
        "月薪15000 160000",
        "订单202411250000123",
        "订单号138000011112222",
        "流水号6222000000001234560",
        "受理编号202411251234567890",
        "编号SN13800001111",
        "统一社会信用代码91430100MA4L16J83K",
        "第1、3、5、6、7、8、9条",
        "一二三四五六七八九十",
        "缴了一百二十个月，一三年断的，一五年补的，一八年又断",
        "0.138000011112",
        "圆周率3.14159265358979",
        "身份证尾号2021",
        "卡号不记得了",
    ],
)
def test_ordinary_figures_are_left_alone(text: str) -> None:
    assert mask(text).text == text
    assert mask(text).kinds == ()


@given(
    st.lists(st.integers(1949, 2049), min_size=1, max_size=12), st.sampled_from(["、", "，", " ", "-", "和", "年、"])
)
def test_rows_of_years_are_left_alone(years: list[int], gap: str) -> None:
    text = gap.join(map(str, years))
    assert mask(text).text == text


@given(st.lists(st.integers(20, 99_999), min_size=1, max_size=8), st.sampled_from(["、", "，"]))
def test_lists_of_amounts_are_left_alone(amounts: list[int], gap: str) -> None:
    text = gap.join(map(str, amounts)) + "元"
    assert mask(text).text == text


@given(st.text())
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text).text
    assert mask(once).text == once


def test_nothing_in_the_corpus_reads_as_personal() -> None:
    for passage in shipped_passages():
        for line in (*passage.sentences, *passage.asks, passage.heading, passage.section):
            assert mask(line).text == line


def test_an_id_that_does_not_hold_together_is_masked_and_tells_nothing() -> None:
    found = mask("身份证430102196506152011")
    assert found.text == "身份证【身份证号】"
    assert (found.birth, found.sex) == (None, None)


def test_an_id_put_right_in_the_same_breath_is_the_one_that_counts() -> None:
    found = mask("身份证号一一零一零五，一九八二零五一一，八八八八，不对，八八八九")
    assert found.text == "身份证号【身份证号】"
    assert found.id_number == "110105198205118889"
    assert found.birth == (1982, 5)
