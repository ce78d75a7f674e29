"""What a body may hold: fields that take one JSON type each, and keys of rows that the sender may read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

DECIMAL = re.compile(r"^-?[0-9]{1,10}(\.[0-9]{1,4})?$")
EARLIEST, LATEST = date(1970, 1, 1), date(2199, 12, 31)  # a day outside is a typing error, and arithmetic may fail


class Text(serializers.CharField):
    """Text, and nothing that could be turned into one."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Whole(serializers.IntegerField):
    """A whole number, not its digits in a text."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            self.fail("invalid")
        return super().to_internal_value(data)


@extend_schema_field({"type": "string", "format": "decimal", "pattern": DECIMAL.pattern})
class Amount(serializers.DecimalField):
    """A decimal number as its digits in a text, so that none is lost on the way: "8.50"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=14, decimal_places=4, **kwargs)

    def to_internal_value(self, data: Any) -> Decimal:
        if not isinstance(data, str) or not DECIMAL.fullmatch(data):
            self.fail("invalid")
        return super().to_internal_value(data)


class YesNo(serializers.BooleanField):
    """true or false."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Day(serializers.DateField):
    """A calendar day of our times."""

    default_error_messages = {"far": _("This day is too far away.")}

    def to_internal_value(self, value: Any) -> date:
        day: date = super().to_internal_value(value)
        if not EARLIEST <= day <= LATEST:
            self.fail("far")
        return day


class Moment(serializers.DateTimeField):
    """A moment with its offset from UTC (RFC 3339)."""

    default_error_messages = {"far": _("This day is too far away."), "naive": _("Say the offset from UTC, or Z.")}

    def enforce_timezone(self, value: datetime) -> datetime:
        if value.tzinfo is None:
            self.fail("naive")
        if not EARLIEST.year < value.year <= LATEST.year:  # before anything is moved to another zone
            self.fail("far")
        return value.astimezone(UTC)


class Zone(Text):
    """The name of a zone of the tz database."""

    def to_internal_value(self, data: Any) -> str:
        name = super().to_internal_value(data)
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError):
            raise serializers.ValidationError(_("There is no such time zone. Write it like Europe/Berlin.")) from None
        return name


class Id(serializers.UUIDField):
    """An id of whatever the verb looks for, not a number that could be read as one."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)


@extend_schema_field(OpenApiTypes.UUID)
class VisibleRelatedField(serializers.PrimaryKeyRelatedField[Any]):
    """The key of a row that the sender may read; any other is answered as one that does not exist.

    In: `reads`, a function from the person to the rows (`Program.objects.visible_to`).
    """

    default_error_messages = {
        "does_not_exist": _("There is nothing with this id for you."),
        "incorrect_type": _("An id is a text such as 018f3d1c-0b7e-7cc0-8000-5c4f7a1d2e30."),
    }

    def __init__(self, *, reads: Callable[[Any], QuerySet[Any]], **kwargs: Any) -> None:
        self.reads = reads
        rows: Any = reads  # only so that the framework sees that there are some; which, depends on who asks
        super().__init__(queryset=rows, pk_field=serializers.UUIDField(), **kwargs)

    def get_queryset(self) -> QuerySet[Any]:
        return self.reads(self.context["request"].user)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("incorrect_type")
        thing = self.context.get("thing")
        if thing is not None and str(getattr(thing, f"{self.field_name}_id", None)) == data:
            return getattr(thing, str(self.field_name))  # an edit that leaves it as it is
        return super().to_internal_value(data)
