"""The health of the installation, for organization admins and their monitoring."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.paging import AllAtOnce
from core.api.resources import Door
from desk import checkup


class PartShown(serializers.Serializer[Any]):
    """One part of the installation, how it stands and how to mend it."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    is_good = serializers.BooleanField()
    figure = serializers.CharField()
    mend = serializers.CharField(help_text="What to do; empty where it is fine.")


class Health(Door):
    """Every part of the installation, for organization admins."""

    area = "setup"
    shown = PartShown
    pagination_class = AllAtOnce

    def list(self, request: Request) -> Response:
        """Every part of the installation, how it stands and how to mend it. For organization admins."""
        checkup.require(self.person)
        parts: Any = checkup.checkup(self.now)
        return self.get_paginated_response(self._shown(self.paginate_queryset(parts), many=True).data)
