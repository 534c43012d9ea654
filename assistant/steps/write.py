"""Write: an optional language model words the answer from the chosen clauses; the clauses' own words stand by."""

from __future__ import annotations

import logging
from dataclasses import replace

from assistant.errors import Unavailable
from assistant.messages import Outcome, Passage, Reply, Sentence, Turn
from assistant.ports import Step, Writer
from assistant.steps.verify import faults

log = logging.getLogger(__name__)

_WORDED = (Outcome.ANSWERED, Outcome.ANSWERED_BOUNDARY)


def write_with(writer: Writer) -> Step:
    """The write step over ``writer``. What it writes passes the same check or is thrown away."""

    async def write(turn: Turn) -> Turn | Reply:
        draft = turn.draft
        if draft is None or draft.outcome not in _WORDED or not draft.citations:
            return turn
        passages = _cited(turn, draft)
        try:
            written = await writer.write(turn.text, passages)
        except Unavailable as error:
            log.warning("writer unavailable", extra={"error": type(error).__name__, "retry": error.retry})
            return turn
        worded = _worded(draft, written)
        if worded is None or faults(worded):
            log.info("writer's answer refused", extra={"reason": "untraced or unmarked"})
            return turn
        return replace(turn, draft=worded)

    return write


def _cited(turn: Turn, draft: Reply) -> tuple[Passage, ...]:
    by_id = {hit.passage.id: hit.passage for group in turn.hits for hit in group}
    by_id |= {passage.id: passage for passage in turn.companions}
    return tuple(by_id[c.passage_id] for c in draft.citations)


def _worded(draft: Reply, written: tuple[Sentence, ...]) -> Reply | None:
    """The draft with the model's sentences unfolded, the clauses' own folded, its closing kept."""
    if not written or not any(s.marks for s in written):
        return None
    folded = tuple(replace(s, detail=True) for s in draft.sentences if s.marks)
    closing = tuple(s for s in draft.sentences if not s.marks)
    return replace(draft, sentences=(*written, *folded, *closing))
