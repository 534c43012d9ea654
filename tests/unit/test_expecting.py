"""A number that was asked for and answered by voice: the kind expected, and what the answer becomes."""

from __future__ import annotations

from datetime import date

import pytest

from assistant import texts
from assistant.dialogue.form_fields import FIELDS
from assistant.handover_texts import ASK_CONTACT
from assistant.voice.expecting import as_answered, kind_named, number_expected

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        (texts.ASK_ID_AGAIN, "id_number"), (ASK_CONTACT, "phone"), ("退休时按当地政策办。", None),
        ("不要告诉别人您的身份证号。", None), ("您贵姓？", None),
    ],
)  # fmt: skip
def test_the_last_sentence_tells_what_is_asked(asked: str, kind: str | None) -> None:
    assert number_expected(asked) == kind


@pytest.mark.parametrize(
    ("field", "kind"),
    [("出生年月", "date"), ("缴费年限", "months"), ("个人账户余额", "money"), ("性别", None), ("参保地", None)],
)
def test_a_form_tells_by_its_field(field: str, kind: str | None) -> None:
    assert field in FIELDS
    assert number_expected("请告诉我。", {"form": {"asking": field}}) == kind


def test_kinds_have_names() -> None:
    assert kind_named("months") == "months"
    assert kind_named("") is kind_named("age") is None


@pytest.mark.parametrize(
    ("text", "readings", "kind", "expected"),
    [
        ("我交了三是三年零四个月", (("，三十三年零四个月", -1.0), ("三十年零四个月", -4.0)), "months", "33年4个月"),
        ("要散吧零零幺幺二二三三", (("幺三八零零幺幺二二三三", -1.0),), "phone", "13800112233"),
        ("六五年三叶", (("六五年三月", -0.5),), "date", "1965年3月"),
        ("三十三年", (("三十三年", -1.0),), "months", "三十三年"),
        ("账户里有九万", (("四万", -0.5), ("九万", -3.0)), "money", "40000元"),
    ],
)  # fmt: skip
def test_the_number_stands_in_for_what_was_misheard(
    text: str, readings: tuple[tuple[str, float], ...], kind: str, expected: str
) -> None:
    answer = as_answered(text, [readings], kind_named(kind), TODAY)
    assert answer.text == expected
    assert (answer.belief is None) == (expected == text)


def test_belief_is_the_share_of_the_readings() -> None:
    answer = as_answered("三是三年", [[("三十三年", 0.0), ("三十二年", 0.0)]], "months", TODAY)
    assert answer.belief == pytest.approx(0.5)


@pytest.mark.parametrize(
    "text",
    [
        "我不知道交了多少年", "交满十五年就能领养老金了吗？", "记不清了，大概十几年", "我要转人工", "先不说这个，我老伴去年走了有丧葬费吗",
        "我在深圳打工的时候单位没有给我交社保只有三年是交了的",
    ],
)  # fmt: skip
def test_what_is_more_than_an_answer_stays(text: str) -> None:
    assert as_answered(text, [[("十五年", -1.0)]], "months", TODAY).text == text


def test_without_readings_or_a_kind_the_text_stays() -> None:
    assert as_answered("三是三年", [], "months", TODAY).text == "三是三年"
    assert as_answered("三是三年", [[("三十三年", -1.0)]], None, TODAY).text == "三是三年"
    assert as_answered("嗯", [[("幺三八零零幺幺二二三三", -1.0)]], "phone", TODAY).text == "嗯"
