"""Queries that are built and compiled once, and then asked with other values.

Django writes the SQL of a queryset anew each time, which for a wide one takes longer than the database does; it was
half of the time of a page of many tables.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NoReturn, ParamSpec, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.sql import Query
from django.utils import timezone
from django.utils.translation import get_language

from core import clock

Asks = ParamSpec("Asks")

# Stand-ins lie so far ahead, and so far from one another, that a day reckoned from one of them is known for it.
FIRST_YEAR, APART = 8000, 200


def prepared(build: Callable[Asks, Any]) -> Callable[Asks, Any]:
    """Makes a function that builds a queryset one that builds it once.

    It is called as before. What it builds is told with stand-ins for keys, people, days and moments, so it can depend
    on none of these but by handing it to the query; a day reckoned from another one is understood. Every other argument
    (text, number, None) is a query of its own: only for what has few values. It may not read the clock.

    → a queryset that is gone through, counted with `len`, or given to `core.at_once.fetch`, and refuses to be built on.
    Raises TypeError, the first time, for what it can not stand for.
    """
    return cast("Callable[Asks, Any]", _Prepared(build))


class _Prepared:
    def __init__(self, build: Callable[..., QuerySet[Any]]) -> None:
        self.build = build
        self._written: dict[Any, _Written | None] = {}

    def __call__(self, *values: Any) -> QuerySet[Any]:
        if any(isinstance(value, Model) and not _can_stand_for(value) for value in values):
            return self.build(*values)
        key = (connection.vendor, get_language(), tuple(_sort(value) or value for value in values))
        if key not in self._written:
            self._written[key] = self._write(values)
        written = self._written[key]
        return self.build(*values).none() if written is None else written.asked(values)

    def _write(self, values: tuple[Any, ...]) -> _Written | None:
        stand_ins = [_stand_in(number, value) for number, value in enumerate(values)]
        with clock.stopped("a prepared query is built once: give it the day"):
            try:
                return _Written.of(self.build(*stand_ins), stand_ins)
            except EmptyResultSet:  # whatever is asked, nothing answers
                return None


@dataclass(frozen=True)
class _Slot:
    """A place in the SQL that takes the value of that number, so much later."""

    number: int
    later: timedelta = timedelta(0)

    def fill(self, values: tuple[Any, ...]) -> Any:
        value = values[self.number]
        if isinstance(value, datetime):
            return connection.ops.adapt_datetimefield_value(value + self.later)
        if isinstance(value, date):
            return connection.ops.adapt_datefield_value(value + self.later)
        return _key(value)


@dataclass(frozen=True)
class _Written:
    """A queryset with its SQL, and what goes into its places: a slot, or the same each time."""

    pattern: Any
    compiler: Any
    sql: str
    places: list[Any]

    @classmethod
    def of(cls, pattern: Any, stand_ins: list[Any]) -> _Written:
        ahead = [lookup.queryset for lookup in pattern._prefetch_related_lookups if hasattr(lookup, "queryset")]
        asked = [value for rows in ahead if rows is not None for value in rows.query.sql_with_params()[1]]
        if any(isinstance(_place(value, stand_ins), _Slot) for value in asked):
            raise TypeError("what hangs on a prepared query would ask for its stand-ins")
        compiler = pattern.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        places = [_place(parameter, stand_ins) for parameter in parameters]
        taken = {place.number for place in places if isinstance(place, _Slot)}
        for number, stand_in in enumerate(stand_ins):
            if _sort(stand_in) and number not in taken:
                raise TypeError(f"argument {number} of a prepared query is not asked about")
        return cls(pattern, compiler, sql, places)

    def asked(self, values: tuple[Any, ...]) -> QuerySet[Any]:
        compiler = copy.copy(self.compiler)
        parameters = tuple(place.fill(values) if isinstance(place, _Slot) else place for place in self.places)
        compiler.connection, compiler.as_sql = connection, lambda: (self.sql, parameters)
        query = _Asked.__new__(_Asked)
        query.__dict__ |= self.pattern.query.__dict__ | {"compiler_of_it": compiler}
        compiler.query = query
        asked: QuerySet[Any] = self.pattern.__class__(model=self.pattern.model, query=query)
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
            setattr(asked, name, getattr(self.pattern, name))
        return asked


class _Asked(Query):
    """Its SQL stands. A filter would come too late, and would be passed over in silence, so there is none."""

    compiler_of_it: Any

    def get_compiler(self, *_how: Any, **_more: Any) -> Any:
        return self.compiler_of_it

    def clone(self) -> NoReturn:
        raise TypeError("a prepared query is asked as it stands: build into it what it needs")


def first(asked: Iterable[Any]) -> Any:
    """The first row, or None. What Django calls so would build on the query."""
    return next(iter(asked), None)


def is_asked(question: QuerySet[Any]) -> bool:
    """Does this queryset come from a prepared query?"""
    return isinstance(question.query, _Asked)


def _sort(value: Any) -> type | None:
    """What a value is that can be stood for; None for what makes another query."""
    for sort in (UUID, datetime, date):
        if isinstance(value, sort):
            return sort
    return value.__class__ if isinstance(value, Model) else None


def _can_stand_for(person: Model) -> bool:
    """A person is asked about by their key, like anything else, as one who may sign in and has no rights beyond that:
    for anybody else `visible_to` asks otherwise."""
    return bool(getattr(person, "is_authenticated", False) and getattr(person, "is_active", False))


def _stand_in(number: int, value: Any) -> Any:
    sort, year = _sort(value), FIRST_YEAR + number * APART
    if sort is None:
        return value
    if sort is datetime:
        return datetime(year, 5, 17, 11, 23, 42, 77, tzinfo=UTC)
    if sort is date:
        return date(year, 5, 17)
    key = UUID(f"50000000-0000-4000-8000-0000000050{number:02d}")
    return key if sort is UUID else sort(pk=key)


def _key(value: Any) -> Any:
    """A key, or that of a row, as a parameter of this database."""
    key = value.pk if isinstance(value, Model) else value
    return key if connection.features.has_native_uuid_field else key.hex


def _place(parameter: Any, stand_ins: list[Any]) -> Any:
    """The slot that this parameter marks, or itself."""
    moment = _as_date(parameter)
    for number, stand_in in enumerate(stand_ins):
        if _sort(stand_in) is type(moment):
            later = moment - stand_in
            if abs(later) < timedelta(days=APART * 365 / 2):
                return _Slot(number, later)
        elif isinstance(stand_in, UUID | Model) and parameter == _key(stand_in):
            return _Slot(number)
    if isinstance(parameter, list | tuple) or (moment is not None and moment.year >= FIRST_YEAR):
        raise TypeError("a prepared query hides a value in a list, or takes a day from a moment: give it that itself")
    if parameter == timezone.get_current_timezone_name():
        raise TypeError("a prepared query cannot ask for the day of a moment: it is built once for every zone")
    return parameter


def _as_date(parameter: Any) -> Any:
    """A parameter as a day or a moment, if it is one; SQLite is handed their text."""
    if isinstance(parameter, str) and parameter[4:5] == "-":
        read = date.fromisoformat if len(parameter) == len("2026-11-22") else datetime.fromisoformat
        try:
            found = read(parameter)
        except ValueError:
            return None
        return found.replace(tzinfo=UTC) if isinstance(found, datetime) else found
    return parameter if isinstance(parameter, date) else None
