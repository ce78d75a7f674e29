"""Leaving a trace, from inside a verb."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

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
