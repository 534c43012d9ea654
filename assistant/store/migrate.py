"""Bringing a database to the newest schema with Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from assistant.errors import Unavailable


def upgrade(url: str) -> None:
    """Apply every migration not yet applied. Works on SQLite and PostgreSQL URLs alike.

    Raises ``BadSettings`` for a URL that cannot be used and ``Unavailable`` when the database does not answer.
    """
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = url
    try:
        command.upgrade(config, "head")
    except (SQLAlchemyError, OSError) as error:
        raise Unavailable("数据库没有回应，表结构没有准备好") from error
    except CommandError as error:
        raise Unavailable("数据库是更新的版本建立的，请升级程序", retry=False) from error
