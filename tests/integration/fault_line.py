"""A network line that can be lost: nothing arrives any more, in either direction, and nobody is told."""

from __future__ import annotations

import asyncio
import contextlib


class Line:
    """Carries connections to a port of this machine."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._lost = False
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Where it is entered."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def open(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)

    def lose(self) -> None:
        """From now on bytes vanish on the way; connections stay as they are, new ones get no answer."""
        self._lost = True

    def mend(self) -> None:
        """Connections of before are dead, new ones work."""
        for writer in self._writers:
            writer.transport.abort()
        self._lost = False

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        self.mend()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._server.wait_closed()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._writers.add(writer)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
            self._writers.add(far_writer)
            try:
                await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))
            finally:
                await self._shut(far_writer)
        except (OSError, asyncio.CancelledError):  # the worker is not there, or the line is closed
            pass
        finally:
            await self._shut(writer)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                if not self._lost:
                    writer.write(data)
                    await writer.drain()
        if not self._lost:
            writer.transport.abort()

    async def _shut(self, writer: asyncio.StreamWriter) -> None:
        self._writers.discard(writer)
        writer.transport.abort()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
