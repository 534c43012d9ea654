"""A transaction over one engine, as everything that keeps rows uses it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker

from assistant.errors import Unavailable


class Working:
    """Sessions of one engine; each keeper of rows is given the same one."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._session = async_sessionmaker(engine, expire_on_commit=False)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        """A session in a transaction. Raises ``Unavailable`` for what the database says, save broken constraints."""
        try:
            async with self._session.begin() as session:
                yield session
        except IntegrityError:
            raise
        except (SQLAlchemyError, OSError) as error:
            raise Unavailable("数据库没有回应") from error


def utc(at: datetime) -> datetime:
    """A time as it was stored; SQLite forgets the zone."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def utc_or_none(at: datetime | None) -> datetime | None:
    """The same for a time that may be missing."""
    return None if at is None else utc(at)
