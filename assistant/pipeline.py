"""The runner: the steps of a turn, in the order given by ``assistant.bootstrap``."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.messages import Reply, Turn
from assistant.ports import Step


async def run(turn: Turn, steps: Sequence[Step]) -> tuple[Turn, Reply]:
    """Run ``steps`` until one answers; the last step must. Returns the turn as far as it came, and the reply."""
    for step in steps:
        result = await step(turn)
        if isinstance(result, Reply):
            return turn, result
        turn = result
    raise RuntimeError("the last step of a turn must return a reply")
