"""Who may do what with a relationship, and who reads what: the Python half of `visible_to`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from people.models import User
from programs import rules as program_rules

if TYPE_CHECKING:
    from relationships.kinds.moves import Move
    from relationships.models import Relationship


def relations(user: User, relationship: Relationship) -> set[str]:
    """How `user` stands to it: guide, learner, program admin, org admin, sponsor, line manager."""
    if not user.is_active:
        return set()
    found = {role} if (role := relationship.role_of(user)) else set()
    if program_rules.runs(user, relationship.program):
        found.add("program admin")
    if user.is_org_admin:
        found.add("org admin")
    if relationship.learner.manager_id == user.pk:
        found.add("line manager")
    agreement = in_force(relationship)
    if agreement is not None and agreement.sponsor_id == user.pk:
        found.add("sponsor")
    return found


def readers(relationship: Relationship) -> set[str]:
    """Who sees that it exists, its dates and states (D2)."""
    staff = {"program admin", "org admin"}
    return staff if relationship.status == "lapsed" else staff | {"guide", "learner"}


def content_readers(relationship: Relationship) -> set[str]:
    """Who reads what the two write (D3)."""
    return set() if relationship.status == "lapsed" else {"guide", "learner"}


def disclosed_readers(relationship: Relationship) -> set[str]:
    """Who is told that it takes place, by the agreement in force (C17)."""
    agreement = in_force(relationship)
    if agreement is None or not agreement.shows_takes_place or not relationship.is_open:
        return set()
    return {relationship.rules_of_kind.SHOWN_TO}


def in_force(relationship: Relationship) -> Any:
    """The agreement that every party signed and none replaced, or None."""
    return relationship.agreements.in_force().first()


def is_half(user: User, relationship: Relationship) -> bool:
    return user.is_active and relationship.role_of(user) is not None


def may_withdraw_proposal(user: User, relationship: Relationship) -> bool:
    return program_rules.runs(user, relationship.program)


def owns_layer(user: User, relationship: Relationship, layer: str) -> bool:
    """Does `user` create, order and lock the lines of this layer (C1)?"""
    return user.is_active and relationship.role_of(user) == relationship.rules_of_kind.LAYER_OWNER[layer]


def whose_move(relationship: Relationship, move: Move) -> str:
    """The sentence for somebody of the pair who may not make a move: whose right it is."""
    owners = [getattr(relationship, role).first_name for role in ("guide", "learner") if role in move.by]
    if not owners:
        return _("This happens by itself when its day has come.")
    return _("Only %(name)s can do that.") % {"name": owners[0]}
