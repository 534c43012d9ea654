"""Values as the public contract writes them (docs/http-api.md)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from assistant.messages import Citation, Form, Handover, Hit, Outcome, Reply
from assistant.records import MessageRecord
from assistant.traces import ToolResult, UsedParameter


def reply_json(reply: Reply, reply_id: str, conversation: str) -> dict[str, Any]:
    """The ``Reply`` object of the contract; ``seq`` is filled in when it is stored."""
    return {
        "reply_id": reply_id,
        "conversation_id": conversation,
        "seq": 0,
        "text": reply.text,
        "sentences": [{"text": s.text, "marks": list(s.marks), "detail": s.detail} for s in reply.sentences],
        "outcome": str(reply.outcome),
        "citations": [citation_json(c) for c in reply.citations],
        "as_of": str(reply.as_of) if reply.as_of else None,
        "region": reply.region,
        "scheme": reply.scheme,
        "suggestions": list(reply.suggestions),
        "form": form_json(reply.form) if reply.form else None,
        "trace": tool_json(reply.trace) if reply.trace else None,
        "handover": handover_json(reply.handover),
        "versions": {
            "corpus": reply.versions.corpus,
            "parameters": reply.versions.parameters,
            "rules": reply.versions.rules,
            "model": reply.versions.model,
        },
    }


def handover_json(handover: Handover) -> dict[str, Any]:
    """Who has the conversation, and what the citizen may do about it."""
    return {
        "offered": handover.offered, "state": handover.state, "position": handover.position,
        "estimate_seconds": handover.estimate_seconds, "asks": handover.asks,
    }  # fmt: skip


def notice(at: datetime, text: str, handover: Handover, author: str | None = None) -> MessageRecord:
    """A system message about the handover; ``author`` is the agent who came."""
    return MessageRecord(0, at, "system", text, author=author, handover=handover_json(handover))


def silent_json(conversation: str, message: MessageRecord, state: str) -> dict[str, Any]:
    """What stands in place of a reply while a person has the conversation: the message was kept, nothing is said."""
    reply = Reply((), Outcome.HANDOVER_WITH_AGENT, handover=Handover(False, state))
    return {**reply_json(reply, message.client_message_id or "", conversation), "seq": message.seq}


def form_json(form: Form) -> dict[str, Any]:
    """What a tool still needs, what was just asked, and short answers to it."""
    return {
        "tool": form.tool, "missing": list(form.missing), "collected": dict(form.collected),
        "asking": form.asking, "choices": list(form.choices),
    }  # fmt: skip


def citation_json(c: Citation) -> dict[str, Any]:
    """A citation with its dates as ISO text."""
    return {
        "mark": c.mark, "passage_id": c.passage_id, "title": c.title, "doc_no": c.doc_no, "issuer": c.issuer,
        "section": c.section, "heading": c.heading, "effective_from": str(c.effective_from),
        "effective_to": str(c.effective_to) if c.effective_to else None, "region": c.region, "scheme": c.scheme,
        "confidence": c.confidence, "quote": c.quote, "digest": c.digest, "source": c.source, "url": c.url,
    }  # fmt: skip


def tool_json(result: ToolResult) -> dict[str, Any]:
    """A tool's result with its trace."""
    return {
        "tool": result.tool,
        "arguments": dict(result.arguments),
        "result": dict(result.result),
        "trace": [
            {
                "step": step.step,
                "formula": step.formula,
                "inputs": dict(step.inputs),
                "value": step.value,
                "parameters": [parameter_json(p) for p in step.parameters],
            }
            for step in result.trace
        ],
        "assumptions": list(result.assumptions),
        "caveats": list(result.caveats),
        "rule_version": result.rule_version,
        "parameter_version": result.parameter_version,
        "used": [{**parameter_json(p), "key": p.key, "exact": p.exact, "unit": p.unit} for p in result.used],
        "parts": [tool_json(part) for part in result.parts],
    }  # fmt: skip


def parameter_json(p: UsedParameter) -> dict[str, Any]:
    """A figure a step used, with where it comes from."""
    return {
        "name": p.name, "value": p.value, "region": p.region, "effective_from": str(p.effective_from),
        "effective_to": str(p.effective_to) if p.effective_to else None, "source": p.source, "confidence": p.confidence,
    }  # fmt: skip


def message_json(message: MessageRecord) -> dict[str, Any]:
    """A stored message."""
    row: dict[str, Any] = {
        "seq": message.seq,
        "at": message.at.isoformat(timespec="milliseconds"),
        "from": message.sender,
        "text": message.text,
    }
    if message.client_message_id:
        row["client_message_id"] = message.client_message_id
    if message.reply:
        row["reply"] = message.reply
    if message.author:
        row["author"] = message.author
    if message.citations:
        row["citations"] = list(message.citations)
    if message.handover:
        row["handover"] = message.handover
    return row


def hit_json(hit: Hit) -> dict[str, Any]:
    """A retrieved passage with its scores."""
    p = hit.passage
    return {
        "id": p.id, "title": p.source.title, "doc_no": p.source.doc_no, "section": p.section, "heading": p.heading,
        "text": p.text, "region": p.region, "scheme": "、".join(p.schemes), "topic": p.topic,
        "effective_from": str(p.effective_from), "effective_to": str(p.effective_to) if p.effective_to else None,
        "confidence": p.confidence, "score": round(hit.score, 4), "closeness": round(hit.closeness, 4),
    }  # fmt: skip
