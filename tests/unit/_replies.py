"""Replies and results for tests of the evaluation."""

from __future__ import annotations

from datetime import date

from assistant.messages import Citation, Handover, Outcome, Reply, Sentence
from eval.cases import Ask, Case, Expectation
from eval.run import Result
from eval.score import score

QUOTE = "男职工的法定退休年龄用十五年时间逐步延迟到63周岁。"


def citation(quote: str = QUOTE, title: str = "延迟退休办法") -> Citation:
    return Citation(
        mark=1, passage_id="a#1", title=title, doc_no="", issuer="", section="第一条", heading="",
        effective_from=date(2025, 1, 1), effective_to=None, region="全国", scheme="企业职工", confidence="primary",
        quote=quote, digest="", source="",
    )  # fmt: skip


def reply(text: str = QUOTE, *, offered: bool = False, outcome: Outcome = Outcome.ANSWERED) -> Reply:
    """A reply of one sentence resting on ``QUOTE``."""
    return Reply(
        (Sentence(text, (1,)),), outcome, citations=(citation(),), scheme="企业职工", handover=Handover(offered)
    )


def result(
    made: Reply, expect: Expectation, *, id: str = "c1", question: str = "几岁退休", topic: str = "退休年龄"
) -> Result:
    ask = Ask(question, expect)
    return Result(Case(id, topic, (ask,)), 1, ask, made, score(made, expect), 0.05)
