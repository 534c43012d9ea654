"""The voice engines by name. Adding one is a module with an opening function and a line here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from assistant.errors import BadSettings
from speech.ports import Synthesizer

SYNTHESIZERS = {
    "kokoro": "speech.synthesizers.kokoro:open_kokoro",
    "espeak": "speech.synthesizers.espeak:open_espeak",
}
"""``PENSION_SYNTHESIZER`` -> ``module:function(voice, models_dir, threads)``, imported when it is chosen."""


def make_synthesizer(name: str, voice: str = "", *, models_dir: Path, threads: int = 2) -> Synthesizer:
    """The engine ``name`` with its model loaded; ``voice`` becomes its default, empty leaves its own.

    Raises ``BadSettings`` for an unknown engine, ``BadInput`` for an unknown voice, ``Unavailable`` when the model
    is missing. Blocks for seconds.
    """
    target = SYNTHESIZERS.get(name)
    if target is None:
        raise BadSettings(f"设置 PENSION_SYNTHESIZER 不对：没有 {name}", f"可用：{'、'.join(SYNTHESIZERS)}")
    module, _, function = target.partition(":")
    opened: Callable[[str, Path, int], Synthesizer] = getattr(import_module(module), function)
    return opened(voice, models_dir, threads)
