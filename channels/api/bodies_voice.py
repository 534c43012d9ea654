"""Frames and bodies of the voice part of the contract."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from channels.api.bodies import Body

UtteranceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:\-]{1,48}$")]
"""Becomes the client message id of what was heard; hands free with a number behind it."""
ProfileName = Literal["ordinary", "elderly"]
"""Whom one speaks with now; where it is left out, whom the conversation was opened for."""


class ListenFrame(Body):
    """``listen``: sound follows as binary frames of 16-bit samples at ``rate`` Hz."""

    utterance_id: UtteranceId
    rate: Literal[8000, 16000, 24000, 48000] = 16000
    mode: Literal["hold", "free"] = "hold"
    profile: ProfileName | None = None
