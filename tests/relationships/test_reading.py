"""What pages say of rows in memory is what the querysets of the same names say."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from people.models import User
from relationships.models import Relationship, Session
from tests.make import NOW, make_action, make_line, make_pair, make_session

pytestmark = pytest.mark.django_db
STATUSES = [str(status) for status in Session.Status.values]
HOURS = (-30, -2, -1, -0.5, 0, 0.5, 48)


@pytest.fixture(params=["active", "resting", "ended"])
def pair(request: pytest.FixtureRequest) -> Relationship:
    """A pair with a session of every state at every distance, agenda lines of every state, actions done and open."""
    pair = make_pair()
    sessions = {}
    for status, hours in product(STATUSES, HOURS):
        called_off = {"cancelled_by": pair.guide, "cancelled_at": NOW} if status == "cancelled" else {}
        starts_at = NOW + timedelta(hours=hours)
        sessions[status, hours] = make_session(pair, status=status, starts_at=starts_at, **called_off)
    skipped = [None, *(sessions["planned", hours] for hours in HOURS), sessions["held", -2]]
    for status, after in product(["on", "suggested", "done", "declined"], skipped):
        make_line(pair, status=status, after_session=after)
    make_line(pair, "content", status="done")
    make_line(pair, status="on", removed_at=NOW)
    make_action(pair)
    make_action(pair, done_at=NOW)
    ended_on = NOW.date() if request.param == "ended" else None
    Relationship.objects.filter(pk=pair.pk).update(status=request.param, ended_on=ended_on)
    fresh: Relationship = Relationship.objects.for_page().get(pk=pair.pk)
    return fresh


def ids(rows: Any) -> list[Any]:
    return [row.pk for row in rows]


def test_sessions_in_memory_are_those_of_the_querysets(pair: Relationship) -> None:
    rows = pair.read.sessions
    assert len(rows.rows) == len(STATUSES) * len(HOURS)
    assert ids(rows.coming(NOW)) == ids(pair.sessions.coming(NOW))
    assert ids(rows.to_log(NOW)) == ids(pair.sessions.to_log(NOW))
    assert ids(rows.held) == ids(pair.sessions.held())
    assert bool(rows.coming(NOW)) is pair.is_open, "the story reaches both answers"


def test_lines_in_memory_are_those_of_the_querysets(pair: Relationship) -> None:
    assert ids(pair.read.waiting_lines(NOW)) == ids(pair.agenda.waiting_lines(NOW))
    assert ids(pair.read.put_off(NOW)) == ids(pair.agenda.put_off(NOW))
    assert pair.read.put_off(NOW)
    assert ids(pair.read.actions) == ids(pair.actions.standing())


def test_a_suggestion_waits_for_whoever_owns_the_layer(learner: User) -> None:
    pair = make_pair(learner=learner)
    make_line(pair, status="suggested", author=pair.guide)
    for user, waits in ((pair.learner, True), (pair.guide, False)):
        [found] = Relationship.objects.shared_with(user, NOW.date()).with_waiting(user, NOW.date())
        assert found.has_suggestion is waits
