"""What a page shows of one goal: its standing in words, the chart, the numbers, and what the reader may do with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import wording
from core.charts import Course, GoalChart, Value, goal_chart
from goals import rules
from goals.models import CoachingGoal, Measurement, Metric, Target
from goals.models.metric import wrong_target
from goals.progress import Direction, Reading, Standing, Way, standing
from people.models import User

GAP = Decimal("1.5")  # of the rhythm: from there on a missing value is a gap in the line


@dataclass(frozen=True)
class GoalCard:
    """A goal as the reader sees it; `may` names the acts that the rules allow them now."""

    goal: CoachingGoal
    standing: Standing
    facts: list[str]
    chart: GoalChart | None
    rows: list[dict[str, Any]]
    as_of: date | None
    is_due: bool
    who: str
    who_reads_words: str
    may: frozenset[str]
    old_target: str
    new_target: str
    source: str

    @property
    def named(self) -> str:
        """Behind the label of a button that other cards have as well, for screen readers."""
        return f" {self.goal.title}"


def way_of(metric: Metric) -> Way | None:
    """The agreed way: from the first value (where it was waived, the earliest one) to the target that counts."""
    values, target = metric.values_now, metric.counting_target
    first = metric.first_value or (values[0] if values and metric.waived_at else None)
    if first is None or target is None or wrong_target(metric.direction, first.value, target.amount, target.upper):
        return None
    return Way(metric.direction, first.value, first.on_day, target.amount, target.due_on, target.upper)


def standing_of(goal: CoachingGoal, today: date) -> Standing:
    """The word of a goal's pill on a day."""
    metric = goal.measure
    if metric is None:
        return standing(None, [], today=today, state=goal.state, is_claimed=goal.is_claimed)
    return standing(
        way_of(metric),
        [Reading(value.on_day, value.value) for value in metric.values_now],
        today=today,
        due_since=metric.next_value_on,
        state=goal.state,
        is_claimed=goal.is_claimed,
    )


def card(user: User, goal: CoachingGoal, today: date, shown_to: set[str] | None = None) -> GoalCard:
    """The card of a goal that was read by `for_page()`; `shown_to` as in `rules.disclosed_readers`."""
    metric = goal.measure
    values = metric.values_now if metric else []
    new = metric.open_target if metric else None
    old = metric.counting_target if metric else None
    return GoalCard(
        goal=goal,
        standing=standing_of(goal, today),
        facts=facts(metric, today) if metric else [],
        chart=_chart(metric, goal.title or "", today) if metric else None,
        rows=numbers(metric, today) if metric else [],
        as_of=values[-1].on_day if values else None,
        is_due=bool(metric and metric.next_value_on and metric.next_value_on < today),
        who=rules.who_sees_goal(user, goal, shown_to),
        who_reads_words=rules.who_sees(user, goal.relationship),
        may=may_do(user, goal),
        old_target=target_words(metric, old, today) if metric and old and new else "",
        new_target=target_words(metric, new, today) if metric and new else "",
        source=(metric.source or "") if metric else "",
    )


def may_do(user: User, goal: CoachingGoal) -> frozenset[str]:
    """What the reader may do with the goal as it stands; the same rules guard the verbs."""
    is_live = goal.state in {"proposed", "accepted"} and goal.relationship.is_open
    is_accepted = goal.state == "accepted"
    metric = goal.measure
    waits_for_first = metric is not None and metric.first_value is None and metric.waived_at is None
    allowed = {
        "edit": is_live and rules.may_set_goals(user, goal.relationship),
        "accept": goal.state == "proposed" and is_live and rules.may_accept(user, goal),
        "enter": is_live and metric is not None and rules.may_enter(user, goal),
        "waive": is_live and waits_for_first and rules.is_of_pair(user, goal),
        "words": is_live and rules.may_write_own_words(user, goal),
        "claim": is_accepted and is_live and goal.claimed_at is None and rules.may_claim(user, goal),
        "confirm": is_accepted and is_live and goal.is_claimed and rules.may_confirm(user, goal),
        "not_yet": is_accepted and is_live and goal.is_claimed and rules.is_of_pair(user, goal),
        "release": goal.released_at is None and goal.relationship.is_open and rules.may_release(user, goal),
        "keep": goal.released_at is not None and rules.may_release(user, goal),
        "drop": is_live and rules.may_set_goals(user, goal.relationship),
    }
    return frozenset(act for act, yes in allowed.items() if yes)


def facts(metric: Metric, today: date) -> list[str]:
    """ "From 22 % down to 8 % by 26 Mar", "every 2 weeks", "Tom enters, from the ERP report"."""
    target = metric.counting_target or metric.open_target
    pair = metric.goal.relationship
    name = getattr(pair, metric.enters).first_name
    from_where = {"name": name, "source": metric.source or ""}
    entered = _("%(name)s enters, from: %(source)s") if metric.source else _("%(name)s enters")
    found = [_target_line(metric, target, today)] if target else []
    return [*found, rhythm(metric.cadence_days), entered % from_where]


def _target_line(metric: Metric, target: Target, today: date) -> str:
    first = metric.first_value
    names = {
        "first": metric.quantity(first.value) if first else "",
        "target": metric.quantity(target.amount),
        "upper": metric.quantity(target.upper) if target.upper is not None else "",
        "day": wording.short_day(target.due_on, today),
    }
    if metric.direction == Direction.WITHIN:
        return _("Keep within %(target)s and %(upper)s until %(day)s") % names
    is_down = metric.direction == Direction.DOWN
    if first is None:
        words = _("Down to %(target)s by %(day)s") if is_down else _("Up to %(target)s by %(day)s")
    elif is_down:
        words = _("From %(first)s down to %(target)s by %(day)s")
    else:
        words = _("From %(first)s up to %(target)s by %(day)s")
    return words % names


def target_words(metric: Metric, target: Target, today: date) -> str:
    """A target version in words, for old and new side by side."""
    names = {"target": metric.quantity(target.amount), "day": wording.short_day(target.due_on, today)}
    if target.upper is not None:
        return _("%(target)s to %(upper)s until %(day)s") % {**names, "upper": metric.quantity(target.upper)}
    return _("%(target)s by %(day)s") % names


def rhythm(days: int) -> str:
    """ "every 2 weeks"."""
    if days % 7 == 0:
        return ngettext("every week", "every %(n)s weeks", days // 7) % {"n": days // 7}
    return ngettext("every day", "every %(n)s days", days) % {"n": days}


def _chart(metric: Metric, title: str, today: date) -> GoalChart | None:
    way = way_of(metric)
    if way is None:
        return None
    band = (way.target, way.upper) if way.upper is not None else None
    course = Course(way.first, way.first_on, way.goal_amount, way.due_on, band)
    return goal_chart(title, metric.unit or "", course, line(metric), today)


def line(metric: Metric) -> list[Value]:
    """The values that count, with a gap where the rhythm was broken."""
    found: list[Value] = []
    for value in metric.values_now:
        step = timedelta(days=metric.cadence_days)
        if found and value.on_day - found[-1].on > step * float(GAP):
            found.append(Value(found[-1].on + step, None))
        found.append(Value(value.on_day, value.value))
    return found


def numbers(metric: Metric, today: date) -> list[dict[str, Any]]:
    """The rows of "The numbers", newest first; what was corrected stays, and says so."""
    rows = sorted(metric.measurements.all(), key=lambda value: (value.on_day, value.entered_at), reverse=True)
    return [
        {
            "pk": value.pk,
            "on": value.on_day,
            "value": metric.quantity(value.value),
            "source": source_words(value),
            "who": value.entered_by.first_name,
            "note": _note(value, today),
            "may_correct": value.replaced_at is None,
        }
        for value in rows
    ]


def source_words(value: Measurement) -> str:
    """Where a value comes from, said so that either half understands it."""
    return {
        "measured": _("Measured"),
        "seen": _("Seen by the coach"),
        "system": _("From a system"),
        "other": _("From someone else"),
    }[value.source]


def _note(value: Measurement, today: date) -> str:
    if value.replaced_at is None:
        return value.note or ""
    words = _("Corrected on %(day)s.") % {
        "day": wording.short_day(wording.in_zone(value.replaced_at, None).date(), today)
    }
    return f"{words} {value.note or ''}".strip()


def values_between(goal: CoachingGoal, since: date | None, until: date) -> list[dict[str, Any]]:
    """The values that count after `since` (all of them without one) up to `until`, oldest first."""
    metric = goal.measure
    values = metric.values_now if metric else []
    return [
        {"on": value.on_day, "value": metric.quantity(value.value) if metric else "", "source": source_words(value)}
        for value in values
        if (since is None or value.on_day > since) and value.on_day <= until
    ]
