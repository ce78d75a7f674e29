"""Reporting lines, of two people or of many at once: one query, however long the lines are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection

from people.models import User

ManagerOf = Mapping[UUID, UUID | None]

# UNION drops what was found before, so that a ring of managers ends as well.
ABOVE = """
WITH RECURSIVE line (id, manager_id) AS (
    SELECT id, manager_id FROM {table} WHERE id IN ({people})
    UNION
    SELECT above.id, above.manager_id FROM {table} above JOIN line ON above.id = line.manager_id
)
SELECT id, manager_id FROM line
"""


def managers_above(people: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """The manager of each of these people, of those managers, and so on up."""
    key = User._meta.pk
    ids = [key.get_db_prep_value(person, connection) for person in set(people)]
    if not ids:
        return {}
    asked = ABOVE.format(table=User._meta.db_table, people=", ".join(["%s"] * len(ids)))
    return {row.pk: row.manager_id for row in User.objects.raw(asked, ids)}


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
