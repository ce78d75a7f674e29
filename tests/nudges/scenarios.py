"""One small story for each kind of nudge: what happens, when the word is due, to whom, and what makes it untrue.

A kind without a story fails `test_kinds.py`, which takes its list from the registry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from core.undoing import MAIL_WAITS
from goals.models import CoachingGoal, LookBack, Metric, Review
from people.models import User
from programs import applying
from programs.models import Application, Enrollment, ProgramInvitation
from relationships import kinds, proposing
from relationships.models import ProposalAnswer, Relationship, Session, StatusChange
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


STORIES: dict[str, Callable[..., Story]] = {}
# What only one kind of pair has: no end, no review and no number in mentoring, no check-in in coaching.
ONLY_IN = {
    **dict.fromkeys(["end-is-near", "value-due", "review-due", "end-date-asked"], "coaching"),
    **dict.fromkeys(["look-back", "check-in"], "mentoring"),
}


def story(kind: str) -> Callable[[Callable[..., Story]], Callable[..., Story]]:
    def keep(function: Callable[..., Story]) -> Callable[..., Story]:
        STORIES[kind] = partial(function, ONLY_IN[kind]) if kind in ONLY_IN else function
        return function

    return keep


def both(pair: Relationship) -> set[User]:
    return {pair.guide, pair.learner}


def _session_story(of: str, due: datetime, **fields: Any) -> Story:
    pair = make_pair(of)
    return Story(
        happen=lambda: make_session(pair, **fields),
        due=due,
        to=both(pair),
        gone=lambda: Session.objects.filter(relationship=pair).update(status="missed"),
        pair=pair,
    )


@story("session-planned")
def session_planned(of: str = "mentoring") -> Story:
    return _session_story(of, NOW, planned_at=NOW)


@story("session-moved")
def session_moved(of: str = "mentoring") -> Story:
    return _session_story(of, NOW, revision=1)


@story("session-called-off")
def session_called_off(of: str = "mentoring") -> Story:
    pair = make_pair(of)
    return Story(
        happen=lambda: make_session(pair, status="cancelled", cancelled_by=pair.guide, cancelled_at=NOW),
        due=NOW,
        to=both(pair),
        gone=lambda: Session.objects.filter(relationship=pair).update(status="missed"),
        pair=pair,
    )


@story("session-agenda")
def session_agenda(of: str = "mentoring") -> Story:
    told = _session_story(of, MORNING + 4 * DAY)
    asked = told.pair.rules_of_kind.AGENDA_EMPTY_ASKS if told.pair else ()
    return replace(told, to={getattr(told.pair, role) for role in asked})


@story("session-tomorrow")
def session_tomorrow(of: str = "mentoring") -> Story:
    return _session_story(of, MORNING + 6 * DAY)


@story("session-log")
def session_log(of: str = "mentoring") -> Story:
    return _session_story(of, MORNING + 8 * DAY)


def _proposed(of: str) -> Relationship:
    return make_pair(of, status="proposed", proposed_at=NOW - DAY, answer_by=TODAY + 9 * DAY)


def _proposal_story(of: str, due: datetime, *, at: datetime) -> Story:
    pair = make_pair(of, status="proposed", proposed_at=NOW + 90 * DAY, answer_by=TODAY + 10 * DAY)
    return Story(
        happen=lambda: Relationship.objects.filter(pk=pair.pk).update(proposed_at=at),
        due=due,
        to=both(pair),
        gone=lambda: Relationship.objects.filter(pk=pair.pk).update(status="lapsed", ended_on=TODAY),
        pair=pair,
    )


@story("proposal")
def proposal(of: str = "mentoring") -> Story:
    return _proposal_story(of, NOW, at=NOW)


@story("proposal-answer")
def proposal_answer(of: str = "mentoring") -> Story:
    return _proposal_story(of, MORNING + 3 * DAY, at=NOW)


def _move(pair: Relationship, to: str, *, before: str, **fields: Any) -> None:
    Relationship.objects.filter(pk=pair.pk).update(status=to, **fields)
    StatusChange.objects.create(relationship=pair, from_status=before, to_status=to, at=NOW)


def _end(pair: Relationship) -> None:
    Relationship.objects.filter(pk=pair.pk).update(status=pair.rules_of_kind.ENDED_BY_ONE, ended_on=TODAY)


@story("proposal-again")
def proposal_again(of: str = "mentoring") -> Story:
    pair = make_pair(of, status="proposed", proposed_at=NOW - 5 * DAY, answer_by=TODAY + 9 * DAY)
    return Story(
        happen=lambda: proposing.remind(pair, by=pair.program.admin_rows.get().person, now=NOW - MAIL_WAITS),
        due=NOW,
        to=both(pair),
        gone=lambda: [
            ProposalAnswer.objects.create(relationship=pair, person=person, yes=True, at=NOW) for person in both(pair)
        ],
        pair=pair,
    )


@story("both-said-yes")
def both_said_yes(of: str = "mentoring") -> Story:
    pair = _proposed(of)
    return Story(
        lambda: _move(pair, kinds.of(of).AFTER_YES, before="proposed"), NOW, both(pair), lambda: _end(pair), pair
    )


@story("fell-through")
def fell_through(of: str = "mentoring") -> Story:
    pair = _proposed(of)
    ProposalAnswer.objects.create(relationship=pair, person=pair.learner, yes=True, at=NOW)
    return Story(
        happen=lambda: _move(pair, "lapsed", before="proposed", ended_on=TODAY),
        due=NOW,
        to={pair.learner},
        gone=lambda: ProposalAnswer.objects.all().delete(),
        pair=pair,
        survives_end=True,
    )


@story("ended")
def ended(of: str = "mentoring") -> Story:
    pair = make_pair(of)
    return Story(
        happen=lambda: _move(pair, kinds.of(of).ENDED_BY_ONE, before="active", ended_on=TODAY),
        due=NOW,
        to=both(pair),
        gone=lambda: StatusChange.objects.all().delete(),
        pair=pair,
        survives_end=True,
    )


@story("first-session")
def first_session(of: str = "mentoring") -> Story:
    pair = make_pair(of, status=kinds.of(of).AFTER_YES)
    return Story(
        happen=lambda: StatusChange.objects.create(
            relationship=pair, from_status="proposed", to_status=kinds.of(of).AFTER_YES, at=NOW
        ),
        due=MORNING + 7 * DAY,
        to={pair.learner},
        gone=lambda: make_session(pair, starts_at=NOW + 20 * DAY),
        pair=pair,
    )


@story("agreement-to-sign")
def agreement_to_sign(of: str = "mentoring") -> Story:
    pair = make_pair(of, status=kinds.of(of).AFTER_YES)
    return Story(
        happen=lambda: make_agreement(pair, signed=False),
        due=MORNING + 3 * DAY,
        to=both(pair),
        gone=lambda: pair.agreements.update(in_force_at=NOW),
        pair=pair,
    )


@story("agreement-to-write")
def agreement_to_write(of: str = "mentoring") -> Story:
    pair = make_pair(of, status=kinds.of(of).AFTER_YES)
    begun = {"relationship": pair, "to_status": pair.status, "at": NOW}
    return Story(
        lambda: StatusChange.objects.create(**begun), MORNING + 3 * DAY, both(pair),
        gone=lambda: make_agreement(pair, signed=False), pair=pair,
    )  # fmt: skip


@story("quiet")
def quiet(of: str = "mentoring") -> Story:
    pair = make_pair(of)
    return Story(
        happen=lambda: make_session(pair, status="held", starts_at=NOW),
        due=MORNING + 42 * DAY,
        to=both(pair),
        gone=lambda: make_session(pair, starts_at=NOW + 60 * DAY),
        pair=pair,
    )


@story("end-is-near")
def end_is_near(of: str = "coaching") -> Story:
    pair = make_pair(of)
    return Story(
        happen=lambda: Relationship.objects.filter(pk=pair.pk).update(ends_on=TODAY + 60 * DAY),
        due=MORNING + 30 * DAY,
        to=both(pair),
        gone=lambda: Relationship.objects.filter(pk=pair.pk).update(ends_on=TODAY + 90 * DAY),
        pair=pair,
    )


def _owed_value(pair: Relationship) -> None:
    goal = CoachingGoal.objects.create(
        relationship=pair, title="Deliveries", state="accepted", proposed_by=pair.guide, proposed_at=NOW
    )
    Metric.objects.create(goal=goal, next_value_on=TODAY + 5 * DAY)


@story("value-due")
def value_due(of: str = "coaching") -> Story:
    pair = make_pair(of)
    return Story(
        happen=lambda: _owed_value(pair),
        due=MORNING + 5 * DAY,
        to={pair.learner},
        gone=lambda: Metric.objects.update(next_value_on=TODAY + 19 * DAY),
        pair=pair,
    )


@story("review-due")
def review_due(of: str = "coaching") -> Story:
    pair = make_pair(of)
    return Story(
        happen=lambda: Review.objects.create(relationship=pair, held_on=TODAY, held_by=pair.guide, created_at=NOW),
        due=MORNING + 28 * DAY,
        to=both(pair),
        gone=lambda: Review.objects.update(held_on=TODAY + 27 * DAY),
        pair=pair,
    )


@story("look-back")
def look_back(of: str = "mentoring") -> Story:
    pair = make_pair(of)
    return Story(
        happen=lambda: StatusChange.objects.create(
            relationship=pair, from_status="agreeing", to_status="active", at=NOW
        ),
        due=MORNING + 182 * DAY,
        to=both(pair),
        gone=lambda: [
            LookBack.objects.create(relationship=pair, author=person, on_day=TODAY + 180 * DAY, answer="go_on", at=NOW)
            for person in both(pair)
        ],
        pair=pair,
    )


@story("line-changed")
def line_changed(of: str = "mentoring") -> Story:
    pair = make_pair(of)
    return Story(
        happen=lambda: User.objects.filter(pk=pair.learner_id).update(manager=pair.guide),
        due=MORNING + DAY,
        to=both(pair),
        gone=lambda: User.objects.filter(pk=pair.learner_id).update(manager=None),
        pair=pair,
    )


@story("invitation")
def invitation(of: str = "mentoring") -> Story:
    program, person = make_program(of), make_person("Jo")
    return Story(
        happen=lambda: ProgramInvitation.objects.create(
            program=program, person=person, role="learner", invited_by=program.admin_rows.get().person, invited_at=NOW
        ),
        due=NOW,
        to={person},
        gone=lambda: make_enrollment(program, person, "learner", status="applied"),
    )


def _place_story(of: str, decide: Callable[[Enrollment, User], Any], status: str) -> Story:
    program = make_program(of)
    waiting = make_enrollment(program, make_person("Jo"), "learner", status=status, waitlisted_at=NOW)
    return Story(
        happen=lambda: decide(waiting, program.admin_rows.get().person),
        due=NOW,
        to={waiting.person},
        gone=lambda: Enrollment.objects.update(status="withdrawn"),
    )


@story("questions-open")
def questions_open(of: str = "mentoring") -> Story:
    program = make_program(of)
    row = make_enrollment(program, make_person("Jo"), "learner")
    Application.objects.update(how=None)
    return Story(
        happen=lambda: applying.remind(row, by=program.admin_rows.get().person, now=NOW - MAIL_WAITS),
        due=NOW,
        to={row.person},
        gone=lambda: Enrollment.objects.update(status="withdrawn"),
    )


@story("accepted")
def accepted(of: str = "mentoring") -> Story:
    return _place_story(of, lambda one, admin: applying.accept(one, by=admin, now=NOW - MAIL_WAITS), "applied")


@story("promoted")
def promoted(of: str = "mentoring") -> Story:
    return _place_story(of, lambda one, admin: applying.promote(one, by=None, now=NOW), "waitlisted")


from tests.nudges import asked_alone, by_hand  # noqa: E402, F401  (their stories join these)
