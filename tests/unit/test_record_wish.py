"""Whether somebody asks to see a record of their own, which one, and how what was found is said."""

from __future__ import annotations

import pytest

from assistant import texts
from assistant.business_ports import RecordKind
from assistant.dialogue.record_answer import record_answer, wanted_record
from assistant.messages import Outcome, Reply, Sentence
from assistant.steps.verify import faults
from assistant.traces import ToolResult, TraceStep
from tests.unit._forms import BEGUN_FORM, Citizen, asking, seen

WISHES = {
    RecordKind.CONTRIBUTIONS: (
        "帮我查一下我的缴费记录", "查我的社保缴费明细", "我的缴费记录", "帮我查下交了多少年社保，缴费年限", "我一共交了多少年",
        "我到底缴了几年", "我账户里有多少钱", "看一下我的个人账户", "给我查查社保",
    ),
    RecordKind.BENEFIT: ("查一下我这个月养老金到账没", "我的养老金发了没", "我这个月退休金到了没", "帮我看看我的养老金发放记录"),
    RecordKind.APPLICATIONS: ("查一下我的转移进度", "我的退休申请办到哪一步了", "我的转移手续办好没", "查我的办理进度"),
    RecordKind.CERTIFICATION: ("我的认证到期了没", "我的资格认证做了吗", "查一下我的认证状态"),
}  # fmt: skip
NOT_A_WISH = (
    "缴费记录在哪里查", "怎么查我的缴费记录", "养老金资格认证怎么做", "社保断缴了怎么办", "养老保险最少要缴多少年", "个人账户是什么",
    "有人让我查缴费记录要收钱是不是骗子", "退休要带什么材料", "我什么时候退休", "养老金什么时候发", "转移要多久", "",
    "我想问一下，我们单位上个月给我交社保的时候交错了基数，我的缴费记录要怎么改，要不要紧",
)  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, wishes in WISHES.items() for text in wishes])
def test_a_wish_to_see_a_record_names_the_record(kind: RecordKind, text: str) -> None:
    assert wanted_record(text) == kind


@pytest.mark.parametrize("text", NOT_A_WISH)
def test_a_question_of_how_or_of_policy_is_no_wish_to_see_a_record(text: str) -> None:
    assert wanted_record(text) is None


@pytest.mark.parametrize("text", ["帮我查一下我的缴费记录", "我的养老金发了没", "我的认证到期了没"])
async def test_where_no_system_is_connected_that_is_said_and_where_to_look(text: str) -> None:
    reply = await Citizen().say(text)
    assert reply.outcome == Outcome.UNANSWERABLE_NO_RECORDS
    assert seen(reply) == "".join(texts.NO_RECORDS_HERE)
    assert reply.handover.offered


async def test_a_wish_in_the_middle_of_an_estimate_is_answered_and_the_estimate_goes_on() -> None:
    citizen = Citizen()
    reply = await citizen.say(*BEGUN_FORM, "帮我查一下我的缴费记录")
    assert reply.outcome == Outcome.UNANSWERABLE_NO_RECORDS
    assert asking(await citizen.say("四川")) == "缴费年限"


def record(found: str = "yes", *steps: TraceStep) -> ToolResult:
    """A record of the system 测试系统."""
    head = (("found", found), ("system", "测试系统"), ("as_of", "2026年11月22日"))
    return ToolResult("own_contributions", head, steps, (), ("这是测试系统的记录，以社保经办机构核定为准。",), "1", "")


TOTAL = TraceStep("累计缴费", "取自业务系统", (("数据来源", "测试系统"), ("数据日期", "2026年11月22日")), "18年4个月")
YEAR = TraceStep("2025年", "取自业务系统", (("数据来源", "测试系统"), ("缴费基数", "4588元")), "12个月")


def said(result: ToolResult, kind: RecordKind = RecordKind.CONTRIBUTIONS) -> tuple[Sentence, ...]:
    """The record in sentences, after the check of answers."""
    sentences = record_answer(result, kind, "张某")
    assert not faults(Reply(sentences, Outcome.ANSWERED_RECORDS, trace=result))
    return sentences


def test_a_record_is_said_with_whose_it_is_where_it_comes_from_and_of_when() -> None:
    lead = said(record("yes", TOTAL, YEAR))[0].text
    assert "张某" in lead and "测试系统" in lead and "2026年11月22日" in lead


def test_what_matters_stands_open_and_the_rows_behind_it_fold() -> None:
    sentences = said(record("yes", TOTAL, YEAR))
    assert any(s.text == "累计缴费：18年4个月。" and not s.detail for s in sentences)
    assert any("4588元" in s.text and s.detail for s in sentences)
    assert sentences[-1].text == texts.OFFER_OFFICE


def test_of_an_application_the_rows_stand_open() -> None:
    rows = [s for s in said(record("yes", YEAR), RecordKind.APPLICATIONS) if "4588元" in s.text]
    assert rows and not any(s.detail for s in rows)


def test_nothing_on_file_is_said_as_nothing_on_file() -> None:
    text = "".join(s.text for s in said(record("no")))
    assert "没有查到这方面的记录" in text and "查到了" not in text
