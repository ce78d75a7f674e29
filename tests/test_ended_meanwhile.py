"""Nothing is written into a pair that ends between somebody's page and their button, or at the very same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction

from core.errors import NotPossible
from core.models import AuditEvent
from goals import aiming, looking_back, proposing, reviewing
from notes import writing
from relationships import acting, agendas, endings, holding, scheduling
from relationships.models import Relationship
from surveys import rounds
from surveys.models import Round
from tests.make import (
    NOW,
    TODAY,
    make_action,
    make_aim,
    make_goal,
    make_line,
    make_pair,
    make_plan,
    make_private_note,
    make_session,
    make_shared_note,
)
from tests.run.installation import PATIENCE

Act = Callable[[], object]
YESTERDAY = NOW - timedelta(days=1)


def terms() -> proposing.Terms:
    return proposing.Terms("On time", Decimal(8), TODAY + timedelta(days=60), unit="%", direction="down")


def asked(pair: Relationship) -> Round:
    days = {"opens_on": TODAY, "closes_on": TODAY + timedelta(days=14)}
    return Round.objects.create(relationship=pair, instrument="trust", number=1, **days)


def logged(pair: Relationship) -> Any:
    facts = {"status": "held", "logged_by": pair.guide, "logged_at": YESTERDAY}
    return make_session(pair, starts_at=YESTERDAY, **facts)


# The thing that stands on the page, and what somebody does with it. In mentoring unless COACHING says otherwise.
MAKE: dict[str, Callable[[Relationship], Any]] = {
    "action.add": lambda pair: pair,
    "action.edit": make_action,
    "action.tick": make_action,
    "action.untick": lambda pair: make_action(pair, done_at=NOW),
    "action.remove": make_action,
    "action.restore": lambda pair: make_action(pair, removed_at=NOW),
    "agenda.edit": make_line,
    "note.write": lambda pair: pair,
    "note.edit": make_shared_note,
    "note.share": make_private_note,
    "session.hold": lambda pair: make_session(pair, starts_at=YESTERDAY),
    "session.miss": lambda pair: make_session(pair, starts_at=YESTERDAY),
    "session.confirm": logged,
    "session.correct": logged,
    "session.call_off": make_session,
    "plan.accept": lambda pair: (make_line(pair, "plan"), make_plan(pair, accepted=False))[1],
    "end_date.propose": lambda pair: pair,
    "look_back.answer": lambda pair: pair,
    "aim.write": lambda pair: pair,
    "aim.suggest_change": make_aim,
    "aim.agree": lambda pair: make_aim(pair, agreed=False),
    "aim.let_go": make_aim,
    "goal.propose": lambda pair: pair,
    "goal.edit": make_goal,
    "goal.write_own_words": make_goal,
    "goal.claim_reached": make_goal,
    "metric.enter_value": make_goal,
    "measurement.correct": make_goal,
    "review.hold": lambda pair: pair,
    "check_in.answer": asked,
}
COACHING = {"plan.accept", "end_date.propose", "review.hold"} | {
    name for name in MAKE if name.split(".")[0] in {"goal", "metric", "measurement"}
}


def do(name: str, pair: Relationship, thing: Any) -> Act:
    """The verb `name`, as its page calls it: with the pair as it was read before."""
    if thing is not pair and hasattr(thing, "relationship_id"):
        thing.relationship = pair
    learner: dict[str, Any] = {"by": pair.learner, "now": NOW}
    guide: dict[str, Any] = {"by": pair.guide, "now": NOW}
    acts: dict[str, Act] = {
        "action.add": lambda: acting.add(pair, "Call Priya", owner=pair.learner, **learner),
        "action.edit": lambda: acting.edit(thing, text="Call", owner=pair.learner, by_day=None, version=1, **learner),
        "action.tick": lambda: acting.tick(thing, **learner),
        "action.untick": lambda: acting.untick(thing, **learner),
        "action.remove": lambda: acting.remove(thing, **learner),
        "action.restore": lambda: acting.restore(thing, **learner),
        "agenda.edit": lambda: agendas.edit(thing, text="The board", version=1, by=thing.author, now=NOW),
        "note.write": lambda: writing.write(pair, "both", "Lisbon", **learner),
        "note.edit": lambda: writing.edit(thing, text="Porto", version=1, **learner),
        "note.share": lambda: writing.share(thing, **learner),
        "session.hold": lambda: holding.hold(thing, minutes=60, form="video", **learner),
        "session.miss": lambda: holding.miss(thing, why="skipped", **learner),
        "session.confirm": lambda: holding.confirm(thing, **learner),
        "session.correct": lambda: holding.correct(
            thing, day=thing.day, minutes=30, form="video", seen=thing.logged_at, **learner
        ),
        "session.call_off": lambda: scheduling.call_off(thing, **learner),
        "plan.accept": lambda: thing.accept(thing.version, **learner),
        "end_date.propose": lambda: endings.propose_end_date(pair, TODAY + timedelta(days=200), "More", **guide),
        "look_back.answer": lambda: looking_back.answer(pair, "go_on", **learner),
        "aim.write": lambda: aiming.write(pair, "Lead a team", **learner),
        "aim.suggest_change": lambda: thing.suggest_change(1, "Lead two", horizons=[], how=[], **learner),
        "aim.agree": lambda: thing.agree(1, **guide),
        "aim.let_go": lambda: thing.let_go(**learner),
        "goal.propose": lambda: proposing.propose(pair, terms(), **guide),
        "goal.edit": lambda: proposing.edit(thing, terms(), 1, **guide),
        "goal.write_own_words": lambda: thing.write_own_words("For the plants", **learner),
        "goal.claim_reached": lambda: thing.claim_reached(**learner),
        "metric.enter_value": lambda: thing.metric.enter_value(Decimal(18), TODAY, **learner),
        "measurement.correct": lambda: thing.metric.values_now[0].correct(Decimal(20), **learner),
        "review.hold": lambda: reviewing.hold(pair, what_helped="Calling", **learner),
        "check_in.answer": lambda: rounds.answer(thing, {"respect": 4}, **learner),
    }
    return acts[name]


def prepared(name: str) -> tuple[Relationship, Act]:
    pair = make_pair("coaching" if name in COACHING else "mentoring")
    thing = MAKE[name](pair)
    return pair, do(name, pair, thing)


@pytest.mark.django_db
@pytest.mark.parametrize("name", MAKE)
def test_it_is_written_while_the_pair_is_open(name: str) -> None:
    _pair, act = prepared(name)
    act()
    assert AuditEvent.objects.filter(verb=name).exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", MAKE)
def test_nothing_is_written_once_the_other_half_has_ended_it(name: str) -> None:
    """The page was read before the end, the button pressed after it."""
    pair, act = prepared(name)
    Relationship.objects.get(pk=pair.pk).end(by=pair.guide, now=NOW)
    with pytest.raises(NotPossible):
        act()
    assert not AuditEvent.objects.filter(verb=name).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["action.add", "note.write", "session.hold", "session.confirm", "aim.write"])
def test_a_verb_waits_for_an_ending_that_is_under_way(name: str) -> None:
    """The ending is not committed yet when the verb begins: it waits, and is refused."""
    pair, act = prepared(name)
    is_begun, outcomes = Event(), list[str]()

    def write() -> None:
        is_begun.wait(timeout=PATIENCE)
        try:
            act()
            outcomes.append("written")
        except NotPossible:
            outcomes.append("refused")
        finally:
            connection.close()

    writer = Thread(target=write)
    writer.start()
    with transaction.atomic():
        Relationship.objects.get(pk=pair.pk).end(by=pair.guide, now=NOW)
        is_begun.set()
        writer.join(timeout=0.4)  # ten times as long as it takes when it need not wait
        assert outcomes == []
    writer.join(timeout=PATIENCE)
    assert outcomes == ["refused"]
