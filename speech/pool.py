"""The one bounded thread pool in which sound is computed, so that a busy hour ends in a plain "too busy"."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from assistant.errors import Unavailable

P = ParamSpec("P")
T = TypeVar("T")
_BUSY = "语音现在太忙，请稍后再试"
_CLOSED = "语音正在关闭"
WAITING_PER_THREAD = 16


class AudioPool:
    """Runs blocking work on at most ``threads`` threads; at most ``most_waiting`` more may wait for one.

    ``waiting`` and ``running`` are for the metrics. A caller that is cancelled gives its place up when its work has
    not begun; begun work runs to its end, since an engine cannot be stopped, and its result is dropped.
    """

    def __init__(self, threads: int, most_waiting: int | None = None) -> None:
        self.threads = threads
        self.most_waiting = WAITING_PER_THREAD * threads if most_waiting is None else most_waiting
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="audio")
        self._lock = threading.Lock()
        self._taken = 0
        self._running = 0
        self._closed = False

    @property
    def running(self) -> int:
        """Pieces of work being computed now."""
        return self._running

    @property
    def waiting(self) -> int:
        """Pieces of work that wait for a thread."""
        return max(0, self._taken - self._running)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of ``work(*args)`` from a thread of the pool.

        Raises ``Unavailable``: ``retry`` is true when too much is waiting, false when the pool is closed.
        """
        future = self._submit(lambda: work(*args, **kwargs))
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if self._closed and not (task and task.cancelling()):
                raise Unavailable(_CLOSED, retry=False) from None
            raise

    def close(self, *, wait: bool = False) -> None:
        """Take no more work and drop what waits; with ``wait`` return when what was begun is done. May be repeated."""
        with self._lock:
            self._closed = True
        self._executor.shutdown(wait=wait, cancel_futures=True)

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        with self._lock:
            if self._closed:
                raise Unavailable(_CLOSED, retry=False)
            if self._taken >= self.threads + self.most_waiting:
                raise Unavailable(_BUSY, retry=True)
            self._taken += 1
            future = self._executor.submit(self._counted, work)
        future.add_done_callback(self._done)
        return future

    def _counted(self, work: Callable[[], T]) -> T:
        with self._lock:
            self._running += 1
        try:
            return work()
        finally:
            with self._lock:
                self._running -= 1

    def _done(self, future: Future[T]) -> None:
        with self._lock:
            self._taken -= 1
