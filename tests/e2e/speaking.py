"""Speaks with the citizen's page: a browser whose microphone hears a file, and what a citizen does with it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from speech.audio.files import write_audio
from speech.values import BYTES_PER_SAMPLE, Clip
from tests.voice_site import said, wait_for_voice

from .browsing import DESKTOP, PHONE, chromium

RATE = 48_000
QUESTION = "社保断缴了怎么办？"
COMMAND = "接着说"
LEAD, BETWEEN, END = 1.6, 7.0, 2.0
"""Seconds of silence before the question, between it and the command, and after that."""
ELSEWHERE = "pension.example"
"""A name for this machine that browsers do not take for secure without https."""
RECOGNISED = 60_000
"""Milliseconds that the service may take to recognise or to say something on a busy machine."""

Settings = Mapping[str, object]
NEW: Settings = {}
"""Of somebody who is here for the first time."""
AGREED: Settings = {"agreed": 0}
"""Of somebody who was told before what becomes of their voice."""

LOOK_MS = 200


def quiet(seconds: float) -> bytes:
    """Silence at ``RATE``."""
    return bytes(int(RATE * seconds) * BYTES_PER_SAMPLE)


def recorded(path: Path) -> Path:
    """What the microphone hears, as a WAV file: the question, and a while later the command."""
    question, command = (said(text, RATE).pcm for text in (QUESTION, COMMAND))
    sound = quiet(LEAD) + question + quiet(BETWEEN) + command + quiet(END)
    path.write_bytes(write_audio(Clip(sound, RATE), "wav"))
    return path


@contextmanager
def microphone_browser(sound: Path) -> Iterator[Browser]:
    """A browser whose only microphone hears ``sound``, from its beginning each time it is opened."""
    with chromium(
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={sound}%noloop",
        f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1",
        "--autoplay-policy=document-user-activation-required",
        "--mute-audio",
    ) as browser:
        yield browser


def listening_service(url: str) -> str:
    """The address again, once the service listens and speaks."""
    with httpx.Client(base_url=url, trust_env=False) as client:
        wait_for_voice(client)
    return url


def open_voice(
    browser: Browser, url: str, size: tuple[int, int] = DESKTOP, *, allowed: bool = True, settings: Settings = AGREED
) -> Page:
    """The page with its microphone button on it; ``allowed`` is what the citizen said to the browser."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="zh-CN", has_touch=size == PHONE,
        reduced_motion="reduce", permissions=["microphone"] if allowed else [],
    )  # fmt: skip
    remembered(context, settings)
    page = context.new_page()
    with page.expect_websocket():
        page.goto(url)
    page.locator(".greeting").wait_for()
    microphone(page).wait_for()
    return page


def without_service_voice(page: Page) -> None:
    """As if the operator had switched speech off, from the next load on."""
    none = {"listening": False, "speaking": False, "rate": 16000, "formats": [], "longest_seconds": 0}
    page.route("**/api/v1/speech", lambda route: route.fulfill(json=none))


def remembered(context: BrowserContext, settings: Settings) -> None:
    """What the page kept from an earlier visit, until it keeps something else."""
    kept = json.dumps(dict(settings))
    context.add_init_script(
        f"""if (!localStorage.getItem("pension-settings")) localStorage.setItem("pension-settings", '{kept}')"""
    )


def microphone(page: Page) -> Locator:
    """The large button."""
    return page.locator("#mic")


def hold(page: Page) -> None:
    """Put the finger on the button and leave it there."""
    microphone(page).hover()
    page.mouse.down()
    expect(page.locator("#hearing-state")).to_have_text("正在听…")


def words(page: Page) -> Locator:
    """The words as they are heard."""
    return page.locator("#hearing-words")


def told(page: Page) -> Locator:
    """The line that says what is wrong."""
    return page.locator("#status")


def player(page: Page, name: str) -> Locator:
    """A button of the player."""
    return page.locator("#player").get_by_role("button", name=name, exact=True)


def lit(page: Page) -> Locator:
    """The sentence that is being read."""
    return page.locator(".sentence[aria-current=true]")


KEEP_PLAYED = """() => {
    window.played = [];
    const make = URL.createObjectURL;
    URL.createObjectURL = blob => { window.played.push(blob); return make.call(URL, blob); };
}"""
PLAYED = """at => window.played.filter(blob => blob.size > 100)[at].arrayBuffer()
    .then(sound => btoa(Array.from(new Uint8Array(sound), byte => String.fromCharCode(byte)).join('')))"""


KEEP_SENT = """() => {
    window.sent = [];
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
        if (typeof data === 'string') window.sent.push(JSON.parse(data));
        return send.call(this, data);
    };
}"""


class Sounds:
    """What the page asked for, and what it played; made before the page asks for anything."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._requests: list[str] = []
        page.evaluate(KEEP_PLAYED)
        page.on("request", lambda request: self._requests.append(request.url))

    def played(self, at: int) -> bytes:
        """The sound that was played then, as it came."""
        return base64.b64decode(self._page.evaluate(PLAYED, at))

    @property
    def asked(self) -> list[tuple[int, float]]:
        """Part and speed of each."""
        found = (re.search(r"/spoken/(\d+)\?speed=([\d.]+)", url) for url in self._requests)
        return [(int(each[1]), float(each[2])) for each in found if each]


class Frames:
    """What the service sent over the socket; made before the page is opened again."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self.came: list[dict[str, Any]] = []
        page.on("websocket", lambda socket: socket.on("framereceived", lambda text: self.came.append(json.loads(text))))

    def wait_for(self, kind: str) -> dict[str, Any]:
        """The first frame of that type."""
        for _ in range(RECOGNISED // LOOK_MS):
            if found := [frame for frame in self.came if frame["type"] == kind]:
                return found[0]
            self._page.wait_for_timeout(LOOK_MS)
        raise AssertionError(f"no {kind} among {[(frame['type'], frame.get('text')) for frame in self.came]}")
