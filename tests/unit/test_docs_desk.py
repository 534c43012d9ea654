"""The guides about people against the code: states, reasons, waits, settings, figures, keys, and every call of the desk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, get_args

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from pydantic import BaseModel

from assistant.bootstrap import bootstrap_service
from assistant.desk.accounts import ROLE_LABELS
from assistant.desk.audit import LABELS as AUDITED
from assistant.desk.call_back_values import OUTCOMES
from assistant.desk.canned import VARIABLES
from assistant.desk.desk_settings import DeskSettings
from assistant.desk.figures import Figures, Totals
from assistant.desk.held import LABELS as HELD
from assistant.desk.ledger_values import CATEGORIES, DAYS, USUAL_DAYS
from assistant.desk_app import mount_desk
from assistant.handoff.availability import Kind
from assistant.handoff.states import LABELS, OPENING, REASON_LABELS, RESOLUTIONS, TRANSITIONS, Reason, State
from assistant.handover_texts import STANDS
from assistant.settings import Settings
from channels.desk.answers_ledger import CallBackOut, TicketOut
from channels.desk.socket import KINDS
from tests.unit.test_docs import ROOT, text_of

DESK = text_of(ROOT / "docs" / "desk.md")
AGENTS = text_of(ROOT / "docs" / "agents.md")
HANDOVER = text_of(ROOT / "docs" / "handover.md")
CONTRACT = text_of(ROOT / "docs" / "http-api.md")
STATIC = ROOT / "channels" / "desk" / "static"


class Collecting(FastAPI):
    """An application that keeps the routers it is given."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[APIRouter] = []

    def include_router(self, router: APIRouter, **more: Any) -> None:
        self.given.append(router)


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """Every route the desk is mounted with."""
    settings = Settings(_env_file=None, data_dir=tmp_path_factory.mktemp("desk"), business="none")
    parts = bootstrap_service(settings)
    assert parts.desk is not None
    app = Collecting()
    mount_desk(app, parts, parts.desk)
    return [route for router in app.given for route in router.routes]


def plain(path: str) -> str:
    return re.sub(r"{[\w:]+}", "{}", path)


def told_calls() -> dict[str, str]:
    """``POST /desk/api/cases/{}/close`` to its row."""
    rows = [line for line in DESK.splitlines() if re.match(r"\| `(?:GET|POST|PUT|PATCH|DELETE|WS) /desk", line)]
    found = ((call, row) for row in rows for call in re.findall(r"`([A-Z]+ /desk[^`?\s]*)", row))
    return {plain(call): row for call, row in found}


def real_calls(routes: list[Any]) -> Iterator[tuple[str, Any]]:
    for route in routes:
        methods = (getattr(route, "methods", None) or {"WS"}) - {"HEAD"}
        for method in methods:
            yield f"{method} {plain(route.path)}", route


def test_every_call_of_the_desk_is_in_its_guide_and_no_other(routes: list[Any]) -> None:
    assert set(told_calls()) == {call for call, _ in real_calls(routes)}


def test_every_field_and_every_word_of_a_query_is_told_with_its_call(routes: list[Any]) -> None:
    told = told_calls()
    for call, route in real_calls(routes):
        if isinstance(route, APIRoute) and not call.endswith(".csv"):
            names = {name for field in route.dependant.body_params for name in body_names(field.field_info.annotation)}
            names |= {field.alias for each in dependants(route.dependant) for field in each.query_params}
            missing = [name for name in names if not re.search(rf"[{{?&, ]{name}\b", told[call])]
            assert missing == [], call


def dependants(whole: Any) -> Iterator[Any]:
    yield whole
    for part in whole.dependencies:
        yield from dependants(part)


def body_names(annotation: Any) -> set[str]:
    for kind in (annotation, *get_args(annotation)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return {field.alias or name for name, field in kind.model_fields.items()}
    return set()


@pytest.mark.parametrize(("name", "model"), [("CallBack", CallBackOut), ("Ticket", TicketOut)])
def test_every_field_of_an_answer_is_told(name: str, model: type[BaseModel]) -> None:
    (row,) = re.findall(rf"^\| {name} \|.*$", DESK, re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", row)) == set(model.model_fields)


def test_every_frame_of_the_desks_socket_is_told() -> None:
    source = text_of(ROOT / "channels" / "desk" / "socket.py")
    section = DESK.partition("### 实时消息")[2]
    sent, heard = re.findall(r'"type": "(\w+)"', source), re.findall(r'kind == "(\w+)"', source)
    assert {"beat", "watch", "unwatch", "ready"} <= {*sent, *heard}
    assert [name for name in {*sent, *heard} - {"typing"} if f'"{name}"' not in section] == []
    assert [kind for kind in KINDS if f"`{kind}`" not in section] == []


def test_every_state_is_told_with_its_name_and_what_may_follow_it() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([^|`]+) \| [^|`]+ \|(.*)\|$", HANDOVER, re.MULTILINE)
    told = {state: (label.strip(), set(re.findall(r"`(\w+)`", after))) for state, label, after in rows}
    assert told == {state.value: (LABELS[state], {one.value for one in after}) for state, after in TRANSITIONS.items()}
    section = CONTRACT.partition("### 转人工")[2].partition("\n## ")[0]
    assert [state.value for state in State if f"`{state}`" not in section] == []
    assert set(STANDS) == {state.value for state in State}


def test_every_reason_is_told_with_its_words_those_that_open_a_case_first() -> None:
    section = HANDOVER.partition("## 为什么变")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section, re.MULTILINE)
    assert [(code, words.strip()) for code, words in rows] == [(r.value, REASON_LABELS[r]) for r in Reason]
    assert len(OPENING) == 9, "the guide says nine"


@pytest.mark.parametrize(
    ("guide", "names"),
    [
        (HANDOVER, [kind.value for kind in Kind]),
        (HANDOVER, OUTCOMES),
        (DESK, OUTCOMES),
        (DESK, RESOLUTIONS),
        (DESK, AUDITED),
        (DESK, HELD),
        (DESK, ROLE_LABELS),
        (DESK, [field.name for field in fields(DeskSettings)]),
        (DESK, [field.name for field in fields(Totals)]),
        (DESK, [field.name for field in fields(Figures) if field.name.startswith("by_")]),
        (AGENTS, [f"{{{name}}}" for name in VARIABLES]),
    ],
)
def test_every_name_is_in_its_guide(guide: str, names: list[str]) -> None:
    assert [name for name in names if f"`{name}`" not in guide] == []


def test_the_guide_gives_the_values_the_desk_begins_with() -> None:
    told = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", DESK.partition("## 设置\n")[2], re.MULTILINE))
    for field in fields(DeskSettings):
        value = getattr(DeskSettings(), field.name)
        shown = "、".join(value) or "没有" if isinstance(value, tuple) else "不用" if value is None else str(value)
        assert told[field.name] == shown


def test_the_categories_of_the_ledger_are_told_with_their_days() -> None:
    told = re.findall(r"^\| (\S+) \| `(\w+)` \| (\d+) \|$", DESK, re.MULTILINE)
    assert told == [(words, code, str(DAYS.get(code, USUAL_DAYS))) for code, words in CATEGORIES.items()]


def test_every_resolution_is_told_to_agents_in_the_words_they_choose_from() -> None:
    assert [words for words in RESOLUTIONS.values() if words not in AGENTS] == []


def test_every_alarm_of_the_board_is_told() -> None:
    kinds = re.findall(r'Alarm\(\s*"(\w+)"', text_of(ROOT / "assistant" / "desk" / "board.py"))
    assert kinds
    assert [kind for kind in kinds if f"`{kind}`" not in DESK] == []


def test_every_key_of_the_desk_is_told_with_what_it_does() -> None:
    page = text_of(STATIC / "desk_words_talk.js").partition("export const KEYS = [")[2].partition("\n];")[0]
    keys = re.findall(r'\["([^"]+)", "([^"]+)"\]', page)
    assert len(keys) >= 15
    told = dict(re.findall(r"^\| ([^|`]+?) \| ([^|]+?) \|$", AGENTS.partition("## 快捷键")[2], re.MULTILINE))
    spoken = {re.sub(r" ?(?:到|、) ?", " ", key): what for key, what in told.items()}
    assert [key for key, what in keys if spoken.get(key) != what] == []


def test_every_setting_is_in_the_example_file_and_no_other() -> None:
    example = text_of(ROOT / ".env.example")
    named = set(re.findall(r"^(PENSION_\w+)=", example, re.MULTILINE))
    assert named == {f"PENSION_{name.upper()}" for name in Settings.model_fields}


def test_the_version_of_the_project_is_the_newest_in_the_changelog() -> None:
    (version,) = re.findall(r'^version = "([\d.]+)"$', text_of(ROOT / "pyproject.toml"), re.MULTILINE)
    assert re.findall(r"^## (\S+)$", text_of(ROOT / "CHANGELOG.md"), re.MULTILINE)[0] == version
