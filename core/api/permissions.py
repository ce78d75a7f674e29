"""A token opens what it was made for, and never more than its person may."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request


class InScope(BasePermission):
    """A request with a token needs the scope of the resource (`area:read` or `area:write`); one with a session none."""

    @property
    def message(self) -> str:
        return _("This token was not made for that. Make one with the scope that this needs.")

    def has_permission(self, request: Request, view: Any) -> bool:
        """May this token be used here? What it then may see and do, its person's own rights decide."""
        token: Any = request.auth
        return token is None or token.opens(view.area, writes=request.method not in SAFE_METHODS)
