"""Words to the player are told from words to the assistant, in ordinary and in dialect-coloured speech."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.voice.commands import COMMANDS, asks_how, command_by_sound, command_of, takes

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


MISHEARD = {
    "repeat": "在说一遍 再说一边 再缩一遍 再收一遍 再年一遍 再念一边 再读一边 再来一边 重复一边 没听轻 梅听清 没停清 停不清 停不见 请再说一边 再说一边好吗 再说一边再说一边 再说一边，再说一边",
    "slower": "买一点 满一点 卖一点 慢一典 忙一点 说买点 书慢点 麻烦你买一点 太块了 卖一点说",
    "faster": "块一点 收快点 说块点 快一店",
    "stop": "登一下 等一夏 听一下 听一听 别锁了 别缩了 别年了 不用年了 先别收 停夏 站停一下",
    "basis": "停一句 听一句 听依具 停依据 要听一句 听意据 一句是什么 游文件吗 有闻件吗 听一句，听一句",
    "more": "接这说 接着收 往下书 王下说 继续书 海有呢 还有吗还有吗 说下曲 说向细一点",
}
NOT_BY_SOUND = (
    "买一点保险 买一点养老保险 买一份 满一年 满十五年 慢性病 晚一点 早一点 多一点 少一点 多交一点 晚一点退休 差一点 高一点 好一点 大一点 一点 有一点 再交一遍 再交一次 再补一次 "
    "再交一年 再来一年 再来三年 接着交 接着缴 接着领 接着补 继续交 继续缴 继续补 停一年 停缴 停保 停薪 停发 停一下社保 等一年 等一下退休 听说 听说要改 依据医保 医保是什么 遗属是什么 "
    "一级是什么 以前是什么 什么意见 有文凭吗 有证件吗 有什么意见 还有妈 不对 不是 对 是的 没听说 没提前 没领到 没停缴 没办 没有 女的 男的 工人 干部 北京 天津 重庆 重新办 重新交 十一点 "
    "两千一 一千 一年 一半 六十档 别交了 别办了 不用交了 不要办了 先别交 先别办 太晚了 太少了 太低了 太贵了 太久了 快退了 快六十了 说下政策 说说退休 退下来 定下来 下岗 下个月 挺好 听力 厅里"
)


@pytest.mark.parametrize(
    ("command", "text"),
    [pytest.param(command, text, id=text) for command, texts in MISHEARD.items() for text in texts.split()],
)
def test_a_command_that_was_misheard_is_told_by_its_sound(command: str, text: str) -> None:
    assert command_by_sound(text, speaking=True) == command


@pytest.mark.parametrize(
    "text", [*NOT_BY_SOUND.split(), "转人工", "等一下，我要转人工", "好的谢谢", "嗯", "。", "A", ""]
)
def test_what_says_something_is_no_command_whatever_it_sounds_like(text: str) -> None:
    assert command_by_sound(text, speaking=True) is None


def test_one_syllable_halts_only_who_is_speaking_or_has_just_spoken() -> None:
    assert all(command_by_sound(text, speaking=True) == "stop" for text in ("听", "挺", "听。", "停"))
    assert not any(command_by_sound(text, speaking=False) for text in ("听", "挺", "听。"))
    assert not any(command_by_sound(text, speaking=True) for text in ("顶", "请", "慢", "买", "说", "再"))


def test_there_is_enough_of_what_was_misheard_and_of_what_was_not() -> None:
    assert set(MISHEARD) == set(COMMANDS)
    assert sum(len(texts.split()) for texts in MISHEARD.values()) >= 40
    assert len(NOT_BY_SOUND.split()) >= 60


def test_no_question_of_the_shipped_cases_sounds_like_a_command() -> None:
    clauses = {clause for question in _questions() for clause in re.split(r"[，。？！、；：\s]+", question) if clause}
    assert len(clauses) > 1500
    assert not {c for c in clauses if not command_of(c) and command_by_sound(c, speaking=True)}


@pytest.mark.parametrize(
    "text", ["再说一遍再说一遍", "慢一点慢一点", "听依据听依据", "别说了，别说了", "停一会儿", "停一阵"]
)
def test_a_command_said_twice_in_one_breath_is_one(text: str) -> None:
    assert command_of(text) is not None
