"""How a pair is called on a page, seen from one of the two."""

from __future__ import annotations

from people.models import User
from relationships.models import Relationship


def heading(me: User, relationship: Relationship) -> str:
    """ "You and Leo" in mentoring, "Your coaching with Dana" in coaching: the kind says which."""
    return str(relationship.words["heading"]) % {"name": relationship.other(me).first_name}


def facts(relationship: Relationship) -> list[str]:
    """The line below a heading: the program, and in coaching until when."""
    return [relationship.program.name]
