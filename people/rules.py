"""Who may do what with people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from people.models import User

# Functions from floors above that grant the right to bring people in (program admins).
may_import_too: list[Callable[[User], bool]] = []


def may_import(user: User) -> bool:
    """Org admins, and whoever a floor above says runs a program."""
    return user.is_active and (user.is_org_admin or any(grants(user) for grants in may_import_too))


def may_set_up(user: User) -> bool:
    """Org admins say what the organization is called and whether its mail works."""
    return user.is_active and user.is_org_admin


def may_let_in(user: User, person: User) -> bool:
    """May `user` choose how `person` first gets in? Whoever runs things is let in by an org admin only, because the
    link of such a person would open more than `user` has."""
    return may_import(user) and (user.is_org_admin or not may_import(person))
