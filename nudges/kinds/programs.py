"""Into a program: an invitation, a place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from core import wording
from core.models import AuditEvent
from nudges import links, walltime
from nudges.kinds.entry import DAY, Fact, NudgeKind
from nudges.models import Category, Nudge
from programs.models import Enrollment, Program, ProgramInvitation

NEWS = timedelta(days=2)


def invited(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Asked to take part, while the program is open and the person has not applied."""
    enrolled = Enrollment.objects.filter(program=OuterRef("program"), person=OuterRef("person"), role=OuterRef("role"))
    rows = ProgramInvitation.objects.filter(
        ~Exists(enrolled), program__status=Program.Status.OPEN, invited_at__gte=now - 7 * DAY, invited_at__lte=now
    ).select_related("person")
    for row in rows if fact is None else rows.filter(pk=fact):
        yield Fact(row.pk, row.person, at=row.invited_at)


def accepted(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Taken in by decision."""
    yield from _decided(now, fact, "enrollment.accept")


def promoted(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Moved up from the waiting list."""
    yield from _decided(now, fact, "enrollment.promote")


def _decided(now: datetime, fact: UUID | None, verb: str) -> Iterator[Fact]:
    """The audit knows when; enrollments of a file pass another verb and are told nothing."""
    events = AuditEvent.objects.filter(verb=verb, at__gte=now - NEWS, at__lte=now)
    events = events if fact is None else events.filter(object_id=fact)
    at = dict(events.order_by("number").values_list("object_id", "at"))
    rows = Enrollment.objects.filter(pk__in=at, status=Enrollment.Status.ACCEPTED).select_related("person")
    for row in rows:
        yield Fact(row.pk, row.person, at=at[row.pk], revision=f"{at[row.pk]:%Y%m%d%H%M%S}")


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


AT_ONCE = Category.TRANSACTIONAL

ENTRIES = [
    NudgeKind("invitation", invited, invitation_words, "invitation", AT_ONCE, keeps=7 * DAY),
    NudgeKind("accepted", accepted, place_words, "accepted", AT_ONCE, keeps=NEWS),
    NudgeKind("promoted", promoted, place_words, "promoted", AT_ONCE, keeps=NEWS),
]
