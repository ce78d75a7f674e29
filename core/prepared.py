"""A query that is built and compiled once, and then asked about one row after another.

Django writes the SQL of a queryset anew each time, which for a wide one takes longer than the database does.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from core.ids import SOMEBODY

Row = TypeVar("Row", bound=Model)


class Prepared(Generic[Row]):
    """`build(pk)` gives the query. It may depend on nothing but `pk`: neither the day nor who asks."""

    def __init__(self, model: type[Row], build: Callable[[uuid.UUID], QuerySet[Row]]) -> None:
        self.model = model
        self._build = build
        self._written = cache(self._write)

    def about(self, pk: Any) -> Row | None:
        """The row with its annotations, or None. A truth value comes as the database has it: 1 or 0 on SQLite."""
        sql, asked = self._written(connection.vendor)
        key = self._as_parameter(pk)
        found = self.model._default_manager.raw(sql, [key if is_key else value for value, is_key in asked])
        return next(iter(found), None)

    def _write(self, vendor: str) -> tuple[str, list[tuple[Any, bool]]]:
        sql, parameters = self._build(SOMEBODY)[:1].query.sql_with_params()
        place = self._as_parameter(SOMEBODY)
        return sql, [(value, value == place) for value in parameters]

    def _as_parameter(self, pk: Any) -> Any:
        return self.model._meta.pk.get_db_prep_value(pk, connection, prepared=False)
