"""Sealing everything again with the newest key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from core.fields import EncryptedTextField, encrypted_fields
from core.keys import Ring


@dataclass
class Count:
    """What became of the values of one column."""

    rotated: int = 0
    already: int = 0
    unreadable: int = 0


@dataclass(frozen=True)
class Elsewhere:
    """Secrets that a library keeps inside a column of its own: what seals them all again; the query of some of them, as
    text; and whether one of these opens."""

    rotate: Callable[[Ring], Count]
    some: Callable[[int], models.QuerySet[Any]]
    opens: Callable[[str], bool]


ELSEWHERE: dict[str, Elsewhere] = {}


def sealed_columns() -> list[EncryptedTextField]:
    """Every sealed column of every table."""
    return [field for model in apps.get_models() for field in encrypted_fields(model) if not model._meta.proxy]


def rotate(field: EncryptedTextField, ring: Ring, batch: int, report: Callable[[Count], None]) -> Count:
    """Walk one column in batches of one transaction each; `report` hears the count after each batch.

    Nothing is remembered between runs: a value that the newest key opens is passed over, so a run that was killed is
    taken up by simply running again.
    """
    count = Count()
    for rows in _batches(field.model, field.attname, batch):
        with transaction.atomic():
            for pk, stored in rows:
                _rotate_one(field, ring, pk, stored, count)
        report(count)
    return count


def _batches(model: type[models.Model], column: str, size: int) -> Iterator[list[Any]]:
    rows = model._base_manager.filter(**{f"{column}__isnull": False}).order_by("pk").values_list("pk", column)
    page = list(rows[:size])
    while page:
        yield page
        page = list(rows.filter(pk__gt=page[-1][0])[:size])


def _rotate_one(field: EncryptedTextField, ring: Ring, pk: object, stored: str, count: Count) -> None:
    if not stored or ring.is_newest(stored):
        count.already += 1
        return
    if not ring.is_sealed_for(field.label, stored):
        count.unreadable += 1
        return
    # Compare-and-set: somebody may save the row between our reading and our writing, and has then used the newest key.
    count.rotated += _swap(field, pk, stored, ring.reseal(stored))


def _swap(field: EncryptedTextField, pk: object, old: str, new: str) -> int:
    """SQL by hand, because the field refuses update() and look-ups to everybody else."""
    quote = connection.ops.quote_name
    key = field.model._meta.pk
    table, column, key_column = (quote(str(name)) for name in (field.model._meta.db_table, field.column, key.column))
    sql = f"UPDATE {table} SET {column} = %s WHERE {key_column} = %s AND {column} = %s"  # noqa: S608 (names are ours)
    with connection.cursor() as cursor:
        cursor.execute(sql, [str(new), key.get_db_prep_value(pk, connection), str(old)])
        return int(cursor.rowcount)
