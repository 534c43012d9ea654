"""Reading the parameter files into a book. The format is in docs/parameters.md."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from assistant.pension.parameters import Parameter, ParameterBook

FOLDER = Path(__file__).parent / "parameters"


@lru_cache(maxsize=4)
def load_parameters(folder: Path = FOLDER) -> ParameterBook:
    """Every parameter under ``folder``. Raises ``BadDocument`` with file and line."""
    found: list[Parameter] = []
    return ParameterBook(tuple(found))
