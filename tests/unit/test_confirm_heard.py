"""What may have been misheard is asked back once, in a few words, and never in the way of what is urgent."""

from __future__ import annotations

import pytest
from pydantic import TypeAdapter

from assistant import texts
from assistant.messages import HeardAs, Memory, Misheard, Outcome, Unconfirmed
from tests.unit._heard import Speaker, doubtful

BROKEN_OFF = "我断缴了三年还能补吗"
DOUBT = doubtful("断缴", "参保")
FAINT = HeardAs(0.05)


async def asked_back() -> Speaker:
    person = Speaker()
    reply = await person.hear(BROKEN_OFF, DOUBT)
    assert reply.outcome == Outcome.CLARIFY_HEARD
    assert reply.text == "您说的是“断缴”吗？"
    assert reply.suggestions == ("是", "不是")
    return person


async def alike(said: str) -> str:
    """The answer to the same words when they are typed."""
    return (await Speaker().say(said)).text


@pytest.mark.parametrize(
    "answer", ["是", "对。", "嗯，是的。", "呃，那个，对的。", "对？", "断缴。", "我说的是断缴", "系啊"]
)
async def test_a_yes_answers_the_message_as_it_was_heard(answer: str) -> None:
    person = await asked_back()
    reply = await person.hear(answer)
    assert reply.text == await alike(BROKEN_OFF)
    assert (await person.memory()).unconfirmed is None


@pytest.mark.parametrize("answer", ["不是", "不对。", "嗯，不是。", "那个不是的。", "唔系", "不是，是参保", "参保。"])
async def test_a_no_takes_the_only_other_reading(answer: str) -> None:
    person = await asked_back()
    reply = await person.hear(answer)
    assert reply.text == await alike(BROKEN_OFF.replace("断缴", "参保"))


async def test_a_no_to_several_readings_asks_to_say_it_again() -> None:
    person = Speaker()
    await person.hear("四年能领养老金吗", doubtful("四年", "十年", "七年"))
    reply = await person.hear("不是。")
    assert [s.text for s in reply.sentences] == list(texts.SAY_AGAIN_AFTER_NO)
    assert (await person.memory()).unconfirmed is None


async def test_the_reading_that_was_meant_may_be_named() -> None:
    person = Speaker()
    assert (
        await person.hear("交了四年能领养老金吗", doubtful("四年", "十年", "七年"))
    ).outcome == Outcome.CLARIFY_HEARD
    reply = await person.hear("不是，是七年。")
    assert reply.text == await alike("交了七年能领养老金吗")


@pytest.mark.parametrize("answer", ["1975年6月出生的男职工什么时候退休", "不是，1975年6月出生的男职工什么时候退休"])
async def test_a_new_sentence_takes_the_place_of_the_doubtful_one(answer: str) -> None:
    person = await asked_back()
    reply = await person.hear(answer)
    assert reply.outcome == Outcome.ESTIMATED
    assert "退休时间是" in reply.text


async def test_what_is_said_beside_a_yes_counts() -> None:
    person = Speaker()
    await person.hear("男职工什么时候退休", doubtful("退休", "推销"))
    reply = await person.hear("我断缴了三年", doubtful("断缴", "参保"))
    assert reply.outcome == Outcome.CLARIFY_HEARD
    assert "断缴" in (await person.hear("对，能补吗")).text


async def test_it_is_not_asked_twice_in_a_row() -> None:
    person = await asked_back()
    assert (await person.hear(BROKEN_OFF, DOUBT)).outcome == Outcome.ANSWERED


async def test_the_question_is_said_again_when_it_was_not_heard() -> None:
    person = await asked_back()
    assert (await person.hear("没听清，再说一遍")).text == "您说的是“断缴”吗？"
    assert (await person.hear("对")).text == await alike(BROKEN_OFF)


async def test_the_question_is_said_again_when_that_wish_was_misheard_too() -> None:
    person = await asked_back()
    assert (await person.hear("再说一边")).text == "您说的是“断缴”吗？"
    person = await asked_back()
    assert (await person.say("再说一边")).outcome != Outcome.CLARIFY_HEARD


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("缴费基数上下限多少", doubtful("多少", "不少", confidence=0.6)),
        ("煤矿井下干了几年能提前退休吗", doubtful("煤矿", "没矿")),
        ("农保也跟着延迟退休吗", doubtful("农保", "农民")),
        ("我的养老金能领多少", doubtful("养老金", "养老")),
        (BROKEN_OFF, doubtful("断缴", "断觉", "端着")),
    ],
)
async def test_a_reading_that_only_says_less_or_denies_nothing_is_not_asked_about(text: str, heard: HeardAs) -> None:
    assert (await Speaker().hear(text, heard)).outcome != Outcome.CLARIFY_HEARD


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("交了十年能领养老金吗", doubtful("十年", "四年")),
        ("我一个月交八百块养老保险", doubtful("八百块", "一百块")),
        ("我65年3月生的，男，几岁退休", doubtful("65年", "66年")),
        ("单位说现在不办病退了", doubtful("不办", "补办")),
        ("我的养老保险没交满十五年", doubtful("没交", "每交")),
        ("单位说我的养老保险不缴了", doubtful("不缴", "补缴")),
        ("我在湖南参保，养老保险怎么转", doubtful("湖南", "河南")),
        ("我交的是居民养老保险，怎么领", doubtful("居民", "职工")),
        ("我爸的养老金停发了怎么办", doubtful("停发", "领取")),
    ],
)
async def test_a_number_a_denial_a_place_a_scheme_and_what_is_done_are_asked_about(text: str, heard: HeardAs) -> None:
    assert (await Speaker().hear(text, heard)).outcome == Outcome.CLARIFY_HEARD


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        (BROKEN_OFF, doubtful("断缴", "断交", "断保")),
        (BROKEN_OFF, doubtful("断缴", "段脚")),
        (BROKEN_OFF, doubtful("三年", "三年啊")),
        (BROKEN_OFF, HeardAs(0.9)),
        (BROKEN_OFF, doubtful("不在里面", "断缴")),
        (BROKEN_OFF, HeardAs(0.9, (Misheard("", ("断缴",)), Misheard("断缴", ())))),
    ],
)
async def test_readings_that_are_the_same_to_us_are_not_asked_about(text: str, heard: HeardAs) -> None:
    assert (await Speaker().hear(text, heard)).text == await alike(text)


async def test_where_only_another_reading_makes_sense_it_is_the_one_asked_about() -> None:
    person = Speaker()
    reply = await person.hear("我段脚了三年还能不能要", doubtful("段脚", "断缴"))
    assert reply.text == "您说的是“断缴”吗？"
    assert (await person.hear("是")).text == await alike("我断缴了三年还能不能要")


async def test_a_single_character_is_said_back_with_what_stands_around_it() -> None:
    person = Speaker()
    reply = await person.hear("养老交了二十年，单位说现在不办定退了。", doubtful("定", "病", "的"))
    assert reply.text == "您说的是“在不办病退了”吗？"
    assert (await person.hear("病退。")).text == await alike("养老交了二十年，单位说现在不办病退了。")


async def test_a_typed_message_is_never_asked_back() -> None:
    assert (await Speaker().say(BROKEN_OFF)).outcome == Outcome.ANSWERED


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("我不想活了，社保断缴了", Outcome.GUARDED_DISTRESS),
        ("有人打电话说社保断缴要我转账，要验证码", Outcome.GUARDED_FRAUD),
        ("断缴的事我要转人工", Outcome.HANDOVER_REQUESTED),
    ],
)
async def test_what_is_urgent_is_not_held_up(text: str, outcome: Outcome) -> None:
    for heard in (DOUBT, HeardAs(0.05, DOUBT.doubts)):
        assert (await Speaker().hear(text, heard)).outcome == outcome


async def test_danger_and_a_person_come_before_the_answer_to_the_question() -> None:
    person = await asked_back()
    assert (await person.hear("我不想活了")).outcome == Outcome.GUARDED_DISTRESS
    assert (await person.hear("是")).text != await alike(BROKEN_OFF)
    person = await asked_back()
    assert (await person.hear("转人工")).outcome == Outcome.HANDOVER_REQUESTED
    assert (await person.memory()).unconfirmed is None


async def test_a_message_of_our_field_that_was_hardly_heard_is_said_back_whole() -> None:
    person = Speaker()
    reply = await person.hear("退休要什么材料。", FAINT)
    assert reply.text == "我没听清，您是想问“退休要什么材料”吗？"
    assert (await person.hear("嗯，是的。")).text == await alike("退休要什么材料")
    person = Speaker()
    await person.hear("退休要什么材料。", FAINT)
    reply = await person.hear("不是")
    assert [s.text for s in reply.sentences] == list(texts.SAY_AGAIN_AFTER_NO)


async def test_what_was_hardly_heard_and_says_nothing_is_asked_for_again_and_then_a_person_is_offered() -> None:
    person = Speaker()
    first = await person.hear("那角锅里的酒野", FAINT)
    assert [s.text for s in first.sentences] == list(texts.SAY_AGAIN)
    assert not first.handover.offered
    assert (await person.hear("那角锅里的酒野啊", FAINT)).handover.offered


@pytest.mark.parametrize("text", ["嗯。", "好的。", "你好"])
async def test_short_words_need_not_be_sure(text: str) -> None:
    assert (await Speaker().hear(text, FAINT)).text == await alike(text)


async def test_an_answer_to_a_form_is_read_back_instead() -> None:
    person = Speaker()
    await person.hear("帮我算养老金")
    reply = await person.hear("七五年六月", doubtful("七五", "七六"))
    assert reply.outcome == Outcome.CLARIFY_FORM
    assert "1975年6月" in reply.text


@pytest.mark.parametrize("channel", ["web", "miniprogram"])
async def test_a_spoken_form_is_read_back_whole_on_every_channel(channel: str) -> None:
    person = Speaker(channel)
    reply = await person.hear("帮我算养老金，男，1975年6月生，在四川成都交了18年，按60%档交，账户里有8万")
    assert reply.outcome == Outcome.CLARIFY_FORM
    assert reply.text.startswith("我听到的是：")
    assert (await person.hear("嗯，那个，对的。")).outcome == Outcome.ESTIMATED


async def test_a_yes_that_was_hardly_heard_does_not_settle_what_was_read_back() -> None:
    person = Speaker()
    await person.hear("帮我算养老金，男，1975年6月生，在四川成都交了18年，按60%档交，账户里有8万")
    reply = await person.hear("对。", FAINT)
    assert [s.text for s in reply.sentences] == list(texts.SAY_AGAIN)
    assert (await person.hear("对。")).outcome == Outcome.ESTIMATED


@pytest.mark.parametrize("answer", ["男。", "呃，男的。", "那个，男。", "嗯，男的"])
async def test_hums_before_an_answer_do_not_matter(answer: str) -> None:
    person = Speaker()
    await person.hear("帮我算养老金")
    await person.hear("嗯，七五年六月。")
    assert "男" in (await person.hear(answer)).text


def test_a_memory_from_before_can_still_be_read() -> None:
    memory = TypeAdapter(Memory)
    assert memory.validate_json(b'{"focus": "x", "rating": ""}') == Memory(focus="x")
    kept = Memory(unconfirmed=Unconfirmed("我断缴了", "断缴", ("参保",)))
    assert memory.validate_json(memory.dump_json(kept)) == kept
