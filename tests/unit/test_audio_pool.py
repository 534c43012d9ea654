"""The audio pool: a bounded number of threads, a bounded queue, and places given up when nobody waits any more."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable

import pytest

from assistant.errors import BadAudio, Unavailable
from speech.pool import AudioPool


class Gate:
    """Work that goes on until it is let go; counts how many were inside at once."""

    def __init__(self) -> None:
        self.open = threading.Event()
        self.begun: list[int] = []

    def work(self, number: int) -> int:
        self.begun.append(number)
        assert self.open.wait(10)
        return number


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
async def pool() -> AsyncIterator[AudioPool]:
    made = AudioPool(2, most_waiting=3)
    yield made
    made.close(wait=True)


async def until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("waited in vain")


async def test_work_gets_its_arguments_and_gives_its_result(pool: AudioPool) -> None:
    assert await pool.run(divmod, 7, 2) == (3, 1)
    assert await pool.run(sorted, [1, 2], reverse=True) == [2, 1]


async def test_an_error_comes_through_as_it_was(pool: AudioPool) -> None:
    def broken() -> None:
        raise BadAudio("坏了", "换一个")

    with pytest.raises(BadAudio, match="坏了"):
        await pool.run(broken)
    assert (pool.running, pool.waiting) == (0, 0)


async def test_no_more_than_the_threads_run_and_the_rest_wait_in_turn(pool: AudioPool, gate: Gate) -> None:
    tasks = [asyncio.create_task(pool.run(gate.work, number)) for number in range(5)]
    await until(lambda: len(gate.begun) == 2)
    assert (pool.running, pool.waiting) == (2, 3)
    assert sorted(gate.begun) == [0, 1]
    gate.open.set()
    assert await asyncio.gather(*tasks) == [0, 1, 2, 3, 4]
    await until(lambda: (pool.running, pool.waiting) == (0, 0))


async def test_what_is_too_much_is_refused_at_once_and_may_be_tried_again(pool: AudioPool, gate: Gate) -> None:
    tasks = [asyncio.create_task(pool.run(gate.work, number)) for number in range(5)]
    await until(lambda: pool.waiting == 3)
    with pytest.raises(Unavailable) as refused:
        await pool.run(gate.work, 5)
    assert refused.value.retry
    gate.open.set()
    await asyncio.gather(*tasks)
    assert await pool.run(gate.work, 6) == 6


async def test_a_cancelled_caller_gives_its_place_up_and_its_work_never_begins(pool: AudioPool, gate: Gate) -> None:
    tasks = [asyncio.create_task(pool.run(gate.work, number)) for number in range(5)]
    await until(lambda: pool.waiting == 3)
    tasks[2].cancel()
    with pytest.raises(asyncio.CancelledError):
        await tasks[2]
    await until(lambda: pool.waiting == 2)
    tasks.append(asyncio.create_task(pool.run(gate.work, 9)))
    await until(lambda: pool.waiting == 3)
    gate.open.set()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert [each for each in ended if isinstance(each, int)] == [0, 1, 3, 4, 9]
    assert 2 not in gate.begun


async def test_work_that_has_begun_runs_to_its_end_when_its_caller_is_gone(pool: AudioPool, gate: Gate) -> None:
    task = asyncio.create_task(pool.run(gate.work, 0))
    await until(lambda: pool.running == 1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert pool.running == 1
    gate.open.set()
    await until(lambda: pool.running == 0)


async def test_the_event_loop_goes_on_while_sound_is_computed(pool: AudioPool, gate: Gate) -> None:
    task = asyncio.create_task(pool.run(gate.work, 0))
    await until(lambda: pool.running == 1)
    assert not task.done()
    gate.open.set()
    assert await task == 0


async def test_closing_drops_what_waits_with_a_plain_word_and_takes_nothing_more(gate: Gate) -> None:
    pool = AudioPool(1, most_waiting=5)
    begun = asyncio.create_task(pool.run(gate.work, 0))
    await until(lambda: pool.running == 1)
    waiting = asyncio.create_task(pool.run(gate.work, 1))
    await until(lambda: pool.waiting == 1)
    pool.close()
    with pytest.raises(Unavailable) as refused:
        await waiting
    assert not refused.value.retry
    gate.open.set()
    assert await begun == 0
    with pytest.raises(Unavailable):
        await pool.run(time.sleep, 0)
    pool.close(wait=True)
    assert gate.begun == [0]
