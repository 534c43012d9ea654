"""What no longer holds is forgotten: a base told for another place, a plan that was taken back."""

from __future__ import annotations

from tests.unit._forms import Citizen


async def test_a_base_told_for_one_place_is_forgotten_with_the_place() -> None:
    citizen = Citizen()
    await citizen.say("男，1966年6月生，湖北宜昌参保，交了20年，平均指数0.6，账户六万，这个月退，估一下养老金")
    told = await citizen.say("社保窗口说宜昌计发基数7300")
    assert "1168" in told.text
    moved = await citizen.say("要是在武汉退呢")
    assert "1168" not in moved.text
    assert "7300" not in moved.text


async def test_who_stops_paying_may_take_it_back() -> None:
    citizen = Citizen()
    first = await citizen.say("帮我算养老金，男，1975年6月生，在四川成都交了18年，按60%档交，账户里有8万，以后不交了")
    back = await citizen.say("还是接着交吧")
    assert first.trace is not None and back.trace is not None
    assert "以后不再缴费" in first.text and "以后不再缴费" not in back.text
    assert first.trace.value("total_months") != back.trace.value("total_months")
