"""Every reason why a program needs a person, the most pressing first (screens, screen 2). Adding one = one entry.

The pair hears first; here only the name of the rule is said, never what two people wrote, and never who declined.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from core.wording import day
from desk.inbox import pairs, people
from desk.inbox.entry import Act, Cause, Desk, Row
from programs.models import Enrollment
from relationships.models import Relationship


def _pair_row(pair: Relationship, words: Any, since: Any, *acts: Act) -> Row:
    url = reverse("desk:facts", args=[pair.pk])
    who = _("%(learner)s and %(guide)s") % {"learner": pair.learner.name, "guide": pair.guide.name}
    return Row(who, url, words, since, [*acts, Act(_("Open"), url)])


def _days_since(moment: Any, desk: Desk) -> int:
    return int((desk.now - moment).days)


def _leaver(pair: Any, desk: Desk) -> Row:
    gone = pair.guide if not pair.guide.is_active else pair.learner
    return _pair_row(pair, _("%(name)s has left. The other one can close it.") % {"name": gone.name}, None)


def _unanswered(pair: Any, desk: Desk) -> Row:
    days = _days_since(pair.proposed_at, desk)
    words = ngettext("Not answered by both for %(n)s day.", "Not answered by both for %(n)s days.", days) % {"n": days}
    withdraw = Act(_("Withdraw"), reverse("desk:withdraw_proposal", args=[pair.pk]), posts=True)
    return _pair_row(pair, words, pair.proposed_at, withdraw)


def _unsigned(pair: Any, desk: Desk) -> Row:
    words = _("Said yes %(n)s days ago, the %(agreement)s is not signed.")
    facts = {"n": _days_since(pair.said_yes_at, desk), "agreement": pair.words["agreement"]}
    return _pair_row(pair, words % facts, pair.said_yes_at)


def _not_begun(pair: Any, desk: Desk) -> Row:
    words = _("Said yes %(n)s days ago, no %(session)s planned.")
    facts = {"n": _days_since(pair.said_yes_at, desk), "session": pair.words["session"]}
    return _pair_row(pair, words % facts, pair.said_yes_at)


def _quiet(pair: Any, desk: Desk) -> Row:
    words = _("Last %(session)s on %(day)s; both were reminded.")
    facts = {"session": pair.words["session"], "day": day(pair.last_held.date(), desk.now.date())}
    return _pair_row(pair, words % facts, pair.last_held)


def _half_over(pair: Any, desk: Desk) -> Row:
    words = _("Past half its time without a value; ends on %(day)s.")
    return _pair_row(pair, words % {"day": day(pair.ends_on, desk.now.date())}, None)


def _ending(pair: Any, desk: Desk) -> Row:
    return _pair_row(pair, _("Ends on %(day)s.") % {"day": day(pair.ends_on, desk.now.date())}, None)


def _applied(enrollment: Enrollment, desk: Desk) -> Row:
    words = _("Wants to be a %(role)s in %(program)s.")
    facts = {"role": enrollment.role_word, "program": enrollment.program.name}
    acts = [
        Act(label, reverse("programs:decide", args=[enrollment.pk, decision]), posts=True)
        for label, decision in ((_("Accept"), "accept"), (_("Waiting list"), "waitlist"))
    ]
    person = enrollment.person
    return Row(person.name, reverse("people:person", args=[person.pk]), words % facts, enrollment.applied_at, acts)


def _alone(enrollment: Enrollment, desk: Desk) -> Row:
    words = _("Takes part in %(program)s as %(role)s, without a pair.")
    facts = {"program": enrollment.program.name, "role": enrollment.role_word}
    person = enrollment.person
    acts = [Act(_("Open the program"), reverse("programs:program", args=[enrollment.program_id]))]
    return Row(person.name, reverse("people:person", args=[person.pk]), words % facts, enrollment.applied_at, acts)


def _came_back(nudge: Any, desk: Desk) -> Row:
    person = nudge.recipient
    act = Act(_("Change address"), reverse("people:address", args=[person.pk]))
    words = _("Mail to %(address)s came back.") % {"address": person.email}
    return Row(person.name, reverse("people:person", args=[person.pk]), words, nudge.due_at, [act])


def _help(request: Any, desk: Desk) -> Row:
    url = reverse("surveys:help_request", args=[request.pk])
    return Row(_("Somebody"), url, _("would like to talk to you."), request.asked_at, [Act(_("See who"), url)])


def _held_import(job: Any, desk: Desk) -> Row:
    url = reverse("people:import_job", args=[job.pk])
    return Row(job.file_name, url, _("The import waits for you."), job.made_at, [Act(_("Look"), url)])


CAUSES: list[Cause] = [
    Cause(
        "help",
        lazy("Somebody would like to talk"),
        lazy("You are the named help contact; nobody else sees this."),
        people.asking_for_help,
        _help,
    ),
    Cause(
        "leaver",
        lazy("Somebody left"),
        lazy("One of an open pair has left the organization."),
        pairs.with_leaver,
        _leaver,
    ),
    Cause(
        "bounced",
        lazy("Mail came back"),
        lazy("The mail system says that this address does not work."),
        people.with_dead_address,
        _came_back,
    ),
    Cause(
        "applications",
        lazy("Applications"),
        lazy("Somebody applied and waits for a decision."),
        people.applied,
        _applied,
    ),
    Cause(
        "unanswered",
        lazy("Proposed pair not answered"),
        lazy("Proposed 7 days ago or more, and not answered by both."),
        pairs.unanswered,
        _unanswered,
    ),
    Cause(
        "alone",
        lazy("Without a pair"),
        lazy("Takes part for 14 days or more, in a program that pairs, without a pair."),
        people.without_pair,
        _alone,
    ),
    Cause(
        "unsigned",
        lazy("Not signed yet"),
        lazy("Both said yes 14 days ago or more; the agreement is not in force."),
        pairs.unsigned,
        _unsigned,
    ),
    Cause(
        "not_begun",
        lazy("Nothing planned yet"),
        lazy("Both said yes 21 days ago or more; nothing is planned or was held."),
        pairs.without_first_session,
        _not_begun,
    ),
    Cause(
        "quiet",
        lazy("Quiet, already reminded"),
        lazy("Beyond one and a half times their rhythm, after both were reminded."),
        pairs.quiet,
        _quiet,
    ),
    Cause(
        "half_over",
        lazy("Half over without a value"),
        lazy("A coaching past half its time in which no goal has a value."),
        pairs.half_without_value,
        _half_over,
    ),
    Cause("ending", lazy("Ending soon"), lazy("A coaching within 14 days of its end."), pairs.ending_soon, _ending),
    Cause(
        "import",
        lazy("Import held"),
        lazy("An import of yours was checked or stopped and waits."),
        people.held_imports,
        _held_import,
    ),
]
