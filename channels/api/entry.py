"""Who may use a conversation: the bearer of its token."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from assistant.errors import Forbidden
from assistant.exchange import Exchange
from assistant.records import ConversationRecord


def entering(exchange: Exchange) -> Callable[..., Awaitable[ConversationRecord]]:
    """A dependency: the conversation of the path, opened with the token of the request. Raises ``Forbidden``."""
    bearer = HTTPBearer(auto_error=False)

    async def entered(
        conversation_id: str, shown: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]
    ) -> ConversationRecord:
        if shown is None:
            raise Forbidden("no token")
        return await exchange.enter(conversation_id, shown.credentials)

    return entered
