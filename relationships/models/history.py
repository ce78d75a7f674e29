"""What happened to a relationship: its states, and the answers to a proposal that stay with who gave them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.data_classes import DataClass
from core.fields import EncryptedTextField
from core.models import Base
from people.models import User
from relationships.querysets import OnBehalfQuerySet, OwnAnswerQuerySet, ThroughRelationshipQuerySet


class StatusChange(Base):
    """A move from one status to another. `by` is empty for the clock and for a "no" to a proposed pair."""

    data_class: ClassVar[DataClass] = DataClass.D2

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="history")
    from_status = models.CharField(max_length=12, blank=True)
    to_status = models.CharField(max_length=12)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects = ThroughRelationshipQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "id"]


class ProposalAnswer(Base):
    """One half's answer to a proposed pair; read by its author alone."""

    data_class: ClassVar[DataClass] = DataClass.D5

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    yes = models.BooleanField()
    at = models.DateTimeField()

    objects = OwnAnswerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["relationship", "person"], name="one_answer_each"),
        ]


class OnBehalf(Base):
    """What somebody who runs the program did in a pair's place, and why. The reason may tell of an illness or of a
    quarrel: the people who run the program read it, nobody else (docs/decisions/0020)."""

    class What(models.TextChoices):
        REMIND = "remind", _("Reminded")
        ADDRESS = "address", _("Asked for another address")
        REST = "rest", _("Paused")
        WAKE = "wake", _("Went on")
        END_DATE = "end_date", _("Proposed a new end date")
        HAND_OVER = "hand_over", _("Handed over")
        END = "end", _("Ended")

    data_class: ClassVar[DataClass] = DataClass.D9

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=9, choices=What.choices)
    reason = EncryptedTextField(label="onbehalf.reason")
    # Until when they rest, or the end date that was proposed.
    on_day = models.DateField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OnBehalfQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-id"]
