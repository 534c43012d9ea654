"""The citizen on one process of the service and the agent on another, over PostgreSQL and Redis."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest
from playwright.sync_api import expect

from tests.postgres_server import empty_database, needs_postgres

from .browsing import ask, write
from .desk_browsing import (
    Watched,
    accept,
    agents_words,
    bar,
    call_person,
    composer,
    entries,
    finish,
    go_online,
    say,
    tell,
    told,
    typing_is_seen,
    waiting,
)
from .desk_site import LI, OPEN, WANG, add_administrator, add_people, data_folder, running

REDIS = ("127.0.0.1", 6379)


def redis_answers() -> bool:
    """Whether it is there."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(REDIS) == 0


pytestmark = [
    pytest.mark.e2e,
    needs_postgres,
    pytest.mark.skipif(not redis_answers(), reason=f"没有 Redis 在 {REDIS[0]}:{REDIS[1]} 应答，没有检查"),
]


@contextmanager
def database() -> Iterator[str]:
    """A database of the test's own; made in a thread, since the browser has this one's event loop."""
    made = empty_database()
    with ThreadPoolExecutor(1) as thread:
        url = thread.submit(made.__enter__).result()
        try:
            yield url
        finally:
            thread.submit(made.__exit__, None, None, None).result()


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Addresses of two processes with one database and one Redis between them."""
    folder = tmp_path_factory.mktemp("workers")
    with ExitStack() as opened:
        shared = {
            **OPEN,
            "DATABASE_URL": opened.enter_context(database()),
            "REDIS_URL": f"redis://{REDIS[0]}:{REDIS[1]}/0",
            "PENSION_REDIS_PREFIX": f"e2e-{uuid.uuid4().hex[:8]}",
            "PENSION_DATA_DIR": str(data_folder(folder)),
        }
        add_administrator(shared)
        with ThreadPoolExecutor(2) as threads:
            started = [threads.submit(opened.enter_context, running(folder, shared)) for _ in range(2)]
        first, second = (each.result() for each in started)
        add_people(first, WANG, LI)
        yield first, second


def test_citizen_and_agent_meet_across_processes(watched: Watched, workers: tuple[str, str]) -> None:
    here, there = workers
    citizen, wang = watched.citizen(here), watched.desk(there, WANG)
    go_online(wang)
    ask(citizen, "社保断缴了怎么办？")
    call_person(citizen)
    expect(bar(citizen)).to_contain_text("正在排队")
    expect(wang.locator(".alarm[data-on=true]")).to_contain_text("有市民在等")
    accept(wang)
    expect(bar(citizen)).to_have_text("工作人员 王敏 正在为您服务")
    typing_is_seen(citizen.get_by_label("您想问的事"), "还能", wang.locator(".citizen-typing"), "市民正在写")
    tell(citizen, "还能补吗？")
    expect(entries(wang, "citizen").last).to_contain_text("还能补吗？")
    typing_is_seen(composer(wang), "您", citizen.locator("#typing"), "王敏正在打字")
    say(wang, "您慢慢说。")
    expect(agents_words(citizen)).to_have_text(["您慢慢说。"])
    li = watched.desk(here, LI)
    go_online(li)
    wang.get_by_role("button", name="转接", exact=True).click()
    dialog = wang.get_by_role("dialog", name="转接")
    dialog.get_by_role("combobox", name="转到组").select_option("投诉")
    dialog.get_by_role("button", name="转接").click()
    expect(waiting(li)).to_have_count(1)
    accept(li)
    expect(bar(citizen)).to_have_text("工作人员 李丽 正在为您服务")
    expect(entries(li, "agent").first).to_contain_text("您慢慢说。")
    finish(li, "已解答")
    expect(told(citizen).filter(has_text="这次人工服务结束了。")).to_be_visible()
    citizen.get_by_role("button", name="满意", exact=True).click()
    expect(citizen.get_by_role("region", name="评价这次服务")).to_have_text("谢谢您的评价。")
    write(citizen, "转人工")
    expect(bar(citizen)).to_contain_text("正在排队")
    citizen.get_by_role("button", name="不等了").click()
    expect(citizen.locator("#bar")).to_be_hidden()
    expect(waiting(li)).to_have_count(0)
