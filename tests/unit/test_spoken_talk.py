"""What an utterance does in the talk, and whole utterances in several kinds of Mandarin."""

from __future__ import annotations

import pytest

from assistant.dialogue import slots
from assistant.dialogue.spoken import (
    asks_why,
    average_index,
    cancel,
    contribution_months,
    gap,
    is_question,
    money_amounts,
    more_years,
    shift,
    unknown,
    wants_estimate,
    yes_no,
)
from assistant.places import find_places
from tests.unit._clauses import TODAY


@pytest.mark.parametrize(
    "text",
    ["是", "对", "嗯", "对的", "可以", "行", "是的", "没错", "好的", "嗯嗯", "嗯呐", "要得", "中", "对头", "没得错嘛", "就是", "有", "可不是嘛", "对，是长沙",
     "是的我是干部", "对，交了18年", "行，就这样", "系啊", "啱", "好嘞", "没问题", "没得问题", "那行", "OK", "嗯，对", "对呀对呀"],
)  # fmt: skip
def test_a_yes_is_heard(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize(
    "text",
    ["不是", "没有", "不对", "不用", "没", "不行", "不要", "不得行", "没得", "不中", "不对不对", "没有啊", "错了", "不是，是工人", "不是我是工人", "嗯，不是",
     "唔系", "冇", "不用了", "不，是16年", "哦不是不是，是75年7月", "那不对，我是干部身份"],
)  # fmt: skip
def test_a_no_is_heard(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize(
    "text",
    ["对不对", "是不是", "是吗", "行吗", "不知道", "不清楚", "对了，我想问", "是多少钱", "是怎么算的", "对，不过交了16年", "对，就是年限不对", "好像是", "应该是",
     "我是干部", "是我老公", "不错", "不好说", "不一定", "没有人告诉我", "18年", "长沙"],
)  # fmt: skip
def test_neither_yes_nor_no_is_left_open(text: str) -> None:
    assert yes_no(text) is None


@pytest.mark.parametrize(
    ("text", "asked", "agreed"),
    [("断过", "您中间断过吗？", True), ("断过三年", "您中间断过吗？", True), ("没断过", "您中间断过吗？", False), ("从来没断过", "您中间断过吗？", False),
     ("干部", "您是干部身份吗？", True), ("不是干部", "您是干部身份吗？", False), ("工人", "您是干部身份吗？", None), ("工人", "您是工人还是干部？", None)],
)  # fmt: skip
def test_an_echo_of_the_question_answers_it(text: str, asked: str, agreed: bool | None) -> None:
    assert yes_no(text, asked) is agreed


@pytest.mark.parametrize(
    "text",
    ["不知道", "不清楚", "记不得了", "忘了", "不晓得", "说不好", "没注意", "我哪知道", "哪个晓得嘛", "不知道是多少", "不知道交了多少年", "这个我不太清楚", "知不道",
     "唔知喔", "心里没数", "想不起来了", "我也不清楚有多少钱", "早忘了", "不知道算工人还是干部", "不确定"],
)  # fmt: skip
def test_not_knowing_is_heard(text: str) -> None:
    assert unknown(text)


@pytest.mark.parametrize(
    "text",
    ["不知道怎么交", "不知道能不能补", "我不知道退休要什么材料", "不太清楚，大概18年", "说不准，十几年吧", "别忘了", "不清楚为什么", "听不懂", "忘了认证养老金会停吗",
     "不知道社保断了怎么办", "我不懂政策，请问能补缴吗", "怎么知道自己交了几年", "18年", "76年的女同志，不知道算工人还是干部，哪年退"],
)  # fmt: skip
def test_a_question_or_a_rough_figure_is_not_ignorance(text: str) -> None:
    assert not unknown(text)


@pytest.mark.parametrize(
    "text",
    ["不算了", "算了吧", "不想算了", "退出", "取消", "别问了", "算了", "算了算了", "不问了", "不弄了", "算了，不问了", "我要退出", "拉倒吧", "算逑了", "那就算了吧",
     "先不算了", "停止计算", "唔计啦", "算了算了麻烦", "算了还是问转移"],
)  # fmt: skip
def test_giving_up_is_heard(text: str) -> None:
    assert cancel(text)


@pytest.mark.parametrize(
    "text",
    ["怎么算", "算一下", "算了15年的", "帮我算了一下", "退出居民养老保险怎么办", "取消社保", "停保", "停缴", "你算了吗", "都算了吗", "我说了算", "不交了", "15年算了吧"],
)  # fmt: skip
def test_reckoning_and_leaving_a_scheme_are_not_giving_up(text: str) -> None:
    assert not cancel(text)


@pytest.mark.parametrize(
    "text",
    ["为什么", "怎么算出来的", "依据", "步骤", "咋算的", "为什么是这个数", "依据是什么", "这是怎么算的", "为啥这么少", "怎么来的", "计算过程", "根据什么", "咋个算出来的",
     "点计出嚟嘅", "这个指数怎么来的", "讲讲步骤", "怎么才这么点"],
)  # fmt: skip
def test_asking_for_the_reckoning_is_heard(text: str) -> None:
    assert asks_why(text)


@pytest.mark.parametrize(
    "text",
    ["为什么要延迟退休", "养老金怎么计算", "养老金怎么算的", "补缴怎么算的", "为什么医保断了", "早一年呢", "缴费指数怎么算的", "查养老缴费明细", "滞纳金是怎么算的", "不知道"],
)  # fmt: skip
def test_a_question_about_the_rules_is_not_about_the_reckoning(text: str) -> None:
    assert not asks_why(text)


@pytest.mark.parametrize(
    "text",
    ["我能领多少", "退休能拿多少钱", "帮我算算养老金", "一个月能领多少", "算一下退休工资", "我的养老金怎么算", "我退休金有多少", "退休后每个月多少钱", "退休能开多少钱",
     "帮我测算一下退休金", "交15年能领多少", "我想知道我退休能领多少", "老公退休金大概多少", "我退休工资能拿几多", "退休能领好多钱", "早退一年少领多少", "请问退休金多少",
     "75年6月女的交了18年，在长沙，退休能拿多少", "俺退休能领多些钱", "帮我算算", "账户有多少我不知道，退休能领多少", "养老金测算"],
)  # fmt: skip
def test_asking_for_ones_own_pension_is_heard(text: str) -> None:
    assert wants_estimate(text)


@pytest.mark.parametrize(
    "text",
    ["养老金怎么计算", "养老金计算公式", "基础养老金怎么算", "失业金能领多少", "丧葬费能领多少", "一年交多少钱", "我要交多少", "养老金涨多少", "我能领多少年",
     "城乡居民基础养老金每月多少钱", "想知道养老金怎么算", "养老金少算了", "工龄怎么算", "断缴算不算", "个人账户有多少钱", "我爸去世能领多少", "一次性能领多少",
     "帮我算退休时间", "算一下什么时候退休", "全国平均养老金多少", "为什么我养老金这么少", "公务员退休金多少", "养老金多少合适", "我能领3000吗", "养老金每月几号发",
     "多少钱", "养老金在哪里能测算"],
)  # fmt: skip
def test_the_rule_the_price_and_other_benefits_are_no_estimate(text: str) -> None:
    assert not wants_estimate(text)


def test_questions_are_told_from_statements() -> None:
    assert all(map(is_question, ["早一年呢", "能领多少", "对吗", "怎么办", "是工人还是干部呢", "够不够"]))
    assert not any(map(is_question, ["我交了18年", "在长沙", "是干部", "好的", "我60岁了"]))


def heard(text: str) -> dict[str, object]:
    """Everything the readers make of one utterance, what they are silent about left out."""
    paid, level, places = contribution_months(text, TODAY), average_index(text), find_places(text)
    found: dict[str, object] = {
        "born": slots.birth(text, TODAY), "sex": slots.sex(text), "place": places[-1].region if places else None,
        "paid": paid.months if paid else None, "level": (level.word or str(level.index)) if level else None,
        "money": [(a.about, str(a.value)) for a in money_amounts(text)] or None, "gap": gap(text), "shift": shift(text),
        "more": more_years(text), "unknown": unknown(text) or None, "cancel": cancel(text) or None,
        "wants": wants_estimate(text) or None, "why": asks_why(text) or None, "agrees": yes_no(text),
    }  # fmt: skip
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("我七五年六月间生的，女的，社保交了十八年咯，在成都，退休能领好多钱嘛", {"born": (1975, 6), "sex": "女", "paid": 216, "place": "四川/成都", "wants": True}),
        ("我们成都这边，我老汉儿六五年三月的，他缴了三十年零四个月", {"born": (1965, 3), "sex": "男", "paid": 364, "place": "四川/成都"}),
        ("哪个晓得那个账户头有好多钱哦", {"unknown": True}),
        ("账户头有八万五千块钱嘛", {"money": [("balance", "85000")]}),
        ("我是按最撇那一档缴的", {"level": "lowest"}),
        ("我娃儿说缴满十五年就可以领了", {}),
        ("还差三年才满十五年", {"gap": 36}),
        ("俺交了三十五年工龄，搁哈尔滨", {"paid": 420, "place": "黑龙江/哈尔滨"}),
        ("我妈搁沈阳呢，七零年十月的，厂里女工，退休能开多少钱啊", {"born": (1970, 10), "sex": "女", "place": "辽宁/沈阳", "wants": True}),
        ("我这社保断断续续整了小二十年", {"paid": 240}),
        ("晚两年退能多开多少", {"shift": 24, "wants": True}),
        ("我寻思再交个三年", {"more": 36}),
        ("我哪知道去啊", {"unknown": True}),
        ("俺在郑州，男嘞，六五年三月，缴了二十八年", {"born": (1965, 3), "sex": "男", "paid": 336, "place": "河南/郑州"}),
        ("俺按最低嘞交嘞", {"level": "lowest"}),
        ("恁算错了吧，俺交了二十年不是十八年", {"paid": 240}),
        ("俺是六六年腊月里生的", {"born": (1966, None)}),
        ("我系七五年六月出世嘅，女的，喺广州，供咗十八年社保", {"born": (1975, 6), "sex": "女", "place": "广东/广州", "paid": 216}),
        ("一个月供千二蚊", {"money": [("payment", "1200")]}),
        ("阿拉上海额，交了廿五年", {"paid": 300, "place": "上海"}),
        ("我身份证上写的是七五年六月，实际上是阴历五月", {"born": (1975, 6)}),
        ("闺女帮我查的，说是交了二百一十六个月", {"paid": 216}),
        ("打从九八年就开始交了，一直没断过", {"paid": 336}),
        ("我今年五十八岁零三个月，交了十五年还差俩月", {}),
        ("拉倒吧，不整了", {"cancel": True}),
    ],
)  # fmt: skip
def test_old_people_are_understood_as_they_speak(text: str, told: dict[str, object]) -> None:
    assert heard(text) == told
