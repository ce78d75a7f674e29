"""Queries that are built and compiled once, and then asked with other values.

Django writes the SQL of a queryset anew each time, which for a wide one takes longer than the database does; it was
half of the time of a page of many tables.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, NoReturn, ParamSpec, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
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

    It is called as before. What it builds is told with stand-ins for keys, people, days and moments, so it can do
    nothing with these but hand them to the query, or a fixed time before or after them; of a person there is nothing
    but the key. Every other argument (text, number, None) is a query of its own: only for what has few values. It may
    not read the clock.

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
        fixed = tuple(_type_of(value) or (type(value), value) for value in values)
        key = (connection.vendor, get_language(), fixed)
        if key not in self._written:
            self._written[key] = self._write(values)
        written = self._written[key]
        return self.build(*values).none() if written is None else written.asked(values)

    def _write(self, values: tuple[Any, ...]) -> _Written | None:
        """Twice, with other stand-ins: what is made of a value, and not only handed on, comes out differently."""
        with clock.stopped("a prepared query is built once: give it the day"):
            first, second = (
                self._written_for([stand(number, value) for number, value in enumerate(values)])
                for stand in (_stand_in, _other_stand_in)
            )
        if (first and (first.sql, first.places)) != (second and (second.sql, second.places)):
            raise TypeError("a prepared query can hand a value on, or a fixed time before or after it, and no more")
        return first

    def _written_for(self, stand_ins: list[Any]) -> _Written | None:
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
        if any(isinstance(_place(value, stand_ins), _Slot) for value in _asked_ahead(pattern)):
            raise TypeError("what hangs on a prepared query would ask for its stand-ins")
        compiler = pattern.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        places = [_place(parameter, stand_ins) for parameter in parameters]
        taken = {place.number for place in places if isinstance(place, _Slot)}
        for number, stand_in in enumerate(stand_ins):
            if _type_of(stand_in) and number not in taken:
                raise TypeError(f"argument {number} of a prepared query is not asked about")
        return cls(pattern, compiler, sql, places)

    def asked(self, values: tuple[Any, ...]) -> QuerySet[Any]:
        query = _Asked.__new__(_Asked)
        query.__dict__ |= self.pattern.query.__dict__
        query.written_compiler, query.written_sql = self.compiler, self.sql
        query.parameters = tuple(place.fill(values) if isinstance(place, _Slot) else place for place in self.places)
        asked: QuerySet[Any] = self.pattern.__class__(model=self.pattern.model, query=query)
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
            setattr(asked, name, getattr(self.pattern, name))
        return asked


class _Asked(Query):
    """Its SQL stands. A filter would come too late, and would be passed over in silence, so there is none."""

    written_compiler: Any
    written_sql: str
    parameters: tuple[Any, ...]

    def get_compiler(self, *_how: Any, **_more: Any) -> Any:
        compiler = copy.copy(self.written_compiler)
        asks = self.written_sql, self.parameters
        compiler.query, compiler.connection, compiler.as_sql = self, connection, lambda: asks
        return compiler

    def clone(self) -> NoReturn:
        raise TypeError("a prepared query is asked as it stands: build into it what it needs")


def _asked_ahead(pattern: Any) -> Iterator[Any]:
    """The parameters of what is read ahead by queries of its own."""
    for lookup in pattern._prefetch_related_lookups:
        try:
            yield from lookup.queryset.query.sql_with_params()[1]
        except (AttributeError, EmptyResultSet):  # without one, or with one that finds nothing
            continue


def first(asked: Iterable[Any]) -> Any:
    """The first row, or None. What Django calls so would build on the query."""
    return next(iter(asked), None)


def is_asked(question: QuerySet[Any]) -> bool:
    """Does this queryset come from a prepared query?"""
    return isinstance(question.query, _Asked)


def _type_of(value: Any) -> type | None:
    """What a value is that can be stood for; None for what makes another query."""
    for known in (UUID, datetime, date):
        if isinstance(value, known):
            return known
    return value.__class__ if isinstance(value, Model) else None


def _can_stand_for(person: Model) -> bool:
    """Somebody who may sign in; for anybody else `visible_to` asks otherwise."""
    return bool(getattr(person, "is_authenticated", False) and getattr(person, "is_active", False))


def _stand_in(number: int, value: Any) -> Any:
    return _made(value, FIRST_YEAR + number * APART, "05-17", f"50000000-0000-4000-8000-0000000050{number:02d}")


def _other_stand_in(number: int, value: Any) -> Any:
    """Of another weekday, month and order."""
    return _made(
        value, FIRST_YEAR + (8 - number) * APART, "11-04", f"a0000000-0000-4000-8000-0000000070{8 - number:02d}"
    )


def _made(value: Any, year: int, day: str, key: str) -> Any:
    of = _type_of(value)
    if of is None:
        return value
    if of is datetime:
        return datetime.fromisoformat(f"{year}-{day}T11:23:42.000077+00:00")
    if of is date:
        return date.fromisoformat(f"{year}-{day}")
    if of is UUID:
        return UUID(key)
    # Whatever else is asked of a person is not there, and is looked for in vain: DoesNotExist.
    return of.from_db(DEFAULT_DB_ALIAS, [of._meta.pk.attname, "is_active"], [UUID(key), True])  # type: ignore[attr-defined]


def _key(value: Any) -> Any:
    """A key, or that of a row, as a parameter of this database."""
    key = _key_of(value)
    return key if connection.features.has_native_uuid_field else key.hex


def _key_of(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _place(parameter: Any, stand_ins: list[Any]) -> Any:
    """The slot that this parameter marks, or itself."""
    moment = _as_date(parameter)
    for number, stand_in in enumerate(stand_ins):
        if _type_of(stand_in) is type(moment):
            later = moment - stand_in
            if abs(later) < timedelta(days=APART * 365 / 2):
                return _Slot(number, later)
        elif isinstance(stand_in, UUID | Model) and parameter == _key(stand_in):
            return _Slot(number)
    if _hides(parameter, stand_ins) or (moment is not None and moment.year >= FIRST_YEAR):
        raise TypeError("a prepared query hides a value in a list or a text, or takes a day from a moment")
    if parameter == timezone.get_current_timezone_name():
        raise TypeError("a prepared query cannot ask for the day of a moment: it is built once for every zone")
    return parameter


def _hides(parameter: Any, stand_ins: list[Any]) -> bool:
    keys = [_key_of(stand_in) for stand_in in stand_ins if isinstance(stand_in, UUID | Model)]
    text = str(parameter) if isinstance(parameter, str | list | tuple) else ""
    return isinstance(parameter, list | tuple) or any(key.hex in text or str(key) in text for key in keys)


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
