"""Pairs that ran before they came here: under way, and not signed (decision 0026).

The two are as far as after the second yes. Planning and logging do not wait; what needs signatures does, and nobody
outside the pair is shown anything before both have signed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.models import User
from programs.models import Program
from relationships import kinds, rules
from relationships.holding import NOON
from relationships.models import Relationship, Session
from relationships.proposing import refuse_impossible, take_place


@dataclass(frozen=True)
class Running:
    """What is known of a pair that runs: since when, when they last met, how often, until when where a kind ends."""

    since: date
    last_met: date | None = None
    cadence_days: int | None = None
    ends_on: date | None = None


@verb("relationship.bring_in")
def bring_in(
    program: Program, guide: User, learner: User, facts: Running, *, by: User | None, now: datetime,
    told_on: date | None = None,
) -> Relationship:  # fmt: skip
    """Take up a pair that runs already, on a place of the guide's. `by` None: the command line.

    On `told_on` the two are asked by mail for their agreement; without it only the usual reminders do. Raises
    PermissionDenied for whoever does not run the program, NotPossible as `propose` does, for a start that lies ahead
    and for a pair whose end has come.
    """
    if by is not None and not rules.may_propose(by, program):
        raise NotYours(_("Only the people who run this program can bring in its pairs."))
    refuse_impossible(program, guide, learner)
    today = rules.day_of_both(now, guide, learner)
    if facts.since > today:
        raise NotPossible(_("It starts on a day to come: propose the pair instead."))
    if facts.last_met is not None and not facts.since <= facts.last_met <= today:
        raise NotPossible(_("The two cannot have met before they began, nor on a day to come."))
    kind = kinds.of(program.kind)
    pair = take_place(
        program, guide, learner, by=by, now=now, status=kind.AFTER_YES, told_on=told_on,
        cadence_days=facts.cadence_days or program.cadence_days, starts_on=facts.since,
        ends_on=end_of(program, facts.since, facts.ends_on, today) if kind.HAS_END_DATE else None,
        proposed_at=_noon(facts.since, learner, now), answer_by=facts.since,
    )  # fmt: skip
    if facts.last_met is not None:
        _keep_last(pair, facts.last_met, now)
    return pair


def end_of(program: Program, since: date, wanted: date | None, today: date) -> date:
    """The last day of a pair that began on `since`: as the file says, or else by the program's rule.

    Raises NotPossible where that is not after the start, where it has gone by, and where no rule says one.
    """
    by_rule = [program.ends_on] if program.ends_on else []
    if program.weeks:
        by_rule.append(since + timedelta(weeks=program.weeks))
    if wanted is None and not by_rule:
        raise NotPossible(_("There is no end date, and the program says none."))
    ends_on = wanted or min(by_rule)
    if ends_on <= since:
        raise NotPossible(_("It ends before it starts."))
    if ends_on < today:
        raise NotPossible(_("It is over by its end date."))
    return ends_on


def _keep_last(pair: Relationship, day: date, now: datetime) -> None:
    """The last time they met. Nobody planned it here and nobody logged it."""
    Session.objects.create(
        relationship=pair, status=Session.Status.HELD, starts_at=_noon(day, pair.learner, now),
        zone=pair.learner.time_zone, minutes=pair.rules_of_kind.SESSION_MINUTES, planned_at=now,
    )  # fmt: skip


def _noon(day: date, person: User, now: datetime) -> datetime:
    """The middle of a day where that person lives; of this one, not later than now."""
    return min(datetime.combine(day, time(NOON), ZoneInfo(person.time_zone)), now)
