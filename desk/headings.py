"""How a pair is called on a page, and the line of facts below, seen from one of the two."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from core.clock import day_of
from core.wording import day, moment, short_day
from people.models import User
from relationships.holding import weeks_of
from relationships.models import Relationship


def heading(me: User, relationship: Relationship) -> str:
    """ "You and Leo" in mentoring, "Your coaching with Dana" in coaching: the kind says which."""
    return str(relationship.words["heading"]) % {"name": relationship.other(me).first_name}


def facts(me: User, relationship: Relationship, now: datetime) -> list[str]:
    """Since when, how often so far, last time, next time, and until when for a kind that ends on a day."""
    today = day_of(now, me.time_zone)
    sessions = relationship.read.sessions
    coming = next(iter(sessions.coming(now)), None)
    held, of = sessions.held, relationship.program.sessions_planned
    since = short_day(day_of(relationship.proposed_at, me.time_zone), today)
    found = [_("%(kind)s since %(day)s") % {"kind": relationship.rules_of_kind.NAME, "day": since}]
    if of:
        found.append(
            _("%(held)s of %(of)s %(sessions)s") % {"held": len(held), "of": of, "sessions": _sessions(relationship)}
        )
    if weeks := weeks_of(relationship, today):
        found.append(_("week %(week)s of %(weeks)s") % {"week": weeks[0], "weeks": weeks[1]})
    if held:
        found.append(last_met(relationship, day_of(held[-1].starts_at, me.time_zone), today))
    if coming is not None:
        found.append(_("next %(when)s") % {"when": moment(coming.starts_at, today, me.time_zone)})
    if relationship.ended_on and relationship.readable_until:
        days = {"day": day(relationship.ended_on, today), "until": day(relationship.readable_until, today)}
        found.append(_("ended %(day)s, can be read until %(until)s") % days)
    elif relationship.ends_on is not None:
        found.append(_("ends %(day)s") % {"day": short_day(relationship.ends_on, today)})
    return found


def last_met(relationship: Relationship, on: date, today: date) -> str:
    """ "last talked Tue 27 Oct", as the kind says it."""
    return str(relationship.words["last_met"]) % {"day": day(on, today)}


def _sessions(relationship: Relationship) -> str:
    return str(relationship.words["sessions"])
