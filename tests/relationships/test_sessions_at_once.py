"""Both halves log at the same moment, each in a thread with a connection of its own: one row, whoever wins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from core.errors import NotPossible
from people.models import User
from relationships import holding
from relationships.models import Session
from tests.make import NOW, TODAY, make_pair, make_session
from tests.run.installation import PATIENCE

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(verb: Callable[[User], object], people: list[User]) -> list[str]:
    """Runs the verb for each person at the same moment; returns how it went."""
    barrier, outcomes = Barrier(len(people)), list[str]()

    def run(person: User) -> None:
        barrier.wait(timeout=PATIENCE)
        try:
            verb(person)
            outcomes.append("done")
        except NotPossible as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=PATIENCE)
    return sorted(outcomes)


def test_a_planned_session_logged_by_both_at_once_is_logged_once() -> None:
    pair = make_pair()
    for hours in range(1, 6):
        session = make_session(pair, starts_at=NOW - timedelta(hours=hours))

        def hold(person: User, pk: object = session.pk) -> None:
            own = Session.objects.select_related("relationship").get(pk=pk)
            holding.hold(own, minutes=30 if person == pair.guide else 60, form="video", by=person, now=NOW)

        assert at_once(hold, [pair.guide, pair.learner]) == ["NotPossible", "done"]
        session.refresh_from_db()
        assert session.minutes == (30 if session.logged_by == pair.guide else 60)


def test_an_unplanned_one_logged_by_both_at_once_makes_one_row() -> None:
    for _round in range(5):
        pair = make_pair()

        def log(person: User) -> None:
            holding.log_unplanned(pair, day=TODAY, minutes=60, form="video", zone="UTC", by=person, now=NOW)  # noqa: B023

        assert at_once(log, [pair.guide, pair.learner]) == ["AlreadyThere", "done"]
        assert pair.sessions.count() == 1
