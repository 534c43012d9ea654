"""Sends what is in the outbox to the agency's own desk, from as many workers as there are."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import httpx

from assistant.desk.webhook import Webhook, signed_headers, wire
from assistant.errors import AssistantError
from assistant.store.webhook_rows import Due, WebhookRows

SECONDS = 10.0
"""How long the agency's desk may take to answer; shorter than a claim is held."""
AT_ONCE = 8
LOOK_EVERY = 1.0
"""Seconds between looks at an empty outbox."""
KEPT = timedelta(days=30)
"""How long finished deliveries stay in the table."""
log = logging.getLogger(__name__)


def webhook_client() -> httpx.AsyncClient:
    """Follows no redirects, since those could lead elsewhere, and heeds no proxy settings."""
    return httpx.AsyncClient(timeout=SECONDS, follow_redirects=False, trust_env=False)


class WebhookDelivery:
    """One worker's sender."""

    def __init__(
        self,
        rows: WebhookRows,
        client: httpx.AsyncClient,
        webhook: Webhook,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._rows = rows
        self._client = client
        self._webhook = webhook
        self._clock = clock

    async def work(self) -> None:
        """Send and wait, until cancelled; a database that is away for a while does not end it."""
        forget_at = self._clock()
        while True:
            try:
                if self._clock() >= forget_at:
                    await self._rows.forget(self._clock() - KEPT)
                    forget_at = self._clock() + timedelta(hours=1)
                sent = await self.send_due()
            except AssistantError as error:
                log.warning("webhook outbox not readable", extra={"error": type(error).__name__})
                sent = 0
            if not sent:
                await asyncio.sleep(LOOK_EVERY)

    async def send_due(self) -> int:
        """Send what is due now, at most ``AT_ONCE`` at once; how many were tried. Raises ``Unavailable``."""
        due = await self._rows.claim(self._clock(), AT_ONCE)
        await asyncio.gather(*(self._send(one) for one in due))
        return len(due)

    async def _send(self, due: Due) -> None:
        fault = await self._fault(due)
        if not fault:
            await self._rows.delivered(due, self._clock())
            return
        known = {"correlation": due.id, "error": fault}
        if await self._rows.failed(due, fault, self._clock()):
            log.error("webhook given up", extra={**known, "retry": False})
        else:
            log.warning("webhook failed", extra={**known, "retry": True})

    async def _fault(self, due: Due) -> str:
        """Empty when the agency's desk took it. Its answer is not read: only the status counts."""
        body = wire(due.body)
        headers = signed_headers(self._webhook, due.id, due.event, body, self._clock())
        try:
            async with asyncio.timeout(SECONDS):
                async with self._client.stream("POST", self._webhook.url, content=body, headers=headers) as answer:
                    return "" if answer.is_success else f"HTTP {answer.status_code}"
        except TimeoutError:
            return "timeout"
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return type(error).__name__
