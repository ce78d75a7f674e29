"""What of goals and aims waits for somebody, as lines of a home or of a workspace."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.needs import Need
from goals import reviewing, rules
from goals.cards import standing_of
from goals.models import CoachingGoal, MentoringIntent, Metric
from goals.reading import Rows, of_pair
from people.models import User
from relationships.models import Relationship


def needs(user: User, pairs: list[Relationship], rows: Rows, now: datetime) -> list[Need]:
    """The lines for these open pairs, the most pressing first. The pairs come from `reviewing.with_last_review`, the
    rows from `goals.reading`: nothing more is asked."""
    today = rules.day_of(now, user)
    goals = [goal for goal in rows.goals if goal.state in {"proposed", "accepted"}]
    guided = [pair for pair in pairs if pair.role_of(user) == "guide" and pair.status == "active"]
    return [
        *_goals_need(user, goals, today),
        *_values_need(user, goals, today),
        *_aims_need(user, rows.intents),
        *_reviews_need(guided, today),
        *_all_reached(guided, rows),
    ]


def value_due(user: User, pair: Relationship, now: datetime) -> str | None:
    """Where `user` enters the value of this pair that is due; None if none is."""
    if not rules.holds(pair, rules.GOALS):
        return None
    goals = [goal for goal in of_pair(pair).goals if goal.state in {"proposed", "accepted"}]
    return next((need.url for need in _values_need(user, goals, rules.day_of(now, user))), None)


def waits_for_value(goal: CoachingGoal, today: date) -> bool:
    """As `MetricQuerySet.value_due` says it of rows: of a goal that is neither reached nor let go."""
    return goal.state in {"proposed", "accepted"} and goal.measure is not None and _is_due(goal.measure, today)


def _goals_need(user: User, goals: list[CoachingGoal], today: date) -> Iterable[Need]:
    for goal in goals:
        names = {"name": goal.relationship.other(user).first_name, "goal": goal.title}
        if goal.state == "proposed" and rules.may_accept(user, goal):
            yield _need(goal, _("%(name)s suggests a goal: %(goal)s.") % names, _("Look"), "desk:pair_goals")
        elif goal.is_claimed and rules.may_confirm(user, goal):
            yield _need(goal, _("%(name)s says it is reached: %(goal)s.") % names, _("Look"), "desk:pair_goals")
        elif rules.may_set_goals(user, goal.relationship) and standing_of(goal, today).key == "behind":
            yield _need(goal, _("%(name)s, %(goal)s: behind for 2 values.") % names, _("Open goal"), "desk:pair_goals")


def _values_need(user: User, goals: list[Any], today: date) -> Iterable[Need]:
    for goal in goals:
        metric = goal.measure
        if metric is None or goal.relationship.role_of(user) != metric.enters or not goal.relationship.is_working:
            continue
        waits_for_first = not goal.has_first_value and metric.waived_at is None
        if waits_for_first or _is_due(metric, today):
            text = _("%(goal)s: a first value is missing.") if waits_for_first else _("%(goal)s: a value is due.")
            url = reverse("goals:enter_value", args=[goal.relationship_id, goal.pk])
            yield Need(text % {"goal": goal.title}, url, _("Enter it"), pair_id=goal.relationship_id)


def _aims_need(user: User, intents: list[MentoringIntent]) -> Iterable[Need]:
    for intent in intents:
        waiting = intent.waiting
        if waiting is not None and not waiting.is_agreed_by(intent.relationship.role_of(user)):
            names = {"name": intent.relationship.other(user).first_name}
            text = (
                _("%(name)s changed an aim: it counts when you both agree.")
                if intent.agreed
                else _("%(name)s wrote an aim: it counts when you both agree.")
            )
            yield _need(intent, text % names, _("Look"), "desk:pair_goals")


def _reviews_need(guided: list[Relationship], today: date) -> Iterable[Need]:
    for pair in guided:
        if rules.holds(pair, rules.GOALS) and reviewing.next_on(pair) <= today:
            names = {"name": pair.learner.first_name}
            url = reverse("goals:review", args=[pair.pk])
            yield Need(_("Review with %(name)s is due.") % names, url, _("Open the review"), pair_id=pair.pk)


def _all_reached(guided: list[Relationship], rows: Rows) -> Iterable[Need]:
    """Every goal is shown by results: the coach is no longer needed, so closing is proposed (S0-09)."""
    for pair in guided:
        goals = rows.goals_of(pair)
        if goals and all(goal.state == "attained" for goal in goals):
            text = _("Every goal with %(name)s is shown by results. Close it early?")
            url = reverse("relationships:look_again", args=[pair.pk])
            label = str(pair.rules_of_kind.ENDING_WORDS["look_again"])
            yield Need(text % {"name": pair.learner.first_name}, url, label, pair_id=pair.pk)


def _need(thing: Any, text: str, label: str, route: str) -> Need:
    return Need(text, reverse(route, args=[thing.relationship_id]), label, pair_id=thing.relationship_id)


def _is_due(metric: Metric, today: date) -> bool:
    return metric.next_value_on is not None and metric.next_value_on <= today
