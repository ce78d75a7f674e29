"""How a goal is measured: the measure, its target in versions, the values with their corrections."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import wording
from core.data_classes import DataClass
from core.errors import NotPossible
from core.fields import EncryptedTextField
from core.models import Base
from core.verbs import verb
from goals import rules
from goals.models.goal import CoachingGoal
from goals.progress import Direction
from goals.querysets import MeasurementQuerySet, MetricQuerySet, TargetQuerySet
from people.models import User


class Metric(Base):
    """Unit, direction, rhythm and who enters. Values stay plain numbers, words are sealed.

    `next_value_on` is the due-column that reminders scan; verbs of this file set it, nobody else.
    """

    class Enters(models.TextChoices):
        LEARNER = "learner", gettext_lazy("The coachee")
        GUIDE = "guide", gettext_lazy("The coach")

    data_class: ClassVar[DataClass] = DataClass.D3

    goal = models.OneToOneField(CoachingGoal, on_delete=models.CASCADE, related_name="metric")
    unit = EncryptedTextField(label="metric.unit", blank=True, default="")
    direction = models.CharField(max_length=6, choices=Direction.choices, default=Direction.UP)
    source = EncryptedTextField(label="metric.source", null=True, blank=True)
    cadence_days = models.PositiveSmallIntegerField(default=14)
    enters = models.CharField(max_length=7, choices=Enters.choices, default=Enters.LEARNER)
    waived_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    waived_at = models.DateTimeField(null=True, blank=True)
    waiver_reason = EncryptedTextField(label="metric.waiver_reason", null=True, blank=True)
    next_value_on = models.DateField(null=True, blank=True)

    objects = MetricQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(waived_by__isnull=True, waived_at__isnull=True, waiver_reason__isnull=True)
                | Q(waived_by__isnull=False, waived_at__isnull=False, waiver_reason__isnull=False),
                name="metric_waived_by_at_and_why",
            ),
            models.CheckConstraint(condition=Q(cadence_days__gte=1), name="metric_cadence_is_a_day_or_more"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_value_on"], condition=Q(next_value_on__isnull=False), name="metric_by_next_value"
            )
        ]

    # Its targets and values, where a page has read them ahead.
    read_targets: list[Target] | None = None
    read_values: list[Measurement] | None = None

    @property
    def relationship(self) -> Any:
        return self.goal.relationship

    @property
    def audit_program_id(self) -> Any:
        """For the audit: a measure has no column that leads to its program."""
        return self.goal.relationship.program_id

    @property
    def counting_target(self) -> Target | None:
        """The newest accepted target: the one that counts."""
        return next((target for target in reversed(self._targets()) if target.accepted_at), None)

    @property
    def open_target(self) -> Target | None:
        """A newer target that waits for the coachee's yes."""
        newest = self._targets()[-1:]
        return newest[0] if newest and newest[0].accepted_at is None else None

    @property
    def values_now(self) -> list[Measurement]:
        """The values that count, by day: what was corrected is left out."""
        values = self.measurements.all() if self.read_values is None else self.read_values
        found = [value for value in values if value.replaced_at is None]
        return sorted(found, key=lambda value: (value.on_day, value.entered_at))

    @property
    def first_value(self) -> Measurement | None:
        return next((value for value in self.values_now if value.is_first), None)

    def _targets(self) -> list[Target]:
        targets = self.targets.all() if self.read_targets is None else self.read_targets
        return sorted(targets, key=lambda target: target.number)

    @verb("metric.waive_first_value")
    def waive_first_value(self, reason: str, *, by: User, now: datetime) -> Metric:
        """Go on without a first value, for a reason that both read."""
        rules.check(rules.is_of_pair(by, self.goal), _("Only the two people of this pair can do that."))
        self.goal.hold()
        rules.must_take_a_waiver(self.goal)
        if not reason.strip():
            raise NotPossible(_("Say why there is no first value."))
        self.waived_by, self.waived_at, self.waiver_reason = by, now, reason.strip()
        self.save(update_fields=["waived_by", "waived_at", "waiver_reason"])
        self._set_next(rules.day_of(now, by) + timedelta(days=self.cadence_days))
        return self

    @verb("metric.change_target")
    def change_target(
        self, amount: Decimal, due_on: date, *, upper: Decimal | None = None, by: User, now: datetime
    ) -> Metric:
        """The coach proposes another target; the goal returns to proposed and the old target counts until the
        coachee accepts the new one (S0-30)."""
        rules.check(rules.may_set_goals(by, self.relationship), rules.whose_goals(self.relationship))
        self.check_target(amount, upper, due_on, rules.day_of(now, by))
        self.goal.reopen_for_target()
        self.targets.filter(accepted_at__isnull=True).delete()
        self.add_target(amount, upper, due_on, by, now)
        return self

    def check_target(self, amount: Decimal, upper: Decimal | None, due_on: date, today: date) -> None:
        """Raises NotPossible when the target lies on the wrong side of the first value, or in the past."""
        first = self.first_value
        wrong = wrong_target(self.direction, first.value if first else None, amount, upper)
        if wrong:
            raise NotPossible(wrong)
        if due_on <= today:
            raise NotPossible(_("The day for the target must lie in the future."))

    def add_target(self, amount: Decimal, upper: Decimal | None, due_on: date, by: User, now: datetime) -> Target:
        number = max((target.number for target in self.targets.all()), default=0) + 1
        return Target.objects.create(
            metric=self, number=number, amount=amount, upper=upper, due_on=due_on, written_by=by, written_at=now
        )

    def take_target(self, now: datetime) -> None:
        """The newest target counts from now on."""
        self.targets.filter(accepted_at__isnull=True).update(accepted_at=now)
        self._forget()
        latest = self.values_now[-1:]
        if latest:
            self._set_next(latest[0].on_day + timedelta(days=self.cadence_days), since=latest[0].on_day)

    def _set_next(self, on: date, since: date | None = None) -> None:
        """When the next value is due: not beyond the target's day, and never after a value of that day."""
        target = self.counting_target
        if target is not None and on > target.due_on:
            is_over = since is not None and since >= target.due_on
            self.next_value_on = None if is_over else target.due_on
        else:
            self.next_value_on = on
        self.save(update_fields=["next_value_on"])

    def _forget(self) -> None:
        """Drop what was read ahead, after a verb has written."""
        getattr(self, "_prefetched_objects_cache", {}).clear()

    @verb("metric.enter_value")
    def enter_value(
        self, value: Decimal, on_day: date, *, source: str = "measured", note: str = "", by: User, now: datetime
    ) -> Measurement:
        """Somebody of the pair enters a value; the first one is the starting point.

        Raises NotPossible for a day in the future, before the first value or with a value, a closed goal, a first
        value on the wrong side.
        """
        rules.check(rules.may_enter(by, self.goal), _("Only the two people of this pair can do that."))
        self.goal.hold()
        rules.must_take_values(self.goal)
        if wrong := self.wrong_day(on_day, rules.day_of(now, by)):
            raise NotPossible(wrong)
        self._forget()
        if taken := next((found for found in self.values_now if found.on_day == on_day), None):
            raise NotPossible(taken.already(on_day))
        is_first = self.first_value is None and self.waived_at is None
        if is_first:
            self._check_first(value)
        try:
            with transaction.atomic():
                made = Measurement.objects.create(
                    metric=self, value=value, on_day=on_day, source=source, note=note.strip() or None,
                    entered_by=by, entered_at=now, is_first=is_first,
                )  # fmt: skip
        except IntegrityError:
            raise NotPossible(_("A value was entered a moment ago. Here is how it stands.")) from None
        self._forget()
        latest = self.values_now[-1].on_day
        self._set_next(latest + timedelta(days=self.cadence_days), since=latest)
        return made

    def wrong_day(self, on_day: date, today: date) -> str | None:
        """Why no value can be of this day, as a sentence: the way goes from the starting point to today."""
        if on_day > today:
            return _("This date is in the future.")
        first = self.first_value
        if first is not None and on_day < first.on_day:
            start = wording.short_day(first.on_day, today)
            return _("This date is before the starting point of %(day)s.") % {"day": start}
        return None

    def is_unlikely(self, value: Decimal) -> bool:
        """Below zero, where neither the starting point nor the target is."""
        first, target = self.first_value, self.counting_target or self.open_target
        return value < 0 and (first is None or first.value >= 0) and (target is None or target.amount >= 0)

    def _check_first(self, value: Decimal) -> None:
        target = self.counting_target or self.open_target
        if target is not None and (wrong := wrong_target(self.direction, value, target.amount, target.upper)):
            raise NotPossible(wrong)

    def quantity(self, amount: Decimal) -> str:
        """A value with its unit, in words: "16 %"."""
        return wording.quantity(amount, self.unit or "")


def wrong_target(direction: str, first: Decimal | None, amount: Decimal, upper: Decimal | None) -> str | None:
    """What is wrong with a target seen from the first value, as a sentence; None when it fits."""
    if direction == Direction.WITHIN:
        if upper is None or upper <= amount:
            return _("To keep within a range takes a lower and an upper end; the upper one is the larger.")
        return None
    names = {"first": wording.number(first) if first is not None else ""}
    if direction == Direction.DOWN and first is not None and amount >= first:
        return _("The target lies on the wrong side: you chose ‘down’, so it must be below %(first)s.") % names
    if direction == Direction.UP and first is not None and amount <= first:
        return _("The target lies on the wrong side: you chose ‘up’, so it must be above %(first)s.") % names
    return None


class Target(Base):
    """One version of a target. The newest accepted one counts; `upper` is there for "keep within" alone."""

    data_class: ClassVar[DataClass] = DataClass.D3

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="targets")
    number = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=16, decimal_places=4)
    upper = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    due_on = models.DateField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["metric", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["metric", "number"], name="one_target_per_number"),
            models.UniqueConstraint(
                fields=["metric"], condition=Q(accepted_at__isnull=True), name="one_target_waits_at_a_time"
            ),
        ]


class Measurement(Base):
    """A value of a day with its source. A correction is a new row that names the old one, which stays readable."""

    class Source(models.TextChoices):
        MEASURED = "measured", gettext_lazy("I measured it")
        SEEN = "seen", gettext_lazy("Seen by my coach")
        SYSTEM = "system", gettext_lazy("From a system")
        OTHER = "other", gettext_lazy("From someone else")

    data_class: ClassVar[DataClass] = DataClass.D3

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="measurements")
    value = models.DecimalField(max_digits=16, decimal_places=4)
    on_day = models.DateField()
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.MEASURED)
    note = EncryptedTextField(label="measurement.note", null=True, blank=True)
    is_first = models.BooleanField(default=False)
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    corrects = models.OneToOneField("self", on_delete=models.CASCADE, null=True, blank=True, related_name="correction")
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = MeasurementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["on_day", "entered_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["metric", "on_day"], condition=Q(replaced_at__isnull=True), name="one_value_per_day"
            ),
            models.UniqueConstraint(
                fields=["metric"], condition=Q(replaced_at__isnull=True, is_first=True), name="one_first_value"
            ),
        ]

    @property
    def audit_program_id(self) -> Any:
        """For the audit: a value has no column that leads to its program."""
        return self.metric.audit_program_id

    def already(self, today: date) -> str:
        """The sentence that asks whether this value is the one to correct."""
        names = {"day": wording.short_day(self.on_day, today), "value": self.metric.quantity(self.value)}
        return _("There is already a value for %(day)s (%(value)s). Correct that one?") % names

    @verb("measurement.correct")
    def correct(self, value: Decimal, *, source: str = "", note: str = "", by: User, now: datetime) -> Measurement:
        """Somebody of the pair corrects a value of a day; the old one stays in "The numbers" (S0-08)."""
        rules.check(rules.may_enter(by, self.metric.goal), _("Only the two people of this pair can do that."))
        self.metric.goal.hold()
        rules.must_take_values(self.metric.goal)
        if self.is_first:
            self.metric._check_first(value)
        still = Measurement.objects.filter(pk=self.pk, replaced_at__isnull=True)
        if not still.update(replaced_at=now):
            raise NotPossible(_("This value was corrected a moment ago."))
        self.replaced_at = now
        return Measurement.objects.create(
            metric=self.metric, value=value, on_day=self.on_day, source=source or self.source,
            note=note.strip() or None, entered_by=by, entered_at=now, is_first=self.is_first, corrects=self,
        )  # fmt: skip
