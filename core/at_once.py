"""Several questions to the database, asked as one: a page that needs little of many tables waits once for all of it.

Each table keeps its own columns in the answer, and a row has NULL in those of the others. So a row is read by the
question that it belongs to, as if that had been asked alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from core.prepared import is_asked

Row = tuple[Any, ...]


class _Part:
    """One question: its SQL, the types of its columns, and the rows that answer it."""

    def __init__(self, question: QuerySet[Any]) -> None:
        if question.query.is_empty():
            raise EmptyResultSet
        self.question = question
        self.rows: list[Row] = []
        self._known: Any = question if is_asked(question) else question._chain()  # type: ignore[attr-defined]
        database = connections[question.db]
        self._compiler = self._known.query.get_compiler(connection=database)
        self.sql, self.parameters = self._compiler.as_sql()
        self.types = [column.output_field.cast_db_type(database) for column, *_sql in self._compiler.select]

    def fill(self) -> None:
        """The question finds its rows where it would have asked."""
        self._compiler.execute_sql = lambda *_how, **_chunks: [self.rows]
        self._known.query.get_compiler = lambda *_using, **_connection: self._compiler
        _answer(self.question, list(self._known))
        del self._compiler.execute_sql, self._known.query.get_compiler  # they hold the rows, and one another


def fetch(*questions: QuerySet[Any]) -> None:
    """Asks all of these by one query and leaves each as evaluated: going through it asks nothing more, a filter on it
    does. Each keeps its order, annotations and `select_related`; a prefetch is a query more, as always."""
    parts = []
    for question in questions:
        try:
            parts.append(_Part(question))
        except EmptyResultSet:  # nothing can answer it
            _answer(question, [])
    if parts:
        _ask(parts)
    for part in parts:
        part.fill()


def _answer(question: Any, rows: list[Any]) -> None:
    question._result_cache, question._prefetch_done = rows, True


def _ask(parts: Sequence[_Part]) -> None:
    width = sum(len(part.types) for part in parts)
    # The first line has no row: PostgreSQL learns from it what type a column of NULLs is.
    heads = ", ".join(f"CAST(NULL AS {kind})" for part in parts for kind in part.types)
    lines, parameters, spans, start = [f"SELECT 0, {heads} WHERE 1 = 0"], [], [], 0
    for number, part in enumerate(parts):
        end = start + len(part.types)
        columns = [str(number), *["NULL"] * start, "asked.*", *["NULL"] * (width - end)]
        lines.append(f"SELECT {', '.join(columns)} FROM ({part.sql}) asked")  # noqa: S608 (Django wrote it)
        parameters += part.parameters
        spans.append(slice(start + 1, end + 1))
        start = end
    with connections[parts[0].question.db].cursor() as cursor:
        cursor.execute(" UNION ALL ".join(lines), parameters)
        for row in cursor.fetchall():
            parts[row[0]].rows.append(row[spans[row[0]]])
