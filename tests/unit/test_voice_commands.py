"""Words to the player are told from words to the assistant, in ordinary and in dialect-coloured speech."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.voice.commands import COMMANDS, asks_how, command_of, takes

ROOT = Path(__file__).parents[2]
MEANT = {
    "repeat": "再说一遍。 没听清 你说啥？ 没听见，再说一次 请再讲一遍 麻烦您再说一遍好吗 刚才说的什么 听不清楚 啊？没听清楚 重复一遍 再念一遍给我听 你刚才说啥 "
    "耳朵背听不清 冇听清 再讲多一次 再来一遍 嗯，再说一遍 你讲么子 从头再说一遍 没听到 刚才那句没听清 多说一遍 再说一哈 呃，那个，再说一遍 沒聽清 再說一遍",
    "slower": "慢一点 说慢点 慢点儿说 请你说慢一点 太快了 你说得太快了，慢一点 语速慢一点 讲慢啲 慢慢说 别说那么快 慢些讲 能不能慢一点 莫急 慢点。 嗯慢一点",
    "faster": "快一点 说快点 太慢了 你说得太慢了 语速快一点 快些说 别这么慢",
    "stop": "停 停一下 别说了 等一下 等等 等一等 不要说了 好了好了 打住 等下子 稍等 先别说 莫讲了 不用念了 闭嘴 听我说 停停停 等会儿 暂停 够了",
    "basis": "要听依据 依据是什么 有文件吗 听依据 有什么依据 根据什么 出处在哪 哪个文件规定的 你这是根据什么说的 按什么规定 有没有文件 说说依据 念一下条文 什么文件",
    "more": "接着说 还有呢 继续说 然后呢 往下说 还有吗 说详细一点 继续 还有没有 接着念 后面呢 接着讲嘛",
}
NOT_MEANT = (
    "等一下退休要什么材料 停了十年还能补吗 慢性病能提前退休吗 慢性病 停保怎么办 停缴三年 快退休了 快六十了 等我退休了再说 再交几年 继续交养老保险 接着交行吗 "
    "没听说过 你好 谢谢 转人工 我要找人工 等一下，我要转人工 不用了 好 好的 对 不是 要 养老金怎么算的 怎么算的 退休金怎么算 公司没有依据 什么是视同缴费 说一下退休年龄 停发养老金 "
    "暂停缴费 取消 不算了 算了 接着算 继续算 说简单点 听不懂 什么意思 再见 啥时候退 十年 六五年三月 北京 男的 不知道 八万五 不查了 没有 有 够了吗 重新发 多少钱 怎么办 为什么 慢 "
    "再说我也不是职工 停下来没交的那几年 还有三年退休 说快了也快了还有半年 哪个文件取消了五十岁退休 等一年"
)
PHRASES = [pytest.param(command, text, id=text) for command, texts in MEANT.items() for text in texts.split()]


@pytest.mark.parametrize(("command", "text"), PHRASES)
def test_a_command_is_understood(command: str, text: str) -> None:
    assert command_of(text) == command


@pytest.mark.parametrize("text", NOT_MEANT.split())
def test_what_is_meant_for_the_assistant_goes_to_it(text: str) -> None:
    assert command_of(text) is None


def test_there_is_enough_of_both() -> None:
    assert set(MEANT) == set(COMMANDS)
    assert len(PHRASES) >= 60 and len(NOT_MEANT.split()) >= 60


def _questions() -> Iterator[str]:
    files = [*sorted((ROOT / "eval" / "cases").glob("*.jsonl"))]
    for file in files:
        for case in map(json.loads, filter(None, file.read_text(encoding="utf-8").split("\n"))):
            yield from ([case["question"]] if "question" in case else [turn["user"] for turn in case["turns"]])


def test_no_question_of_the_shipped_cases_is_taken_from_the_assistant() -> None:
    questions = list(_questions())
    taken = {question for question in questions if command_of(question)}
    assert len(questions) > 800
    assert taken <= {"再说一遍", "再给我说一遍"}, "there the player and the assistant do the same"


@pytest.mark.parametrize(
    "text",
    [
        "要",
        "好",
        "好的。",
        "听",
        "想听",
        "嗯",
        "要听",
        "行",
        "可以",
        "说吧",
        "那你说说",
        "好啊",
        "嗯，要。",
        "中",
        "要得",
        "那就听听",
        "呃，那个，要。",
    ],
)
def test_an_offer_is_taken(text: str) -> None:
    assert takes(text) is True


@pytest.mark.parametrize(
    "text", ["不用了", "不要", "不听", "不用。", "算了", "没了", "不想听", "不必了", "不需要", "嗯，不用了。"]
)
def test_an_offer_is_refused(text: str) -> None:
    assert takes(text) is False


@pytest.mark.parametrize(
    "text", ["有什么材料", "要多少钱", "转人工", "好的谢谢", "要是断缴了呢", "听说要延迟退休", "不是职工也能领吗"]
)
def test_anything_else_is_neither(text: str) -> None:
    assert takes(text) is None


def test_asking_how_a_figure_came_about_is_told_from_asking_how_pensions_are_worked_out() -> None:
    assert all(map(asks_how, ("怎么算的", "这个数怎么来的？", "咋算的", "嗯，怎么算出来的")))
    assert not any(map(asks_how, ("养老金怎么算的", "怎么算", "个人账户怎么算出来的")))
