"""Notes inside a workspace."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.urls import reverse

from core.prepared import prepared
from notes import rules
from notes.forms import NoteForm, only_you
from notes.models import PrivateNote, SharedNote
from people.models import User
from relationships.models import Relationship
from relationships.who import pair_only


@prepared
def _private(me: User, pair: UUID) -> Any:
    return PrivateNote.objects.visible_to(me).for_relationship(pair).select_related("session")


@prepared
def _shared(me: User, pair: UUID) -> Any:
    return SharedNote.objects.visible_to(me).for_relationship(pair).select_related("session", "author")


def notes_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """One's own notes and the shared ones, the newest first, and the form for another."""
    both = sorted(
        chain(_private(user, relationship.pk), _shared(user, relationship.pk)),
        key=lambda note: (note.written_at, note.pk),
        reverse=True,
    )
    return {
        "pair": relationship,
        "other": relationship.other(user),
        "form": NoteForm(user=user, relationship=relationship),
        "notes": [_row(user, relationship, note) for note in both],
        "may_write": relationship.is_open,
        "write_url": reverse("notes:write", args=[relationship.pk]),
    }


def _row(user: User, relationship: Relationship, note: PrivateNote | SharedNote) -> dict[str, Any]:
    note.relationship = relationship  # known already, not to be asked for once a row
    is_shared = isinstance(note, SharedNote)
    name = "notes:shared" if is_shared else "notes:private"
    return {
        "note": note,
        "is_shared": is_shared,
        "is_mine": note.author_id == user.pk,
        "who": pair_only(user, relationship) if is_shared else only_you(user, relationship),
        "may_change": rules.may_change(user, note, is_shared=is_shared),
        "may_remove": rules.may_remove(user, note),
        "url": reverse(name, args=[note.pk]),
    }
