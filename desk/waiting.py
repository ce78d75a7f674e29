"""What of a person's pairs waits for them: answers, signatures, sessions to log, suggestions, a first date.

The pairs come from `with_waiting(me, today)`, so that most of it is known with them; the rest is read of the pairs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.clock import day_of
from core.needs import Need
from core.wording import day, moment
from people.models import User
from relationships import kinds
from relationships.models import Agreement

# Relationships as `with_waiting` fetches them.
Pairs = list[Any]


def of_pairs(me: User, pairs: Pairs, now: datetime) -> list[Need]:
    """The lines for these pairs, of which `me` is a half, the most pressing first."""
    return [
        *_proposals(me, pairs, now),
        *to_sign(me, pairs),
        *_to_write(me, pairs),
        *_under_way(me, pairs, now),
    ]


def of_enrollments(rows: Iterable[Any]) -> Iterable[Need]:
    """Two questions that an admin let wait: asked first at sign-in."""
    for row in rows:
        if row.role == "learner" and row.status == "accepted" and row.has_open_questions:
            text = _("Two questions for %(program)s: what do you want to get out of this, and how?")
            url = reverse("programs:apply", args=[row.program_id, "learner"])
            yield Need(text % {"program": row.program.name}, url, _("Answer them (3 minutes)"))


def _to_write(me: User, pairs: Pairs) -> Iterable[Need]:
    """Pairs that ran before they came here: the agreement is still to be written and signed."""
    for pair in pairs:
        if pair.is_under_way and not pair.was_proposed and not pair.is_written:
            text = _("The %(agreement)s with %(name)s is still to be written and signed.")
            facts = {"agreement": pair.words["agreement"], "name": pair.other(me).first_name}
            url = reverse("relationships:agreement_change", args=[pair.pk])
            yield Need(text % facts, url, _("Write it"), pair_id=pair.pk)


def as_sponsor(contracts: Iterable[Agreement]) -> Iterable[Need]:
    """Contracts that wait for their sponsor and are signed by the one who is coached."""
    for row in contracts:
        pair = row.relationship
        text = _("The %(agreement)s of %(name)s waits for your signature.")
        facts = {"agreement": pair.words["agreement"], "name": pair.learner.name}
        yield Need(text % facts, reverse("relationships:sponsor", args=[pair.pk]), _("Read and sign"))


def _under_way(me: User, pairs: Pairs, now: datetime) -> list[Need]:
    return [
        *_end_dates(me, pairs),
        *_to_log(me, pairs, now),
        *_to_confirm(me, pairs, now),
        *_plans(pairs),
        *_suggestions(me, pairs),
        *_first_dates(me, pairs),
        *_late_steps(me, pairs, now),
    ]


def _proposals(me: User, pairs: Pairs, now: datetime) -> Iterable[Need]:
    for pair in pairs:
        if pair.status == "proposed" and not pair.has_answered:
            other = pair.other(me)
            word = pair.words["guide" if pair.role_of(me) == "learner" else "learner"]
            text = _("%(name)s could be your %(word)s. Answer by %(day)s; a no needs no reason.")
            facts = {"name": other.name, "word": word, "day": day(pair.answer_by, day_of(now, me.time_zone))}
            url = reverse("relationships:answer", args=[pair.pk])
            yield Need(text % facts, url, _("Look and answer"), pair_id=pair.pk)


def to_sign(me: User, pairs: Pairs) -> Iterable[Need]:
    for pair in pairs:
        if pair.waits_for_signature:
            text = _("The %(agreement)s with %(name)s waits for your signature.")
            facts = {"agreement": pair.words["agreement"], "name": pair.other(me).first_name}
            url = reverse("desk:pair_agreement", args=[pair.pk])
            yield Need(text % facts, url, _("Read and sign"), pair_id=pair.pk)


def _end_dates(me: User, pairs: Pairs) -> Iterable[Need]:
    """For the one whose yes it needs."""
    for pair in pairs:
        if pair.end_date_from and pair.learner_id == me.pk:
            text = _("%(name)s proposes a new end date.") % {"name": pair.end_date_from}
            yield Need(text, reverse("desk:pair", args=[pair.pk]), _("Look"), pair_id=pair.pk)


def _to_log(me: User, pairs: Pairs, now: datetime) -> Iterable[Need]:
    today = day_of(now, me.time_zone)
    rows = [
        row
        for pair in pairs
        if pair.may_be_logged_on(today)
        for row in pair.read.sessions.to_log(now)
        if row.status == "planned"
    ]
    for row in sorted(rows, key=lambda row: (row.starts_at, row.pk), reverse=True):
        text = _("How did %(when)s with %(name)s go?")
        facts = {"when": moment(row.starts_at, today, me.time_zone), "name": row.relationship.other(me).first_name}
        more = [(_("It did not take place"), reverse("relationships:session_missed", args=[row.pk]))]
        url = reverse("relationships:session_log", args=[row.pk])
        yield Need(text % facts, url, row.relationship.words["we_met"], more, row.relationship_id)


def _to_confirm(me: User, pairs: Pairs, now: datetime) -> Iterable[Need]:
    """A line for each pair, or who never says yes would have a home of nothing else."""
    today = day_of(now, me.time_zone)
    for pair in pairs:
        waiting = pair.read.sessions.tally(me).to_confirm
        if waiting is None:
            continue
        # Whoever logs afterwards names a day and no hour.
        when = day(day_of(waiting.starts_at, me.time_zone), today)
        facts = {"name": pair.other(me).first_name, "when": when, "n": waiting.minutes}
        text, url = _("%(name)s logged %(when)s, %(n)s min."), reverse("relationships:session", args=[waiting.id])
        if waiting.count > 1:
            facts |= {"n": waiting.count, "sessions": pair.words["sessions"]}
            text = _("%(name)s logged %(n)s %(sessions)s, the last one %(when)s.")
            url = reverse("desk:pair_sessions", args=[pair.pk])
        yield Need(text % facts, url, _("Look"), pair_id=pair.pk)


def _plans(pairs: Pairs) -> Iterable[Need]:
    for pair in pairs:
        if pair.has_plan_to_accept:
            text = _("%(name)s suggests a plan. It counts once you accept it.") % {"name": pair.guide.first_name}
            yield Need(text, reverse("desk:pair_goals", args=[pair.pk]), _("Read the plan"), pair_id=pair.pk)


def _late_steps(me: User, pairs: Pairs, now: datetime) -> Iterable[Need]:
    """Steps of a plan whose day has gone by, for whoever writes the plan; the first one of each pair (S0-31)."""
    for pair in pairs:
        if pair.has_late_step and pair.is_working:
            step = next(iter(pair.read.late_steps(day_of(now, me.time_zone))), None)
            if step is None:  # done since the pair was read
                continue
            text = _("A step of the plan with %(name)s is late: %(step)s.")
            facts = {"name": pair.other(me).first_name, "step": step.text}
            url = reverse("desk:pair_goals", args=[pair.pk])
            yield Need(text % facts, url, _("Open the plan"), pair_id=pair.pk)


def _suggestions(me: User, pairs: Pairs) -> Iterable[Need]:
    for pair in pairs:
        if pair.has_suggestion:
            text = _("%(name)s suggested a point.") % {"name": pair.other(me).first_name}
            yield Need(text, reverse("desk:pair", args=[pair.pk]), _("Look"), pair_id=pair.pk)


def _first_dates(me: User, pairs: Pairs) -> Iterable[Need]:
    """Both said yes, nothing planned or held: who leads picks a time."""
    for pair in pairs:
        leads = pair.role_of(me) == pair.rules_of_kind.LAYER_OWNER["session"]
        if pair.is_working and leads and not pair.read.sessions.tally(me).have_begun:
            text = _("Nothing planned with %(name)s yet. You lead: pick a time.")
            if pair.was_proposed:
                text = _("You and %(name)s both said yes. You lead: pick a time.")
            text %= {"name": pair.other(me).first_name}
            url = reverse("relationships:session_plan", args=[pair.pk])
            yield Need(text, url, kinds.of(pair.kind).PLAN_IT, pair_id=pair.pk)
