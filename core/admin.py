"""The Django admin: the org admin looks, and changes nothing. What it shows is chosen by data class, never by hand."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from core.data_classes import DataClass, classes_of
from core.models import AuditEvent

SHOWN = {DataClass.D0, DataClass.D1, DataClass.D2, DataClass.D12}


def shown_fields(model: type[Model]) -> list[str]:
    """The fields that an org admin may read: nothing from D3 to D10, no secrets."""
    return [name for name, data_class in classes_of(model).items() if data_class in SHOWN]


class Looking(admin.ModelAdmin[Any]):
    """Read-only pages of one model; writing goes through verbs, and so through the product's own pages."""

    def get_urls(self) -> list[Any]:
        """The list and the page of one row; there is nothing to add, to delete or to take back."""
        return [url for url in super().get_urls() if (url.name or "").endswith(("_changelist", "_change"))]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return shown_fields(self.model)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return shown_fields(self.model)[:6]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return shown_fields(self.model)

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Nobody guesses a hidden value by filtering for it."""
        return super().lookup_allowed(lookup, value, request) and lookup.split("__")[0] in shown_fields(self.model)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(getattr(request.user, "is_staff", False))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


admin.site.register(AuditEvent, Looking)
