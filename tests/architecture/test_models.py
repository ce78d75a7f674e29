"""Every model: a UUID as key, a data class, `visible_to` from D2 to D10, and sealed text from D3 to D10."""

import uuid
from typing import Any

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from core.data_classes import DataClass, Unclassified, class_of, classes_of
from core.fields import EncryptedTextField
from core.ids import new_id
from core.models import AuditEvent
from tests.architecture.floors import floor_of

TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)


def model_faults(model: type[models.Model]) -> list[str]:
    label, faults = model._meta.label, []
    key = model._meta.pk
    if model is not AuditEvent and not (isinstance(key, models.UUIDField) and key.default is new_id):
        faults.append(f"{label} needs the key of core.models.Base")
    try:
        stated = class_of(model)
    except Unclassified as error:
        return [*faults, str(error)]
    if stated.is_scoped and not hasattr(model._default_manager.all(), "visible_to"):
        faults.append(f"{label} is {stated}: its queryset needs visible_to(user)")
    return faults + clear_text_faults(model)


def clear_text_faults(model: type[models.Model]) -> list[str]:
    """Fields of D3 to D10 that hold words in clear. A choice is not a text; a status of D2 goes into field_classes."""
    fields = {field.name: field for field in model._meta.concrete_fields}
    return [
        f"{model._meta.label}.{name} is {found}: it needs EncryptedTextField, or a class of its own in field_classes"
        for name, found in classes_of(model).items()
        if found.is_confidential and _is_clear_text(fields[name])
    ]


def _is_clear_text(field: Any) -> bool:
    return isinstance(field, TEXT) and not isinstance(field, EncryptedTextField) and not field.choices


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if floor_of(model._meta.app_label) is not None]


def test_every_model_keeps_the_rules() -> None:
    assert [fault for model in our_models() for fault in model_faults(model)] == []


def test_migrations_are_named_by_hand() -> None:
    from tests.architecture.sources import ROOT

    assert [path.name for path in ROOT.glob("*/migrations/*_auto_*.py")] == []


class Scoped(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> "Scoped":
        return self.none()


@isolate_apps("goals")
def test_the_rule_finds_each_fault() -> None:
    class Bare(models.Model):
        class Meta:
            app_label = "goals"

    class Open(models.Model):
        data_class = DataClass.D3
        id = models.UUIDField(primary_key=True, default=uuid.uuid4)
        words = models.TextField()
        more = models.JSONField()
        topic = models.CharField(max_length=9)

        class Meta:
            app_label = "goals"

    assert model_faults(Bare) == ["goals.Bare needs the key of core.models.Base", "goals.Bare states no data_class"]
    found = model_faults(Open)
    assert len(found) == 5
    assert sum("EncryptedTextField" in fault for fault in found) == 3
    assert sum("visible_to" in fault for fault in found) == 1


@isolate_apps("goals")
def test_the_rule_lets_a_proper_model_pass() -> None:
    class Proper(models.Model):
        data_class = DataClass.D3
        field_classes = {"zone": DataClass.D2}
        id = models.UUIDField(primary_key=True, default=new_id)
        words = EncryptedTextField(label="proper.words")
        status = models.CharField(max_length=9, choices=[("a", "A")])
        zone = models.CharField(max_length=9)
        at = models.DateTimeField()
        objects = Scoped.as_manager()

        class Meta:
            app_label = "goals"

    assert model_faults(Proper) == []
