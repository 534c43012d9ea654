"""Keeping what must be readable again but by nobody who only has the database."""

from __future__ import annotations

from typing import Protocol


class Secrets(Protocol):
    """Encrypts short texts with the service's key."""

    def encrypt(self, text: str) -> bytes: ...

    def decrypt(self, secret: bytes) -> str:
        """The text. Raises ``BadSettings`` when it was encrypted with another key or was changed."""
        ...
