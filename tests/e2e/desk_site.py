"""The real service in processes of its own, with people who work at its desk."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.voice_site import with_models

START_SECONDS = 1200
"""The first start in an empty data directory builds the index."""
INDEX = Path(__file__).parents[2] / "var" / "index"
"""An index built before is copied, which saves those minutes."""
_built: list[Path] = []
"""Indexes of the services that were started before in this run; the next ones copy the first."""
MANY = {
    "PENSION_MESSAGES_PER_MINUTE": "10000",
    "PENSION_MESSAGES_PER_ADDRESS_PER_MINUTE": "10000",
    "PENSION_CONVERSATIONS_PER_ADDRESS_PER_HOUR": "10000",
}
SILENT, SPEAKING = {"PENSION_SPEECH": "off"}, {"PENSION_SPEECH": "on"}
"""Without voice; listening and speaking, as outside tests, which costs a few seconds and a gigabyte more."""
OPEN = {**MANY, **SILENT, "PENSION_DESK_HOURS": "全天"}
PASSWORD = "春眠不觉晓-处处闻啼鸟"


class NotStarted(RuntimeError):
    """The service did not start; its log is the message."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the desk."""

    login: str
    name: str
    role: str = "agent"
    skills: tuple[str, ...] = ("综合",)


ADMIN = Person("zhao", "赵管", "administrator")
BOSS = Person("sun", "孙班长", "supervisor")
WANG = Person("wang", "王敏", skills=("综合", "缴费", "待遇核定"))
LI = Person("li", "李丽", skills=("综合", "转移接续", "投诉"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def data_folder(folder: Path) -> Path:
    """A data directory with the index and the joined models of speech in it."""
    if found := next((index for index in (INDEX, *_built) if index.exists()), None):
        shutil.copytree(found, folder / "var" / "index")
    return with_models(folder / "var")


def ready(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Raises ``NotStarted``."""
    deadline = time.monotonic() + START_SECONDS
    while not ready(url):
        if process.poll() is not None or time.monotonic() > deadline:
            raise NotStarted(f"the service did not start:\n{log.read_text(encoding='utf-8')[-3000:]}")
        time.sleep(0.2)


@contextmanager
def running(folder: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """The address of a service with those settings; its log stands in ``folder``."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
    log = folder / f"service-{port}.log"
    with log.open("wb") as out:
        process = subprocess.Popen(command, env={**os.environ, **settings}, stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_until_ready(process, address, log)
            _built.append(Path(settings["PENSION_DATA_DIR"]) / "index")
            yield address
        finally:
            process.terminate()
            process.wait(timeout=30)


def add_administrator(settings: Mapping[str, str]) -> None:
    """The first person of a desk, as an operator adds them."""
    command = [sys.executable, "-m", "assistant", "agents", "add", ADMIN.login, "--name", ADMIN.name]
    command += ["--role", ADMIN.role, "--password-stdin"]
    subprocess.run(
        command, env={**os.environ, **settings}, input=PASSWORD.encode(), check=True, stdout=subprocess.DEVNULL
    )


def add_people(url: str, *people: Person) -> None:
    """The others, as the administrator adds them."""
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as client:
        entered = client.post("desk/api/sign_in", json={"login": ADMIN.login, "password": PASSWORD})
        headers = {"X-CSRF-Token": entered.json()["csrf"]}
        for each in people:
            body = {"login": each.login, "name": each.name, "role": each.role, "skills": list(each.skills), "most": 3}
            made = client.post("desk/api/agents", json={**body, "password": PASSWORD}, headers=headers)
            assert made.status_code == 201, made.text


@contextmanager
def desk_site(folder: Path, *people: Person, settings: Mapping[str, str] = OPEN) -> Iterator[str]:
    """The address of a service of its own with these people and an administrator."""
    own = {**settings, "PENSION_DATA_DIR": str(data_folder(folder))}
    add_administrator(own)
    with running(folder, own) as url:
        add_people(url, *people)
        yield url
