"""What an admin may know of a pair: names, kind, state, dates. Nothing that the two wrote."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.on_behalf import done_before, offered
from nudges.models import Nudge
from people.models import User
from programs.querysets import programs_run
from programs.rules import runs_any
from relationships import rules
from relationships.models import Agreement, Relationship, Session, StatusChange
from relationships.occasions import with_occasion

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


def for_facts(me: User, now: datetime) -> Any:
    """The pairs that `me` may read, with what this page says of each and asks before it offers an act."""
    in_force = Agreement.objects.in_force().filter(relationship=OuterRef("pk"))
    return with_occasion(Relationship.objects.visible_to(me).for_page(), now).annotate(
        version=Subquery(in_force.values("version")[:1]),
        in_force_at=Subquery(in_force.values("in_force_at")[:1]),
        guide_runs=programs_run(OuterRef("guide")),
        learner_runs=programs_run(OuterRef("learner")),
    )


def facts_of(me: User, pair: Any, now: datetime) -> dict[str, Any]:
    """Sessions with date and length, states and since when, version and day of the agreement, reminders by kind; of a
    pair as `for_facts` fetches it."""
    pair.guide.programs_run, pair.learner.programs_run = pair.guide_runs, pair.learner_runs
    sessions = list(Session.objects.visible_to(me).filter(relationship=pair).order_by("-starts_at"))
    sent = Nudge.objects.sent_days(pair)[: -SHOWN - 1 : -1]
    return {
        "pair": pair,
        "words": pair.words,
        "sessions": sessions,
        "history": [
            {"label": pair.rules_of_kind.STATUSES[row.to_status], "at": row.at}
            for row in StatusChange.objects.visible_to(me).filter(relationship=pair)
        ],
        "agreement": {"version": pair.version, "at": pair.in_force_at} if pair.version else None,
        "reminders": [{"label": REMINDERS[row["kind"]], "on": row["day"]} for row in sent],
        "may_end": pair.may_end_for_leaver and rules.may_end_for_leaver(me, pair),
        "may_withdraw": pair.status == "proposed" and rules.may_withdraw_proposal(me, pair),
        "held": (sum(row.status == "held" for row in sessions), pair.program.sessions_planned),
        "offered": offered(pair, by=me, now=now),
        "who_reads": gettext("The people who run %(program)s") % {"program": pair.program.name},
        "done_before": done_before(pair, me),
        "lists_pairs": runs_any(me),
    }
