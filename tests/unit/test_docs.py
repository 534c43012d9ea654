"""The documentation against the code: every name is there, every link and every command leads somewhere."""

from __future__ import annotations

import json
import re
import shlex
from argparse import ArgumentParser
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

import assistant.cli
import knowledge_base.cli
import speech.cli
from assistant.app import create_app
from assistant.bootstrap import Parts, bootstrap, steps_of_a_turn
from assistant.messages import CONFIDENCES, KINDS, SCHEMES, Outcome
from assistant.settings import Settings
from assistant.tools.registry import TOOLS
from channels.api.answers import MessagesOut, ReplyOut
from channels.api.health import make_metrics
from channels.api.limits import SlidingWindow
from channels.api.routes import Limits
from channels.api.socket import socket_routes
from knowledge_base.document import TOPICS, parse_corpus_text
from tests.fakes import FixedWriter, ListRetriever

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
GUIDES = sorted((ROOT / "docs").rglob("*.md"))
PAGES = [README, ROOT / "CHANGELOG.md", *GUIDES]
PARSERS = {
    "assistant": assistant.cli._parser,
    "knowledge_base": knowledge_base.cli._parser,
    "speech": speech.cli._parser,
}
LONGEST_DECISION = 35

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def everything() -> str:
    return "\n".join(text_of(page) for page in PAGES)


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def code(text: str) -> str:
    """Fenced blocks and inline code only."""
    fenced = re.findall(r"^```[^\n]*\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return "\n".join((*fenced, *re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))))


def commands(text: str) -> Iterator[tuple[str, list[str]]]:
    """Module and arguments of every ``python -m`` line of the console blocks."""
    for block in blocks(text, "console"):
        for line in block.splitlines():
            if found := re.match(r"\$ (?:\S*/)?python -m ([\w.]+)(.*)", line):
                yield found[1], shlex.split(found[2])


@pytest.fixture(scope="module")
def parts() -> Parts:
    return bootstrap(Settings(_env_file=None), retriever=ListRetriever(()))


def test_every_setting_is_in_the_readme_and_no_other_is_named_anywhere() -> None:
    known = {f"PENSION_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"^\| `(PENSION_\w+)`", text_of(README), re.MULTILINE)) == known
    assert set(re.findall(r"PENSION_[A-Z_]+[A-Z]", everything())) - known <= {"PENSION_E2E_URL"}


def test_the_readme_gives_the_defaults_of_the_settings() -> None:
    told = dict(re.findall(r"^\| `PENSION_(\w+)` \| `([^`]+)` \|", text_of(README), re.MULTILINE))
    for name, value in told.items():
        default = Settings.model_fields[name.lower()].default
        assert value in (str(default), f"{default:g}" if isinstance(default, float) else ""), name


def test_every_outcome_is_explained_in_the_readme_and_in_the_contract() -> None:
    explained = set(re.findall(r"^\| `([a-z_]+)` \|", text_of(README), re.MULTILINE))
    contract = text_of(ROOT / "docs" / "http-api.md")
    for outcome in Outcome:
        assert outcome.value in explained
        assert f"`{outcome.value}`" in contract


def test_every_tool_channel_and_step_is_named_in_the_readme(parts: Parts) -> None:
    text = text_of(README)
    channels = [folder.name for folder in (ROOT / "channels").iterdir() if (folder / "__init__.py").exists()]
    steps = [step.__name__ for step in steps_of_a_turn(parts.retriever, parts.toolbox, None, FixedWriter(()))]
    for name in (*TOOLS, *(f"channels/{channel}" for channel in channels), *steps):
        assert f"`{name}`" in text, name


def test_the_steps_stand_in_the_order_in_which_they_run(parts: Parts) -> None:
    steps = [step.__name__ for step in steps_of_a_turn(parts.retriever, parts.toolbox, None, FixedWriter(()))]
    listed = re.findall(r"^\| `(\w+)` \|", text_of(README), re.MULTILINE)
    assert [name for name in listed if name in steps] == steps


def test_every_route_is_in_the_contract_and_no_other(parts: Parts) -> None:
    window = SlidingWindow(1, 1)
    sockets = socket_routes(parts.exchange, Limits(window, window, window))
    paths = {*create_app(parts).openapi()["paths"], *(getattr(route, "path", "") for route in sockets.routes)}
    text = text_of(ROOT / "docs" / "http-api.md")
    told = re.findall(r"`(?:GET|POST|WS) (/[^`?\s]*)", text)
    assert {re.sub(r"{\w+}", "{}", path) for path in told} == {re.sub(r"{\w+}", "{}", path) for path in paths}


def test_every_frame_of_the_socket_is_in_the_contract() -> None:
    source = "".join(text_of(ROOT / "channels" / "api" / name) for name in ("socket.py", "ear.py"))
    named = set(re.findall(r'"type": "(\w+)"', source)) | {"reply", "agent_message", "handover", "message"}
    text = text_of(ROOT / "docs" / "http-api.md")
    assert [name for name in named if f"`{name}`" not in text] == []


def test_the_examples_of_the_contract_have_the_shape_of_real_answers() -> None:
    examples = [json.loads(block) for block in blocks(text_of(ROOT / "docs" / "http-api.md"), "json")]
    assert [ReplyOut.model_validate(one) for one in examples if "reply_id" in one]
    assert [MessagesOut.model_validate(one) for one in examples if "messages" in one]


@pytest.mark.parametrize("names", [SCHEMES, KINDS, CONFIDENCES, TOPICS])
def test_every_word_of_the_corpus_format_is_in_its_guide(names: tuple[str, ...]) -> None:
    text = text_of(ROOT / "docs" / "corpus.md")
    assert [name for name in names if name not in text] == []


def test_the_example_of_the_corpus_format_can_be_read() -> None:
    (example,) = blocks(text_of(ROOT / "docs" / "corpus.md"), "markdown")
    (clause,) = parse_corpus_text(example, "corpus.md", "example")
    assert clause.asks
    assert clause.sentences


def test_every_metric_is_in_the_guide_for_operators() -> None:
    text = text_of(ROOT / "docs" / "operators.md")
    assert [family.name for family in make_metrics().registry.collect() if family.name not in text] == []


@every_page
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(page)):
        if not re.match(r"[a-z]+:", target):
            file, _, anchor = target.partition("#")
            linked = page.parent / file if file else page
            assert linked.exists(), target
            if anchor:
                assert anchor in anchors(text_of(linked)), target


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@every_page
def test_every_make_target_exists(page: Path) -> None:
    targets = re.findall(r"^([a-z][\w-]*):", text_of(ROOT / "Makefile"), re.MULTILINE)
    named = re.findall(r"(?<![\w-])make ([a-z][\w-]*)", code(text_of(page)))
    assert [name for name in named if name not in targets] == []


@every_page
def test_every_module_that_is_run_exists(page: Path) -> None:
    for name in re.findall(r"python[\d.]* -m ([\w.]+)", text_of(page)):
        found = find_spec(name.rstrip("."))
        assert found is not None, name
        if found.submodule_search_locations is not None:
            assert find_spec(f"{name}.__main__") is not None, name


@every_page
def test_every_command_shown_has_arguments_the_program_takes(page: Path) -> None:
    for module, arguments in commands(text_of(page)):
        if module in PARSERS:
            parser: ArgumentParser = PARSERS[module]()
            parser.parse_args(arguments)
        elif module.startswith("eval."):
            source = text_of(ROOT / f"{module.replace('.', '/')}.py")
            assert [word for word in arguments if word.startswith("--") and f'"{word}"' not in source] == []


@every_page
def test_every_file_named_with_a_folder_exists(page: Path) -> None:
    tops = {path.name for path in ROOT.iterdir() if path.is_dir() and (path / "__init__.py").exists()} | {"docs"}
    for name in re.findall(r"`((?:\w[\w-]*/)+[\w-]+\.(?:py|md|yaml|txt|js))`", text_of(page)):
        if name.split("/")[0] in tops and not re.search(r"/x\b", name):
            assert (ROOT / name).exists(), name


@every_page
def test_examples_in_json_can_be_read(page: Path) -> None:
    for block in blocks(text_of(page), "json"):
        json.loads(block)


def test_decisions_are_short_numbered_and_say_what_follows() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    for number, file in enumerate(decisions, start=1):
        text = text_of(file)
        assert file.name.startswith(f"{number:04d}-")
        assert text.startswith(f"# {number}. ")
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
        assert len(text.splitlines()) <= LONGEST_DECISION
