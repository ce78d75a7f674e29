"""What happened to a relationship: its states, and the answers to a proposal that stay with who gave them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from core.data_classes import DataClass
from core.models import Base
from people.models import User
from relationships.querysets import OwnAnswerQuerySet, ThroughRelationshipQuerySet


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
