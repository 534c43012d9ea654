"""The writers by name. Adding one is a module with a ``from_settings`` and a line here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from assistant.errors import BadSettings
from assistant.ports import Writer
from assistant.settings import Settings

WRITERS = {
    "openai": "assistant.models.openai_writer:from_settings",
    "transformers": "assistant.models.local_writer:from_settings",
}
"""``PENSION_WRITER`` -> ``module:function``, imported when it is chosen."""


def load_writer(settings: Settings) -> Writer | None:
    """The writer that ``settings`` name, none for ``none``. Raises ``BadSettings`` naming the variable to mend."""
    if settings.writer == "none":
        return None
    target = WRITERS.get(settings.writer)
    if target is None:
        raise BadSettings(f"设置 PENSION_WRITER 不对：没有 {settings.writer}", f"可用：none、{'、'.join(WRITERS)}")
    module, _, name = target.partition(":")
    make: Callable[[Settings], Writer] = getattr(import_module(module), name)
    return make(settings)
