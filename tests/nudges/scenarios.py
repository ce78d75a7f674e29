"""One small story for each kind of nudge: what happens, when the word is due, to whom, and what makes it untrue.

A kind without a story fails `test_kinds.py`, which takes its list from the registry.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from goals.models import CoachingGoal, LookBack, Metric, Review
from people.models import User
from programs import applying
from programs.models import Enrollment, ProgramInvitation
from relationships.models import ProposalAnswer, Relationship, Session, StatusChange
from surveys.instruments import TRUST
from surveys.models import Answer, HelpRequest, Round
from tests.make import NOW, TODAY, make_agreement, make_enrollment, make_pair, make_person, make_program, make_session

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MORNING = NOW.replace(hour=8, minute=30)  # of Tuesday 17 November 2026; everybody here lives by UTC


@dataclass
class Story:
    """`happen` makes the fact, `gone` makes it untrue; `due` is the first moment at which the word may go."""

    happen: Callable[[], Any]
    due: datetime
    to: set[User]
    gone: Callable[[], Any]
    pair: Relationship | None = None
    survives_end: bool = False


STORIES: dict[str, Callable[[], Story]] = {}


def story(kind: str) -> Callable[[Callable[[], Story]], Callable[[], Story]]:
    def keep(function: Callable[[], Story]) -> Callable[[], Story]:
        STORIES[kind] = function
        return function

    return keep


def _both(pair: Relationship) -> set[User]:
    return {pair.guide, pair.learner}


def _session_story(due: datetime, to: str = "both", kind: str = "mentoring", **fields: Any) -> Story:
    pair = make_pair(kind)
    people = {"both": _both(pair), "learner": {pair.learner}}[to]
    return Story(
        happen=lambda: make_session(pair, **fields),
        due=due,
        to=people,
        gone=lambda: Session.objects.filter(relationship=pair).update(status="missed"),
        pair=pair,
    )


@story("session-planned")
def session_planned() -> Story:
    return _session_story(NOW, planned_at=NOW)


@story("session-moved")
def session_moved() -> Story:
    return _session_story(NOW, revision=1)


@story("session-called-off")
def session_called_off() -> Story:
    pair = make_pair()
    return Story(
        happen=lambda: make_session(pair, status="cancelled", cancelled_by=pair.guide, cancelled_at=NOW),
        due=NOW,
        to=_both(pair),
        gone=lambda: Session.objects.filter(relationship=pair).update(status="missed"),
        pair=pair,
    )


@story("session-agenda")
def session_agenda() -> Story:
    return _session_story(MORNING + 4 * DAY, to="learner")


@story("session-tomorrow")
def session_tomorrow() -> Story:
    return _session_story(MORNING + 6 * DAY)


@story("session-log")
def session_log() -> Story:
    return _session_story(MORNING + 8 * DAY)


def _proposed() -> Relationship:
    return make_pair(status="proposed", proposed_at=NOW - DAY, answer_by=TODAY + 9 * DAY)


def _proposal_story(due: datetime, *, at: datetime) -> Story:
    pair = make_pair(status="proposed", proposed_at=NOW + 90 * DAY, answer_by=TODAY + 10 * DAY)
    return Story(
        happen=lambda: Relationship.objects.filter(pk=pair.pk).update(proposed_at=at),
        due=due,
        to=_both(pair),
        gone=lambda: Relationship.objects.filter(pk=pair.pk).update(status="lapsed", ended_on=TODAY),
        pair=pair,
    )


@story("proposal")
def proposal() -> Story:
    return _proposal_story(NOW, at=NOW)


@story("proposal-answer")
def proposal_answer() -> Story:
    return _proposal_story(MORNING + 3 * DAY, at=NOW)


def _move(pair: Relationship, to: str, *, before: str) -> None:
    Relationship.objects.filter(pk=pair.pk).update(status=to)
    StatusChange.objects.create(relationship=pair, from_status=before, to_status=to, at=NOW)


def _end(pair: Relationship) -> None:
    Relationship.objects.filter(pk=pair.pk).update(status=pair.rules_of_kind.ENDED_BY_ONE, ended_on=TODAY)


@story("both-said-yes")
def both_said_yes() -> Story:
    pair = _proposed()
    return Story(lambda: _move(pair, "agreeing", before="proposed"), NOW, _both(pair), lambda: _end(pair), pair)


@story("fell-through")
def fell_through() -> Story:
    pair = _proposed()
    ProposalAnswer.objects.create(relationship=pair, person=pair.learner, yes=True, at=NOW)
    return Story(
        happen=lambda: _move(pair, "lapsed", before="proposed"),
        due=NOW,
        to={pair.learner},
        gone=lambda: ProposalAnswer.objects.all().delete(),
        pair=pair,
        survives_end=True,
    )


@story("ended")
def ended() -> Story:
    pair = make_pair()
    return Story(
        happen=lambda: _move(pair, "ended", before="active"),
        due=NOW,
        to=_both(pair),
        gone=lambda: StatusChange.objects.all().delete(),
        pair=pair,
        survives_end=True,
    )


@story("first-session")
def first_session() -> Story:
    pair = make_pair(status="agreeing")
    return Story(
        happen=lambda: StatusChange.objects.create(
            relationship=pair, from_status="proposed", to_status="agreeing", at=NOW
        ),
        due=MORNING + 7 * DAY,
        to={pair.learner},
        gone=lambda: make_session(pair, starts_at=NOW + 20 * DAY),
        pair=pair,
    )


@story("agreement-to-sign")
def agreement_to_sign() -> Story:
    pair = make_pair(status="agreeing")
    return Story(
        happen=lambda: make_agreement(pair, signed=False),
        due=MORNING + 3 * DAY,
        to=_both(pair),
        gone=lambda: pair.agreements.update(in_force_at=NOW),
        pair=pair,
    )


@story("quiet")
def quiet() -> Story:
    pair = make_pair()
    return Story(
        happen=lambda: make_session(pair, status="held", starts_at=NOW),
        due=MORNING + 42 * DAY,
        to=_both(pair),
        gone=lambda: make_session(pair, starts_at=NOW + 60 * DAY),
        pair=pair,
    )


@story("end-is-near")
def end_is_near() -> Story:
    pair = make_pair("coaching")
    return Story(
        happen=lambda: Relationship.objects.filter(pk=pair.pk).update(ends_on=TODAY + 60 * DAY),
        due=MORNING + 30 * DAY,
        to=_both(pair),
        gone=lambda: Relationship.objects.filter(pk=pair.pk).update(ends_on=TODAY + 90 * DAY),
        pair=pair,
    )


def _owed_value(pair: Relationship) -> None:
    goal = CoachingGoal.objects.create(
        relationship=pair, title="Deliveries", state="accepted", proposed_by=pair.guide, proposed_at=NOW
    )
    Metric.objects.create(goal=goal, next_value_on=TODAY + 5 * DAY)


@story("value-due")
def value_due() -> Story:
    pair = make_pair("coaching")
    return Story(
        happen=lambda: _owed_value(pair),
        due=MORNING + 5 * DAY,
        to={pair.learner},
        gone=lambda: Metric.objects.update(next_value_on=TODAY + 19 * DAY),
        pair=pair,
    )


@story("review-due")
def review_due() -> Story:
    pair = make_pair("coaching")
    return Story(
        happen=lambda: Review.objects.create(relationship=pair, held_on=TODAY, held_by=pair.guide, created_at=NOW),
        due=MORNING + 28 * DAY,
        to=_both(pair),
        gone=lambda: Review.objects.update(held_on=TODAY + 27 * DAY),
        pair=pair,
    )


@story("look-back")
def look_back() -> Story:
    pair = make_pair()
    return Story(
        happen=lambda: StatusChange.objects.create(
            relationship=pair, from_status="agreeing", to_status="active", at=NOW
        ),
        due=MORNING + 182 * DAY,
        to=_both(pair),
        gone=lambda: [
            LookBack.objects.create(relationship=pair, author=person, on_day=TODAY + 180 * DAY, answer="go_on", at=NOW)
            for person in _both(pair)
        ],
        pair=pair,
    )


@story("check-in")
def check_in() -> Story:
    pair = make_pair()

    def skip() -> None:
        for asked in Round.objects.all():
            for person in _both(pair):
                Answer.objects.create(round=asked, person=person, skipped=True, at=NOW)

    return Story(
        happen=lambda: Round.objects.create(
            relationship=pair, instrument=TRUST.key, number=1, opens_on=TODAY + 2 * DAY, closes_on=TODAY + 16 * DAY
        ),
        due=MORNING + 2 * DAY,
        to=_both(pair),
        gone=skip,
        pair=pair,
    )


@story("help-wanted")
def help_wanted() -> Story:
    pair = make_pair()
    contact = pair.program.help_contact
    assert contact is not None
    return Story(
        happen=lambda: HelpRequest.objects.create(
            relationship=pair, person=pair.learner, contact=contact, asked_at=NOW
        ),
        due=NOW,
        to={contact},
        gone=lambda: HelpRequest.objects.update(answered_at=NOW),
        survives_end=True,
    )


@story("invitation")
def invitation() -> Story:
    program, person = make_program(), make_person("Jo")
    return Story(
        happen=lambda: ProgramInvitation.objects.create(
            program=program, person=person, role="learner", invited_by=program.admin_rows.get().person, invited_at=NOW
        ),
        due=NOW,
        to={person},
        gone=lambda: make_enrollment(program, person, "learner", status="applied"),
    )


def _place_story(decide: Callable[[Enrollment, User], Any], status: str) -> Story:
    program = make_program()
    waiting = make_enrollment(program, make_person("Jo"), "learner", status=status, waitlisted_at=NOW)
    return Story(
        happen=lambda: decide(waiting, program.admin_rows.get().person),
        due=NOW,
        to={waiting.person},
        gone=lambda: Enrollment.objects.update(status="withdrawn"),
    )


@story("accepted")
def accepted() -> Story:
    return _place_story(lambda one, admin: applying.accept(one, by=admin, now=NOW), "applied")


@story("promoted")
def promoted() -> Story:
    return _place_story(lambda one, admin: applying.promote(one, by=None, now=NOW), "waitlisted")
