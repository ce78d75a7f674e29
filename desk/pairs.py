"""The pairs that a home or a workspace shows, with what waits in them: one query for all the floors."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from core.prepared import prepared
from goals.reviewing import with_last_review
from people.models import User
from relationships.models import Relationship
from surveys.rounds import with_open_round


def _shown(me: User, today: date) -> Any:
    pairs = Relationship.objects.shared_with(me, today).for_page().with_waiting(me, today)
    return with_open_round(with_last_review(pairs), me, today)


@prepared
def shown_to(me: User, today: date) -> Any:
    """Those that `me` may read as one of the two, with all that the lines of "Needs you" ask for."""
    return _shown(me, today)


@prepared
def one_shown_to(me: User, today: date, pair: UUID) -> Any:
    """The same of one pair."""
    return _shown(me, today).filter(pk=pair)
