"""Who may do what with reminders."""

from __future__ import annotations

from people.models import User
from relationships.models import Relationship


def may_set_reminders(user: User, person: User) -> bool:
    """One's own alone."""
    return user.is_active and user.pk == person.pk


def may_snooze(user: User, relationship: Relationship) -> bool:
    return user.is_active and relationship.role_of(user) is not None
