"""What a sweep does besides mail."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.errors import NotPossible
from nudges.sweeping import sweep
from relationships import holding
from relationships.models import Session
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


@pytest.mark.parametrize(("error", "is_logged"), [(NotPossible("Another sweep was first."), False), (KeyError(), True)])
def test_a_session_that_cannot_be_left_does_not_stop_the_rest(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception, is_logged: bool
) -> None:
    broken, fine = (make_session(make_pair(), starts_at=NOW - timedelta(days=days)) for days in (31, 30))
    monkeypatch.setattr(holding, "mark_unconfirmed", _breaking_at(broken, error))
    sweep(NOW)
    fine.refresh_from_db()
    assert fine.status == "unknown"
    assert (str(broken.pk) in caplog.text) == is_logged


def _breaking_at(broken: Session, error: Exception) -> Callable[..., Any]:
    real = holding.mark_unconfirmed

    def mark(session: Session, *, now: datetime) -> Session:
        if session.pk == broken.pk:
            raise error
        return real(session, now=now)

    return mark
