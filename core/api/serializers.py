"""The two halves of a resource's schema: what is shown and what is taken. Both name their fields one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.models import AuditEvent


class Shown(serializers.ModelSerializer[Any]):
    """What an answer holds. Nothing of it is ever written: a write goes through `Taken` and a verb."""

    def get_fields(self) -> dict[str, Any]:
        """All of them read only, whatever the model says."""
        fields: dict[str, Any] = super().get_fields()
        for field in fields.values():
            field.read_only, field.required = True, False
        return fields


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
