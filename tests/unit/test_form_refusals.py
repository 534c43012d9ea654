"""Estimates that cannot be given in full, and the residents' scheme: what is refused, why, and what is told all the same."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from assistant import texts
from tests.unit._forms import Citizen, asking, collected, seen, total

CLAIM = "2038年2月"
"""When a man born in June 1975 retires."""


@pytest.mark.parametrize(("place", "city"), [("河南郑州", "郑州"), ("吉林长春", "长春")])
async def test_where_a_base_of_the_place_counts_it_is_asked_for_and_the_rest_is_told(place: str, city: str) -> None:
    citizen = Citizen()
    reply = await citizen.say(f"帮我算养老金，男，1975年6月生，在{place}交了20年，指数0.8，账户有8万")
    assert "每月养老金大约" not in reply.text
    assert texts.NO_LOCAL_BASE_NO_ESTIMATE.format(place=city) in seen(reply)
    assert texts.ASK_LOCAL_BASE.format(place=city) in seen(reply)
    assert asking(reply) == "退休地计发基数"
    assert CLAIM in seen(reply) and "80000元" in seen(reply)
    assert reply.trace is not None and reply.trace.value("account") in seen(reply)
    given = await citizen.say("7000元")
    assert "退休地计发基数7000元" in seen(given)
    assert Decimal(total(given)) > 0


async def test_who_does_not_know_that_base_hears_the_date_and_the_account_again_and_is_not_asked_once_more() -> None:
    citizen = Citizen()
    await citizen.say("帮我算养老金，男，1975年6月生，在河南郑州交了20年，指数0.8，账户有8万")
    reply = await citizen.say("不知道")
    assert CLAIM in seen(reply) and "80000元" in seen(reply)
    assert "？" not in seen(reply) and "每月养老金大约" not in reply.text
    assert collected(reply)["缴费年限"] == "缴费20年"


async def test_a_low_index_in_guangdong_is_refused_by_its_own_reason() -> None:
    citizen = Citizen()
    person = "帮我算养老金，男，1975年6月生，在广东广州交了20年，指数0.5，账户有8万"
    reply = await citizen.say(person)
    assert texts.LOW_INDEX_NO_ESTIMATE.format(place="广州") in seen(reply)
    assert CLAIM in seen(reply)
    assert Decimal(total(await citizen.say("不对，指数0.8"))) > 0


async def test_another_refusal_in_guangdong_is_not_put_down_to_a_low_index() -> None:
    reply = await Citizen().say("帮我算养老金，男，1955年6月生，在广东广州交了20年，指数0.8，账户有8万")
    assert "每月养老金大约" not in reply.text
    assert "平均缴费指数低" not in reply.text


@pytest.mark.parametrize("born", ["1928年1月", "1932年5月"])
async def test_somebody_very_old_gets_a_plain_word_and_no_figure(born: str) -> None:
    reply = await Citizen().say(f"帮我算养老金，男，{born}生，在四川交了20年，60%档，账户里有8万")
    assert "每月养老金大约" not in reply.text
    assert "12333" in reply.text or "经办机构" in reply.text


async def test_an_impossible_account_gets_a_plain_word_and_no_figure() -> None:
    reply = await Citizen().say("帮我算养老金，男，1975年6月生，在四川交了20年，60%档，账户里有90亿")
    assert "每月养老金大约" not in reply.text


async def test_a_resident_is_asked_what_the_residents_scheme_needs() -> None:
    citizen = Citizen()
    asked = [asking(await citizen.say(text)) for text in ("帮我算农村居民养老能领多少", "湖北武汉", "15年")]
    assert asked == ["参保地", "缴费年限", "个人账户余额"]
    reply = await citizen.say("2万")
    assert reply.trace is not None and reply.trace.tool == "resident_pension"
    account = (Decimal(20_000) / 139).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert Decimal(reply.trace.value("account")) == account
    assert str(account) in seen(reply) and "60周岁" in seen(reply)
    assert collected(await citizen.say("不对，账户是3万"))["个人账户余额"] == "个人账户里有30000元"


async def test_a_resident_who_does_not_know_the_account_is_not_told_that_it_is_empty() -> None:
    citizen = Citizen()
    reply = await citizen.say("帮我算农村居民养老能领多少", "四川", "15年", "不知道")
    assert texts.RESIDENT_ACCOUNT_UNKNOWN in seen(reply)
    assert "个人账户养老金0元" not in reply.text and "您说的，得到0元" not in reply.text
    later = await citizen.say("账户里有2万")
    assert "20000元" in seen(later) and texts.RESIDENT_ACCOUNT_UNKNOWN not in seen(later)


async def test_civil_servants_are_not_taken_into_a_workers_estimate() -> None:
    reply = await Citizen().say("我是公务员，帮我算算退休能领多少")
    assert reply.form is None
