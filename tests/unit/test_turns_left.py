"""Nobody is there: a number or a message is left, in the citizen's own words."""

from __future__ import annotations

import pytest

from assistant.desk.agents import Agent
from assistant.errors import BadInput
from assistant.handoff.states import Reason, State
from tests.handover_site import Citizen, Site, empty, site, text_of, wang

__all__ = ["empty", "site", "wang"]


async def invited(site: Site) -> Citizen:
    """Somebody who asked for a person when nobody was there."""
    citizen = await site.citizen()
    reply = await citizen.says("转人工")
    assert "现在没有能接待您这件事的工作人员在线" in text_of(reply)
    assert reply["handover"]["asks"] == "call_back"
    return citizen


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("13812345678", "138****5678"),
        ("我的电话是138 1234 5678，谢谢", "138****5678"),
        ("幺三八 幺二三四 五六七八", "138****5678"),
        ("一三八一二三四五六七八", "138****5678"),
        ("0755-12345678", "0755-****5678"),
        ("打我家里的，零二零 八七六五 四三二一", "020-****4321"),
    ],
)
async def test_a_number_in_words_is_registered_and_never_shown_in_full(site: Site, words: str, shown: str) -> None:
    citizen = await invited(site)
    reply = await citizen.says(words)
    assert text_of(reply) == (
        "电话登记好了。工作人员最晚11月24日（周二）给您回电，到时没接到，请拨打12333。"
        "回电不会向您要密码和验证码，也不会让您转钱。"
    )
    left = await citizen.left()
    assert left is not None and (left.kind, left.contact_shown) == ("call", shown)
    case = await citizen.open_case()
    assert (case.state, (await citizen.events(case.id))[-1].reason) == (State.CALL_BACK, Reason.CALL_BACK_WANTED)
    assert "13812345678" not in "".join(m.text for m in await citizen.messages())


@pytest.mark.parametrize("wrong", ["1381234567", "12345", "138 1234 56789", "幺三八幺二三四五六七", "我的电话87654321"])
async def test_a_number_that_cannot_be_is_refused_kindly_and_may_be_said_again(site: Site, wrong: str) -> None:
    citizen = await invited(site)
    reply = await citizen.says(wrong)
    assert text_of(reply) == "这个号码好像不对，请再说一遍，手机或带区号的座机都可以。"
    assert reply["handover"]["asks"] == "call_back"
    assert await citizen.left() is None
    assert (await citizen.says("13812345678"))["handover"]["state"] == "call_back"


async def test_who_only_says_leave_a_number_is_asked_for_it(site: Site) -> None:
    citizen = await invited(site)
    assert "请把您的电话号码告诉我" in text_of(await citizen.says("留电话"))
    assert (await citizen.says("一三八一二三四五六七八"))["handover"]["state"] == "call_back"


async def test_a_nod_does_not_end_the_invitation(site: Site) -> None:
    citizen = await invited(site)
    await citizen.says("好的，谢谢")
    assert (await citizen.says("13812345678"))["outcome"] == "handover_call_back"


@pytest.mark.parametrize(
    ("said", "kept"),
    [(("留言：我想问补缴怎么办",), "我想问补缴怎么办"), (("留言", "社保断了五年，能补吗"), "社保断了五年，能补吗")],
)
async def test_a_message_is_taken_in_the_citizens_own_words(site: Site, said: tuple[str, ...], kept: str) -> None:
    citizen = await invited(site)
    for words in said:
        reply = await citizen.says(words)
    assert text_of(reply).startswith("留言收到了。工作人员最晚11月24日（周二）在这里回复您")
    left = await citizen.left()
    assert left is not None and (left.kind, left.text) == ("message", kept)


async def test_a_message_keeps_no_personal_numbers(site: Site) -> None:
    citizen = await invited(site)
    await citizen.says("留言：我的身份证110101199003074258，退休金少了")
    left = await citizen.left()
    assert left is not None and left.text == "我的身份证【身份证号】，退休金少了"


async def test_who_does_not_want_to_leave_anything_is_not_asked_again(site: Site) -> None:
    citizen = await invited(site)
    reply = await citizen.says("不用了")
    assert text_of(reply) == "好，那就不留了，您有话直接问我，也可以拨打12333。"
    assert (await citizen.case(), await citizen.state()) == (None, State.WITH_ASSISTANT)
    assert "缴满15年" in text_of(await citizen.says("养老保险最少要缴多少年"))


async def test_a_second_number_replaces_the_first(site: Site) -> None:
    citizen = await invited(site)
    await citizen.says("13812345678")
    await site.exchange.handovers.call_back(citizen.record, "call", "13987654321", "明天上午", "")
    left = await citizen.left()
    assert left is not None and (left.contact_shown, left.wanted) == ("139****4321", "明天上午")


async def test_who_registered_and_asks_again_is_told_so_until_somebody_is_there(site: Site) -> None:
    citizen = await invited(site)
    await citizen.says("13812345678")
    assert "您已经登记过了" in text_of(await citizen.says("转人工"))
    assert "缴满15年" in text_of(reply := await citizen.says("养老保险最少要缴多少年"))
    assert reply["handover"]["state"] == "call_back"
    await site.agent("王敏", "综合")
    assert (await citizen.says("转人工"))["handover"]["state"] == "queued"


@pytest.mark.parametrize("words", ["13812345678", "给我回电话吧，13812345678", "留个电话，幺三八幺二三四五六七八"])
async def test_a_number_said_in_the_queue_ends_the_waiting_with_a_call_back(
    site: Site, wang: Agent, words: str
) -> None:
    citizen = await site.citizen()
    await citizen.says("转人工")
    assert text_of(await citizen.says(words)).startswith("电话登记好了。")
    assert (await citizen.open_case()).state is State.CALL_BACK


async def test_in_the_queue_a_call_back_is_asked_for_and_not_wanting_it_keeps_the_place(
    site: Site, wang: Agent
) -> None:
    citizen = await site.citizen()
    await citizen.says("转人工")
    assert "请把您的电话号码告诉我" in text_of(await citizen.says("给我回电话吧"))
    reply = await citizen.says("不用了")
    assert "您还在排队，前面没有人了" in text_of(reply) and reply["handover"]["state"] == "queued"
    await citizen.says("留电话")
    assert text_of(await citizen.says("不等了")).startswith("好，不排队了")


async def test_the_form_works_at_any_time_and_says_in_the_conversation_what_it_says(site: Site) -> None:
    citizen = await site.citizen()
    handover, text = await site.exchange.handovers.call_back(citizen.record, "message", None, "", "请问补缴")
    assert (handover.state, await citizen.told()) == ("call_back", text)
    assert text.startswith("留言收到了。")


@pytest.mark.parametrize(
    ("kind", "contact", "wanted", "text"),
    [
        ("call", None, "", ""), ("call", "12", "", ""), ("message", None, "", "  "), ("fax", "13812345678", "", ""),
        ("call", "13812345678", "早" * 41, ""), ("message", None, "", "字" * 501),
    ],
)  # fmt: skip
async def test_a_form_that_cannot_be_used_says_why_and_what_to_do(
    site: Site, kind: str, contact: str | None, wanted: str, text: str
) -> None:
    citizen = await site.citizen()
    with pytest.raises(BadInput) as refused:
        await site.exchange.handovers.call_back(citizen.record, kind, contact, wanted, text)
    assert str(refused.value) and refused.value.remedy
    assert await citizen.left() is None and await citizen.messages() == ()


async def test_while_an_agent_is_there_nothing_is_left(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    case = await citizen.with_agent(wang)
    with pytest.raises(BadInput, match="工作人员已经在接待您"):
        await site.exchange.handovers.call_back(citizen.record, "call", "13812345678", "", "")
    assert await citizen.open_case() == case and await citizen.left() is None


async def test_an_agent_who_comes_while_the_form_is_sent_keeps_the_citizen(site: Site, wang: Agent) -> None:
    citizen = await site.citizen()
    await citizen.says("转人工")
    due = await site.exchange.handovers.left(citizen.record.id, "call", "13812345678", "", "")
    case = await site.desk.work.accept((await citizen.open_case()).id, wang)
    with pytest.raises(BadInput, match="工作人员已经在接待您"):
        await site.exchange.handovers.registered(citizen.record.id, "call", due)
    assert await citizen.open_case() == case


async def test_in_traditional_characters_the_number_is_taken_and_confirmed(site: Site) -> None:
    citizen = await site.citizen()
    assert "您可以留電話" in text_of(await citizen.says("我要轉人工"))
    assert text_of(await citizen.says("一三八一二三四五六七八")).startswith("電話登記好了。")
