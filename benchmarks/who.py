"""Whose pages are measured: people of a generated organization, the busiest of their kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from people.models import User
from programs.models import Program, ProgramAdmin
from relationships.kinds import KINDS
from relationships.models import Relationship


class NobodyHere(Exception):
    """There is no organization to measure."""


@dataclass(frozen=True)
class Cast:
    """Who looks, and at what: of every kind the open pair that met most."""

    admin: User
    manager: User
    guides: dict[str, User]
    pairs: dict[str, Relationship]
    program: Program


def busiest(rows: Any, column: str) -> Any:
    """What most rows name in this column."""
    found = rows.values(column).annotate(n=Count("pk")).order_by("-n", column).first()
    if found is None:
        raise NobodyHere
    return found[column]


def find_cast() -> Cast:
    """Raises NobodyHere where nothing was generated."""
    pairs: Any = Relationship.objects.filter(status="active")
    met = {kind: _most_met(pairs.filter(kind=kind)) for kind in KINDS}
    if None in met.values():
        raise NobodyHere
    return Cast(
        admin=User.objects.get(pk=busiest(ProgramAdmin.objects.all(), "person")),
        manager=User.objects.get(pk=busiest(User.objects.filter(manager__isnull=False), "manager")),
        guides={kind: User.objects.get(pk=busiest(pairs.filter(kind=kind), "guide")) for kind in KINDS},
        pairs=met,
        program=Program.objects.get(pk=busiest(pairs, "program")),
    )


def _most_met(pairs: Any) -> Any:
    counted = pairs.select_related("guide", "learner").annotate(n=Count("sessions"))
    return counted.order_by("-n", "pk").first()
