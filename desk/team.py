"""What people chose to show their line manager or sponsor: exactly what the signed agreement says (C17)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from goals.panels import released
from people.models import User
from relationships.models import Relationship, Session


@dataclass(frozen=True)
class Shown:
    """One person's line. Never the other half, never dates of sessions; None where nothing was signed for."""

    name: str
    kind: str
    held: int | None
    planned: int | None
    ends_on: date | None
    goals: list[dict[str, Any]] = field(default_factory=list)


def shown_to(me: User, now: datetime) -> list[Shown]:
    """Who lets `me` know that they take part, by name."""
    pairs = list(
        Relationship.objects.disclosed_to(me).for_page().order_by("learner__family_name", "learner__given_name")
    )
    with_sessions = _ids(me, "sessions")
    with_end = _ids(me, "end_date")
    held = Session.objects.filter(relationship__in=with_sessions, status=Session.Status.HELD).order_by()
    counts = dict(held.values_list("relationship_id").annotate(n=Count("id")))
    goals = released(me, now)
    return [
        Shown(
            name=pair.learner.name,
            kind=pair.get_kind_display(),
            held=counts.get(pair.pk, 0) if pair.pk in with_sessions else None,
            planned=pair.program.sessions_planned if pair.pk in with_sessions else None,
            ends_on=pair.ends_on if pair.pk in with_end else None,
            goals=goals.get(pair.pk, []),
        )
        for pair in pairs
    ]


def contracts_of(me: User) -> list[Relationship]:
    """The open pairs of which I may know as their sponsor: what I signed, or am asked to, stands on their page."""
    return list(
        Relationship.objects.sponsored_by(me).for_page().order_by("learner__family_name", "learner__given_name")
    )


def size_of(me: User) -> int:
    """How many people report to `me` today. The directory says it: nothing about who takes part."""
    return User.objects.visible_to(me).active().filter(manager=me).count()


def _ids(me: User, what: str) -> set[Any]:
    return set(Relationship.objects.disclosed_to(me, what).values_list("pk", flat=True))
