"""What the two talk about and what somebody will do: plan, session agenda, content, actions (C1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.data_classes import DataClass
from core.errors import NotPossible, NotYours
from core.fields import EncryptedTextField
from core.models import Base, Versioned
from core.verbs import verb
from people.models import User
from relationships import rules
from relationships.models.session import Session
from relationships.querysets import ActionQuerySet, AgendaQuerySet, SharedTextQuerySet

# A line that counts: agreed on, or done.
STANDS = ("on", "done")


class AgendaItem(Versioned, Base):
    """A line of one of the three layers. Who creates, orders and locks a layer is the kind's answer.

    `session` is the one in which the line was talked about. A line that is neither done nor declined belongs to the
    next session by itself, unless it waits until `after_session` lies behind. A suggestion is a line with the status
    `suggested`; the first line ("what I want from this session") carries `is_first_line` where the kind has one.
    `removed_at` keeps a line for Undo, a day long.
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
    after_session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)
    on_day = models.DateField(null=True, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = AgendaQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-is_first_line", "position", "created_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(is_first_line=True, session__isnull=False),
                name="one_first_line_per_session",
            ),
            models.UniqueConstraint(
                fields=["relationship"],
                condition=Q(is_first_line=True, status="on", removed_at__isnull=True),
                name="one_first_line_at_a_time",
            ),
        ]

    def is_late(self, today: date) -> bool:
        """A step whose day has gone by and that is not done (S0-31)."""
        return self.status == self.Status.ON and self.on_day is not None and self.on_day < today


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

    @verb("plan.accept")
    def accept(self, version: int, *, by: User, now: datetime) -> None:
        """The half that does not write the plan accepts the version that it read (C1)."""
        from relationships.halves import locked_open

        accepter = rules.accepts_plan(self.relationship)
        if accepter != by or not by.is_active:
            raise NotYours(_t("Only %(name)s can accept the plan.") % {"name": accepter.first_name})
        self.relationship = locked_open(self.relationship)
        if not self.relationship.agenda.standing().filter(layer=AgendaItem.Layer.PLAN, status__in=STANDS).exists():
            raise NotPossible(_t("There is no plan to accept yet."))
        read = Plan.objects.filter(pk=self.pk, version=version)
        if not read.update(accepted_version=version, accepted_at=now):
            raise NotPossible(_t("The plan was changed a moment ago. Read it as it stands now."))
        self.refresh_from_db()


class AgendaLock(Base):
    """The owner of a layer settled it: its lines stay as they are until it is opened again. On the session agenda a
    lock holds for one session and lifts by itself when that lies behind."""

    data_class: ClassVar[DataClass] = DataClass.D3

    relationship = models.ForeignKey("relationships.Relationship", on_delete=models.CASCADE, related_name="+")
    layer = models.CharField(max_length=8, choices=AgendaItem.Layer.choices)
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    locked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    locked_at = models.DateTimeField()

    objects = SharedTextQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["relationship", "layer"], name="one_lock_per_layer"),
        ]


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
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["by_day", "created_at", "id"]
