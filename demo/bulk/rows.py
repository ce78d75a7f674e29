"""Rows on their way into the database: by COPY on PostgreSQL, by `bulk_create` elsewhere."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, models

from core.fields import EncryptedTextField
from core.keys import ring
from core.models import AuditEvent

Row = dict[str, Any]
CHUNK = 50_000
# The moment, in hexadecimal, is the beginning of a line whose first column is a key.
TIME_IN_KEY = 12
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
AS_TEXT: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "\\N",
    bool: lambda value: "t" if value else "f",
    int: str,
    str: lambda value: value.translate(ESCAPED),
    UUID: lambda value: f"{value.int:032x}",  # a third of the time of its own words
    datetime: datetime.isoformat,
    date: date.isoformat,
    Decimal: str,
    list: lambda value: json.dumps(value).translate(ESCAPED),
}


class Keys:
    """UUIDs of version 7 (RFC 9562, with a counter) from a seeded source: like real ones they sort by the moment of the
    row, and within it as they were made."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._made = 0

    def at(self, moment: datetime) -> UUID:
        self._made = (self._made + 1) % (1 << 12)
        high = int(moment.timestamp() * 1000) << 16 | 7 << 12 | self._made
        return UUID(int=high << 64 | 2 << 62 | self._rng.getrandbits(62))


class Table:
    """Collects the rows of one model. What a row does not say is the field's default."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.count = 0
        self._fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
        sealed = {f.attname: f.label for f in self._fields if isinstance(f, EncryptedTextField)}
        self._columns = [(field.attname, sealed.get(field.attname), _default(field)) for field in self._fields]
        self._ring = ring()
        self._lines: list[str] = []
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        self.count += 1
        if connection.vendor != "postgresql":
            self._rows.append(row)
            return
        cells = []
        for name, label, default in self._columns:  # written out: this runs millions of times
            if name not in row:
                cells.append(default if isinstance(default, str) else _text(default()))
            elif label and row[name]:
                cells.append(self._ring.seal(label, row["id"], row[name]))
            else:
                cells.append(AS_TEXT[type(row[name])](row[name]))
        self._lines.append("\t".join(cells))

    def write(self) -> None:
        """Everything collected so far goes into the table, in the order of its moments: so the audit counts, and so an
        index grows at its end."""
        self._rows.sort(key=lambda row: row["id"].int >> 80)
        self._lines.sort(key=lambda line: line[:TIME_IN_KEY])
        if self._rows:
            self.model._base_manager.bulk_create([self.model(**row) for row in self._rows], batch_size=500)
        columns = ", ".join(f'"{field.column}"' for field in self._fields)
        for at in range(0, len(self._lines), CHUNK):
            body = io.StringIO("\n".join(self._lines[at : at + CHUNK]) + "\n")
            with connection.cursor() as cursor:
                cursor.copy_expert(f'COPY "{self.model._meta.db_table}" ({columns}) FROM STDIN', body)
        self._rows, self._lines = [], []


def _text(value: Any) -> str:
    return AS_TEXT[type(value)](value)


def _default(field: Any) -> str | Callable[[], Any]:
    """As text, where it is the same for every row."""
    if field.has_default() and callable(field.default):
        make: Callable[[], Any] = field.get_default
        return make
    found = field.get_default()
    return _text(found.value if isinstance(found, models.Choices) else found)


class Ledger:
    """All tables of one generation, and the audit, whose running number follows time."""

    def __init__(self, rng: Random) -> None:
        self.keys = Keys(rng)
        self._tables: dict[type[models.Model], Table] = {}
        self._audit = Table(AuditEvent)

    def add(self, model: type[models.Model], row: Row) -> None:
        if model not in self._tables:
            self._tables[model] = Table(model)
        self._tables[model].add(row)

    def note(self, verb: str, thing: tuple[type[models.Model], UUID], by: Any, at: datetime, program: Any) -> None:
        """One row of the audit, as `core.audit` writes it."""
        model, pk = thing
        self._audit.add({
            "id": self.keys.at(at), "at": at, "actor_id": by, "verb": verb, "object_type": model._meta.label_lower,
            "object_id": pk, "program_id": program,
        })  # fmt: skip

    def flush(self) -> None:
        """What was collected goes into the tables; the audit waits, because it is in the order of time."""
        for table in self._tables.values():
            table.write()

    def finish(self) -> dict[str, int]:
        """All of it. → rows by table."""
        self.flush()
        self._audit.write()
        return {table.model._meta.label: table.count for table in [*self._tables.values(), self._audit]}
