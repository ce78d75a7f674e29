"""How a pair is called on a page, and the line of facts below, seen from one of the two."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from core.clock import day_of
from core.wording import day, moment, short_day
from people.models import User
from relationships import rules
from relationships.holding import held_of
from relationships.models import Relationship, Session


def heading(me: User, relationship: Relationship) -> str:
    """ "You and Leo" in mentoring, "Your coaching with Dana" in coaching: the kind says which."""
    return str(relationship.words["heading"]) % {"name": relationship.other(me).first_name}


def facts(me: User, relationship: Relationship, now: datetime) -> list[str]:
    """Since when, how often so far, last time, next time, and until when for a kind that ends on a day."""
    today = day_of(now, me.time_zone)
    sessions = Session.objects.visible_to(me).filter(relationship=relationship)
    last = sessions.held().order_by("-starts_at").first()
    coming = sessions.coming(now).first()
    held, of = held_of(relationship)
    found = [
        _("%(kind)s since %(day)s")
        % {"kind": relationship.rules_of_kind.NAME, "day": short_day(relationship.proposed_at.date(), today)}
    ]
    if of:
        found.append(
            _("%(held)s of %(of)s %(sessions)s") % {"held": held, "of": of, "sessions": _sessions(relationship)}
        )
    if last is not None:
        found.append(_("last %(day)s") % {"day": day(day_of(last.starts_at, me.time_zone), today)})
    if coming is not None:
        found.append(_("next %(when)s") % {"when": moment(coming.starts_at, today)})
    if relationship.ends_on is not None:
        found.append(_("ends %(day)s") % {"day": day(relationship.ends_on, today)})
    return found


def mission(relationship: Relationship) -> str:
    """The sentence on top of every page of a coaching (S0-20); empty where there is none."""
    agreement: Any = rules.in_force(relationship)
    return (agreement.mission or "") if agreement is not None else ""


def _sessions(relationship: Relationship) -> str:
    return str(relationship.words["sessions"])
