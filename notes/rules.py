"""Who may do what with a note."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from people.models import User
from relationships import rules

if TYPE_CHECKING:
    from notes.models import PrivateNote, SharedNote


def private_readers(note: PrivateNote) -> set[str]:
    """D4: nobody but the author, whoever asks and whatever was signed."""
    return {"author"}


def shared_readers(note: SharedNote, today: date) -> set[str]:
    """D3: the two, while open and for 90 days after."""
    return rules.content_readers(note.relationship, today)


def may_edit(user: User, note: PrivateNote | SharedNote, *, is_shared: bool) -> bool:
    """A private note its author; a shared one either of the two."""
    if is_shared:
        return rules.is_half(user, note.relationship)
    return user.is_active and note.author_id == user.pk


def may_remove(user: User, note: PrivateNote | SharedNote) -> bool:
    return user.is_active and note.author_id == user.pk
