"""A review of a coaching: a dated page about the values, not a session (S0-44)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models

from core.data_classes import DataClass
from core.fields import EncryptedTextField
from core.models import Base
from goals.querysets import PairQuerySet
from people.models import User


class Review(Base):
    """The two look at the values since the last review, ask what helped, decide what is next."""

    data_class: ClassVar[DataClass] = DataClass.D3

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="+")
    held_on = models.DateField()
    what_helped = EncryptedTextField(label="review.what_helped", null=True, blank=True)
    what_next = EncryptedTextField(label="review.what_next", null=True, blank=True)
    held_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = PairQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["held_on", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["relationship", "held_on"], name="one_review_per_day"),
        ]

    def since(self, reviews: list[Review]) -> date | None:
        """The day of the review before this one, among all of the pair."""
        return max((other.held_on for other in reviews if other.held_on < self.held_on), default=None)
