"""The next step of a pair, whichever it is in its kind."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from core.errors import NotPossible
from people.models import User
from relationships.models import Relationship


def require_start(relationship: Relationship) -> str:
    """The status that it starts with. Raises NotPossible where there is nothing to start."""
    step = relationship.rules_of_kind.START.get(relationship.status)
    if step is None:
        raise NotPossible(_("There is nothing to start."))
    return str(step)


def start(relationship: Relationship, *, by: User, now: datetime) -> None:
    """The first step, once nothing is missing. Raises as `Relationship.move` does."""
    relationship.move(require_start(relationship), by=by, now=now)


def look_again(relationship: Relationship, *, by: User, now: datetime) -> None:
    """Coaching begins to close, mentoring looks afresh; then it goes on or is brought to its good end."""
    relationship.move(relationship.rules_of_kind.LOOK_AGAIN, by=by, now=now, wakes_on=None)
