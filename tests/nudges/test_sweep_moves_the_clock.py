"""What a sweep does besides mail."""

from datetime import timedelta

import pytest

from nudges.sweeping import sweep
from tests.make import NOW, make_pair, make_session

pytestmark = pytest.mark.django_db


def test_a_session_that_nobody_confirmed_is_left_as_not_confirmed() -> None:
    session = make_session(make_pair(), starts_at=NOW - timedelta(days=30))
    sweep(NOW - timedelta(days=29))
    session.refresh_from_db()
    assert session.status == "planned"
    sweep(NOW)
    session.refresh_from_db()
    assert session.status == "unknown"
