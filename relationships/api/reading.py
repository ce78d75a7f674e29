"""Which rows the endpoints of a pair read, as its pages do."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core import clock
from core.api.resources import Resource
from relationships.models import Relationship


def shared(user: Any) -> QuerySet[Any]:
    """Pairs of which `user` is a half, while open and for 90 days after: the key that a body may name."""
    return Relationship.objects.shared_with(user, clock.today(user.time_zone)).select_related(
        "program", "guide", "learner"
    )


class OfTheTwo(Resource):
    """What the two share: theirs alone, while their pair is open and for 90 days after."""

    area = "relationships"

    def rows(self) -> QuerySet[Any]:
        rows = self.model()._default_manager.shared_with(self.person, self.today)  # type: ignore[attr-defined]
        return rows.select_related("relationship__program", "relationship__guide", "relationship__learner")  # type: ignore[no-any-return]
