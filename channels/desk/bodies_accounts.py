"""Bodies and answers about signing in and about agents."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.desk.accounts import MOST_AT_ONCE, AgentChange, NewAgent
from assistant.desk.presence import AtDesk

Word = Annotated[str, StringConstraints(max_length=64, pattern=r"^[^\x00-\x1f]*$")]
Password = Annotated[str, StringConstraints(min_length=1, max_length=256)]
Skills = Annotated[list[Word], Field(max_length=20)]
Most = Annotated[int, Field(ge=1, le=MOST_AT_ONCE)]
Role = Literal["agent", "supervisor", "administrator"]


class Body(BaseModel):
    """Base of the bodies: nothing unknown is accepted."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class SignInBody(Body):
    """``POST /desk/api/sign_in``."""

    login: Word
    password: Password = Field(repr=False)


class PasswordBody(Body):
    """``POST /desk/api/password``."""

    old: Password = Field(repr=False)
    new: Password = Field(repr=False)


class StatusBody(Body):
    """``POST /desk/api/status``."""

    status: Literal["online", "away"]


class NewAgentBody(Body):
    """``POST /desk/api/agents``."""

    login: Word
    name: Word
    role: Role = "agent"
    skills: Skills = []
    most: Most = 3
    password: Password = Field(repr=False)

    def agent(self) -> NewAgent:
        """As the core takes it."""
        return NewAgent(self.login, self.name, self.role, tuple(self.skills), self.most, self.password)


class AgentChangeBody(Body):
    """``PATCH /desk/api/agents/{id}``; what is missing stays."""

    name: Word | None = None
    role: Role | None = None
    skills: Skills | None = None
    most: Most | None = None
    active: bool | None = None
    password: Password | None = Field(default=None, repr=False)

    def change(self) -> AgentChange:
        """As the core takes it."""
        skills = None if self.skills is None else tuple(self.skills)
        return AgentChange(self.name, self.role, skills, self.most, self.active, self.password)


def agent_json(seen: AtDesk) -> dict[str, Any]:
    """An agent as the desk's pages get them."""
    agent = seen.agent
    return {
        "id": agent.id, "login": agent.login, "name": agent.name, "role": agent.role, "skills": list(agent.skills),
        "most": agent.most, "active": agent.active, "status": seen.status, "load": seen.load,
    }  # fmt: skip
