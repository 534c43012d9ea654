"""The answers of a call as OpenAPI describes them."""

from __future__ import annotations

from typing import Any

from channels.api.answers import Problem
from channels.api.problems import title_of

Responses = dict[int | str, dict[str, Any]]
BODY = (400, 413, 422)
"""What may be wrong with a body."""


def answering(status: int, model: Any, *problems: int) -> Responses:
    """The call's own answer (``model`` None: no body), and problem details with these statuses, 500 and 503."""
    told: Responses = {status: {"model": model} if model else {"description": "done"}}
    for code in (*problems, 500, 503):
        content = {"application/problem+json": {"schema": Problem.model_json_schema()}}
        told[code] = {"description": title_of(code), "content": content}
    if 429 in told:
        told[429]["headers"] = {"Retry-After": {"description": "seconds", "schema": {"type": "integer"}}}
    return told
