"""A pension estimate in conversation: what is asked, what is understood, what is taken for granted, what is refused."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from assistant import texts
from assistant.messages import Outcome
from assistant.personal_data import check_digit
from tests.unit._forms import MAN, ORDER, WOMAN, Citizen, asking, collected, figure, seen, total

ANSWERS = ("1975年6月", "男", "四川成都", "18年", "60%档", "8万")
FIRST17 = "51010219760312004"  # a woman born in March 1976; the number belongs to nobody
ID_NUMBER = FIRST17 + check_digit(FIRST17)
CLAIM = ("2038-02", "2038年2月", "62岁8个月")
"""A man born in June 1975: 60 years in June 2035, delayed by 32 months."""


def basic(base: str, index: str, months: int) -> Decimal:
    """国发〔2005〕38号第六条: base × (1 + index) ÷ 2 × years × 1%, yuan a month."""
    amount = Decimal(base) * (1 + Decimal(index)) / 2 * months / 12 / 100
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


async def test_one_thing_is_asked_at_a_time_in_order_and_the_last_answer_brings_the_figure() -> None:
    citizen = Citizen()
    reply = await citizen.say("帮我算养老金")
    for name, answer in zip(ORDER, ANSWERS, strict=True):
        assert asking(reply) == name
        assert reply.outcome == Outcome.CLARIFY_FORM
        assert seen(reply).count("？") == 1
        reply = await citizen.say(answer)
    assert reply.outcome == Outcome.ESTIMATED
    assert CLAIM[1] in seen(reply) and CLAIM[2] in seen(reply)
    assert "每月养老金大约" in seen(reply)


async def test_each_answer_is_said_back() -> None:
    citizen = Citizen()
    await citizen.say("帮我算养老金")
    told = [seen(await citizen.say(answer)) for answer in ANSWERS]
    for said, text in zip(("1975年6月出生", "男", "在成都参保", "缴费18年", "平均缴费指数0.6"), told[:5], strict=True):
        assert f"记下了：{said}" in text
    assert "个人账户里有80000元" in told[5]


async def test_the_figure_follows_the_formula_from_what_was_told() -> None:
    reply = await Citizen().say(MAN)
    months = 18 * 12 + (2038 - 2026) * 12 + (2 - 11)  # from now to the month of retirement, this month not paid twice
    expected = basic(figure("benefit_base", "四川"), "0.6", months)
    assert reply.trace is not None
    assert Decimal(reply.trace.value("basic")) == expected
    assert Decimal(total(reply)) == expected + Decimal(reply.trace.value("account"))
    assert f"每月养老金大约{total(reply)}元" in seen(reply)


@pytest.mark.parametrize(
    "parts",
    [
        ("男，1975年6月生，在四川成都交了18年", "按60%档交，账户里有8万"),
        ("账户里有8万，按60%档交", "交了18年，在四川成都", "1975年6月生，男"),
        ("在四川成都交了18年", "男", "账户里有8万", "1975年6月生", "60%档"),
    ],
)
async def test_several_things_at_once_in_any_order_lead_to_the_same_figure(parts: tuple[str, ...]) -> None:
    reply = await Citizen().say("帮我算养老金", *parts)
    assert total(reply) == total(await Citizen().say(MAN))


async def test_what_was_told_is_not_asked_again() -> None:
    citizen = Citizen()
    reply = await citizen.say("帮我算养老金，男的，在四川成都交了18年")
    assert reply.form is not None
    assert reply.form.missing == ("出生年月", "缴费水平", "个人账户余额")
    reply = await citizen.say("账户里有8万，1975年6月生")
    assert asking(reply) == "缴费水平"


async def test_a_year_alone_is_asked_for_its_month() -> None:
    citizen = Citizen()
    reply = await citizen.say("帮我算养老金", "1975年")
    assert asking(reply) == "出生年月" and texts.ASK_MONTH_OF_BIRTH in seen(reply)
    assert collected(await citizen.say("6月"))["出生年月"] == "1975年6月出生"


@pytest.mark.parametrize(
    ("correction", "field", "said"),
    [
        ("不对，账户是9万", "个人账户余额", "个人账户里有90000元"),
        ("应该是100%档", "缴费水平", "平均缴费指数1"),
        ("改成20年", "缴费年限", "缴费20年"),
        ("我说错了，是1976年3月生", "出生年月", "1976年3月出生"),
        ("在北京", "参保地", "在北京参保"),
        ("女的", "性别", "女"),
    ],
)
async def test_a_correction_is_worked_out_again(correction: str, field: str, said: str) -> None:
    citizen = Citizen()
    first = await citizen.say(MAN)
    again = await citizen.say(correction)
    assert again.outcome == Outcome.ESTIMATED
    told, before = collected(again), collected(first)
    assert told.pop(field).startswith(said) and before.pop(field) != said
    assert told == before
    assert said in seen(again)
    assert again.trace != first.trace


async def test_a_second_correction_keeps_the_first() -> None:
    citizen = Citizen()
    reply = await citizen.say(MAN, "不对，账户是9万", "应该是100%档", "改成20年")
    assert collected(reply)["个人账户余额"] == "个人账户里有90000元"
    assert collected(reply)["缴费水平"].startswith("平均缴费指数1")
    assert collected(reply)["缴费年限"] == "缴费20年"
    told = await Citizen().say(MAN.replace("18年", "20年").replace("60%", "100%").replace("8万", "9万"))
    assert total(reply) == total(told)


async def test_an_answer_is_corrected_while_the_form_is_being_filled() -> None:
    citizen = Citizen()
    await citizen.say("帮我算养老金", "1975年6月", "男", "四川", "18年")
    reply = await citizen.say("不对，是20年")
    assert collected(reply)["缴费年限"] == "缴费20年"
    assert asking(reply) == "缴费水平"


async def test_who_does_not_know_the_level_and_the_account_gets_a_span_and_the_assumptions_behind_it() -> None:
    citizen = Citizen()
    reply = await citizen.say("帮我算养老金", "1975年6月", "男", "四川", "18年", "不知道", "不知道")
    assert reply.trace is not None
    low, high = reply.trace.value("total_low"), reply.trace.value("total_high")
    assert Decimal(low) < Decimal(high)
    assert f"{low}元到{high}元" in seen(reply)
    assumed = "".join(s.text for s in reply.sentences if s.text.startswith("假设："))
    assert "平均缴费指数没有提供" in assumed and "个人账户储存额没有提供" in assumed
    assert "缴费水平" not in collected(reply)


async def test_without_the_years_the_figure_is_refused_and_the_date_given() -> None:
    citizen = Citizen()
    reply = await citizen.say("帮我算养老金", "1975年6月", "男", "四川", "不知道", "60%档", "8万")
    assert texts.NO_YEARS_NO_ESTIMATE in seen(reply)
    assert CLAIM[1] in seen(reply) and "每月养老金大约" not in seen(reply)
    later = await citizen.say("交了18年")
    assert total(later) == total(await Citizen().say(MAN.replace("成都", "")))


async def test_all_the_rest_may_be_left_to_a_guess_at_once() -> None:
    citizen = Citizen()
    reply = await citizen.say("帮我算养老金", "1975年6月", "男", "四川", "18年", "剩下的都不知道，你估一下")
    assert reply.outcome == Outcome.ESTIMATED
    assert "到" in seen(reply) and reply.trace is not None and reply.trace.find("total_high")


@pytest.mark.parametrize(("answer", "refusal"), [("不知道", "不知道出生年月"), ("说不清", "不知道出生年月")])
async def test_without_the_birth_there_is_no_estimate_and_told_later_it_goes_on(answer: str, refusal: str) -> None:
    citizen = Citizen()
    reply = await citizen.say("帮我算养老金", answer)
    assert refusal in seen(reply)
    assert asking(await citizen.say("1975年6月出生")) == "性别"


async def test_without_the_place_there_is_no_estimate_and_told_later_it_goes_on() -> None:
    citizen = Citizen()
    reply = await citizen.say("帮我算养老金", "1975年6月", "男", "不知道")
    assert texts.NO_PLACE_NO_ESTIMATE in seen(reply)
    assert asking(await citizen.say("在四川参保")) == "缴费年限"


async def test_a_woman_who_does_not_tell_her_post_hears_both_ways_and_one_question() -> None:
    reply = await Citizen().say(WOMAN)
    assert reply.trace is not None
    assert [dict(part.arguments)["track"] for part in reply.trace.parts] == ["female55", "female50"]
    assert "2031年11月" in seen(reply) and "2025年9月" in seen(reply)
    assert seen(reply).count("？") == 1 and texts.ASK_POST in seen(reply)
    assert asking(reply) == "岗位"
    assert reply.form is not None and "不清楚" in reply.form.choices


@pytest.mark.parametrize(
    ("answer", "month"), [("工人岗位", "2025年9月"), ("管理或技术岗位", "2031年11月"), ("干部", "2031年11月")]
)
async def test_the_post_told_afterwards_leaves_one_way(answer: str, month: str) -> None:
    citizen = Citizen()
    reply = await citizen.say(WOMAN, answer)
    assert reply.trace is not None and not reply.trace.parts
    assert f"您{month}退休" in seen(reply)
    assert texts.ASK_POST not in seen(reply)


async def test_who_does_not_know_the_post_is_not_asked_again() -> None:
    reply = await Citizen().say(WOMAN, "不清楚")
    assert "2031年11月" in seen(reply) and "2025年9月" in seen(reply)
    assert "？" not in seen(reply)


async def test_somebody_whose_sex_is_not_known_hears_of_all_three_ways() -> None:
    citizen = Citizen()
    reply = await citizen.say("帮我算养老金", "1975年6月", "不知道", "四川", "20年", "60%档", "8万")
    for month in ("2038年2月", "2031年11月", "2025年9月"):
        assert month in seen(reply)


async def test_an_id_number_tells_birth_and_sex_and_is_seen_nowhere() -> None:
    citizen = Citizen()
    await citizen.say("帮我算养老金")
    reply = await citizen.say(f"我的身份证号是{ID_NUMBER}")
    assert collected(reply) == {"出生年月": "1976年3月出生", "性别": "女"}
    assert texts.PERSONAL_DATA_NOTE in seen(reply)
    everything = "".join((*citizen.stored, reply.text, repr(await citizen.state()), repr(reply)))
    assert ID_NUMBER not in everything and ID_NUMBER[6:14] not in everything
    assert "【身份证号】" in citizen.stored[-1]


async def test_who_writes_traditional_reads_traditional_in_the_form_too() -> None:
    citizen = Citizen()
    reply = await citizen.say("幫我算養老金", "1975年6月出生", "女")
    assert asking(reply) == "崗位"
    assert reply.form is not None
    assert reply.form.choices == ("工人崗位", "管理或技術崗位", "靈活就業", "不清楚")
    reply = await citizen.say("管理崗位", "四川成都", "18年", "不知道", "不知道")
    assert reply.form is not None
    assert dict(reply.form.collected)["參保地"] == "在成都參保"
    assert "每月養老金大約" in seen(reply) and "养" not in reply.text
    again = await citizen.say("為什麼是這個數")
    assert "計發基數" in again.text
