"""People, mail and imports as the inbox asks for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from desk.inbox.entry import Desk
from desk.inbox.pairs import fell_through
from nudges.models import Nudge, State
from people.models import DeletionRequest, ImportJob
from programs.models import Enrollment
from relationships.models import Relationship
from surveys.models import HelpRequest

LONG_ENOUGH = timedelta(days=14)


def applied(desk: Desk) -> Any:
    rows = Enrollment.objects.visible_to(desk.me).filter(program__in=desk.programs, status="applied")
    return rows.exclude(person=desk.me).select_related("person", "program").order_by("applied_at", "pk")


def for_rows(desk: Desk) -> Any:
    """With all that a row of any cause says of somebody who takes part."""
    return Enrollment.objects.visible_to(desk.me).select_related("person", "program")


def alone(desk: Desk) -> Any:
    """Takes part as a learner and is in no open pair."""
    rows = in_no_pair(Enrollment.objects.visible_to(desk.me).filter(program__in=desk.programs))
    return rows.select_related("person", "program").order_by("applied_at", "id")


def in_no_pair(rows: Any) -> Any:
    own = Relationship.objects.open().filter(program=OuterRef("program"), learner=OuterRef("person"))
    return rows.taking_part().filter(~Exists(own), role="learner")


def without_pair(desk: Desk) -> Any:
    """The same for two weeks, in a program that has paired. Whose newest proposal fell through is told of elsewhere."""
    pairs = Relationship.objects.open().filter(program=OuterRef("program"))
    told = fell_through(desk).filter(program=OuterRef("program"), learner=OuterRef("person"))
    return alone(desk).filter(Exists(pairs), ~Exists(told), applied_at__lte=desk.now - LONG_ENOUGH)


def with_dead_address(desk: Desk) -> Any:
    """The newest mail to a person of the programs came back."""
    members = Enrollment.objects.sent().filter(program__in=desk.programs).values("person_id")
    later = Nudge.objects.filter(recipient=OuterRef("recipient"), state__in=[State.SENT, State.BOUNCED])
    newer = later.filter(Q(due_at__gt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__gt=OuterRef("pk")))
    rows = Nudge.objects.filter(state=State.BOUNCED, recipient__in=members).filter(~Exists(newer))
    return rows.select_related("recipient").order_by("due_at", "pk")


def asking_for_help(desk: Desk) -> Any:
    """One's own restricted queue: nobody else sees these rows."""
    return HelpRequest.objects.visible_to(desk.me).waiting_for(desk.me).order_by("asked_at", "pk")


def held_imports(desk: Desk) -> Any:
    waiting = [ImportJob.Status.CHECK, ImportJob.Status.STOPPED, ImportJob.Status.FAILED]
    return ImportJob.objects.visible_to(desk.me).filter(by=desk.me, status__in=waiting).order_by("made_at", "pk")


def asking_to_be_erased(desk: Desk) -> Any:
    """For organization admins: only they can act on it."""
    asked = DeletionRequest.objects.visible_to(desk.me) if desk.me.is_org_admin else DeletionRequest.objects.none()
    return asked.select_related("person").order_by("asked_at")
