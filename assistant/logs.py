"""Structured logs: one JSON object a line, only named fields, never what a citizen wrote."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

_ALLOWED = (
    "version", "reason", "error", "retry", "path", "status", "seconds", "outcome", "conversation", "channel", "file", "line",
    "correlation",
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
        return json.dumps(row, ensure_ascii=False, default=str).encode(errors="backslashreplace").decode()


OURS = ("assistant", "channels", "knowledge_base", "speech")


def set_up_logs(level: str) -> None:
    """Send every log line to standard error as JSON: ours from ``level`` on, other libraries' from WARNING on.

    Other libraries show frames, statements and addresses at lower levels, which may hold tokens and questions.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(level)
