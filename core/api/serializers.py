"""The two halves of a resource's schema: what is shown and what is taken. Both name their fields one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.fields import SkipField
from rest_framework.relations import PKOnlyObject

from core.models import AuditEvent


class Shown(serializers.ModelSerializer[Any]):
    """What an answer holds. Nothing of it is ever written: a write goes through `Taken` and a verb."""

    def get_fields(self) -> dict[str, Any]:
        """All of them read only, whatever the model says."""
        fields: dict[str, Any] = super().get_fields()
        for field in fields.values():
            field.read_only, field.required = True, False
        return fields

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """As the framework does it, which looks anew in every row how to get at each of its fields."""
        shown: dict[str, Any] = {}
        for name, read, show in self._ways:
            try:
                value = read(instance)
            except SkipField:
                continue
            shown[name] = None if value is None else show(value)
        return shown

    @cached_property
    def _ways(self) -> list[tuple[str, Callable[[Any], Any], Callable[[Any], Any]]]:
        """Of each field its name, how to read it from a row and how to show what was read."""
        model: Any = self.Meta.model
        columns = {field.name: field for field in model._meta.concrete_fields}
        return [(str(field.field_name), *_way(field, columns.get(field.source))) for field in self._readable_fields]


def _way(field: Any, column: Any) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    """Straight from the column of the row, where there is one; a foreign key as it stands in it."""
    is_key = isinstance(field, serializers.PrimaryKeyRelatedField)
    if column is None or (is_key and field.pk_field is not None):
        return lambda row: _or_none(field.get_attribute(row)), field.to_representation
    if is_key:
        return attrgetter(column.attname), lambda key: key
    return attrgetter(column.name), field.to_representation


def _or_none(value: Any) -> Any:
    return None if isinstance(value, PKOnlyObject) and value.pk is None else value


class Done(Shown):
    """That somebody did something, from the audit: the core alone reads that."""

    class Meta:
        model = AuditEvent
        fields: tuple[str, ...] = ("id", "at")


class Taken(serializers.Serializer[Any]):
    """What a body may hold: the arguments of a verb. A key that does not stand here is refused."""

    def as_it_is(self, thing: Any) -> dict[str, Any]:
        """What a body would hold that changes nothing: for an edit that says only what is new."""
        return dict(self.to_representation(thing))

    def to_internal_value(self, data: Any) -> Any:
        """The arguments. Raises ValidationError for unknown keys as well."""
        if isinstance(data, Mapping):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError({name: [_("This key is not known here.")] for name in unknown})
        return super().to_internal_value(data)


class Nothing(Taken):
    """A verb that needs no words: no body, or an empty object."""
