"""Taking a backup: one moment of the database, streamed into a file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from core.backups.archive import Manifest, create
from core.backups.places import reach
from core.backups.tables import carried, migrations_applied, migrations_missing, tables_as_they_stand

AT_ONCE = 500  # rows


def write(path: Path, now: datetime) -> Manifest:
    """Everything but sessions into a new file that only its owner reads. Raises NotUsable, and leaves no file then.

    Nobody is held up by it, and what they write meanwhile is not in it. A database that is behind this version is
    written as it stands: the version before can restore that file.
    """
    reach()
    tables = carried(tables_as_they_stand() if migrations_missing() else None)
    with create(path) as out, one_moment():
        counts = {table.name: table.count() for table in tables}
        manifest = Manifest(now, migrations_applied(), {table.name: table.columns for table in tables}, counts)
        out.manifest(manifest)
        for table in tables:
            rows = table.model._base_manager.order_by("pk").values_list(*(field.attname for field in table.fields))
            for row in rows.iterator(AT_ONCE):
                out.line(row)
        out.end()
    return manifest


@contextmanager
def one_moment() -> Iterator[None]:
    """Whatever is read inside was true at one and the same moment; writers are not held up."""
    if connection.vendor == "postgresql":
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # Ours begin IMMEDIATE on SQLite, which keeps writers out; a reader needs no more than its snapshot.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
