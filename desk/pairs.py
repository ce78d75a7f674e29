"""The pairs that a home or a workspace shows, with what waits in them: one query for all the floors."""

from __future__ import annotations

from datetime import date
from typing import Any

from goals.reviewing import with_last_review
from people.models import User
from relationships.models import Relationship
from surveys.rounds import with_open_round


def shown_to(me: User, today: date) -> Any:
    """Those that `me` may read as one of the two, with all that the lines of "Needs you" ask for."""
    pairs = Relationship.objects.shared_with(me, today).for_page().with_waiting(me, today)
    return with_open_round(with_last_review(pairs), me, today)
