"""How a conversation is named outside the conversation itself. Pure."""

from __future__ import annotations

import hashlib

from assistant.business_ports import Asker


def asker_key(asker: Asker) -> str:
    """A digest of channel and conversation, 64 hex digits: stands for the conversation, opens nothing."""
    return hashlib.sha256(f"{asker.channel}\n{asker.conversation}".encode()).hexdigest()
