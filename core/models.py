"""What every model has, and the audit."""

from typing import Any, ClassVar, NoReturn

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from core.data_classes import DataClass
from core.errors import AppendOnly, NotPossible, Stale
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


class Heartbeat(Base):
    """When the worker and the scheduler last showed that they live; `/readyz` reads it."""

    data_class = DataClass.D12

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
