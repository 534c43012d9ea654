"""A writer that is switched on must be complete before the service starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.bootstrap import bootstrap, make_writer
from assistant.errors import BadSettings
from assistant.models.endpoint import checked_endpoint
from assistant.settings import Settings, load_settings

LOCAL, PUBLIC = "http://127.0.0.1:11434/v1", "https://api.model.example/v1"


def settings(tmp_path: Path, writer: str, **writer_fields: str) -> Settings:
    fields: dict[str, object] = {f"writer_{name}": value for name, value in writer_fields.items()}
    return load_settings(_env_file=None, data_dir=tmp_path, writer=writer, **fields)


@pytest.mark.parametrize(
    ("fields", "variable"),
    [
        ({"model": "qwen"}, "PENSION_WRITER_URL"),
        ({"url": "api.model.example/v1", "model": "qwen"}, "PENSION_WRITER_URL"),
        ({"url": "ftp://127.0.0.1/v1", "model": "qwen"}, "PENSION_WRITER_URL"),
        ({"url": "http://127.0.0.1:99999/v1", "model": "qwen"}, "PENSION_WRITER_URL"),
        ({"url": "https://me:sk-1@api.model.example/v1", "model": "qwen"}, "PENSION_WRITER_URL"),
        ({"url": LOCAL}, "PENSION_WRITER_MODEL"),
        ({"url": PUBLIC, "model": "qwen"}, "PENSION_WRITER_KEY"),
        ({"url": PUBLIC, "model": "qwen", "key": "密钥"}, "PENSION_WRITER_KEY"),
    ],
)
def test_an_incomplete_endpoint_stops_the_start(tmp_path: Path, fields: dict[str, str], variable: str) -> None:
    with pytest.raises(BadSettings, match=variable) as raised:
        bootstrap(settings(tmp_path, "openai", **fields))
    assert raised.value.remedy


@pytest.mark.parametrize("model", ["", "no-such.gguf"])
def test_a_missing_local_model_stops_the_start(tmp_path: Path, model: str) -> None:
    with pytest.raises(BadSettings, match="PENSION_WRITER_MODEL"):
        bootstrap(settings(tmp_path, "transformers", model=model))


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1", "[::1]", "10.1.2.3", "192.168.0.9", "ollama", "ai.internal"]
)
def test_a_model_in_the_agencys_own_network_needs_no_key(tmp_path: Path, host: str) -> None:
    writer = make_writer(settings(tmp_path, "openai", url=f"http://{host}:8080/v1", model="qwen"))
    assert writer is not None
    assert writer.name == "openai:qwen"


def test_a_local_model_is_not_loaded_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    writer = make_writer(settings(tmp_path, "transformers", model=str(tmp_path / "model")))
    assert writer is not None
    assert writer.name == "transformers:model"


def test_without_a_writer_the_clauses_answer(tmp_path: Path) -> None:
    assert make_writer(settings(tmp_path, "none")) is None


def test_the_key_does_not_show() -> None:
    assert "sk-secret" not in repr(checked_endpoint(PUBLIC, "qwen", "sk-secret"))
