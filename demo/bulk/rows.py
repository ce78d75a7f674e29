"""Rows on their way into the database: by COPY on PostgreSQL, by `bulk_create` elsewhere."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, models

from core.fields import EncryptedTextField
from core.keys import ring
from core.models import AuditEvent

Row = dict[str, Any]
Shape = tuple[str, Callable[[Row], Iterable[Any]]]
CHUNK = 50_000
# The moment, in hexadecimal, is the beginning of a line whose first column is a key.
TIME_IN_KEY = 12
TO_ESCAPE = re.compile(r"[\\\t\n\r]")
ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _escaped(text: str) -> str:
    return text.translate(ESCAPED) if TO_ESCAPE.search(text) else text  # most need none, and to look is cheap


AS_TEXT: dict[type, Callable[[Any], str]] = {
    type(None): lambda value: "\\N",
    bool: lambda value: "t" if value else "f",
    int: str,
    str: _escaped,
    UUID: lambda value: f"{value.int:032x}",  # a third of the time of its own words
    datetime: lru_cache(maxsize=64)(datetime.isoformat),  # the columns and the audit of one row share its moments
    date: date.isoformat,
    Decimal: str,
    list: lambda value: _escaped(json.dumps(value)),
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
        self._sealed = {f.attname: f.label for f in self._fields if isinstance(f, EncryptedTextField)}
        defaults = {field.attname: _default(field) for field in self._fields if field.attname != "id"}
        self._made = {name: default for name, default in defaults.items() if not isinstance(default, str)}
        self._alike = {name: default for name, default in defaults.items() if isinstance(default, str)}
        self._ring = ring()
        self._is_copied = connection.vendor == "postgresql"
        self._shapes: dict[tuple[str, ...], Shape] = {}
        self._lines: list[str] = []
        self._rows: list[Row] = []

    def add(self, row: Row) -> None:
        self.count += 1
        if not self._is_copied:
            self._rows.append(row)
            return
        if self._sealed or self._made:
            row = self._whole(row)
        line, cells = self._shapes.get(tuple(row)) or self._shape_of(row)
        self._lines.append(line % tuple([AS_TEXT[type(cell)](cell) for cell in cells(row)]))

    def _whole(self, row: Row) -> Row:
        """With its texts sealed and with the defaults that differ from row to row."""
        sealed = {
            name: self._ring.seal(label, row["id"], row[name]) for name, label in self._sealed.items() if row.get(name)
        }
        return {**row, **sealed, **{name: make() for name, make in self._made.items() if name not in row}}

    def _shape_of(self, row: Row) -> Shape:
        """A line with the defaults of what such a row leaves out, and what gives the values for its gaps: rows come by
        the hundred thousand in a few shapes."""
        columns = [field.attname for field in self._fields]
        gaps = ["%s" if name in row else self._alike[name].replace("%", "%%") for name in columns]
        shape = "\t".join(gaps), itemgetter(*(name for name in columns if name in row))
        self._shapes[tuple(row)] = shape
        return shape

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
