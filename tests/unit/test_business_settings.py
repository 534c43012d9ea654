"""A business system that is chosen must be described whole before the service starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.business.parts import make_business, show_operator
from assistant.errors import BadSettings
from assistant.settings import Settings, load_settings


def test_a_code_is_shown_on_standard_error_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    show_operator("秦*的验证码：[204816]")
    told = capsys.readouterr()
    assert "秦*的验证码：[204816]" in told.err
    assert told.out == ""


def test_none_is_no_business(tmp_path: Path) -> None:
    assert make_business(Settings(_env_file=None, data_dir=tmp_path, business="none")) is None


@pytest.mark.parametrize(
    ("fields", "variable"),
    [
        ({}, "URL"),
        ({"url": "interface.example/v1", "token": "t"}, "URL"),
        ({"url": "http://10.1.2.3/v1", "token": "t"}, "URL"),
        ({"url": "https://me:word@interface.example/v1", "token": "t"}, "URL"),
        ({"url": "https://interface.example:99999/v1", "token": "t"}, "URL"),
        ({"url": "https://interface.example/v1"}, "TOKEN"),
        ({"url": "https://interface.example/v1", "token": "令牌"}, "TOKEN"),
        ({"url": "https://interface.example/v1", "cert": "no-such.pem"}, "KEY"),
        ({"url": "https://interface.example/v1", "token": "t", "key": "no-such.key"}, "CERT"),
        ({"url": "https://interface.example/v1", "cert": "no-such.pem", "key": "no-such.key"}, "CERT"),
        ({"url": "https://interface.example/v1", "token": "t", "ca": "no-such.pem"}, "CA"),
    ],
)
def test_an_interface_that_is_not_described_whole_stops_the_start(
    tmp_path: Path, fields: dict[str, str], variable: str
) -> None:
    given: dict[str, object] = {f"business_{name}": value for name, value in fields.items()}
    settings = load_settings(_env_file=None, data_dir=tmp_path, business="http", **given)
    with pytest.raises(BadSettings, match=f"PENSION_BUSINESS_{variable} ") as refused:
        make_business(settings)
    assert refused.value.remedy
