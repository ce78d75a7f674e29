"""Bringing a backup back: whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from core.backups.archive import Manifest, NotEmpty, NotUsable, read_whole, rows_of
from core.backups.places import an_empty_one, reach
from core.backups.tables import (
    FILLED_BY_MIGRATE,
    Table,
    all_tables,
    carried,
    migrations_applied,
    migrations_unknown,
)
from core.fields import EncryptedTextField, Sealed
from core.models import AuditEvent

AT_ONCE = 500  # rows
TRIGGER = f"ALTER TABLE {AuditEvent._meta.db_table} {{}} TRIGGER audit_table_stays"


def load(path: Path, *, replace: bool = False, then: Callable[[Manifest], None] = lambda manifest: None) -> Manifest:
    """Fill the database from a file, then do `then`, all in one transaction; a database without tables gets them first.

    Raises NotUsable, and has changed no row then: the file is no whole backup, the database is from a newer version,
    the schemas differ, the database holds something and `replace` is not said, or the rows break a rule of the
    database.
    """
    manifest = read_whole(path)
    reach()
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    refuse_a_newer_database()
    refuse_another_schema(path, manifest)
    try:
        with transaction.atomic():
            if not replace:
                refuse_a_full_database()
            _empty()
            for name, rows in rows_of(path):
                _fill(_by_name()[name], rows)
            _reset_sequences()
            _check(manifest)
            then(manifest)
    except Exception:
        _reset_sequences()  # PostgreSQL gives the rows back, but not where their numbers had come to
        raise
    return manifest


def refuse_a_newer_database() -> None:
    """NotUsable if a newer version has changed the tables: the rows of this one need not fit into them, and those of
    its tables that this code does not know would stay."""
    if newer := migrations_unknown():
        raise NotUsable(
            f"This database is from a newer version of Manyhands (it has {', '.join(newer)}). Nothing was changed. "
            f"Restore into an empty one: {an_empty_one()}, then ./run manage migrate, then restore again."
        )


def refuse_another_schema(path: Path, manifest: Manifest) -> None:
    """NotUsable unless file and database have the same migrations and the same columns."""
    ours, theirs = set(migrations_applied()), set(manifest.migrations)
    ours_only, theirs_only = ", ".join(sorted(ours - theirs)), ", ".join(sorted(theirs - ours))
    if theirs_only:
        raise NotUsable(
            f"{path} was made by another version of Manyhands: this database lacks {theirs_only}. "
            "Run ./run manage migrate, or restore it with that version."
        )
    if ours_only:
        raise NotUsable(
            f"{path} was made by an older version of Manyhands: it lacks {ours_only}. "
            "Restore it with that version, then bring that one up to date."
        )
    if manifest.columns != {table.name: table.columns for table in carried()}:
        raise NotUsable(f"{path} has other tables than this database: restore it with the version that made it.")


def refuse_a_full_database() -> None:
    """NotEmpty if there is more in it than `migrate` put there."""
    found = {t.name: t.count() for t in all_tables() if t.model._meta.label_lower not in FILLED_BY_MIGRATE}
    if rows := sum(found.values()):
        tables = sum(1 for count in found.values() if count)
        raise NotEmpty(f"The database is not empty: {rows} rows in {tables} tables. Nothing was changed.")


def _by_name() -> dict[str, Table]:
    return {table.name: table for table in carried()}


def _empty() -> None:
    statements = connection.ops.sql_flush(no_style(), [table.name for table in all_tables()])
    with _the_audit_lets_go(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def _the_audit_lets_go() -> Iterator[None]:
    """PostgreSQL refuses to empty the audit. Inside this transaction, which holds the table alone, it does not: nobody
    else ever meets the table unguarded, and whatever goes wrong brings the guard back."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(TRIGGER.format("DISABLE"))
        yield
        cursor.execute(TRIGGER.format("ENABLE"))


def _fill(table: Table, rows: Iterator[list[Any]]) -> None:
    """SQL by hand: the models would open what is sealed, and set what they set at every save."""
    quote = connection.ops.quote_name
    fields = table.fields
    names = ", ".join(quote(column) for column in table.columns)
    places = f"({', '.join(['%s'] * len(fields))})"
    size = min(AT_ONCE, connection.ops.bulk_batch_size(fields, range(AT_ONCE)))
    try:
        with connection.cursor() as cursor:
            while batch := list(islice(rows, size)):
                values = [_stored(field, value) for row in batch for field, value in zip(fields, row, strict=True)]
                into = f"INSERT INTO {quote(table.name)} ({names}) VALUES "  # noqa: S608 (names are ours)
                cursor.execute(into + ", ".join([places] * len(batch)), values)
    except DatabaseError as error:
        # The database quotes the row; what people wrote stays out of it.
        raise NotUsable(
            f"A row of {table.name} does not fit into this database ({type(error).__name__}). Nothing was changed."
        ) from None


def _stored(field: models.Field[Any, Any], value: Any) -> Any:
    if value is not None:
        value = Sealed(value) if isinstance(field, EncryptedTextField) else field.to_python(value)
    return field.get_db_prep_save(value, connection)


def _reset_sequences() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in all_tables()]):
            cursor.execute(statement)


def _check(manifest: Manifest) -> None:
    try:
        connection.check_constraints()
    except IntegrityError:
        raise NotUsable("The file holds rows that point at none. Nothing was changed.") from None
    differ = differing(manifest.counts)
    if differ:
        raise NotUsable(f"Not every row arrived: {', '.join(differ)}. Nothing was changed.")


def differing(counts: dict[str, int]) -> Iterable[str]:
    """The tables that do not hold as many rows as that."""
    return [name for name, table in _by_name().items() if table.count() != counts[name]]
