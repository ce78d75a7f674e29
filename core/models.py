"""What every model has, and the audit."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.data_classes import DataClass
from core.errors import AppendOnly, NotPossible, Stale
from core.fields import EncryptedTextField
from core.ids import new_id
from core.querysets import AuditQuerySet


class Base(models.Model):
    """A row with a UUIDv7 made by the application. A subclass states its `data_class`."""

    data_class: ClassVar[DataClass]
    field_classes: ClassVar[dict[str, DataClass]] = {}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """What two people edit. The form sends the version it was made from."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def save_if(self, version: int, **fields: Any) -> None:
        """Set the fields if nobody has saved since `version`. Raises Stale with both texts, or NotPossible if the row
        is gone."""
        with transaction.atomic():
            untouched = type(self)._base_manager.filter(pk=self.pk, version=version)
            if not untouched.update(version=version + 1):
                self._raise_stale(fields)
            self.version = version + 1
            for name, value in fields.items():
                setattr(self, name, value)
            self.save(update_fields=[*fields])

    def _raise_stale(self, mine: dict[str, Any]) -> NoReturn:
        current = type(self)._base_manager.filter(pk=self.pk).first()
        if current is None:
            raise NotPossible(_("Somebody deleted this in the meantime."))
        raise Stale({name: getattr(current, name) for name in mine}, mine)


class AuditEvent(models.Model):
    """Who did what to which row, and when. No content, and no foreign keys: the audit never blocks a deletion and
    outlives what it speaks of. PostgreSQL refuses UPDATE, DELETE and TRUNCATE by trigger; on SQLite only this class
    does, because SQLite drops triggers when a table is remade."""

    data_class: ClassVar[DataClass] = DataClass.D12

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True, default=new_id, editable=False)
    at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    verb = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.UUIDField()
    program_id = models.UUIDField(null=True)

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_by_object"),
            models.Index(fields=["actor_id", "number"], name="audit_by_actor"),
            models.Index(fields=["program_id", "number"], name="audit_by_program"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("audit rows are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("audit rows are never deleted")


class KeptAnswer(Base):
    """The first answer to a write that carried an Idempotency-Key, for a day (`core/once.py`). The key and what was
    asked stand here as hashes, the answer sealed; no page shows it."""

    data_class = DataClass.D13

    person_id = models.UUIDField()
    key_hash = models.CharField(max_length=64)
    asked_hash = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)
    answer = EncryptedTextField(label="kept_answer.answer", null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person_id", "key_hash"], name="one_answer_per_key"),
        ]


class Export(Base):
    """A list was taken out as a file: which one, how many rows, when. Who it was stands in the audit, beside its id."""

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    data_class = DataClass.D12

    name = models.CharField(max_length=60)
    form = models.CharField(max_length=4, choices=Form.choices)
    rows = models.PositiveIntegerField()
    program_id = models.UUIDField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Heartbeat(Base):
    """When the worker and the scheduler last showed that they live; `/readyz` reads it."""

    data_class = DataClass.D12

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Removal(Base):
    """How many rows of a class of data were removed on a day because their time was over. No word of what they were."""

    data_class = DataClass.D12

    day = models.DateField()
    what = models.CharField(max_length=20)
    rows = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["day", "what"], name="removal_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.what}"


class Organization(Base):
    """Whom this installation is for: its name, and the zone in which its days begin. One row, written by
    `people/organization.py`; without it `TIME_ZONE` of the environment says the zone."""

    data_class = DataClass.D0
    field_classes: ClassVar[dict[str, DataClass]] = {"mail_tested_at": DataClass.D12}

    only = models.BooleanField(default=True, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64)
    mail_tested_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(only=True), name="organization_is_one"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def here(cls) -> "Organization":
        """The row, or what stands in for it before anybody wrote it (not saved)."""
        return cls.objects.first() or cls(time_zone=settings.TIME_ZONE)
