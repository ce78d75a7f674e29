"""Who may do what with people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from people.models import User

# Functions from floors above that grant the right to bring people in (program admins).
may_import_too: list[Callable[[User], bool]] = []
# The same right, asked of everybody at once: the ids of all to whom a floor above grants it.
all_who_import_too: list[Callable[[], Iterable[UUID]]] = []


def may_import(user: User) -> bool:
    """Org admins, and whoever a floor above says runs a program."""
    return user.is_active and (user.is_org_admin or any(grants(user) for grants in may_import_too))


def all_who_import() -> set[UUID]:
    """Everybody who runs things, by id: how these get in is said by an org admin only (`may_let_in`), not by a file."""
    from people.models import User

    found = set(User.objects.filter(is_org_admin=True).values_list("pk", flat=True))
    return found.union(*(ids() for ids in all_who_import_too))


def may_end_access(user: User | None, person: User) -> bool:
    """An org admin's access ends by another org admin, or at the server's console (None)."""
    return user is None or user.is_org_admin or not person.is_org_admin


def may_set_up(user: User) -> bool:
    """Org admins say what the organization is called and whether its mail works."""
    return user.is_active and user.is_org_admin


def may_let_in(user: User, person: User) -> bool:
    """May `user` choose how `person` first gets in? Whoever runs things is let in by an org admin only, because the
    link of such a person would open more than `user` has."""
    return may_import(user) and (user.is_org_admin or not may_import(person))
