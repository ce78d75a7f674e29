"""Every reason why a program needs a person, the most pressing first (screens, screen 2). Adding one = one entry.

The pair hears first; here only the name of the rule is said, never what two people wrote, and never who declined.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from core.clock import day_of
from core.wording import day, short_day
from desk.inbox import pairs, people
from desk.inbox.entry import Act, Cause, Desk, Row
from desk.own.erasing import due_on
from nudges.kinds.pairs import SILENCE
from programs.models import Enrollment
from relationships.models import Relationship


def _pair_row(pair: Relationship, words: Any, *acts: Act) -> Row:
    url = reverse("desk:facts", args=[pair.pk])
    who = _("%(learner)s and %(guide)s") % {"learner": pair.learner.name, "guide": pair.guide.name}
    return Row(who, url, words, [*acts, Act(_("Open"), url)])


def _days_since(moment: Any, desk: Desk) -> int:
    return int((desk.now - moment).days)


def _leaver(pair: Any, desk: Desk) -> Row:
    other = pair.other(pair.leaver)
    facts = {"gone": pair.leaver.name, "name": other.first_name}
    if pair.status == "proposed":
        return _pair_row(pair, _("%(gone)s has left before both have answered.") % facts, _withdraw(pair))
    words = _("%(gone)s has left; %(name)s can end it, and so can you.") if other.is_active else _("Both have left.")
    end = Act(pair.rules_of_kind.ENDING_WORDS["end_link"], reverse("desk:end_for_leaver", args=[pair.pk]))
    return _pair_row(pair, words % facts, end)


def _in_one_line(pair: Any, desk: Desk) -> Row:
    if pair.status == "proposed":
        return _pair_row(pair, _("Now in one reporting line, before both have answered."), _withdraw(pair))
    return _pair_row(pair, _("Now in one reporting line. Both are told, and what they can do."))


def _withdraw(pair: Any) -> Act:
    return Act(_("Withdraw"), reverse("desk:withdraw_proposal", args=[pair.pk]), posts=True)


def _unanswered(pair: Any, desk: Desk) -> Row:
    days = (desk.today - pair.asked_on).days
    words = ngettext("Not answered by both for %(n)s day.", "Not answered by both for %(n)s days.", days) % {"n": days}
    remind = Act(_("Remind"), reverse("nudges:remind_pair", args=[pair.pk]), posts=True)
    return _pair_row(pair, words, *([remind] if pair.may_remind else []), _withdraw(pair))


def _fell_through(pair: Any, desk: Desk) -> Row:
    act = Act(_("Pair again"), reverse("pairing:program", args=[pair.program_id]))
    return _pair_row(pair, _("This pair did not come about."), act)


def _unsigned(pair: Any, desk: Desk) -> Row:
    words = _("Said yes %(n)s days ago, the %(agreement)s is not signed.")
    if pair.ran_before:
        words = _("Brought in %(n)s days ago, the %(agreement)s is not signed.")
    facts = {"n": _days_since(pair.said_yes_at, desk), "agreement": pair.words["agreement"]}
    return _pair_row(pair, words % facts, _remind_both(pair))


def _remind_both(pair: Relationship) -> Act:
    return Act(_("Remind both"), reverse("desk:facts_remind", args=[pair.pk]))


def _not_begun(pair: Any, desk: Desk) -> Row:
    words = _("Said yes %(n)s days ago, no %(session)s planned.")
    if pair.ran_before:
        words = _("Brought in %(n)s days ago, no %(session)s known or planned.")
    facts = {"n": _days_since(pair.said_yes_at, desk), "session": pair.words["session"]}
    call_off = Act(pair.rules_of_kind.ENDING_WORDS["end_link"], reverse("desk:facts_end", args=[pair.pk]))
    return _pair_row(pair, words % facts, _remind_both(pair), call_off)


def _quiet(pair: Any, desk: Desk) -> Row:
    words = _("Last %(session)s on %(day)s; a reminder has gone out since.")
    facts = {"session": pair.words["session"], "day": day(day_of(pair.last_held, desk.me.time_zone), desk.today)}
    return _pair_row(pair, words % facts)


def _half_over(pair: Any, desk: Desk) -> Row:
    words = _("Past half its time without a value; ends on %(day)s.")
    return _pair_row(pair, words % {"day": day(pair.ends_on, desk.today)})


def _ending(pair: Any, desk: Desk) -> Row:
    return _pair_row(pair, _("Ends on %(day)s.") % {"day": day(pair.ends_on, desk.today)})


def _applied(enrollment: Enrollment, desk: Desk) -> Row:
    words = _("Wants to be a %(role)s in %(program)s.")
    facts = {"role": enrollment.role_word, "program": enrollment.program.name}
    acts = [
        Act(label, reverse("programs:decide", args=[enrollment.pk, decision]), posts=True)
        for label, decision in ((_("Accept"), "accept"), (_("Waiting list"), "waitlist"))
    ]
    person = enrollment.person
    return Row(person.name, reverse("people:person", args=[person.pk]), words % facts, acts)


def _alone(enrollment: Enrollment, desk: Desk) -> Row:
    words = _("Takes part in %(program)s as %(role)s, without a pair.")
    facts = {"program": enrollment.program.name, "role": enrollment.role_word}
    person = enrollment.person
    acts = [Act(_("Open the program"), reverse("programs:program", args=[enrollment.program_id]))]
    return Row(person.name, reverse("people:person", args=[person.pk]), words % facts, acts)


def _came_back(nudge: Any, desk: Desk) -> Row:
    person = nudge.recipient
    act = Act(_("Change address"), reverse("people:address", args=[person.pk]))
    words = _("Mail to %(address)s came back.") % {"address": person.email}
    return Row(person.name, reverse("people:person", args=[person.pk]), words, [act])


def _help(request: Any, desk: Desk) -> Row:
    url = reverse("surveys:help_request", args=[request.pk])
    return Row(_("Somebody"), url, _("would like to talk to you."), [Act(_("See who"), url)])


def _asks_for_deletion(request: Any, desk: Desk) -> Row:
    url = reverse("desk:erase", args=[request.person.pk])
    words = _("asks for deletion, which can be carried out from %(day)s.")
    facts = {"day": short_day(due_on(request, desk.me), desk.today)}
    return Row(request.person.name, url, words % facts, [Act(_("Look"), url)])


def _held_import(job: Any, desk: Desk) -> Row:
    url = reverse("people:import_job", args=[job.pk])
    return Row(job.file_name, url, _("The import waits for you."), [Act(_("Look"), url)])


NUMBER = lazy("This number is the same for every program.")

CAUSES: list[Cause] = [
    Cause(
        "help",
        lazy("Somebody would like to talk"),
        lazy("You are the named help contact; nobody else sees this."),
        people.asking_for_help,
        _help,
        where=lazy("Whoever runs a program can name another help contact, on its page."),
        where_url=reverse_lazy("programs:programs"),
        may_wait=False,
        since="asked_at",
    ),
    Cause(
        "leaver",
        lazy("Somebody left"),
        lazy("One of an open pair has left the organization."),
        pairs.with_leaver,
        _leaver,
        together=("end",),
    ),
    Cause(
        "line",
        lazy("In one reporting line"),
        lazy("One of the two is now above the other, or both have the same manager; the rules pair nobody like that."),
        pairs.in_one_line,
        _in_one_line,
    ),
    Cause(
        "bounced",
        lazy("Mail came back"),
        lazy("The mail system says that this address does not work."),
        people.with_dead_address,
        _came_back,
        may_wait=False,
        since="due_at",
    ),
    Cause(
        "applications",
        lazy("Applications"),
        lazy("Somebody applied and waits for a decision."),
        people.applied,
        _applied,
        together=("accept",),
        since="applied_at",
    ),
    Cause(
        "unanswered",
        lazy("Proposed pair not answered"),
        format_lazy(lazy("Proposed {n} days ago or more, and not answered by both."), n=pairs.NO_ANSWER.days),
        pairs.unanswered,
        _unanswered,
        where=NUMBER,
        together=("remind", "withdraw"),
        since="proposed_at",
    ),
    Cause(
        "fell_through",
        lazy("Proposed pair did not come about"),
        lazy("Not both said yes in time. Nobody learns more than that."),
        pairs.fell_through,
        _fell_through,
    ),
    Cause(
        "alone",
        lazy("Without a pair"),
        format_lazy(
            lazy("Takes part for {n} days or more, in a program that pairs, without a pair."), n=people.LONG_ENOUGH.days
        ),
        people.without_pair,
        _alone,
        where=NUMBER,
        since="applied_at",
    ),
    Cause(
        "unsigned",
        lazy("Not signed yet"),
        format_lazy(lazy("Both said yes {n} days ago or more; the agreement is not in force."), n=pairs.UNSIGNED.days),
        pairs.unsigned,
        _unsigned,
        where=NUMBER,
        together=("remind",),
        since="said_yes_at",
    ),
    Cause(
        "not_begun",
        lazy("Nothing planned yet"),
        format_lazy(
            lazy("Both said yes {n} days ago or more; nothing is planned or was held."), n=pairs.NO_FIRST_SESSION.days
        ),
        pairs.without_first_session,
        _not_begun,
        where=NUMBER,
        together=("remind",),
        since="said_yes_at",
    ),
    Cause(
        "quiet",
        lazy("Quiet, already reminded"),
        format_lazy(lazy("Beyond {n} times the rhythm that the two agreed, after a reminder."), n=SILENCE),
        pairs.quiet,
        _quiet,
        where=lazy("The two change their rhythm in what they agreed. This number is the same for every program."),
        for_information=True,
        since="last_held",
    ),
    Cause(
        "half_over",
        lazy("Half over without a value"),
        lazy("A coaching past half its time in which no goal has a value."),
        pairs.half_without_value,
        _half_over,
    ),
    Cause(
        "ending",
        lazy("Ending soon"),
        format_lazy(lazy("A coaching within {n} days of its end."), n=pairs.END_IS_NEAR.days),
        pairs.ending_soon,
        _ending,
        where=NUMBER,
    ),
    Cause(
        "erasure",
        lazy("Asks for deletion"),
        lazy("Somebody asked that everything about them be erased."),
        people.asking_to_be_erased,
        _asks_for_deletion,
        may_wait=False,
        since="asked_at",
    ),
    Cause(
        "import",
        lazy("Import held"),
        lazy("An import of yours was checked or stopped and waits."),
        people.held_imports,
        _held_import,
        may_wait=False,
        since="made_at",
    ),
]

BY_KEY = {cause.key: cause for cause in CAUSES}
