"""Who may do what with people. A line manager is whoever somebody active reports to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.models import User

# Functions from floors above that grant the right to bring people in (program admins).
may_import_too: list[Callable[[User], bool]] = []


def is_line_manager(user: User) -> bool:
    from people.models import User

    return User.objects.filter(is_active=True, manager=user).exists()


def may_import(user: User) -> bool:
    """Org admins, and whoever a floor above says runs a program."""
    return user.is_active and (user.is_org_admin or any(grants(user) for grants in may_import_too))


def may_let_in(user: User, person: User) -> bool:
    """May `user` choose how `person` first gets in? Whoever runs things is let in by an org admin only, because the
    link of such a person would open more than `user` has."""
    return may_import(user) and (user.is_org_admin or not may_import(person))


def in_line_of(person: User, other: User, depth: int = 20) -> bool:
    """Is `other` somewhere above `person` in the reporting line?"""
    above = person.manager
    for _ in range(depth):
        if above is None:
            return False
        if above.pk == other.pk:
            return True
        above = above.manager
    return False


def share_a_line(one: User, other: User) -> bool:
    """Is one above the other, or do both report to the same manager?"""
    same_manager = one.manager_id is not None and one.manager_id == other.manager_id
    return same_manager or in_line_of(one, other) or in_line_of(other, one)
