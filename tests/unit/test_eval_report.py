"""The report page: everything in it, nothing that a case or a reply could break."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

from assistant.messages import Reply
from eval.cases import Expectation
from eval.report import write_report
from eval.run import Result
from eval.summary import summarise
from tests.unit._replies import citation, reply, result

NASTY = "<script>alert('x')</script>&\"'"
VOID = {"meta", "br", "rect"}


class Balanced(HTMLParser):
    """Fails on a tag that closes something else than what is open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag


def page(folder: Path, *results: Result) -> str:
    file = folder / "report.html"
    write_report(file, list(results), summarise(list(results)))
    return file.read_text(encoding="utf-8")


def nasty_reply() -> Reply:
    return replace(reply(NASTY), citations=(citation(quote=NASTY, title=NASTY),), region=NASTY)


def test_nothing_from_a_case_or_a_reply_becomes_markup(tmp_path: Path) -> None:
    expect = Expectation(kind=NASTY, facts=((re.escape(NASTY) + "<b>",),))
    failed = result(nasty_reply(), expect, id=NASTY, question=NASTY, topic=NASTY)
    passed = result(reply(), Expectation(), id=NASTY + "2", question=NASTY, topic=NASTY)
    html = page(tmp_path, failed, passed)
    assert "<script" not in html
    assert "<b><b>" not in html
    assert html.count("&lt;script&gt;") >= 8
    checker = Balanced()
    checker.feed(html)
    assert checker.open == []


def test_the_page_fetches_nothing(tmp_path: Path) -> None:
    html = page(tmp_path, result(reply(), Expectation()))
    assert not re.search(r"https?://|<link|<script|\bsrc=|@import|url\(", html)


def test_a_failed_case_shows_what_was_looked_for_beside_the_reply(tmp_path: Path) -> None:
    html = page(tmp_path, result(reply(), Expectation(facts=(("63周岁",), ("2040年",)))))
    case = html[html.index("<article") : html.index("</article>")]
    assert re.search(r"✓.*63周岁.*✗.*2040年", case, re.DOTALL)
    assert "逐步延迟到63周岁" in case
    assert "第一条" in case and "2025-01-01" in case


def test_passed_cases_are_listed_without_their_replies(tmp_path: Path) -> None:
    html = page(tmp_path, result(reply(), Expectation(facts=(("63周岁",),)), id="fine"))
    assert "<article" not in html
    assert "fine" in html


def test_low_confidence_failures_stand_apart(tmp_path: Path) -> None:
    low = result(reply(), Expectation(facts=(("2040年",),), confidence="low"))
    html = page(tmp_path, low)
    assert "没有通过（0）" in html
    assert "不计分）（1）" in html


def test_a_run_without_results_still_makes_a_page(tmp_path: Path) -> None:
    assert "评测报告" in page(tmp_path)
