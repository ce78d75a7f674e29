"""Ending: a new end date that both agree to, a last look, a thank-you, a reason that stays with its author."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

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

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["relationship"],
                condition=Q(accepted_at__isnull=True, declined_at__isnull=True),
                name="one_open_end_date_proposal",
            ),
        ]


class LastLook(Base):
    """What somebody wrote when the two closed: what helped, and what keeps it going. Both read it."""

    data_class: ClassVar[DataClass] = DataClass.D3

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="last_looks")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    helped = EncryptedTextField(label="lastlook.helped", null=True, blank=True)
    keeps_going = EncryptedTextField(label="lastlook.keeps_going", null=True, blank=True)
    at = models.DateTimeField()

    objects = SharedTextQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["relationship", "author"], name="one_last_look_each"),
        ]


class Thanks(Base):
    """A thank-you at the end, from one half to the other."""

    data_class: ClassVar[DataClass] = DataClass.D3

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="thanks")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = EncryptedTextField(label="thanks.text")
    at = models.DateTimeField()

    objects = SharedTextQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["relationship", "author"], name="one_thank_you_each"),
        ]


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
