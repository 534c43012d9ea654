"""What can go wrong, as one small tree.

    AssistantError
    ├── BadInput             the person or operator can mend it; ``remedy`` says how
    │   ├── BadDocument      a policy document cannot be read; carries file and line
    │   ├── BadSettings      configuration is missing or wrong
    │   └── BadAudio         sound that cannot be read: unknown format, broken, empty, too long
    ├── NotFound             the named conversation, message, tool or index version does not exist
    ├── Forbidden            the token does not open this conversation
    │   └── NotVerified      personal records are asked for before the person's identity was checked
    ├── TooMany              a limit was reached; ``retry_after`` seconds
    ├── IndexMismatch        an index version does not fit the encoder or corpus it claims
    └── Unavailable          an outside part did not answer; ``retry`` says whether trying again helps

Errors become an ``Outcome`` or an HTTP problem in one place each; their text never reaches a citizen.
"""

from __future__ import annotations


class AssistantError(Exception):
    """Base of every error this project raises on purpose."""

    retry = False


class BadInput(AssistantError):
    """Input that cannot be used. ``remedy`` tells the person what to do."""

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.remedy = remedy


class BadDocument(BadInput):
    """A policy document that cannot be read.

    ``file`` is the path as given, ``line`` counts from 1 (0 when the whole file is meant).
    """

    def __init__(self, file: str, line: int, message: str, remedy: str) -> None:
        super().__init__(f"{file}:{line}: {message}", remedy)
        self.file = file
        self.line = line
        self.problem = message


class BadSettings(BadInput):
    """Configuration is missing, unknown or contradictory."""


class BadAudio(BadInput):
    """Sound that cannot be read: of an unknown format, broken, empty or too long."""


class NotFound(AssistantError):
    """The named thing does not exist."""


class Forbidden(AssistantError):
    """The caller may not do this."""


class NotVerified(Forbidden):
    """Nobody was verified in this conversation, or it has ``expired``."""

    def __init__(self, message: str, *, expired: bool = False) -> None:
        super().__init__(message)
        self.expired = expired


class TooMany(AssistantError):
    """A limit was reached. ``retry_after`` is in seconds."""

    retry = True

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class IndexMismatch(AssistantError):
    """An index version does not match its manifest, encoder or corpus."""


class Unavailable(AssistantError):
    """An outside part failed or timed out."""

    def __init__(self, message: str, *, retry: bool = True) -> None:
        super().__init__(message)
        self.retry = retry
