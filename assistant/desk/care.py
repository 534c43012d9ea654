"""Citizens' opinions: ratings after a handover and feedback on replies; the bad ones become tickets."""

from __future__ import annotations

from datetime import datetime

from assistant.desk.ledger import Ledger
from assistant.desk.ledger_sources import from_feedback
from assistant.desk.satisfaction import Satisfaction, parse_score
from assistant.records import Feedback


class CareOfCitizens:
    """Implements ``assistant.handover.Care``."""

    def __init__(self, satisfaction: Satisfaction, ledger: Ledger) -> None:
        self._satisfaction = satisfaction
        self._ledger = ledger

    def score(self, text: str) -> int | None:
        return parse_score(text)

    async def rated(self, conversation: str, score: int, text: str, now: datetime) -> None:
        await self._satisfaction.rate(conversation, score, text, now)

    async def feedback(self, conversation: str, feedback: Feedback, now: datetime) -> None:
        await from_feedback(self._ledger, conversation, feedback, now)
