"""Do the keys of this installation open what is sealed here?"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any
from uuid import UUID

from django.db import connection

from core.errors import SealBroken
from core.fields import EncryptedTextField
from core.keys import ring
from core.rotation import ELSEWHERE, sealed_columns


@dataclass(frozen=True)
class Samples:
    """How many values were opened, and the labels of the columns with one that did not."""

    opened: int
    broken: list[str]


def open_samples(each: int = 2) -> Samples:
    """Open the newest and the oldest values of every sealed column, and some of what libraries keep. One query, and
    no text leaves this function."""
    columns = {field.label: field for field in sealed_columns()}
    asked: list[tuple[str, tuple[Any, ...]]] = [(_ends(field, each), ()) for field in columns.values()]
    asked += [_some(label, each) for label in ELSEWHERE]
    opened, broken = 0, []
    with connection.cursor() as cursor:
        parameters = list(chain(*(values for _sql, values in asked)))
        cursor.execute(" UNION ALL ".join(sql for sql, _values in asked), parameters)
        for label, pk, stored in cursor.fetchall():
            if _opens(label, pk, stored):
                opened += 1
            else:
                broken.append(label)
    return Samples(opened, sorted(set(broken)))


def _opens(label: str, pk: Any, stored: str) -> bool:
    if label in ELSEWHERE:
        return ELSEWHERE[label].opens(stored)
    try:
        ring().open(label, pk if isinstance(pk, UUID) else UUID(pk), stored)
    except SealBroken:
        return False
    return True


def _some(label: str, each: int) -> tuple[str, tuple[Any, ...]]:
    sql, asked = ELSEWHERE[label].some(each).query.sql_with_params()
    return f"SELECT '{label}', CAST(NULL AS uuid), kept.* FROM ({sql}) AS kept", asked  # noqa: S608 (Django wrote it)


def _ends(field: EncryptedTextField, each: int) -> str:
    quote = connection.ops.quote_name
    table, column, key = (
        quote(str(n)) for n in (field.model._meta.db_table, field.column, field.model._meta.pk.column)
    )
    rows = f"SELECT '{field.label}' AS label, {key} AS pk, {column} AS stored FROM {table} WHERE {column} <> ''"  # noqa: S608
    return " UNION ALL ".join(
        f"SELECT * FROM ({rows} ORDER BY {key} {way} LIMIT {each}) AS {quote(f'{field.label}{way}')}"  # noqa: S608
        for way in ("ASC", "DESC")
    )
