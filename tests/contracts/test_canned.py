"""Canned replies and notes, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import asyncio

import pytest

from assistant.desk.canned import CannedDesk, Draft, Wanted, starter_replies
from assistant.desk.notes import NoteBook, note_json
from assistant.errors import BadInput, NotFound
from assistant.store.canned import StoredCannedReplies
from assistant.store.notes import StoredNotes
from assistant.store.working import Working
from tests.desk_rows import (
    LI,
    NOW,
    WANG,
    desk_postgres,
    desk_sqlite,
    desk_url,
    other_worker,
    queued,
    store,
    working,
)

__all__ = ["desk_postgres", "desk_sqlite", "desk_url", "other_worker", "working"]
HELLO = Draft("hello", "问候", "{市民称呼}好，我是{坐席姓名}。")


@pytest.fixture
def desk(working: Working) -> CannedDesk:
    return CannedDesk(StoredCannedReplies(working))


async def test_a_canned_reply_is_added_changed_and_removed(desk: CannedDesk) -> None:
    added = await desk.add(HELLO, WANG, NOW)
    assert (added.code, added.title, added.text, added.skill) == ("hello", "问候", HELLO.text, None)
    changed = await desk.change(added.id, Wanted(title="开场", skill="缴费"), WANG, NOW)
    assert (changed.code, changed.title, changed.skill) == ("hello", "开场", "缴费")
    assert (await desk.change(added.id, Wanted(skill=""), WANG, NOW)).skill is None
    assert await desk.listed() == (await desk.change(added.id, Wanted(), WANG, NOW),)
    await desk.remove(added.id)
    assert await desk.listed() == ()


async def test_an_unknown_reply_is_not_found(desk: CannedDesk) -> None:
    with pytest.raises(NotFound):
        await desk.change(4711, Wanted(title="x"), WANG, NOW)
    with pytest.raises(NotFound):
        await desk.remove(4711)


async def test_a_code_is_taken_once(desk: CannedDesk) -> None:
    await desk.add(HELLO, WANG, NOW)
    other = await desk.add(Draft("bye", "再见", "再见"), WANG, NOW)
    with pytest.raises(BadInput, match="已经有了"):
        await desk.add(HELLO, WANG, NOW)
    with pytest.raises(BadInput, match="已经有了"):
        await desk.change(other.id, Wanted(code="hello"), WANG, NOW)
    assert [one.code for one in await desk.listed()] == ["bye", "hello"]


async def test_a_change_with_an_unknown_variable_changes_nothing(desk: CannedDesk) -> None:
    added = await desk.add(HELLO, WANG, NOW)
    with pytest.raises(BadInput, match="没有这个变量"):
        await desk.change(added.id, Wanted(text="{密码}"), WANG, NOW)
    assert await desk.listed() == (added,)


async def test_a_new_desk_gets_the_starter_replies_once(desk: CannedDesk, other_worker: Working) -> None:
    other = CannedDesk(StoredCannedReplies(other_worker))
    seeded = await asyncio.gather(desk.seed(NOW), other.seed(NOW))
    assert any(seeded)
    assert {one.code for one in await desk.listed()} == {one.code for one in starter_replies()}
    assert not await other.seed(NOW)


async def test_a_desk_with_replies_of_its_own_gets_none(desk: CannedDesk) -> None:
    await desk.add(HELLO, WANG, NOW)
    assert not await desk.seed(NOW)
    assert len(await desk.listed()) == 1


async def test_notes_come_back_in_order_with_personal_numbers_masked(working: Working) -> None:
    await store(working, *queued("c1"))
    book = NoteBook(StoredNotes(working))
    first = await book.write("talk-c1", LI, " 市民电话13812345678，要回电 ", NOW)
    second = await book.write("talk-c1", WANG, "已核对", NOW)
    assert await book.of("talk-c1") == (first, second)
    assert first.text == "市民电话【手机号】，要回电"
    assert note_json(first) == {
        "id": first.id, "at": "2026-11-22T01:30:00.123+00:00", "author": "李梅", "text": "市民电话【手机号】，要回电",
    }  # fmt: skip
    assert await book.of("talk-other") == ()


@pytest.mark.parametrize("text", ["", "  \n", "\x00", "长" * 1001])
async def test_a_note_says_something_and_not_too_much(working: Working, text: str) -> None:
    await store(working, *queued("c1"))
    with pytest.raises(BadInput):
        await NoteBook(StoredNotes(working)).write("talk-c1", LI, text, NOW)


async def test_a_note_needs_a_conversation(working: Working) -> None:
    with pytest.raises(NotFound):
        await NoteBook(StoredNotes(working)).write("nobody", LI, "在吗", NOW)
