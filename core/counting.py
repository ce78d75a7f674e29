"""Counting on the cache that all web workers share, each count exact."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router

from core import clock

ONE_MORE = """
    INSERT INTO {table} (cache_key, value, expires) VALUES (%s, '1', %s)
    ON CONFLICT (cache_key) DO UPDATE SET value = CAST(CAST({table}.value AS INTEGER) + 1 AS TEXT)
    RETURNING value
"""


def count(key: str, seconds: int) -> int:
    """One more under `key`, which nothing else uses. → how many since the first, which is forgotten after `seconds`.

    The cache of the embedded installation is a table, where Django's own `add` and `incr` take a dozen statements and
    lose counts between them; here it is one.
    """
    if isinstance(_backend(), DatabaseCache):
        return _count_in_table(_backend(), key, seconds)
    if cache.add(key, 1, seconds):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        return 1


def _backend() -> Any:
    """The cache behind the name."""
    return cache._connections[cache._alias]  # type: ignore[attr-defined]


def _count_in_table(backend: DatabaseCache, key: str, seconds: int) -> int:
    connection = connections[router.db_for_write(backend.cache_model_class)]
    table = connection.ops.quote_name(backend._table)  # type: ignore[attr-defined]
    now = clock.now().replace(microsecond=0)
    until, today = (connection.ops.adapt_datetimefield_value(at) for at in (now + timedelta(seconds=seconds), now))
    with connection.cursor() as cursor:
        cursor.execute(ONE_MORE.format(table=table), [backend.make_and_validate_key(key), until])
        found = int(cursor.fetchone()[0])
        if found == 1:  # seldom, so the old ones go now: Django looks for them only when something is set
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [today])  # noqa: S608  (a name of ours)
    return found
