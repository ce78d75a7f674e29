"""What pages say of rows in memory is what the querysets of the same names say."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from people.models import User
from relationships.models import Relationship, Session
from relationships.read_sessions import Tally, ToConfirm
from relationships.reading import Ahead
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


def test_a_home_counts_what_a_workspace_reads(pair: Relationship) -> None:
    """Of each half: what the other logged and they have not said yes to; nothing of a session from a list."""
    for hours in range(3, 9):
        by, starts_at = (pair.guide, pair.learner)[hours % 2], NOW - timedelta(hours=hours)
        said_yes = {"confirmed_by": pair.other(by), "confirmed_at": NOW} if hours > 6 else {}
        make_session(pair, status="held", starts_at=starts_at, minutes=hours, logged_by=by, logged_at=NOW, **said_yes)
    tallies = []
    for me in (pair.guide, pair.learner):
        whole: Relationship = Relationship.objects.for_page().get(pk=pair.pk)
        ahead = Ahead(me, [pair])
        ahead.keep()
        tally = pair.read.sessions.tally(me)
        assert replace(tally, to_confirm=None) == replace(whole.read.sessions.tally(me), to_confirm=None)
        assert ids(pair.read.sessions.coming(NOW)) == ids(whole.read.sessions.coming(NOW))
        tallies.append((tally.to_confirm, whole.read.sessions.tally(me).to_confirm))
    for ours, theirs in tallies:
        assert ours is not None
        assert theirs is not None
        assert (ours.count, ours.starts_at) == (theirs.count, theirs.starts_at)
    assert {ours.count for ours, _theirs in tallies if ours} == {2}


def test_of_a_single_session_to_confirm_a_home_knows_which_it_is() -> None:
    pair = make_pair()
    row = make_session(pair, status="held", starts_at=NOW, minutes=45, logged_by=pair.guide, logged_at=NOW)
    for me, waits in ((pair.learner, ToConfirm(1, row.pk, NOW, 45)), (pair.guide, None)):
        Ahead(me, [pair]).keep()
        assert pair.read.sessions.tally(me).to_confirm == waits
        assert pair.read.sessions.tally(me) == Relationship.objects.get(pk=pair.pk).read.sessions.tally(me)
        with pytest.raises(LookupError):
            assert pair.read.sessions.held


def test_a_pair_without_sessions_sums_up_to_nothing(learner: User) -> None:
    pair = make_pair(learner=learner)
    Ahead(learner, [pair]).keep()
    assert pair.read.sessions.tally(learner) == Tally() == Relationship.objects.get().read.sessions.tally(learner)


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
