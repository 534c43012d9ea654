"""Tickets nobody has to write: from a citizen's feedback on a reply, and from a low score after a handover."""

from __future__ import annotations

from datetime import datetime

from assistant.desk.ledger import Draft, Ledger
from assistant.desk.ledger_values import Ticket
from assistant.desk.satisfaction import Rating
from assistant.records import Feedback

LOW = 2
"""The highest score that opens a ticket."""
CITIZEN = "市民"
_COMPLAINTS = ("投诉", "举报", "曝光")
_CATEGORIES = {"内容不对": "wrong_answer", "没答到点上": "wrong_answer", "看不懂": "suggestion", "太长了": "suggestion"}
"""The reasons the citizen's page offers."""


async def from_feedback(ledger: Ledger, conversation: str, feedback: Feedback, now: datetime) -> Ticket | None:
    """A ticket for an unhelpful reply where the citizen said why; one for a reply, however often they say so."""
    said = "：".join(part.strip() for part in (feedback.reason, feedback.text) if part and part.strip())
    if feedback.verdict != "unhelpful" or not said:
        return None
    category = _CATEGORIES.get((feedback.reason or "").strip(), "wrong_answer")
    draft = Draft(_category(said, category), said, "feedback", CITIZEN, conversation, feedback.reply_id)
    return await ledger.add_once(draft, now)


async def from_survey(ledger: Ledger, rating: Rating, now: datetime) -> Ticket | None:
    """A ticket for a score of ``LOW`` or less; one for a case, however often it is rated."""
    if rating.score is None or rating.score > LOW:
        return None
    said = f"满意度 {rating.score} 分" + (f"：{rating.text}" if rating.text else "，没有写原因")
    draft = Draft(_category(said, "service"), said, "survey", CITIZEN, rating.conversation, rating.case)
    return await ledger.add_once(draft, now)


def _category(said: str, usual: str) -> str:
    return "complaint" if any(word in said for word in _COMPLAINTS) else usual
