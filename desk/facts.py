"""What an admin may know of a pair: names, kind, state, dates. Nothing that the two wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.on_behalf import done_before, offered
from nudges.models import Nudge
from people.models import User
from relationships import rules
from relationships.holding import held_of
from relationships.models import Relationship, Session, StatusChange

SHOWN = 20
# What each kind of mail is called on this page.
REMINDERS: dict[str, Any] = {
    "both-said-yes": _("Both said yes"),
    "agreement-to-sign": _("Read and sign"),
    "agreement-to-write": _("Write and sign"),
    "first-session": _("Plan a first time"),
    "session-planned": _("Planned"),
    "session-moved": _("Moved"),
    "session-called-off": _("Called off"),
    "session-agenda": _("Agenda"),
    "session-tomorrow": _("The day before"),
    "session-log": _("Did it take place?"),
    "value-due": _("A value"),
    "review-due": _("Review"),
    "look-back": _("Look back"),
    "quiet": _("It has been a while"),
    "line-changed": _("In one reporting line"),
    "end-is-near": _("The end is near"),
    "ended": _("Ended"),
    "sign-again": _("Read and sign, asked again"),
    "plan-again": _("Plan a first time, asked again"),
    "quiet-again": _("It has been a while, asked again"),
    "rest-for-you": _("Paused or going on, by the program"),
    "end-date-asked": _("A new end date"),
}


def facts_of(me: User, pair: Relationship, now: datetime) -> dict[str, Any]:
    """Sessions with date and length, states and since when, version and day of the agreement, reminders by kind."""
    agreement = rules.in_force(pair)
    sent = Nudge.objects.sent_days(pair)[: -SHOWN - 1 : -1]
    return {
        "pair": pair,
        "words": pair.words,
        "sessions": Session.objects.visible_to(me).filter(relationship=pair).order_by("-starts_at"),
        "history": [
            {"label": pair.rules_of_kind.STATUSES[row.to_status], "at": row.at}
            for row in StatusChange.objects.visible_to(me).filter(relationship=pair)
        ],
        "agreement": {"version": agreement.version, "at": agreement.in_force_at} if agreement else None,
        "reminders": [{"label": REMINDERS[row["kind"]], "on": row["day"]} for row in sent],
        "may_end": pair.may_end_for_leaver and rules.may_end_for_leaver(me, pair),
        "may_withdraw": pair.status == "proposed" and rules.may_withdraw_proposal(me, pair),
        "held": held_of(pair),
        "offered": offered(pair, by=me, now=now),
        "who_reads": gettext("The people who run %(program)s") % {"program": pair.program.name},
        "done_before": done_before(pair, me),
    }
