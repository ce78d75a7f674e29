"""Ending: a later end date that both agree to, a thank-you, a reason that stays with its author."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from core.data_classes import DataClass
from core.fields import EncryptedTextField
from core.models import Base
from people.models import User
from relationships.querysets import OwnTextQuerySet, SharedTextQuerySet


class EndDateProposal(Base):
    """The coach proposes a new end date with a reason; it counts with the coachee's yes (S0-14)."""

    data_class: ClassVar[DataClass] = DataClass.D3

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="extensions")
    ends_on = models.DateField()
    reason = EncryptedTextField(label="enddateproposal.reason")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    objects = SharedTextQuerySet.as_manager()


class Farewell(Base):
    """Why somebody ended it: optional, for the author's eyes alone."""

    data_class: ClassVar[DataClass] = DataClass.D4

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    reason = EncryptedTextField(label="farewell.reason", null=True, blank=True)
    at = models.DateTimeField()

    objects = OwnTextQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["relationship", "author"], name="one_farewell_each"),
        ]
