"""Scoring one reply against its expectation. Strict: every check must hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.messages import Reply
from assistant.steps.verify import faults
from eval.cases import Expectation

_OFFER = re.compile(
    r"12333|人工|社保(局|中心|经办|所|大厅|机构|部门|窗口|服务窗口)|经办(机构|窗口|大厅|部门|网点)|人社(局|部门|窗口|厅|服务)|人力资源和?社会保障|政务服务大厅|12345"
)
_MARK = re.compile(r"\[\d+\]|\s+")


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a reply: ``name``, what was looked for, and whether it held."""

    name: str
    wanted: str
    passed: bool


def bare(text: str) -> str:
    """A reply's text without marks and spaces, as patterns are searched in it."""
    return _MARK.sub("", text)


def score(reply: Reply, expect: Expectation) -> tuple[Check, ...]:
    """Every check of the expectation, and that the reply's figures are traced."""
    text = bare(reply.text)
    checks = [
        Check("fact", " | ".join(group), any(re.search(pattern, text) for pattern in group)) for group in expect.facts
    ]
    checks += [Check("forbid", pattern, not re.search(pattern, text)) for pattern in expect.forbid]
    if expect.handoff:
        checks.append(Check("handoff", "a person or office", reply.handover.offered or bool(_OFFER.search(text))))
    if expect.outcome:
        checks.append(Check("outcome", expect.outcome, bool(re.search(expect.outcome, reply.outcome))))
    found = faults(reply)
    checks.append(Check("traced", "; ".join(found), not found))
    return tuple(checks)
