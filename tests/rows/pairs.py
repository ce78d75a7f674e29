"""Rows that hang on one pair."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from django.urls import reverse

from core import wording
from goals.models import LookBack
from nudges.models import Nudge
from relationships.models import EndDateProposal, OnBehalf, Relationship, Session, StatusChange
from surveys.models import Answer, Round
from tests import make
from tests.rows import Rows

More = Callable[[Relationship, int], str]


def of_pair(kind: str, route: str, more: More) -> Rows:
    """Seen by the learner."""
    pair = make.make_pair(kind)
    return Rows(pair.learner, reverse(route, args=[pair.pk]), partial(more, pair))


def of_guide(route: str, more: More) -> Rows:
    """Seen by the guide of a coaching."""
    pair = make.make_pair("coaching")
    return Rows(pair.guide, reverse(route, args=[pair.pk]), partial(more, pair))


def of_admin(route: str, more: More) -> Rows:
    """Seen by the person who runs the program."""
    admin = make.make_person("Maya", "Lindqvist")
    pair = make.make_pair(program=make.make_program(admin=admin))
    return Rows(admin, reverse(route, args=[pair.pk]), partial(more, pair))


def of_session(kind: str, route: str, more: Callable[[Session, int], str]) -> Rows:
    """Rows that hang on one session, seen by the learner."""
    session = make.make_session(make.make_pair(kind))
    return Rows(session.relationship.learner, reverse(route, args=[session.pk]), partial(more, session))


def called() -> Rows:
    """Pairs that the search finds by one of the two, of whom each has several."""
    admin = make.make_person("Maya", "Lindqvist")
    program, guide = make.make_program(admin=admin), make.make_person("Leo", "Brandt")

    def more(number: int) -> str:
        since = make.NOW + timedelta(minutes=number)
        return str(make.make_pair(program=program, guide=guide, place=number, proposed_at=since).pk)

    return Rows(admin, f"{reverse('desk:search')}?q=brandt", more)


def of_own_notes() -> Rows:
    rows = of_pair("mentoring", "desk:pair_notes", note)
    return Rows(rows.reader, reverse("notes:own"), rows.more)


def of_mentee() -> Rows:
    """The home of a mentee, with an aim in each pair."""
    mentee = make.make_person("Amara")

    def more(number: int) -> str:
        make.make_aim(make.make_pair(learner=mentee), f"Aim {number}.")
        return f"Aim {number}."

    return Rows(mentee, reverse("desk:home"), more)


def of_goal() -> Rows:
    """The values of one goal."""
    pair = make.make_pair("coaching")
    made = make.make_goal(pair)

    def more(number: int) -> str:
        return str(make.make_value(made, 100 + number, make.TODAY - timedelta(days=60 + number)).pk)

    return Rows(pair.learner, reverse("goals:goal", args=[pair.pk, made.pk]), more)


def of_held_review() -> Rows:
    pair = make.make_pair("coaching")
    held = make.make_review(pair, held_on=make.TODAY)
    return Rows(pair.learner, reverse("goals:held_review", args=[pair.pk, held.pk]), partial(goal, pair))


def action(pair: Relationship, number: int) -> str:
    return make.make_action(pair, text=f"Step {number}.").text or ""


def line(pair: Relationship, number: int, layer: str = "session") -> str:
    return make.make_line(pair, layer, text=f"Point {number}.").text or ""


def suggestion(pair: Relationship, number: int) -> str:
    return make.make_line(pair, text=f"Idea {number}.", status="suggested", author=pair.guide).text or ""


def held(pair: Relationship, number: int) -> str:
    starts = make.NOW - timedelta(days=number + 1)
    values: dict[str, Any] = {"status": "held", "logged_by": pair.guide, "logged_at": make.NOW}
    return str(make.make_session(pair, starts_at=starts, minutes=100 + number, **values).pk)


def minutes(pair: Relationship, number: int) -> str:
    held(pair, number)
    return f"{100 + number} min"


def state(pair: Relationship, number: int) -> str:
    at = make.NOW - timedelta(days=number)
    StatusChange.objects.create(relationship=pair, from_status="active", to_status="resting", at=at)
    return f">{wording.day(at.date(), make.TODAY)}<"


def reminder(pair: Relationship, number: int) -> str:
    return f">{wording.day(sent(pair, number).due_at.date(), make.TODAY)}<"


def sent(pair: Relationship, number: int) -> Nudge:
    at = make.NOW + timedelta(days=number)
    return Nudge.objects.create(
        recipient=pair.learner, relationship=pair, kind="quiet", category="morning", fact=pair.pk, offset="0",
        revision=str(number), key=f"quiet-{number}", due_at=at, stale_after=at, state="sent", noticed_at=at, sent_at=at,
    )  # fmt: skip


def note(pair: Relationship, number: int) -> str:
    return make.make_private_note(pair, text=f"Note {number}.").text or ""


def shared(pair: Relationship, number: int) -> str:
    return make.make_shared_note(pair, text=f"Shared {number}.").text or ""


def goal(pair: Relationship, number: int) -> str:
    return make.make_goal(pair, 19, title=f"Goal {number}.").title or ""


def aim(pair: Relationship, number: int) -> str:
    make.make_aim(pair, f"Aim {number}.")
    return f"Aim {number}."


def looked_back(pair: Relationship, number: int) -> str:
    on_day = make.TODAY - timedelta(days=number)
    words = {"answer": "go_on", "work": f"Work {number}.", "content": "Much", "at": make.NOW}
    LookBack.objects.create(relationship=pair, author=pair.learner, on_day=on_day, **words)
    return f"Work {number}."


def end_date(pair: Relationship, number: int) -> str:
    EndDateProposal.objects.create(
        relationship=pair, ends_on=make.TODAY + timedelta(days=number), reason=f"Reason {number}.",
        proposed_by=pair.guide, proposed_at=make.NOW, declined_at=make.NOW,
    )  # fmt: skip
    return f"Reason {number}."


def check_in(pair: Relationship, number: int) -> str:
    """A closed round that the learner answered and would have shown."""
    opens_on = make.TODAY - timedelta(days=16 * number)
    asked = Round.objects.create(
        relationship=pair, instrument="trust", number=number, opens_on=opens_on, closes_on=opens_on + timedelta(days=14)
    )
    Answer.objects.create(round=asked, person=pair.learner, sealed="{}", at=make.NOW, show_alike=True)
    return f">{wording.day(opens_on, make.TODAY)}<"


def talked_about(session: Session, number: int) -> str:
    return make.make_line(session.relationship, text=f"Point {number}.", session=session).text or ""


def could_be_talked_about(session: Session, number: int) -> str:
    return line(session.relationship, number)


def number_due(session: Session, number: int) -> str:
    return goal(session.relationship, number)


def deed(pair: Relationship, number: int) -> str:
    by = pair.program.admin_rows.get().person
    OnBehalf.objects.create(relationship=pair, what="remind", reason=f"Reason {number}.", by=by, at=make.NOW)
    return f"Reason {number}."


def free_guide(pair: Relationship, number: int) -> str:
    person = make.make_person("Free")
    make.make_enrollment(pair.program, person, "guide")
    return person.name
