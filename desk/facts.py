"""What an admin may know of a pair: names, kind, state, dates. Nothing that the two wrote."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from desk.on_behalf import done_before, offered
from nudges.models import Nudge
from people.models import User
from programs.querysets import programs_run
from programs.rules import runs_any
from relationships import rules
from relationships.models import Agreement, EndDateProposal, Relationship, Session, StatusChange
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
# Why it went, where its name does not say so.
WHY: dict[str, Any] = {
    "both-said-yes": _("the pair came about"),
    "agreement-to-sign": _("it waits for a signature"),
    "agreement-to-write": _("nothing is written and signed yet"),
    "first-session": _("nothing was planned yet"),
    "session-log": _("nobody had said whether it took place"),
    "value-due": _("a measure was due"),
    "review-due": _("the rhythm of the program says so"),
    "quiet": _("nothing held for longer than their rhythm, and nothing planned"),
    "line-changed": _("one of the two now reports to the other, or both to one manager"),
    "end-is-near": _("the end date comes"),
    "sign-again": _("the people who run the program asked again"),
    "plan-again": _("the people who run the program asked again"),
    "quiet-again": _("the people who run the program asked again"),
    "rest-for-you": _("the people who run the program did it"),
    "end-date-asked": _("the people who run the program asked for it"),
}


def for_facts(me: User, now: datetime) -> Any:
    """The pairs that `me` may read, with what this page says of each and asks before it offers an act."""
    in_force = Agreement.objects.in_force().filter(relationship=OuterRef("pk"))
    # What one of the two proposes is between them; what was proposed in their place is known here, with its day.
    open_ones = EndDateProposal.objects.filter(accepted_at__isnull=True, declined_at__isnull=True)
    asked_for_them = open_ones.filter(relationship=OuterRef("pk")).exclude(
        Q(proposed_by=OuterRef("guide")) | Q(proposed_by=OuterRef("learner"))
    )
    return with_occasion(Relationship.objects.visible_to(me).for_page(), now).annotate(
        version=Subquery(in_force.values("version")[:1]),
        in_force_at=Subquery(in_force.values("in_force_at")[:1]),
        new_end_on=Subquery(asked_for_them.values("ends_on")[:1]),
        guide_runs=programs_run(OuterRef("guide")),
        learner_runs=programs_run(OuterRef("learner")),
    )


def facts_of(me: User, pair: Any, now: datetime) -> dict[str, Any]:
    """Sessions with date and length, states and since when, version and day of the agreement, reminders by kind; of a
    pair as `for_facts` fetches it."""
    pair.guide.programs_run, pair.learner.programs_run = pair.guide_runs, pair.learner_runs
    sessions = _sessions(me, pair)
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
        "reminders": [
            {"label": REMINDERS[row["kind"]], "why": WHY.get(row["kind"], ""), "on": row["day"]} for row in sent
        ],
        "may_end": pair.may_end_for_leaver and rules.may_end_for_leaver(me, pair),
        "may_withdraw": pair.status == "proposed" and rules.may_withdraw_proposal(me, pair),
        "held": (sum(row["is_held"] for row in sessions), pair.program.sessions_planned),
        "offered": offered(pair, by=me, now=now),
        "who_reads": gettext("The people who run %(program)s") % {"program": pair.program.name},
        "done_before": done_before(pair, me),
        "lists_pairs": runs_any(me),
    }


def _sessions(me: User, pair: Any) -> list[dict[str, Any]]:
    """The newest first. A pair may have met three hundred times, with few words for it: each is found once."""
    rows = Session.objects.visible_to(me).filter(relationship=pair).order_by("-starts_at")
    words = cache(_words_of)
    return [
        {"starts_at": starts_at, "is_held": status == Session.Status.HELD, "words": words(status, minutes, logged_by)}
        for starts_at, status, minutes, logged_by in rows.values_list("starts_at", "status", "minutes", "logged_by")
    ]


def _words_of(status: str, minutes: int, logged_by: UUID | None) -> str:
    """How it stands, and how long it is or was."""
    session = Session(status=status, minutes=minutes, logged_by_id=logged_by)
    length = gettext("%(n)s min") % {"n": minutes}
    if session.was_listed:
        length = gettext("from the list, length not recorded")
    return f"{session.get_status_display()} · {length}"
