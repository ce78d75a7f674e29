"""Leaving a trace, from inside a verb."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model

from core.models import AuditEvent


def record(verb: str, thing: Model, *, by: Any, now: datetime, program_id: UUID | None = None) -> AuditEvent:
    """One row saying that `by` (a user; None for the clock) did `verb` to `thing`. Never any content.

    `program_id` defaults to the thing's own, so that the admins of that program can read the event.
    """
    return AuditEvent.objects.create(
        at=now,
        actor_id=by.pk if by is not None else None,
        verb=verb,
        object_type=thing._meta.label_lower,
        object_id=thing.pk,
        program_id=program_id or getattr(thing, "program_id", None),
    )
