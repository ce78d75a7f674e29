"""What the two talk about and what somebody will do: plan, session agenda, content, actions (C1)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.data_classes import DataClass
from core.fields import EncryptedTextField
from core.models import Base, Versioned
from people.models import User
from relationships.models.session import Session
from relationships.querysets import SharedTextQuerySet


class AgendaItem(Versioned, Base):
    """A line of one of the three layers. Who creates, orders and locks a layer is the kind's answer.

    `session` empty: the line waits for the next session. A suggestion is a line with the status `suggested`; the
    first line ("what I want from this session") carries `is_first_line` where the kind has one.
    """

    class Layer(models.TextChoices):
        PLAN = "plan", _("Plan")
        SESSION = "session", _("Session agenda")
        CONTENT = "content", _("Content")

    class Status(models.TextChoices):
        SUGGESTED = "suggested", _("Suggested")
        ON = "on", _("On the agenda")
        DONE = "done", _("Talked about")
        DECLINED = "declined", _("Not taken up")

    data_class: ClassVar[DataClass] = DataClass.D3

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="agenda")
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="agenda")
    layer = models.CharField(max_length=8, choices=Layer.choices, default=Layer.SESSION)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ON)
    is_first_line = models.BooleanField(default=False)
    text = EncryptedTextField(label="agendaitem.text")
    position = models.PositiveSmallIntegerField(default=0)
    on_day = models.DateField(null=True, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = SharedTextQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-is_first_line", "position", "created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(is_first_line=True, session__isnull=False),
                name="one_first_line_per_session",
            ),
        ]


class Plan(Versioned, Base):
    """The plan of a coaching as a whole: its lines are agenda items of the layer plan.

    Every change of a line raises `version`; the learner accepts a version. It is accepted while the two are equal.
    """

    data_class: ClassVar[DataClass] = DataClass.D3

    relationship = models.OneToOneField("relationships.Relationship", on_delete=models.CASCADE, related_name="plan")
    accepted_version = models.PositiveIntegerField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = SharedTextQuerySet.as_manager()

    @property
    def is_accepted(self) -> bool:
        return self.accepted_version == self.version


class ActionItem(Versioned, Base):
    """Somebody will do something by a day."""

    data_class: ClassVar[DataClass] = DataClass.D3

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="actions")
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    text = EncryptedTextField(label="actionitem.text")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_day = models.DateField(null=True, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    objects = SharedTextQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["by_day", "created_at", "id"]
