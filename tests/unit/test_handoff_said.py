"""Hearing that a citizen wants a person, and what they say to an offer, in the queue and about a call-back."""

from __future__ import annotations

import json
import random
import re
import time
from pathlib import Path

import pytest

from assistant.handoff import said, said_next
from assistant.handoff.wishes import (
    accepts_offer,
    asks_for_person,
    cancels_waiting,
    declines_offer,
    leaves_message,
    wants_call_back,
    wants_to_complain,
)

WANTS = (
    "人工", "转人工", "转人工！！", "我要转人工", "请转人工服务", "帮我转人工", "帮我转一下人工", "人工客服", "人工服务", "人工人工人工", "转接人工",
    "转 人 工", "能不能转人工", "可以转人工吗", "能转人工吗", "给我转个人工", "你说的我听不懂给我转人工吧", "说了半天也说不清，转人工", "转人工行不行",
    "转人工谢谢", "怎么转人工", "怎么才能转到人工", "人工客服怎么转", "人工在吗", "有人工吗", "有没有人工", "有没有真人", "真人", "我要真人",
    "找个真人跟我说", "我想找个真人聊聊", "能不能换个真人", "我要找活人", "有没有活人啊", "给我找个活人", "接线员", "我要接线员", "找接线员", "叫接线员来",
    "坐席", "请接坐席", "客服", "我要客服", "找客服", "客服在吗", "转客服", "有客服吗", "联系客服", "怎么联系客服", "我要找工作人员",
    "帮我找工作人员", "找工作人员", "请工作人员接电话", "让工作人员跟我说", "我想跟工作人员说话", "能不能找个工作人员", "有工作人员在吗", "听不懂我要找工作人员",
    "我要投诉", "我要投诉你们", "投诉", "我要投诉社保局", "我要投诉，单位不给我交社保", "叫你们领导来", "找你们负责人", "我要见领导", "让你们主管接电话",
    "我不跟机器说", "不想和机器人聊", "我不跟机器人说话", "别让机器人回答我", "不要机器人", "不要智能客服", "我不要跟AI说", "懒得跟机器说", "有没有人能跟我讲",
    "有没有人可以给我解释一下", "换个人", "换个人说", "换个人来", "换人", "换个人跟我讲", "来个人", "找个人跟我说", "找个懂政策的人来", "叫人来",
    "叫个人来跟我说", "我要跟人说话", "我想跟人讲话", "跟人说话", "让我跟人工说", "0", "按0", "按0键", "轉人工", "我要轉人工", "真人客服",
    "轉真人", "我要投訴", "換個人講", "幫我轉接人工客服", "我唔要機械人", "搵真人", "我要搵真人講", "找專人", "為什麼還不給我轉人工", "还不给我转人工",
    "要不转人工吧", "你是机器，我要跟人说", "不要机器要人工", "转人公", "０", "俺要找人工", "喊个人来给我说", "I want to talk to a human",
    "operator",
)  # fmt: skip
OTHER = (
    "人工智能会不会影响退休", "人工智能", "转人工智能", "人工费怎么交养老保险", "人工费", "人工成本高", "客服电话是多少？", "客服电话是多少", "人工客服电话多少",
    "人工客服几点上班", "工作人员说我不能办", "要不要找工作人员办?", "要不要转人工", "找工作人员办要带什么", "我找工作人员他们推来推去",
    "去社保局找工作人员要带什么材料", "工作人员态度不好", "窗口工作人员说要补材料", "我是机关工作人员要怎么退休", "事业单位工作人员养老金怎么算",
    "机关工作人员转企业养老保险怎么办", "昨天转人工没人接", "上次转人工说我能办", "我打12333人工一直占线", "打12333怎么转人工", "12333人工几点上班",
    "不用转人工", "不要人工", "别转人工", "先不转人工", "不想跟真人说", "不用找工作人员了", "转人工要钱吗", "转人工要等多久", "需要转人工吗",
    "银行让我找人工窗口办", "客服让我转人工", "他们叫我找工作人员", "人工窗口在哪里", "可以人工认证吗", "资格认证需要人工审核吗", "人工关节能报销吗", "人工流产休假",
    "人工耳蜗", "我找过人工没有用", "你是真人吗", "你是人工吗", "你是机器人吗", "有人吗", "我不会用机器认证", "我不会用电脑", "老人不会用智能手机",
    "怎么投诉单位", "投诉电话是多少", "我要投诉公司不给我交社保", "我被投诉了", "单位领导不给签字", "找领导签字", "要找单位领导盖章吗", "尊敬的领导",
    "换人交社保可以吗", "找个人代办行吗", "别人代办可以吗", "换个地方交可以吗", "换个单位社保怎么转", "一个人能交两份社保吗", "我是灵活就业人员", "要找社保局吗",
    "我家里有没有人能领抚恤金", "有没有人知道怎么补缴", "转养老保险", "我要转社保", "我要转移养老保险", "找工作的人员怎么交社保", "人员转移要什么材料",
    "工作人员能不能代缴", "领导说不能退", "经理让我自己交", "我要找工作，社保怎么办", "单位让我找主任", "我原来是接线员，能提前退休吗", "我是客服人员社保怎么交",
    "公司的客服岗位退休年龄", "客服说可以补缴", "我做人工养殖的能参保吗", "人工湖公园管理员退休", "话务员是特殊工种吗", "坐席员算工人岗吗", "2020年0缴费",
    "缴费0元", "60", "10", "我退休工资是0吗", "不要告诉别人", "不要机器打印的回单要盖章的", "请问经办人要带身份证吗", "专员级别退休怎么算",
    "社保专员怎么考", "找律师要投诉单位吗", "我要人工核算一遍我的缴费年限要去哪", "我要请人代办", "请个人账户余额怎么查", "要个人账户明细", "找个人账户余额",
    "转个人账户", "叫个人缴费部分是多少", "换个人账户", "来个人缴费比例", "我要个人参保", "我跟人合伙开店怎么交社保", "我想跟人合伙交社保", "能跟别人一起交吗",
)  # fmt: skip


def test_there_are_many_wordings_each_way() -> None:
    assert len(set(WANTS)) >= 60
    assert len(set(OTHER)) >= 60


@pytest.mark.parametrize("text", WANTS)
def test_asking_for_a_person_is_heard_in_any_wording(text: str) -> None:
    assert asks_for_person(text)


@pytest.mark.parametrize("text", OTHER)
def test_words_about_people_and_machines_are_not_a_wish(text: str) -> None:
    assert not asks_for_person(text)


@pytest.mark.parametrize(
    "text", ["昨天打电话没人接，今天给我转人工", "昨天打电话没人接今天给我转人工", "12333打不通帮我转人工吧"]
)
def test_an_order_after_a_story_is_still_an_order(text: str) -> None:
    assert asks_for_person(text)


@pytest.mark.parametrize(
    "text", ["我要投诉", "投诉", "我要投诉你们", "我想投诉社保局", "我要投诉，单位不给我交社保", "我要舉報你們"]
)
def test_a_wish_to_complain_is_heard(text: str) -> None:
    assert wants_to_complain(text)


@pytest.mark.parametrize(
    "text",
    [
        "怎么投诉单位",
        "投诉电话是多少",
        "我被投诉了",
        "我要投诉公司不给我交社保",
        "我要举报，匿名的行吗",
        "转人工",
        "我要投诉。" + "我在服装厂做了八年，" * 12,
    ],
)
def test_questions_about_complaints_and_letters_are_not_a_wish_to_complain(text: str) -> None:
    assert not wants_to_complain(text)


def test_of_the_questions_of_the_evaluation_only_wishes_are_taken_for_wishes() -> None:
    asked: set[str] = set()
    for file in (Path(__file__).parents[2] / "eval/cases").glob("*.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            asked |= set(_questions(json.loads(line))) if line.strip() else set()
    taken = {text for text in asked if asks_for_person(text)}
    assert len(asked) > 300
    assert all(re.search("人工|真人|投诉|领导|工作人员|客服|机器", text) for text in taken)
    assert len(taken) < len(asked) * 0.02
    assert not [text for text in asked if len(text) > 8 and accepts_offer(text, False) and text not in taken]


def _questions(value: object) -> list[str]:
    """What citizens say in a case: ``question`` or the ``user`` turns."""
    if isinstance(value, dict):
        own = [v for k, v in value.items() if k in ("question", "user", "say", "text", "q") and isinstance(v, str)]
        return own + [text for v in value.values() if isinstance(v, dict | list) for text in _questions(v)]
    if isinstance(value, list):
        return [text for v in value for text in ([v] if isinstance(v, str) and len(v) > 3 else _questions(v))]
    return []


ACCEPTS_OFFER_YES = (
    "好", "好的", "好啊", "好吧", "可以", "要", "要的", "转吧", "行", "行吧", "行啊", "嗯", "嗯嗯", "是的", "对", "转", "帮我转",
    "需要", "好，转吧", "好的，麻烦你了", "那就转吧", "转人工", "可以，帮我转一下人工", "好呀谢谢", "中", "OK", "同意", "我要", "我愿意",
    "那行", "好的谢谢", "没问题", "那好吧", "要，谢谢", "轉吧", "好的好的", "可以的", "要要要",
)  # fmt: skip
ACCEPTS_OFFER_NO = (
    "不用了", "算了", "不要", "不好", "好，不用了", "好的我知道了", "知道了", "明白了", "谢谢", "要多久", "要等多久", "可以吗", "好像不对",
    "我什么时候退休", "行不行", "要交多少钱", "要满15年吗", "不行", "没有", "好的，那我断缴了怎么办", "对不起", "是吗", "转移社保怎么办", "不转",
    "谢谢你",
)  # fmt: skip


@pytest.mark.parametrize("text", ACCEPTS_OFFER_YES)
def test_a_person_offered_is_taken(text: str) -> None:
    assert accepts_offer(text)


@pytest.mark.parametrize("text", ACCEPTS_OFFER_NO)
def test_only_mentioned_or_asked_about_is_not_taken(text: str) -> None:
    assert not accepts_offer(text)


DECLINES_OFFER_YES = (
    "不用了", "不用", "算了", "不要", "不要了", "不需要", "不必了", "不转", "先不转", "先不用", "暂时不用", "不了", "不了谢谢", "不用谢谢",
    "谢谢，不用了", "好，不用了", "算了算了", "不麻烦了", "免了", "下次吧", "以后再说", "我自己去问", "你接着说吧", "不用转人工", "不要人工",
    "不用了，断缴了能补吗", "别转了", "没必要", "不", "不行", "不想", "算了吧", "那算了", "不用留了", "没事了",
)  # fmt: skip
DECLINES_OFFER_NO = (
    "好", "要", "转人工", "不要机器，要人工", "不用交了吗", "不够15年怎么办", "不等", "不满15年能退休吗", "不知道", "不清楚", "不要机器人",
    "没有交满怎么办", "别人能代办吗", "不够", "不交了行不行", "不行吗", "算了多少年", "不想跟机器说",
)  # fmt: skip


@pytest.mark.parametrize("text", DECLINES_OFFER_YES)
def test_a_person_offered_is_refused(text: str) -> None:
    assert declines_offer(text)


@pytest.mark.parametrize("text", DECLINES_OFFER_NO)
def test_a_sentence_with_a_no_in_it_is_not_a_refusal(text: str) -> None:
    assert not declines_offer(text)


CANCELS_WAITING_YES = (
    "不等了", "不想等了", "我不等了", "取消排队", "取消", "不排了", "不排队了", "别排了", "不转了", "算了", "算了，不等了", "等了半天不想等了",
    "退出排队", "我要取消", "不用转了", "不找人工了", "不要人工了", "还是你来回答吧", "不等啦", "取消转人工", "算了吧", "那算了", "取消等待",
)  # fmt: skip
CANCELS_WAITING_NO = (
    "等多久", "还要等多久", "我等着", "不要取消", "取消了吗", "怎么取消社保", "不等了行吗?", "算了18年", "为什么不排队", "等不及了",
    "我交了15年不交了", "不交了", "怎么还没来", "别挂", "不要走", "算了多少钱", "转人工", "我什么时候退休", "昨天不等了",
)  # fmt: skip


@pytest.mark.parametrize("text", CANCELS_WAITING_YES)
def test_the_wait_is_given_up(text: str) -> None:
    assert cancels_waiting(text)


@pytest.mark.parametrize("text", CANCELS_WAITING_NO)
def test_words_about_waiting_and_paying_do_not_give_up_the_wait(text: str) -> None:
    assert not cancels_waiting(text)


WANTS_CALL_BACK_YES = (
    "给我回电话", "给我回个电话", "回电", "回个电话", "打给我", "让他打给我", "让他们打电话给我", "打我电话", "打我手机", "留电话", "留个电话",
    "我留个电话", "我想留电话", "留号码", "登记一下我的电话", "回拨", "方便时给我打电话", "你们打过来", "能不能给我回个电话", "可以给我打电话吗",
    "麻烦给我回电", "請給我回電話", "留联系方式", "叫工作人员给我打电话", "不等了给我回电话", "回电话给我", "那就留电话吧", "有空联系我", "电话联系我",
)  # fmt: skip
WANTS_CALL_BACK_NO = (
    "有人打电话给我说社保卡停了", "谁给我打电话的", "怎么没有给我回电话", "怎么还不给我回电话", "别给我打电话", "不要回电话", "不用回电", "社保局会给我打电话吗",
    "电话打不通", "你们电话是多少", "没人给我回电话", "昨天给我打电话说要认证", "他们说给我回电话", "打电话给单位", "换手机号怎么办", "给我打过电话", "不留电话",
    "留电话安全吗",
)  # fmt: skip


@pytest.mark.parametrize("text", WANTS_CALL_BACK_YES)
def test_a_call_back_is_wanted(text: str) -> None:
    assert wants_call_back(text)


@pytest.mark.parametrize("text", WANTS_CALL_BACK_NO)
def test_stories_and_questions_about_calls_are_no_wish_for_one(text: str) -> None:
    assert not wants_call_back(text)


@pytest.mark.parametrize("text", ["好", "好的", "可以", "嗯", "行", "是的", "好的谢谢"])
def test_where_a_person_was_only_mentioned_a_mere_yes_is_not_for_one(text: str) -> None:
    assert not accepts_offer(text, asked=False)


@pytest.mark.parametrize("text", ["转吧", "要", "要的", "需要", "好，转吧", "转人工", "帮我转", "我要"])
def test_where_a_person_was_only_mentioned_naming_it_takes_it(text: str) -> None:
    assert accepts_offer(text, asked=False)


def test_nobody_says_yes_and_no_at_once() -> None:
    for text in (*ACCEPTS_OFFER_YES, *DECLINES_OFFER_YES):
        assert accepts_offer(text) is not declines_offer(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("留言：我的认证没通过", "我的认证没通过"), ("留言:请回复", "请回复"), ("我要留言，养老金没到账", "养老金没到账"),
        ("帮我留个言 我断缴了三年", "我断缴了三年"), ("转告工作人员，我下午去窗口", "我下午去窗口"),
        ("给工作人员带句话：材料补好了", "材料补好了"), ("請留言：我的社保卡丟了", "我的社保卡丟了"),
        ("我想留言 2010年到2015年没有记录", "2010年到2015年没有记录"), ("留言", ""), ("我要留言", ""), ("留个言吧", ""),
        ("留言怎么没人回", None), ("我留言了没人理", None), ("留言板在哪", None), ("什么时候退休", None), ("", None),
    ],
)  # fmt: skip
def test_a_message_is_taken_as_the_citizen_wrote_it(text: str, left: str | None) -> None:
    assert leaves_message(text) == left


def test_no_text_makes_the_rules_slow() -> None:
    words = sorted(
        {
            w
            for part in (said, said_next)
            for w in re.findall(r"[\u4e00-\u9fff]{1,4}", Path(str(part.__file__)).read_text("utf-8"))
        }
    )
    chance = random.Random(1)
    rules = (asks_for_person, accepts_offer, declines_offer, cancels_waiting, wants_call_back, leaves_message)
    for _ in range(400):
        text = "".join(chance.choices(words, k=chance.choice((1, 2, 3)))) * 30 + chance.choice(("x", "", "了没"))
        started = time.perf_counter()
        for rule in rules:
            rule(text)
        assert time.perf_counter() - started < 2, text
