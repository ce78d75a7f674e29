"""The agreement of a pair (contract in coaching), in versions. The version in force is the access policy."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from core.data_classes import DataClass
from core.fields import EncryptedTextField
from core.models import Base
from people.models import User
from relationships.querysets import AgreementQuerySet, SignatureQuerySet


class Agreement(Base):
    """One version of what the two agreed. A change makes a new version, which both sign again (S0-34).

    `in_force_at` is set by the last signature, `superseded_at` by the next version in force. The `shows_*` ticks are
    the learner's; unticking one holds at once, ticking one needs a new version and signature.
    """

    data_class: ClassVar[DataClass] = DataClass.D3

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveIntegerField(default=1)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    mission = EncryptedTextField(label="agreement.mission", null=True, blank=True)
    purpose = EncryptedTextField(label="agreement.purpose", null=True, blank=True)
    how_we_work = EncryptedTextField(label="agreement.how_we_work", null=True, blank=True)
    stays_between = EncryptedTextField(label="agreement.stays_between", null=True, blank=True)
    ending = EncryptedTextField(label="agreement.ending", null=True, blank=True)
    cadence_days = models.PositiveSmallIntegerField(default=28)
    sponsor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    shows_takes_place = models.BooleanField(default=False)
    shows_sessions = models.BooleanField(default=False)
    shows_end_date = models.BooleanField(default=False)
    shows_goals = models.BooleanField(default=False)
    in_force_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["relationship", "version"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["relationship", "version"], name="agreement_version_once"),
            models.UniqueConstraint(
                fields=["relationship"],
                condition=Q(in_force_at__isnull=False, superseded_at__isnull=True),
                name="one_agreement_in_force",
            ),
        ]

    @property
    def discloses(self) -> frozenset[str]:
        """The ticks that count, of those this kind knows; without `takes_place` none does."""
        known = self.relationship.rules_of_kind.DISCLOSES
        ticked = frozenset(what for what in known if getattr(self, f"shows_{what}"))
        return ticked if "takes_place" in ticked else frozenset()

    @property
    def parties(self) -> set[object]:
        """Ids of those who sign: the two, and the sponsor of a coaching contract."""
        sponsor = {self.sponsor_id} if self.sponsor_id else set()
        return {self.relationship.guide_id, self.relationship.learner_id} | sponsor


class Signature(Base):
    """One party signed one version."""

    data_class: ClassVar[DataClass] = DataClass.D3

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = SignatureQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agreement", "person"], name="one_signature_each"),
        ]
