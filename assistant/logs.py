"""Structured logs: one JSON object a line, only named fields, never what a citizen wrote."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

_ALLOWED = (
    "version", "reason", "error", "retry", "path", "status", "seconds", "outcome", "conversation", "channel", "file", "line",
)  # fmt: skip


class JsonLines(logging.Formatter):
    """Level, logger, message and the allowed fields; no other extras and no exception text."""

    def format(self, record: logging.LogRecord) -> str:
        row: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        row.update({name: getattr(record, name) for name in _ALLOWED if hasattr(record, name)})
        if record.exc_info and record.exc_info[0]:
            row["error"] = record.exc_info[0].__name__
        return json.dumps(row, ensure_ascii=False, default=str)


def set_up_logs(level: str) -> None:
    """Send every log line to standard error as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("httpx", "httpcore", "faiss", "sentence_transformers", "uvicorn.access", "alembic", "bm25s"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
