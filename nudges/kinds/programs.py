"""Into a program: an invitation, a place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from core import wording
from core.undoing import MAIL_WAITS
from nudges import links, walltime
from nudges.kinds.entry import DAY, Fact, NudgeKind
from nudges.models import Category, Nudge, Topic
from programs.models import Enrollment, Program, ProgramInvitation

NEWS = timedelta(days=2)
ASKED = timedelta(days=4)


def invited(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Asked to take part, while the program is open and the person has not applied."""
    applied = Enrollment.objects.sent().filter(
        program=OuterRef("program"), person=OuterRef("person"), role=OuterRef("role")
    )
    rows = ProgramInvitation.objects.filter(
        ~Exists(applied), program__status=Program.Status.OPEN, invited_at__gte=now - 7 * DAY, invited_at__lte=now
    )
    for row in _with_person(rows if fact is None else rows.filter(pk=fact), "invited_at"):
        yield Fact(row.pk, row.person, at=row.invited_at)


def accepted(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Taken in by decision."""
    yield from _decided(now, fact, waited=False)


def promoted(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Moved up from the waiting list."""
    yield from _decided(now, fact, waited=True)


def questions_open(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Whoever runs the program asked for the two answers, and they are not there: the next morning."""
    rows = Enrollment.objects.unanswered().filter(reminded_at__lte=now - MAIL_WAITS, reminded_at__gte=now - ASKED)
    for row in _with_person(rows if fact is None else rows.filter(pk=fact), "created_at", "reminded_at"):
        on = walltime.local_day(row.created_at, row.person)
        morning = walltime.local_day(walltime.next_morning(row.reminded_at, row.person), row.person)
        yield Fact(row.pk, row.person, on=on, offsets=((morning - on).days,))


def _decided(now: datetime, fact: UUID | None, *, waited: bool) -> Iterator[Fact]:
    """Who came in by a file is told nothing."""
    rows = Enrollment.objects.filter(
        status=Enrollment.Status.ACCEPTED, accepted_at__gte=now - NEWS, accepted_at__lte=now,
        waitlisted_at__isnull=not waited,
    )  # fmt: skip
    for row in _with_person(rows if fact is None else rows.filter(pk=fact), "accepted_at"):
        at = row.accepted_at if waited else row.accepted_at + MAIL_WAITS  # a decision may still be undone
        yield Fact(row.pk, row.person, at=at, revision=f"{row.accepted_at:%Y%m%d%H%M%S}")


def _with_person(rows: Any, *names: str) -> Any:
    """As `with_both`, where there is one person and no pair."""
    return rows.select_related("person").only(*names, "person__time_zone")


def invitation_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    row = ProgramInvitation.objects.select_related("program", "invited_by").get(pk=nudge.fact)
    program = row.program
    today = walltime.local_day(now, nudge.recipient)
    question = {"learner": "looking_for", "guide": "asked_to_be"}[row.role]
    until = program.applications_until
    why = _("Why you get this: the people who run %(program)s asked you.") % {"program": program}
    return {
        "program": program,
        "question": program.words[question],
        "until": wording.short_day(until, today) if until else "",
        "asker": row.invited_by.name,
        "why": why,
        "button_url": links.join(program),
    }


def place_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    program = Enrollment.objects.select_related("program").get(pk=nudge.fact).program
    why = _("Why you get this: you take part in %(program)s.") % {"program": program}
    return {"program": program, "why": why, "button_url": links.program(program)}


def question_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    row = Enrollment.objects.select_related("program").get(pk=nudge.fact)
    return {**place_words(nudge, now), "button_url": links.apply(row)}


AT_ONCE = Category.TRANSACTIONAL

ENTRIES = [
    NudgeKind("invitation", invited, invitation_words, "invitation", AT_ONCE, keeps=7 * DAY),
    NudgeKind("accepted", accepted, place_words, "accepted", AT_ONCE, keeps=NEWS),
    NudgeKind("promoted", promoted, place_words, "promoted", AT_ONCE, keeps=NEWS),
    NudgeKind("questions-open", questions_open, question_words, "questions", topic=Topic.PAIR, keeps=ASKED),
]
