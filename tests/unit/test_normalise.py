"""One kind of characters for everything that follows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.messages import Memory, Turn
from assistant.script import to_simplified, to_traditional
from assistant.steps.normalise import normalise
from tests.unit._clauses import turn


async def normal(text: str, memory: Memory | None = None) -> Turn:
    result = await normalise(turn(text, memory=memory or Memory()))
    assert isinstance(result, Turn)
    return result


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("社保斷繳了怎麼辦", "社保断缴了怎么办"), ("１９７５年６月", "1975年6月"), ("社保断了,能补吗?", "社保断了，能补吗？"),
        ("社 保 断 了", "社保断了"), ("  社保\u3000断了  ", "社保断了"), ("缴费 15 年", "缴费 15年"), ("三十年零，嗯，四个月", "三十年零四个月"), ("養老金", "养老金"),
    ],
)  # fmt: skip
async def test_text_is_made_plain(text: str, plain: str) -> None:
    assert (await normal(text)).text == plain


@pytest.mark.parametrize("text", ["社保斷繳了怎麼辦", "養老金幾時發", "退休年齡"])
async def test_traditional_writing_is_remembered(text: str) -> None:
    assert (await normal(text)).traditional


@pytest.mark.parametrize(
    "text",
    [
        "社保断缴了怎么办",
        "我什么时候退休",
        "干部几岁退",
        "里面有多少钱",
        "只能这样吗",
        "面试后入职",
        "台州社保",
        "参加工作了后来断了",
    ],
)
async def test_simplified_writing_is_not_taken_for_traditional(text: str) -> None:
    assert not (await normal(text)).traditional


async def test_a_short_answer_in_a_traditional_talk_stays_traditional() -> None:
    assert (await normal("1975年6月", Memory(traditional=True))).traditional


async def test_the_stored_message_keeps_its_own_characters() -> None:
    assert (await normal("社保斷繳")).message.text == "社保斷繳"


@given(st.text(max_size=80))
async def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = (await normal(text)).text
    assert (await normal(once)).text == once


def test_figures_and_marks_survive_the_change_of_script() -> None:
    text = "2030年起最低缴费年限每年提高6个月，请拨打12333核实[1]。"
    assert to_traditional(text) == "2030年起最低繳費年限每年提高6個月，請撥打12333核實[1]。"
    assert to_simplified(to_traditional(text)) == text
