"""What the organization says of people's data, who has read it, and who asks to be erased."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.data_classes import DataClass
from core.models import Base
from people.querysets import DeletionRequestQuerySet, PrivacyReadingQuerySet, PrivacyTextQuerySet


class DeletionRequest(Base):
    """Somebody asks that everything about them be erased; the organization admins see to it."""

    data_class: ClassVar[DataClass] = DataClass.D1

    person = models.OneToOneField("people.User", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()

    objects = DeletionRequestQuerySet.as_manager()


class PrivacyText(Base):
    """What the organization says on the privacy page, in versions. A published one is never changed: people have read
    it as it stands. At most one is a draft: it has the next number, and a number is there once."""

    data_class: ClassVar[DataClass] = DataClass.D0

    number = models.PositiveIntegerField(unique=True)
    purpose = models.TextField(_("what we use Manyhands for, and on what grounds"))
    contacts = models.TextField(_("who answers questions about your data"))
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("people.User", on_delete=models.SET_NULL, null=True, related_name="+")

    objects = PrivacyTextQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.number)


class PrivacyReading(Base):
    """Somebody has read a version of the privacy page."""

    data_class: ClassVar[DataClass] = DataClass.D1

    text = models.ForeignKey(PrivacyText, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = PrivacyReadingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["text", "person"], name="privacy_read_once"),
        ]
