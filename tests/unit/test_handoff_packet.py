"""What an agent receives with a case: all from what is stored, personal data hidden."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from assistant.handoff.mood import ANGRY, CALM, DESPERATE, HURRIED, SAD, mood
from assistant.handoff.packet import UNSAID, Packet, packet, packet_json, summary_line, unmasked
from assistant.handoff.packet_facts import Veil
from assistant.handoff.states import REASON_LABELS, Case, Reason, State
from assistant.messages import Citation, Form, FormState, Memory, Outcome, Reply, Sentence
from assistant.pension.parameters import ParameterBook
from assistant.pension.retirement import Track
from assistant.public import reply_json
from assistant.records import MessageRecord
from assistant.tools.retirement_date import retirement_date

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CASE = Case("c1", "k1", "web", State.QUEUED, Reason.MY_CASE, "待遇核定", NOW, NOW)
CITED = Citation(
    mark=1, passage_id="law-16", title="中华人民共和国社会保险法", doc_no="主席令第35号", issuer="全国人大常委会",
    section="第十六条", heading="最低缴费年限", effective_from=date(2011, 7, 1), effective_to=None, region="全国",
    scheme="企业职工", confidence="primary", quote="累计缴费满十五年的，按月领取基本养老金。", digest="a1b2345678901234",
    source="社会保险法",
)  # fmt: skip
TRACE = retirement_date(ParameterBook((), "test"), "1975-06", Track.FEMALE50)
ANSWER = Reply(
    (Sentence("断缴了可以接着缴。", (1,)), Sentence("以前缴的年限还算数。", (1,)), Sentence("细节在后面。", detail=True)),
    Outcome.ANSWERED, citations=(CITED,),
)  # fmt: skip
ESTIMATED = Reply((Sentence("您1975年6月出生，法定退休在2028年3月。", traced=True),), Outcome.ESTIMATED, trace=TRACE)
ASKING = Reply(
    (Sentence("请问到现在一共交了多少年？"),), Outcome.CLARIFY_FORM,
    form=Form("pension_estimate", ("缴费年限",), (("出生年月", "1975-06"), ("参保地", "湖南/长沙")), "缴费年限"),
)  # fmt: skip
MEMORY = Memory(
    focus="断缴了怎么办", region="湖南/长沙", sex="女", birth=(1975, 6), schemes=("企业职工",),
    form=FormState("pension_estimate", (("缴费年限", "223"), ("个人账户余额", "85000")), asked="缴费水平"),
)  # fmt: skip


def talk(*turns: str | tuple[str, Reply] | tuple[str, str, str]) -> tuple[MessageRecord, ...]:
    """Citizen texts, alone or with a reply; ``("agent", name, text)`` is an agent's."""
    made: list[MessageRecord] = []
    for turn in turns:
        at, seq = NOW + timedelta(minutes=len(made)), len(made) + 1
        if isinstance(turn, str):
            made.append(MessageRecord(seq, at, "citizen", turn, f"m{seq}"))
        elif len(turn) == 3:
            made.append(MessageRecord(seq, at, "agent", turn[2], author=turn[1]))
        else:
            said, reply = turn
            made.append(MessageRecord(seq, at, "citizen", said, f"m{seq}"))
            shown = json.loads(json.dumps(reply_json(reply, f"r{seq}", "k1"), default=str))
            made.append(MessageRecord(seq + 1, at, "assistant", reply.text, f"m{seq}", f"r{seq}", shown))
    return tuple(made)


TALK = talk(
    ("你好", Reply((Sentence("您好。"),), Outcome.ANSWERED_SMALL_TALK)), ("断缴了三年怎么办", ANSWER),
    ("帮我算算养老金，我1975年6月生的", ASKING), ("十八年零七个月", ASKING), ("我什么时候退休", ESTIMATED), "转人工", "急死我了，快点",
)  # fmt: skip


def made(messages: tuple[MessageRecord, ...] = TALK, memory: Memory = MEMORY, case: Case = CASE, **more: Any) -> Packet:
    given: dict[str, Any] = {
        "profile": "elderly",
        "region": "湖南",
        "verified": None,
        "limits": ("不能看图片",),
        **more,
    }
    return packet(case, memory, messages, **given)


def test_the_summary_has_five_short_lines() -> None:
    who, asked, told, why, feeling = made().summary
    assert who == "市民：性别女，1975年**月生，参保地湖南长沙，险种企业职工，长辈模式，网页，身份未核验"
    assert asked == "所问：我什么时候退休（共4句）"
    assert told.startswith("已答：您1975年**月出生，法定退休在2028年3月。（给了测算")
    assert why == "转人工原因：要看个人情况（待遇核定组）"
    assert feeling == "情绪：着急（“急死”“快点”）；下一步：要看本人情况，先核验身份再查；测算还在问缴费水平"
    assert all(len(line) <= 130 for line in made().summary)


def test_an_empty_conversation_says_that_nothing_is_known() -> None:
    found = made((), Memory(), profile="ordinary", region=None)
    assert found.summary == (
        "市民：性别未说明，年龄未说明，参保地未说明，险种未说明，网页，身份未核验",
        "所问：未说明",
        "已答：还没有答复",
        "转人工原因：要看个人情况（待遇核定组）",
        "情绪：平静；下一步：要看本人情况，先核验身份再查",
    )
    assert (found.asked, found.told, found.forms, found.estimates, found.masked) == ((), (), (), (), ())
    assert summary_line(CASE, Memory(), ()) == f"地区{UNSAID}：所问{UNSAID}"


def test_questions_are_kept_in_order_without_form_answers_and_handover_words() -> None:
    found = [one.text for one in made().asked]
    assert "断缴了三年怎么办" in found
    assert "我什么时候退休" in found
    assert "十八年零七个月" not in found
    assert "转人工" not in found
    assert found.index("断缴了三年怎么办") < found.index("我什么时候退休")
    assert len(made(talk(*(f"第{n}个问题是什么呢" for n in range(30)))).asked) == 10


def test_answers_carry_their_clauses_as_stored() -> None:
    told = made().told[0]
    assert (told.text, told.outcome, told.label) == (
        "断缴了可以接着缴。以前缴的年限还算数。",
        "answered",
        "已按条文答复",
    )
    (cited,) = told.citations
    assert (cited.title, cited.section, cited.doc_no) == ("中华人民共和国社会保险法", "第十六条", "主席令第35号")
    assert (cited.effective_from, cited.effective_to) == ("2011-07-01", None)
    assert (cited.quote, cited.digest) == (CITED.quote, CITED.digest)
    assert not [one for one in made().told if "您好" in one.text]


def test_what_another_agent_said_is_an_answer_with_a_name() -> None:
    found = made((*TALK, *talk(("agent", "王芳", "请带身份证来窗口。")))).told[-1]
    assert (found.by, found.text, found.label) == ("王芳", "请带身份证来窗口。", "人工答复")


def test_forms_show_what_was_collected_in_plain_words_with_the_birth_month_hidden() -> None:
    shown = {fact.field: fact.shown for fact in made().forms}
    assert shown["出生年月"] == "1975年**月"
    assert shown["缴费年限"] == "18年7个月"
    assert shown["个人账户余额"] == "85000元"
    assert shown["参保地"] == "湖南长沙"
    assert made().masked == (("出生年月", "1975年**月"),)
    assert unmasked(MEMORY, "出生年月") == "1975年6月"
    assert unmasked(MEMORY, "缴费年限") is None
    assert unmasked(Memory(birth=(1975, None)), "出生年月") is None


def test_a_birth_year_alone_hides_nothing() -> None:
    found = made((), Memory(birth=(1975, None)))
    assert found.masked == ()
    assert "1975年生" in found.summary[0]


def test_the_birth_month_is_nowhere_in_the_packet() -> None:
    shown = json.dumps(packet_json(made()), ensure_ascii=False)
    assert "1975年6月" not in shown
    assert "1975-06" not in shown
    assert "2028年3月" in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("我1975年6月生", "我1975年**月生"), ("75年06月", "75年**月"), ("1975-06-12", "1975年**月-12"), ("一九七五年六月", "一九七五年**月"),
        ("七五年六月份的", "七五年**月份的"), ("1975.6", "1975年**月"), ("2028年3月退休", "2028年3月退休"), ("1975年12月参加工作", "1975年12月参加工作"),
        ("我老伴1970年2月出生", "我老伴1970年**月出生"), ("一九七零年十二月生", "一九七零年**月生"),
    ],
)  # fmt: skip
def test_a_birth_month_is_hidden_however_it_is_written(text: str, shown: str) -> None:
    assert Veil.over(MEMORY).text(text) == shown


@pytest.mark.parametrize(
    "number", ["13800001111", "430102197506120021", "6222021234567890123", "1234567", "138 0000 1111"]
)
def test_a_number_that_slipped_through_is_hidden_again(number: str) -> None:
    found = made(talk((f"我的号是{number}，哪天退休呢", replace(ANSWER, sentences=(Sentence(f"记下了{number}。"),)))))
    shown = json.dumps(packet_json(found), ensure_ascii=False)
    assert number not in shown.replace(CITED.digest, "")
    assert found.summary[1] != f"所问：{UNSAID}"


def test_figures_that_are_no_numbers_of_a_person_stay() -> None:
    found = made(talk(("账户里85000元，基数4588，2010年到2015年断缴，能领多少", ANSWER)))
    assert found.asked[0].text == "账户里85000元，基数4588，2010年到2015年断缴，能领多少"


def test_an_estimate_comes_whole_with_its_trace_once() -> None:
    found = made(talk(("我什么时候退休", ESTIMATED), ("再说一遍是什么时候", ESTIMATED))).estimates
    assert len(found) == 1
    assert found[0]["tool"] == "retirement_date"
    assert found[0]["trace"][0]["step"] == TRACE.trace[0].step


def test_who_was_verified_is_said_by_masked_name() -> None:
    found = made(verified="张*华")
    assert "身份已核验（张*华）" in found.summary[0]
    assert (packet_json(found)["verified"], packet_json(found)["verified_name"]) == (True, "张*华")
    assert packet_json(made())["verified"] is False


@pytest.mark.parametrize("reason", tuple(REASON_LABELS)[:10])
def test_each_reason_is_named_and_has_a_next_thing_to_do(reason: Reason) -> None:
    found = made(case=replace(CASE, reason=reason))
    assert found.reason_label == REASON_LABELS[reason]
    assert REASON_LABELS[reason] in found.summary[3]
    assert len(found.summary[4].split("下一步：")[1]) > 4


def test_the_packet_is_plain_json() -> None:
    shown = packet_json(made())
    assert json.loads(json.dumps(shown, ensure_ascii=False)) == shown
    assert set(shown) == {
        "case_id", "summary", "reason", "reason_label", "asked", "told", "forms", "estimates", "verified", "verified_name",
        "mood", "limits", "masked",
    }  # fmt: skip
    assert shown["limits"] == ["不能看图片"]


def test_the_queue_line_says_where_and_what() -> None:
    assert summary_line(CASE, MEMORY, talk(("断缴了三年怎么办", ANSWER))) == "湖南长沙：断缴了三年怎么办"
    assert summary_line(CASE, MEMORY, TALK[3:4]) == "湖南长沙：断缴了怎么办"
    long = summary_line(CASE, MEMORY, talk("我想问一下" + "断缴" * 40 + "怎么办"))
    assert len(long) <= 40 and long.endswith("…")


@pytest.mark.parametrize(
    ("said", "name", "word"),
    [
        (("断缴了怎么办",), CALM, ""), (("急死我了",), HURRIED, "急死"), (("到底什么时候到账",), HURRIED, "到底"),
        (("你们就会踢皮球",), ANGRY, "踢皮球"), (("气死了", "谢谢"), ANGRY, "气死"), (("我心里委屈",), SAD, "委屈"),
        (("太急了", "气死人了", "不想活了"), DESPERATE, "不想活"), (("我父亲自杀身亡，抚恤金怎么领",), CALM, ""),
        (("氣死我了",), ANGRY, "气死"), (("為什麼這樣！！",), ANGRY, "！！"), ((), CALM, ""),
        (("气死了", "好", "好", "好"), CALM, ""),
    ],
)  # fmt: skip
def test_the_mood_is_read_from_the_last_words_and_shows_them(said: tuple[str, ...], name: str, word: str) -> None:
    found = mood(said)
    assert found.name == name
    assert (word in found.words) if word else found.words == ()
