"""Runs, the pairs that they suggest, who stayed without one, and what people decided by hand."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.data_classes import DataClass
from core.fields import EncryptedTextField
from core.models import Base
from pairing.querysets import DecisionQuerySet, MatchQuerySet, RunQuerySet, UnmatchedQuerySet
from pairing.scoring import sentence_of
from people.models import User
from programs.models import Enrollment, Program
from relationships.models import Relationship


class Run(Base):
    """One frozen, reproducible execution of the solver.

    What went in is kept, sealed: people with the roles that they aim for and whom they would rather not meet. The same
    input, seed and rules version give the same pairs. `bound` comes from the prices and is never copied from `total`.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("about to start")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("broke off")

    data_class: ClassVar[DataClass] = DataClass.D2
    field_classes: ClassVar[dict[str, DataClass]] = {"frozen": DataClass.D9}

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    after = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status.choices)
    percent_done = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    seed = models.PositiveIntegerField(default=1)
    rules_version = models.CharField(max_length=20)
    frozen = EncryptedTextField(label="run.frozen", null=True)
    learners = models.PositiveIntegerField(default=0)
    guides = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField(default=0)
    matched = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    bound = models.BigIntegerField(default=0)
    seconds = models.FloatField(default=0)

    objects = RunQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["program"], condition=Q(status__in=["waiting", "running"]), name="one_run_at_a_time"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["program", "made_at"], name="run_by_program"),
        ]

    @property
    def is_under_way(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.RUNNING)

    @property
    def is_proven(self) -> bool:
        """No set of pairs under these rules is worth more."""
        return self.total == self.bound


class Match(Base):
    """A run's suggestion to bring two enrollments together; publishing turns it into a proposed relationship.

    Reasons may tell of a role that the learner aims for, so they are sealed and read by the program's admins alone.
    """

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("not published")
        PUBLISHED = "published", _("published")
        PUT_BACK = "put_back", _("put back")

    data_class: ClassVar[DataClass] = DataClass.D2
    field_classes: ClassVar[dict[str, DataClass]] = {"reasons": DataClass.D9}

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="matches")
    learner = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    guide = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = EncryptedTextField(label="match.reasons", null=True)
    pinned = models.BooleanField(default=False)
    moved = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State.choices, default=State.SUGGESTED)
    relationship = models.ForeignKey(Relationship, on_delete=models.SET_NULL, null=True, related_name="+")
    put_back_because = models.CharField(max_length=200, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "learner"], name="one_match_per_learner_and_run"),
        ]

    @property
    def program_id(self) -> object:
        return self.run.program_id

    @property
    def all_reasons(self) -> list[dict[str, Any]]:
        """For the people who pair: each with `good` and its `sentence` in the reader's language."""
        stored = json.loads(self.reasons) if self.reasons else []
        return [{**reason, "sentence": sentence_of(reason)} for reason in stored]


class Unmatched(Base):
    """A learner for whom a run found nobody, and what blocks, in words that give no wish away."""

    data_class: ClassVar[DataClass] = DataClass.D2
    field_classes: ClassVar[dict[str, DataClass]] = {"blocked_by": DataClass.D9}

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="unmatched")
    learner = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    blocked_by = EncryptedTextField(label="unmatched.blocked_by")

    objects = UnmatchedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["run", "learner"], name="unmatched_once_per_run"),
        ]

    @property
    def program_id(self) -> object:
        return self.run.program_id


class Decision(Base):
    """What somebody decided by hand; the next run of the program respects it. Undoing deletes the row."""

    class What(models.TextChoices):
        KEEP = "keep", _("Keep these two")
        FORBID = "forbid", _("Not these two")
        LEAVE_OUT = "leave_out", _("Leave out")

    data_class: ClassVar[DataClass] = DataClass.D2

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.SET_NULL, null=True, related_name="decisions")
    what = models.CharField(max_length=9, choices=What.choices)
    learner = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    guide = models.ForeignKey(Enrollment, on_delete=models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(what="leave_out", guide__isnull=True) | Q(what__in=["keep", "forbid"], guide__isnull=False),
                name="decision_names_a_guide_unless_left_out",
            ),
            models.UniqueConstraint(
                fields=["program", "learner", "guide"],
                condition=Q(guide__isnull=False),
                name="one_decision_per_pair",
            ),
            models.UniqueConstraint(
                fields=["program", "learner"], condition=Q(what="keep"), name="one_kept_guide_per_learner"
            ),
            models.UniqueConstraint(fields=["program", "learner"], condition=Q(what="leave_out"), name="left_out_once"),
        ]

    @property
    def label(self) -> str:
        """How a pair stands that carries this mark."""
        words = {"keep": _("Kept"), "forbid": _("Not these two"), "leave_out": _("Left out")}
        return str(words[self.what])
