"""The steps of a coaching as rows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.clock import day_of
from demo.bulk.pairs import InBulk
from demo.bulk.rows import Row
from demo.coaching import Coaching
from goals.models import CoachingGoal, Measurement, Metric, Target
from people.models import User
from relationships.models import AgendaItem, Plan


class CoachingInBulk(InBulk, Coaching):
    def propose_goal(self, due: int, *, with_first: bool = True) -> None:
        terms = self.terms(due)
        self.goal_row = self.new(
            CoachingGoal, relationship_id=self.row["id"], title=terms.title, skills=terms.skills, horizon=terms.horizon,
            weight=terms.weight, proposed_by_id=self.guide.pk, proposed_at=self.now, state="proposed",
        )  # fmt: skip
        self.metric = self.new(
            Metric, goal_id=self.goal_row["id"], unit=terms.unit, direction=terms.direction,
            source=terms.source or None, cadence_days=terms.cadence_days, enters=terms.enters, next_value_on=None,
        )  # fmt: skip
        self.target = self.new(
            Target, metric_id=self.metric["id"], number=1, amount=terms.amount, due_on=terms.due_on,
            written_by_id=self.guide.pk, written_at=self.now, accepted_at=None,
        )  # fmt: skip
        self.values_so_far: list[Row] = []
        if with_first:
            self._value(self.theme.first, day_of(self.now, self.guide.time_zone), "measured", self.guide)
        self.audit("goal.propose", CoachingGoal, self.goal_row, self.guide.pk)

    def accept_goal(self) -> None:
        self.goal_row.update(own_words=self.theme.own_words.strip(), state="accepted", accepted_at=self.now)
        self.audit("goal.write_own_words", CoachingGoal, self.goal_row, self.learner.pk)
        self.target["accepted_at"] = self.now
        self._set_next()
        self.audit("goal.accept", CoachingGoal, self.goal_row, self.learner.pk)

    def write_plan(self, day: int) -> None:
        self.steps: list[Row] = []
        super().write_plan(day)

    def plan_step(self, step: str, on: date) -> None:
        line = self._line("plan", step, self.guide, on_day=on, position=len(self.steps))
        if self.steps:
            self.plan_row["version"] += 1
        else:
            self.plan_row: Row = self.new(Plan, relationship_id=self.row["id"], version=1)
        self.steps.append(line)
        self.audit("agenda.add", AgendaItem, line, self.guide.pk)

    def accept_plan(self) -> None:
        self.plan_row.update(accepted_version=self.plan_row["version"], accepted_at=self.now)
        self.audit("plan.accept", Plan, self.plan_row, self.learner.pk)

    def enter(self, value: Decimal, on: date, source: str) -> None:
        self._value(value, on, source, self.learner)

    def _value(self, value: Decimal, on: date, source: str, by: User) -> None:
        row = self.new(
            Measurement, metric_id=self.metric["id"], value=value, on_day=on, source=source,
            is_first=not self.values_so_far, entered_by_id=by.pk, entered_at=self.now,
        )  # fmt: skip
        self.values_so_far.append(row)
        self._set_next()
        self.audit("metric.enter_value", Measurement, row, by.pk)

    def _set_next(self) -> None:
        """As the measure sets its due-column: not beyond the day of an accepted target."""
        latest = max(row["on_day"] for row in self.values_so_far)
        due = latest + timedelta(days=self.metric["cadence_days"])
        last: Any = self.target["due_on"] if self.target["accepted_at"] else None
        if last is not None and due > last:
            due = None if latest >= last else last
        self.metric["next_value_on"] = due

    def say_reached(self) -> None:
        self.goal_row.update(claimed_by_id=self.learner.pk, claimed_at=self.now)
        self.audit("goal.claim_reached", CoachingGoal, self.goal_row, self.learner.pk)

    def confirm_reached(self) -> None:
        self.goal_row.update(state="attained", confirmed_by_id=self.guide.pk, confirmed_at=self.now)
        self.audit("goal.confirm_reached", CoachingGoal, self.goal_row, self.guide.pk)
