"""Canned replies: their variables, and what a new desk begins with."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.desk.canned import VARIABLES, Draft, checked, filled, starter_replies
from assistant.desk.desk_settings import DeskSettings
from assistant.errors import BadInput
from assistant.personal_data import mask

VALUES = {"市民称呼": "张阿姨", "坐席姓名": "李梅", "事项": "转移养老保险", "今天": "11月22日", "热线": "12333"}


def draft(text: str = "好", code: str = "a", title: str = "题", skill: str | None = None) -> Draft:
    return checked(Draft(code, title, text, skill))


def test_every_variable_is_replaced() -> None:
    text = "、".join(f"{{{name}}}" for name in VARIABLES)
    assert filled(text, VALUES) == "张阿姨、李梅、转移养老保险、11月22日、12333"


def test_a_variable_without_a_value_stays_for_the_agent_to_see() -> None:
    assert filled("{市民称呼}好，{事项}", {"市民称呼": "您", "事项": ""}) == "您好，{事项}"


def test_what_a_citizen_is_called_is_not_replaced_again() -> None:
    assert filled("{市民称呼}好", {"市民称呼": "{热线}", "热线": "12333"}) == "{热线}好"


def test_an_unknown_variable_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadInput, match=re.escape("没有这个变量：{密码}")) as refused:
        draft("您的{密码}")
    assert all(f"{{{name}}}" in refused.value.remedy for name in VARIABLES)


@pytest.mark.parametrize("text", ["{市民称呼", "市民称呼}", "{{市民称呼}}", "{}", "{市民\n称呼}"])
def test_braces_that_do_not_pair_are_refused(text: str) -> None:
    with pytest.raises(BadInput):
        draft(text)


def test_braces_of_a_chinese_keyboard_are_meant_as_variables() -> None:
    assert draft("｛ 热线 ｝").text == "{热线}"


@pytest.mark.parametrize(
    ("code", "title", "text", "skill"),
    [
        ("", "题", "好", None), ("a b", "题", "好", None), ("长" * 33, "题", "好", None), ("a", " ", "好", None),
        ("a", "长" * 65, "好", None), ("a", "题", "  ", None), ("a", "题", "长" * 501, None), ("a", "题", "好", "长" * 33),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused_with_what_to_do(code: str, title: str, text: str, skill: str | None) -> None:
    with pytest.raises(BadInput) as refused:
        draft(text, code, title, skill)
    assert refused.value.remedy


def test_an_empty_group_is_everybody() -> None:
    assert draft(skill=" ").skill is None


@given(st.text(max_size=60), st.dictionaries(st.sampled_from(sorted(VARIABLES)), st.text(max_size=9)))
def test_what_passes_the_check_can_be_filled(text: str, values: dict[str, str]) -> None:
    try:
        ready = draft(text)
    except BadInput:
        return
    assert isinstance(filled(ready.text, values), str)
    assert checked(ready) == ready


class TestStarterReplies:
    def test_there_are_about_twenty_with_codes_of_their_own(self) -> None:
        replies = starter_replies()
        assert 18 <= len(replies) <= 30
        assert len({one.code for one in replies}) == len({one.title for one in replies}) == len(replies)

    def test_each_is_for_a_group_there_is(self) -> None:
        assert {one.skill for one in starter_replies()} <= {None, *DeskSettings().groups}

    def test_each_is_short_kind_and_holds_no_figure_that_could_change(self) -> None:
        for one in starter_replies():
            said = filled(one.text, VALUES).replace("12333", "").replace("11月22日", "")
            assert len(said) <= 90, one.code
            assert not re.search(r"\d", said), one.code
            assert "你" not in said, one.code
            assert not re.search(r"[{}]", said), one.code

    def test_none_asks_for_a_number_of_a_person(self) -> None:
        for one in starter_replies():
            assert not re.search(
                r"(发|报|填|提供|告诉).{0,6}(身份证|银行卡|密码|手机)", one.text.replace("不要在这里发", "")
            ), one.code
            assert not mask(one.text).kinds
