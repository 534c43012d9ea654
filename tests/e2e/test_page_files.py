"""The files of the page, as the service sends them."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from channels.web.routes import CONTENT_TYPES, SECURITY_HEADERS

pytestmark = pytest.mark.e2e

STATIC = Path(__file__).parents[2] / "channels" / "web" / "static"
FILES = sorted(path.name for path in STATIC.iterdir())


@pytest.mark.parametrize("path", ["", *(f"static/{name}" for name in FILES)])
def test_each_file_has_its_type_and_the_security_headers(url: str, path: str) -> None:
    answer = httpx.get(url + path)
    assert answer.status_code == 200
    suffix = Path(path or "index.html").suffix
    assert answer.headers["Content-Type"] == CONTENT_TYPES[suffix]
    assert answer.headers["Cache-Control"] == "no-cache"
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value


def test_a_known_file_is_not_sent_again(url: str) -> None:
    tag = httpx.get(url).headers["ETag"]
    again = httpx.get(url, headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize("path", ["static/", "static/none.js", "static/..%2froutes.py", "static/%2e%2e/routes.py"])
def test_nothing_else_is_served(url: str, path: str) -> None:
    assert httpx.get(url + path).status_code == 404


def test_the_page_loads_nothing_from_elsewhere_and_has_no_inline_code() -> None:
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    assert not re.search(r"""(src|href)=["'](https?:)?//""", page)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page)


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".js")])
def test_scripts_never_turn_text_into_html(name: str) -> None:
    script = (STATIC / name).read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", script)
