"""The coach proposes a goal with its measure and target, and changes it; the coachee accepts (S0-30)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from core import wording
from core.errors import NotPossible
from core.verbs import verb
from goals import rules
from goals.models import CoachingGoal, Metric
from goals.models.metric import wrong_target
from goals.progress import Direction
from people.models import User
from relationships.halves import locked
from relationships.models import Relationship


@dataclass(frozen=True)
class Terms:
    """What a goal says: the goal, how it is measured, how far by when. `upper` is for a range alone."""

    title: str
    amount: Decimal
    due_on: date
    upper: Decimal | None = None
    unit: str = ""
    direction: str = Direction.UP.value
    skills: str = CoachingGoal.Skills.IMPROVE.value
    horizon: str = CoachingGoal.Horizon.CURRENT_ROLE.value
    weight: int = 1
    cadence_days: int = 14
    enters: str = Metric.Enters.LEARNER.value
    source: str = ""


@verb("goal.propose")
def propose(
    relationship: Relationship,
    terms: Terms,
    *,
    first: Decimal | None = None,
    first_on: date | None = None,
    by: User,
    now: datetime,
) -> CoachingGoal:
    """A goal in the state proposed, with the first value if it is known.

    Raises PermissionDenied for whoever does not set goals here, NotPossible for a target on the wrong side or a day
    outside the time that was agreed.
    """
    rules.check(rules.may_set_goals(by, relationship), rules.whose_goals(relationship))
    relationship = locked(relationship)
    rules.must_be_under_way(relationship)
    if wrong := wrong_target(terms.direction, first, terms.amount, terms.upper):
        raise NotPossible(wrong)
    _check_day(relationship, terms.due_on, rules.day_of(now, by))
    goal = CoachingGoal.objects.create(
        relationship=relationship, title=terms.title, skills=terms.skills, horizon=terms.horizon,
        weight=terms.weight, proposed_by=by, proposed_at=now,
    )  # fmt: skip
    metric = Metric.objects.create(
        goal=goal, unit=terms.unit, direction=terms.direction, source=terms.source or None,
        cadence_days=terms.cadence_days, enters=terms.enters,
    )  # fmt: skip
    metric.add_target(terms.amount, terms.upper, terms.due_on, by, now)
    if first is not None:
        metric.enter_value(first, first_on or rules.day_of(now, by), by=by, now=now)
    return goal


@verb("goal.edit")
def edit(goal: CoachingGoal, terms: Terms, version: int, *, by: User, now: datetime) -> CoachingGoal:
    """The coach changes a goal. What changes its meaning (title, unit, direction, target, day) returns it to
    proposed; until the coachee accepts, the old target counts. Raises Stale when it was changed since `version`."""
    rules.check(rules.may_set_goals(by, goal.relationship), rules.whose_goals(goal.relationship))
    metric = goal.metric
    _must_keep_its_scale(metric, terms)
    is_new = changes_target(metric, terms)
    if is_new:
        _check_day(goal.relationship, terms.due_on, rules.day_of(now, by))
    is_reworded = (terms.title, terms.unit, terms.direction) != (goal.title, metric.unit or "", metric.direction)
    goal.must_be_open()
    goal.save_if(version, title=terms.title, skills=terms.skills, horizon=terms.horizon, weight=terms.weight)
    metric.unit, metric.direction, metric.source = terms.unit, terms.direction, terms.source or None
    metric.cadence_days, metric.enters = terms.cadence_days, terms.enters
    metric.save(update_fields=["unit", "direction", "source", "cadence_days", "enters"])
    if is_new:
        metric.change_target(terms.amount, terms.due_on, upper=terms.upper, by=by, now=now)
    elif is_reworded and goal.state == CoachingGoal.State.ACCEPTED:
        goal.reopen_for_target()
    return goal


def changes_target(metric: Metric, terms: Terms) -> bool:
    """Is the target of `terms` another one than the newest?"""
    newest = metric.open_target or metric.counting_target
    return newest is None or (newest.amount, newest.upper, newest.due_on) != (terms.amount, terms.upper, terms.due_on)


def _must_keep_its_scale(metric: Metric, terms: Terms) -> None:
    """Raises NotPossible when unit or direction would change under values that are there."""
    if (terms.unit, terms.direction) != (metric.unit or "", metric.direction) and metric.values_now:
        raise NotPossible(_("Unit and direction stay as they are once there are values. Add another goal instead."))


def _check_day(relationship: Relationship, due_on: date, today: date) -> None:
    """Raises NotPossible for a target day in the past or after the end."""
    if due_on <= today:
        raise NotPossible(_("The day for the target must lie in the future."))
    if relationship.ends_on is not None and due_on > relationship.ends_on:
        end = {"day": wording.short_day(relationship.ends_on, today)}
        raise NotPossible(_("This ends on %(day)s: choose a day until then.") % end)
