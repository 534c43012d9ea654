"""Request bodies of the work with cases."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Printable = r"^[^\x00]*$"
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:#\-]{1,64}$")]
Line = Annotated[str, StringConstraints(max_length=200, pattern=Printable)]


class Body(BaseModel):
    """Base of the bodies: nothing unknown is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AgentMessage(Body):
    """What an agent says; ``citations`` are ids of clauses."""

    client_message_id: Id
    text: Annotated[str, StringConstraints(max_length=4000, pattern=Printable)]
    citations: Annotated[list[Annotated[str, StringConstraints(max_length=200)]], Field(max_length=10)] = []


class Transfer(Body):
    """To an agent or to a group."""

    agent_id: Id | None = None
    group: Line | None = None
    note: Line | None = None


class Closing(Body):
    """How it ended."""

    resolution: Line
    note: Line | None = None


class Remark(Body):
    """An optional note."""

    note: Line | None = None


class Later(Body):
    """What the agent will come back to the citizen for."""

    wanted: Annotated[str, StringConstraints(max_length=40, pattern=Printable)] | None = None
    text: Annotated[str, StringConstraints(max_length=500, pattern=Printable)] | None = None


class Assignment(Body):
    """Who shall have it."""

    agent_id: Id


class Unmasking(Body):
    """What to see, and why."""

    field: Line
    reason: Annotated[str, StringConstraints(min_length=4, max_length=200, pattern=Printable)]


class Note(Body):
    """What agents write for each other."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=Printable)]
