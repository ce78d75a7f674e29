"""Reporting lines, of two people or of many at once: one query for each level, not for each person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from people.models import User

ManagerOf = Mapping[UUID, UUID | None]


def managers_above(people: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """The manager of each of these people, of those managers, and so on up."""
    found: dict[UUID, UUID | None] = {}
    level = set(people)
    while level:
        found.update(User.objects.filter(pk__in=level).values_list("pk", "manager_id"))
        level = {above for person in level if (above := found.get(person)) is not None} - found.keys()
    return found


def line_between(one: UUID, other: UUID, manager_of: ManagerOf) -> list[UUID]:
    """The people from one to the other along the line, if one is above the other or both have the same manager; else
    nobody."""
    manager = manager_of.get(one)
    if manager is not None and manager == manager_of.get(other):
        return [one, manager, other]
    return _way_up(one, other, manager_of) or _way_up(other, one, manager_of)


def share_a_line(one: User, *others: User) -> bool:
    """Is `one` in a line with any of the others?"""
    manager_of = managers_above(person.pk for person in (one, *others))
    return any(line_between(one.pk, other.pk, manager_of) for other in others)


def _way_up(person: UUID, top: UUID, manager_of: ManagerOf) -> list[UUID]:
    way: list[UUID] = []
    at: UUID | None = person
    while at is not None and at not in way:
        way.append(at)
        if at == top:
            return way
        at = manager_of.get(at)
    return []
