"""Engines that turn sound into text. Adding one is a module with an ``open`` function and a line here."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from assistant.errors import AssistantError, BadSettings, Unavailable
from speech.ports import Transcriber

log = logging.getLogger(__name__)

TRANSCRIBERS = {
    "whisper": "speech.transcribers.opening:whisper",
    "vosk": "speech.transcribers.opening:vosk",
}
"""``PENSION_TRANSCRIBER`` -> ``module:function``, imported when it is chosen."""

Opening = Callable[[str, Path, int], Transcriber]
"""Opens an engine: model path (empty for its own), folder of models, threads."""


@dataclass(frozen=True, slots=True)
class Failed:
    """An engine that did not open, and the error as it is told to the operator."""

    name: str
    error: AssistantError


def make_transcriber(name: str, model: str = "", *, models_dir: Path, threads: int) -> Transcriber:
    """The engine of that name with its model loaded; takes seconds. ``model`` is a path, empty for the engine's own.

    Raises ``BadSettings`` naming the known engines, or ``Unavailable`` that says what to do.
    """
    target = TRANSCRIBERS.get(name)
    if target is None:
        raise BadSettings(f"设置 PENSION_TRANSCRIBER 不对：没有 {name}", f"可用：{'、'.join(TRANSCRIBERS)}")
    module, _, function = target.partition(":")
    opening: Opening = getattr(import_module(module), function)
    return opening(model, models_dir, threads)


def first_working(
    choices: Sequence[tuple[str, str]], *, models_dir: Path, threads: int
) -> tuple[Transcriber, tuple[Failed, ...]]:
    """The first of the (name, model) ``choices`` that opens, and why those before it did not.

    Raises ``Unavailable`` with every reason when none opens.
    """
    failed: list[Failed] = []
    for name, model in choices:
        try:
            return make_transcriber(name, model, models_dir=models_dir, threads=threads), tuple(failed)
        except AssistantError as error:
            log.warning("transcriber not opened", extra={"reason": f"{name}: {error}", "retry": error.retry})
            failed.append(Failed(name, error))
    raise Unavailable("；".join(str(each.error) for each in failed) or "没有指定听写引擎", retry=False)
