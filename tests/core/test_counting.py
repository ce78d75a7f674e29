"""Counting on the shared cache."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import clock
from core.counting import count
from tests.make import NOW

pytestmark = pytest.mark.django_db


def test_each_key_counts_by_itself(own_counters: Any) -> None:
    assert [count("a", 60), count("a", 60), count("b", 60), count("a", 60)] == [1, 2, 1, 3]


def test_it_asks_the_database_once(own_counters: Any) -> None:
    """The embedded installation counts every request to the API in its database; another one asks Redis."""
    count("a", 60)
    with CaptureQueriesContext(connection) as asked:
        count("a", 60)
    assert len(asked) <= 1


def test_what_has_run_out_goes_when_something_new_is_counted(own_counters: Any) -> None:
    if "cache" not in connection.introspection.table_names():
        return  # counts are in Redis, which forgets by itself; the embedded run has the table

    def rows() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM cache")
            return int(cursor.fetchone()[0])

    with clock.moved_to(NOW):
        count("a", 60)
        count("b", 60)
    before = rows()
    with clock.moved_to(NOW + timedelta(minutes=2)):
        count("c", 60)
    assert rows() == before - 1
