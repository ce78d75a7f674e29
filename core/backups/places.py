"""Other databases than the one that is in use: a scratch one that goes away again, and the one to move to."""

from __future__ import annotations

import shlex
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, OperationalError, connection, connections
from django.db.utils import ConnectionHandler

from core.backups.archive import NotUsable
from core.ids import new_id


@contextmanager
def working_on(database: dict[str, Any]) -> Iterator[None]:
    """Inside, this thread's models, verbs and commands work on that database (an entry of `DATABASES`)."""
    before = connections[DEFAULT_DB_ALIAS]
    other = ConnectionHandler({DEFAULT_DB_ALIAS: database})[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = before


def reach() -> None:
    """Raises NotUsable if the database does not answer."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise NotUsable(f"The database does not answer; is its address right? It says: {str(error).strip()}") from error


def an_empty_one() -> str:
    """How a person puts an empty database where the one in use is: a line for a shell, or words."""
    if connection.vendor != "sqlite":
        return "make a new database with createdb and name it in DATABASE_URL"
    file = Path(connection.settings_dict["NAME"])
    aside = shlex.quote(str(file.parent / "aside"))
    # With the star, for SQLite would read a log that was left beside the file into the new one.
    return f"mkdir {aside} && mv {shlex.quote(str(file))}* {aside}"


@contextmanager
def scratch() -> Iterator[dict[str, Any]]:
    """An empty database of the same make (for `working_on`), which is gone afterwards. Raises NotUsable if PostgreSQL
    does not let us make one."""
    with _scratch_file() if connection.vendor == "sqlite" else _scratch_of_the_server() as name:
        yield {**connection.settings_dict, "NAME": name}


@contextmanager
def _scratch_file() -> Iterator[str]:
    with tempfile.TemporaryDirectory(dir=settings.VAR_DIR, prefix="scratch-") as folder:
        yield str(Path(folder) / "db.sqlite3")


@contextmanager
def _scratch_of_the_server() -> Iterator[str]:
    name = f"manyhands_scratch_{new_id().hex}"
    try:
        _tell_the_server(f"CREATE DATABASE {name}")
    except DatabaseError as error:
        raise NotUsable(
            "The database's user may not make a scratch database: let an administrator of PostgreSQL run "
            f"ALTER ROLE {connection.settings_dict['USER']} CREATEDB once."
        ) from error
    try:
        yield name
    finally:
        _tell_the_server(f"DROP DATABASE {name}")


def _tell_the_server(statement: str) -> None:
    with working_on({**connection.settings_dict, "NAME": "postgres"}), connection.cursor() as cursor:
        cursor.execute(statement)
