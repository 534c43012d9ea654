"""Cases and citizens made over HTTP, where a test needs them to be there but not to be watched."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

import httpx

from .desk_site import PASSWORD, Person


@dataclass(frozen=True, slots=True)
class Caller:
    """A citizen with a conversation."""

    client: httpx.Client
    id: str
    token: str

    def post(self, what: str, **body: Any) -> Any:
        """One of the calls of the conversation."""
        answer = self.client.post(
            f"api/v1/conversations/{self.id}/{what}", json=body, headers={"Authorization": f"Bearer {self.token}"}
        )
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def say(self, text: str) -> Any:
        """A message; the answer to it."""
        return self.post("messages", client_message_id=uuid.uuid4().hex, text=text)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody signed in at the desk."""

    client: httpx.Client
    csrf: str

    def get(self, path: str) -> Any:
        return self.client.get(f"desk/api/{path}").json()

    def post(self, path: str, **body: Any) -> Any:
        """One of the desk's calls."""
        answer = self.client.post(f"desk/api/{path}", json=body, headers={"X-CSRF-Token": self.csrf})
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def put(self, path: str, **body: Any) -> None:
        """Change a setting."""
        answer = self.client.put(f"desk/api/{path}", json=body, headers={"X-CSRF-Token": self.csrf})
        assert answer.is_success, answer.text

    def accept(self, caller: Caller) -> str:
        """Take the citizen's case; its id."""
        case = next(each for each in self.get("state")["queue"] if each["conversation_id"] == caller.id)
        self.post(f"cases/{case['id']}/accept")
        return str(case["id"])

    def tell(self, case: str, text: str, *citations: str) -> None:
        """Say something to the citizen, with clauses by their ids."""
        self.post(f"cases/{case}/messages", client_message_id=uuid.uuid4().hex, text=text, citations=list(citations))


def _client(url: str) -> httpx.Client:
    """Without connections that stay open: nobody closes it."""
    return httpx.Client(base_url=url, timeout=30, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))


def caller(url: str, *words: str) -> Caller:
    """A citizen who has said this much."""
    client = _client(url)
    opened = client.post("api/v1/conversations", json={"channel": "web"}).json()
    made = Caller(client, opened["conversation_id"], opened["token"])
    for each in words:
        made.say(each)
    return made


def clerk(url: str, person: Person, *, online: bool = True) -> Clerk:
    """Somebody signed in, and online where that is wanted."""
    client = _client(url)
    entered = client.post("desk/api/sign_in", json={"login": person.login, "password": PASSWORD})
    assert entered.is_success, entered.text
    made = Clerk(client, entered.json()["csrf"])
    if online:
        made.post("status", status="online")
    return made
