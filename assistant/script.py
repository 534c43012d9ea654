"""Simplified and traditional characters (OpenCC)."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.messages import Citation, Form, Reply

if TYPE_CHECKING:
    from opencc import OpenCC


@lru_cache(maxsize=4)
def _converter(config: str) -> OpenCC:
    from opencc import OpenCC

    return OpenCC(config)


def to_simplified(text: str) -> str:
    """Traditional to simplified."""
    return str(_converter("t2s").convert(text))


def to_traditional(text: str) -> str:
    """Simplified to traditional; 核实 stays 核實, for OpenCC's 覈 is read by few."""
    return str(_converter("s2t").convert(text)).replace("覈", "核")


def in_traditional(reply: Reply) -> Reply:
    """The reply as a reader of traditional characters sees it; digests and ids stay."""
    return replace(
        reply,
        sentences=tuple(replace(s, text=to_traditional(s.text)) for s in reply.sentences),
        citations=tuple(_citation(c) for c in reply.citations),
        suggestions=tuple(to_traditional(s) for s in reply.suggestions),
        form=_form(reply.form) if reply.form else None,
    )


def _form(form: Form) -> Form:
    return replace(
        form,
        asking=to_traditional(form.asking),
        missing=tuple(to_traditional(name) for name in form.missing),
        collected=tuple((to_traditional(name), to_traditional(value)) for name, value in form.collected),
        choices=tuple(to_traditional(choice) for choice in form.choices),
    )


def _citation(citation: Citation) -> Citation:
    return replace(
        citation,
        title=to_traditional(citation.title),
        heading=to_traditional(citation.heading),
        section=to_traditional(citation.section),
        quote=to_traditional(citation.quote),
    )
