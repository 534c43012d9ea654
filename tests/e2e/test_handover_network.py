"""Messages typed while the network is away, on both sides, arrive once each."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .browsing import own_messages, stored_messages, write
from .desk_browsing import (
    Watched,
    accept,
    agents_words,
    bar,
    call_person,
    composer,
    entries,
    finish,
    go_away,
    go_online,
    waiting,
)
from .desk_site import WANG

pytestmark = pytest.mark.e2e

AWAY_MS = 5000


def test_what_is_typed_without_a_network_arrives_once(watched: Watched, desk_url: str) -> None:
    citizen, wang = watched.citizen(desk_url), watched.desk(desk_url, WANG)
    go_online(wang)
    call_person(citizen)
    expect(waiting(wang)).to_have_count(1)
    accept(wang)
    expect(bar(citizen)).to_contain_text("王敏")
    for page in (citizen, wang):
        page.context.set_offline(True)
    for text in ("第一句", "第二句"):
        write(citizen, f"市民{text}")
        composer(wang).fill(f"坐席{text}")
        composer(wang).press("Enter")
    expect(citizen.locator("#status")).to_contain_text("网断了，正在重连，您的话没有丢")
    expect(own_messages(citizen).last).to_be_in_viewport()
    expect(wang.locator(".network")).to_contain_text("网络断了，正在重连。您写的话都留着")
    citizen.wait_for_timeout(AWAY_MS)
    for page in (citizen, wang):
        page.context.set_offline(False)
    expect(entries(wang, "citizen").filter(has_text="市民第")).to_have_count(2, timeout=20_000)
    expect(agents_words(citizen)).to_have_text(["坐席第一句", "坐席第二句"], timeout=20_000)
    expect(own_messages(citizen)).to_have_text(["市民第一句", "市民第二句"])
    expect(citizen.locator(".mine .delivered")).to_have_count(2)
    expect(wang.locator(".entry.unsent")).to_have_count(0)
    expect(wang.locator(".network")).to_be_hidden()
    citizen.wait_for_timeout(1500)
    texts = [row["text"] for row in stored_messages(citizen)]
    assert [text for text in texts if text.startswith("市民")] == ["市民第一句", "市民第二句"]
    assert [text for text in texts if text.startswith("坐席")] == ["坐席第一句", "坐席第二句"]
    finish(wang, "其他")
    go_away(wang)
