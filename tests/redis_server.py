"""A Redis of a test's own, that can be killed and started again on the same port."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

PROGRAM = shutil.which("redis-server")


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RedisServer:
    """``options`` are those of redis-server; with TLS, give ``--port 0`` and ``--tls-port``."""

    def __init__(self, folder: Path, options: Sequence[str] = ()) -> None:
        self.port = free_port()
        self._folder = folder
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Returns when it takes connections."""
        given = [option.format(port=self.port) for option in self._options] or ["--port", str(self.port)]
        self._process = subprocess.Popen(
            [str(PROGRAM), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder), *given],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise TimeoutError("redis-server did not start")

    def kill(self) -> None:
        """As a machine that loses power."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def redis_url() -> str:
    """Of the Redis that the tests find running."""
    return f"redis://{os.environ.get('PENSION_TEST_REDIS', '127.0.0.1:6379')}/0"


def redis_answers() -> bool:
    """Whether it is there."""
    host, _, port = redis_url().removeprefix("redis://").removesuffix("/0").partition(":")
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((host, int(port))) == 0
