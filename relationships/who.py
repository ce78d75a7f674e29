"""The line "who sees this", printed from the same rules that guard what it stands beside."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from people.models import User
from relationships import rules
from relationships.models import Relationship


def pair_only(user: User, relationship: Relationship) -> str:
    """ "You and Leo": what the two write (D3)."""
    return names(user, relationship, {"guide", "learner"})


def facts(user: User, relationship: Relationship) -> str:
    """ "You and Leo; the program team sees date and length only": sessions and states (D2)."""
    return _("%(pair)s; the program team sees date and length only") % {"pair": pair_only(user, relationship)}


def told(user: User, relationship: Relationship, what: str, disclosed: frozenset[str] | None = None) -> str:
    """Who knows `what` by the agreement in force: the two, and whoever its ticks name (C17)."""
    others = rules.disclosed_readers(relationship, what, disclosed)
    return names(user, relationship, {"guide", "learner"} | others)


def names(user: User, relationship: Relationship, readers: Collection[str]) -> str:
    """A set of relations in words, the reader first."""
    people = {"guide": relationship.guide, "learner": relationship.learner}
    mine = [_("you")] if any(role in readers and people[role].pk == user.pk for role in people) else []
    others = [people[role].first_name for role in people if role in readers and people[role].pk != user.pk]
    is_learner = user.pk == relationship.learner_id
    name = relationship.learner.first_name
    if "sponsor" in readers:
        others.append(_("your sponsor") if is_learner else _("%(name)s’s sponsor") % {"name": name})
    if "line manager" in readers:
        others.append(_("your line manager") if is_learner else _("%(name)s’s line manager") % {"name": name})
    everybody = [*mine, *others]
    if len(everybody) == 1 and mine:
        return _("Only you")
    *first, last = everybody or [_("Nobody")]
    return capfirst(_("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last} if first else last)
