"""Meetings of a pair: when they are, whether they took place; what was said stands in another table."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import ClassVar
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.data_classes import DataClass
from core.fields import EncryptedTextField
from core.models import Base
from people.models import User
from relationships.querysets import SessionLogQuerySet, SessionQuerySet


class Session(Base):
    """One meeting. `revision` counts the moves of a session and is the SEQUENCE of its calendar entry."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        CANCELLED = "cancelled", _("Called off")
        MISSED = "missed", _("Did not take place")
        UNKNOWN = "unknown", _("Not confirmed")

    class Form(models.TextChoices):
        IN_PERSON = "in_person", _("In person")
        VIDEO = "video", _("Video")
        PHONE = "phone", _("Phone")

    data_class: ClassVar[DataClass] = DataClass.D2
    # Whoever has the link can walk in.
    field_classes: ClassVar[dict[str, DataClass]] = {"link": DataClass.D13}

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="sessions")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PLANNED)
    starts_at = models.DateTimeField()
    zone = models.CharField(max_length=64)
    minutes = models.PositiveSmallIntegerField(default=60)
    form = models.CharField(max_length=10, choices=Form.choices, default=Form.VIDEO)
    link = models.URLField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    # Nobody: it came with a list of pairs that ran before. Then nobody logged it either, and its length is not known.
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    planned_at = models.DateTimeField()
    cancelled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    logged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    logged_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(cancelled_by__isnull=True, cancelled_at__isnull=True)
                | Q(cancelled_by__isnull=False, cancelled_at__isnull=False),
                name="session_cancelled_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(logged_by__isnull=True, logged_at__isnull=True)
                | Q(logged_by__isnull=False, logged_at__isnull=False),
                name="session_logged_by_and_at",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="session_confirmed_by_and_at",
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="session_takes_time"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["relationship", "starts_at"], name="session_by_pair_and_time"),
            models.Index(fields=["status", "starts_at"], name="session_by_status_and_time"),
        ]

    @property
    def local_start(self) -> datetime:
        """The start on the wall clock of the zone in which it was planned."""
        return self.starts_at.astimezone(ZoneInfo(self.zone))

    @property
    def day(self) -> date:
        """The calendar day in the zone in which it was planned."""
        return self.local_start.date()

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def stamp(self) -> str:
        """Which log of it a page shows: another one has another stamp."""
        return self.logged_at.isoformat() if self.logged_at else ""

    @property
    def was_listed(self) -> bool:
        """Did it come with a list of pairs, and has neither of the two said how it was?"""
        return self.status == self.Status.HELD and self.logged_by_id is None

    @property
    def notice(self) -> timedelta | None:
        """How long before its start it was called off; None if it was not."""
        return self.starts_at - self.cancelled_at if self.cancelled_at else None


class SessionLog(Base):
    """Why a session did not take place. Kept apart from dates and states: the reason stays with the two."""

    class Why(models.TextChoices):
        CALLED_OFF = "called_off", _("We called it off")
        COULD_NOT_COME = "could_not", _("One of us could not come")
        SKIPPED = "skipped", _("Let us skip this one")

    data_class: ClassVar[DataClass] = DataClass.D3

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="log")
    what_happened = EncryptedTextField(label="sessionlog.what_happened", null=True, blank=True)

    objects = SessionLogQuerySet.as_manager()

    @property
    def why(self) -> str:
        """The reason in words; what is no choice of ours stands as it was written."""
        told = self.what_happened or ""
        return str(dict(self.Why.choices).get(told, told))
