"""A ``Writer`` over a model on this machine, run by transformers: a directory, a name, or a ``.gguf`` file."""

from __future__ import annotations

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from assistant.errors import BadSettings, Unavailable
from assistant.messages import Passage, Sentence
from assistant.models.grounding import supported
from assistant.models.prompt import ChatMessage, build_messages, parse_sentences
from assistant.settings import Settings

log = logging.getLogger(__name__)

MAX_NEW_TOKENS = 200
"""Three short sentences with their marks."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    tokenizer: Any
    model: Any


class LocalWriter:
    """Loads ``model`` on first use and generates greedily in a thread of its own, one answer at a time.

    A call that is not done after ``timeout`` seconds raises ``Unavailable``; loading goes on meanwhile, so that a later
    call finds the model ready.
    """

    def __init__(self, model: str, timeout: float, max_new_tokens: int = MAX_NEW_TOKENS) -> None:
        self._model = model
        self._timeout = timeout
        self._max_new_tokens = max_new_tokens
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._loaded: _Loaded | None = None
        self._broken = False

    @property
    def name(self) -> str:
        return f"transformers:{Path(self._model).name}"

    async def write(self, question: str, passages: tuple[Passage, ...]) -> tuple[Sentence, ...]:
        """Sentences with marks among the passages' numbers, none when they say something else. Raises ``Unavailable``."""
        messages = build_messages(question, passages)
        deadline = time.monotonic() + self._timeout
        answering = asyncio.get_running_loop().run_in_executor(self._thread, self._answer, messages, deadline)
        try:
            text = await asyncio.wait_for(answering, self._timeout)
        except TimeoutError as error:
            raise Unavailable("语言模型没有按时写完", retry=True) from error
        return supported(parse_sentences(text, len(passages)), passages)

    def _answer(self, messages: tuple[ChatMessage, ...], deadline: float) -> str:
        loaded = self._load()
        left = deadline - time.monotonic()
        text = self._generated(loaded, messages, left) if left > 0 else ""
        if time.monotonic() >= deadline:  # cut off, and half a rule can say the opposite of the whole
            raise Unavailable("语言模型没有按时写完", retry=True)
        return text

    def _generated(self, loaded: _Loaded, messages: tuple[ChatMessage, ...], seconds: float) -> str:
        try:
            return _generate(loaded, messages, self._max_new_tokens, seconds)
        except Exception as error:  # whatever a model's code raises, the clauses' own words stand by
            raise Unavailable(f"语言模型出错：{type(error).__name__}", retry=False) from error

    def _load(self) -> _Loaded:
        if self._broken:
            raise Unavailable("语言模型不能加载", retry=False)
        if self._loaded is None:
            try:
                self._loaded = _load(self._model)
            except Exception as error:  # a missing file, a wrong format, too little memory: none helps to try again
                self._broken = True
                log.error(
                    "language model cannot be loaded", extra={"error": type(error).__name__, "reason": str(error)}
                )
                raise Unavailable("语言模型不能加载", retry=False) from error
        return self._loaded


def from_settings(settings: Settings) -> LocalWriter:
    """The writer the settings describe. Raises ``BadSettings`` naming the variable."""
    model = settings.writer_model.strip()
    name = "设置 PENSION_WRITER_MODEL 不对："
    if not model:
        raise BadSettings(f"{name}没有填模型", "填模型目录，或 .gguf 文件的路径")
    if _is_gguf(model) and not Path(model).is_file():
        raise BadSettings(f"{name}没有文件 {model}", "检查 .gguf 文件的路径")
    absent = [package for package in ("gguf", "accelerate") if find_spec(package) is None]
    if _is_gguf(model) and absent:
        raise BadSettings(
            f"{name}读 .gguf 文件缺少软件包 {'、'.join(absent)}", "运行 pip install 'pension-assistant[llm]'"
        )
    return LocalWriter(model, settings.writer_timeout)


def _is_gguf(model: str) -> bool:
    return model.lower().endswith(".gguf")


def _load(model: str) -> _Loaded:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    path = Path(model)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if _is_gguf(model):
        if not path.is_file():  # or its folder would be looked up as a name on the internet
            raise FileNotFoundError(model)
        source, options = str(path.parent), {"gguf_file": path.name}
        dtype: Any = torch.float32  # the quantised weights are unpacked for this type
    else:
        source, options, dtype = model, {}, "auto"
    tokenizer = AutoTokenizer.from_pretrained(source, **options)
    loaded: Any = AutoModelForCausalLM.from_pretrained(source, dtype=dtype, **options)
    return _Loaded(tokenizer, loaded.to(device).eval())


def _generate(loaded: _Loaded, messages: tuple[ChatMessage, ...], max_new_tokens: int, seconds: float) -> str:
    inputs = _tokens(loaded.tokenizer, messages).to(loaded.model.device)
    written = loaded.model.generate(
        **inputs,
        max_new_tokens=max_new_tokens,
        max_time=seconds,
        do_sample=False,
        temperature=None,
        top_p=None,
        top_k=None,
        pad_token_id=loaded.tokenizer.pad_token_id or loaded.tokenizer.eos_token_id,
    )
    new = written[0][inputs["input_ids"].shape[1] :]
    return str(loaded.tokenizer.decode(new, skip_special_tokens=True))


def _tokens(tokenizer: Any, messages: tuple[ChatMessage, ...]) -> Any:
    """The messages in the model's own chat form; in plain text for a model without one."""
    from jinja2 import TemplateError

    plain = "\n\n".join(message.content for message in messages)
    if not tokenizer.chat_template:
        return tokenizer(plain, return_tensors="pt")
    chat = [asdict(message) for message in messages]
    options = {"add_generation_prompt": True, "return_dict": True, "return_tensors": "pt"}
    try:
        return tokenizer.apply_chat_template(chat, **options)
    except TemplateError:  # some models know no system message
        return tokenizer.apply_chat_template([{"role": "user", "content": plain}], **options)
