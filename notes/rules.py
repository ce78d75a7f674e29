"""Who may do what with a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from people.models import User
from relationships import rules

if TYPE_CHECKING:
    from notes.models import PrivateNote, SharedNote


def may_edit(user: User, note: PrivateNote | SharedNote, *, is_shared: bool) -> bool:
    """A private note its author; a shared one either of the two."""
    if is_shared:
        return rules.is_half(user, note.relationship)
    return user.is_active and note.author_id == user.pk


def may_change(user: User, note: PrivateNote | SharedNote, *, is_shared: bool) -> bool:
    """Whose note it is, and it can still be written: what the two share stays as it is once it is over."""
    return may_edit(user, note, is_shared=is_shared) and (not is_shared or note.relationship.is_open)


def may_remove(user: User, note: PrivateNote | SharedNote) -> bool:
    return user.is_active and note.author_id == user.pk
