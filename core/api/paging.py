"""Lists come in pages, and what they are asked for is checked."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext as _
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import BasePagination, CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response


class ByAge(CursorPagination):
    """Fifty to a page, the newest first. Ids grow with time, and no two are alike: a page may begin at any of them."""

    page_size = 50
    ordering = "-id"

    def decode_cursor(self, request: Request) -> Any:
        """Where the page begins. Raises ValidationError for a cursor that nobody was given."""
        try:
            return super().decode_cursor(request)
        except NotFound:
            raise ValidationError({"cursor": [_("There is no page here. Begin without a cursor.")]}) from None


class AllAtOnce(BasePagination):
    """A list that is never long, in the shape of the others."""

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        return list(queryset)

    def get_paginated_response(self, data: Any) -> Response:
        return Response({"results": data})

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The same for the schema."""
        return {"type": "object", "required": ["results"], "properties": {"results": schema}}


class Filters(django_filters.FilterSet):  # type: ignore[misc]
    """Filters of a list. A foreign key is compared as an id and never looked up: a stranger's finds what a random one
    finds, nothing."""

    class Meta:
        filter_overrides = {
            models.ForeignKey: {"filter_class": django_filters.UUIDFilter},
            models.OneToOneField: {"filter_class": django_filters.UUIDFilter},
        }


class FilterBackend(DjangoFilterBackend):  # type: ignore[misc]
    """django-filter that refuses a query that it does not know, where the usual one leaves it aside."""

    filterset_base = Filters

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        """The rows that were asked for. Raises ValidationError for an unknown name in the query and for a bad value."""
        kinds = self.get_filterset_class(view, queryset)
        known = {*(kinds.base_filters if kinds else ()), "cursor"}
        query: QueryDict = request.query_params
        if unknown := sorted(set(query) - known):
            raise ValidationError({name: [_("This is not known here.")] for name in unknown})
        if twice := sorted(name for name in query if len(query.getlist(name)) > 1):
            raise ValidationError({name: [_("Say this once.")] for name in twice})
        return super().filter_queryset(request, queryset, view)
