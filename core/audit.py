"""Leaving a trace, from inside a verb."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, OuterRef, Q, QuerySet

from core.models import AuditEvent


def record(verb: str, thing: Model, *, by: Any, now: datetime, program_id: UUID | None = None) -> AuditEvent:
    """One row saying that `by` (a user; None for the clock) did `verb` to `thing`. Never any content.

    `program_id` defaults to the thing's own, so that the admins of that program can read the event.
    """
    event = _event(verb, thing, by, now, program_id)
    event.save()
    return event


def record_all(done: Iterable[tuple[str, Model]], *, by: Any, now: datetime) -> None:
    """One row for each (verb, thing), written together: what a file does to thousands."""
    AuditEvent.objects.bulk_create(_event(verb, thing, by, now) for verb, thing in done)


def _event(verb: str, thing: Model, by: Any, now: datetime, program_id: UUID | None = None) -> AuditEvent:
    return AuditEvent(
        at=now,
        actor_id=by.pk if by is not None else None,
        verb=verb,
        object_type=thing._meta.label_lower,
        object_id=thing.pk,
        program_id=program_id or getattr(thing, "program_id", None),
    )


def by_others(
    things: Mapping[str, Iterable[UUID]], verbs: Collection[str], *, but: Collection[UUID]
) -> QuerySet[AuditEvent]:
    """What somebody else than `but` did of these verbs to these things (label → ids), the newest first."""
    about = Q(pk__in=[])
    for label, ids in things.items():
        about |= Q(object_type=label, object_id__in=ids)
    rows = AuditEvent.objects.filter(about, verb__in=verbs, actor_id__isnull=False)
    return rows.exclude(actor_id__in=but).order_by("-number")


def done_to_each(verb: str, by: Any) -> QuerySet[AuditEvent]:
    """What one of `by` did with this verb to the thing of the query around."""
    return AuditEvent.objects.filter(object_id=OuterRef("pk"), verb=verb, actor_id__in=by)


def outlived(now: datetime) -> int:
    """How many rows are older than the audit is kept for."""
    return AuditEvent.objects.outlived(now).count()


def forget_outlived(now: datetime, most: int) -> int:
    """Let go of the oldest `most` of those. → how many went."""
    return AuditEvent.objects.forget_outlived(now, most)
