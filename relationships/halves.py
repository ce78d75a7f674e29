"""What every verb of a pair asks first: is this one of the two, and how does the relationship stand now?"""

from __future__ import annotations

from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from people.models import User
from relationships.models import Relationship


def require_half(by: User, relationship: Relationship) -> str:
    """The role in which `by` acts. Raises PermissionDenied for anybody outside the pair."""
    role = relationship.role_of(by)
    if role is None or not by.is_active:
        raise NotYours(_("Only the two people of this pair can do that."))
    return role


def require_open(relationship: Relationship) -> None:
    """Raises NotPossible while it is only proposed, and once it is over."""
    if relationship.status == "proposed":
        raise NotPossible(_("First both of you say yes."))
    if not relationship.is_open:
        raise NotPossible(_("This has ended. You can read it, but not change it."))


def locked(relationship: Relationship) -> Relationship:
    """The row as it stands, held until the verb is through: two verbs on one pair come one after the other.

    On SQLite every writing transaction waits for the one before, so the row needs no lock there.
    """
    rows = Relationship.objects.select_related("program", "guide", "learner")
    row: Relationship = rows.select_for_update(of=("self",), no_key=True).get(pk=relationship.pk)
    return row


def locked_open(relationship: Relationship) -> Relationship:
    """As `locked`, for a verb that writes what the two wrote: nothing gets into a pair that ends at the same moment."""
    row = locked(relationship)
    require_open(row)
    return row
