"""Who stands behind a request to the API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from core import clock
from people import api_tokens
from people.models import ApiToken, User

SCHEME = "Bearer"


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer mh_…` (RFC 6750). Every reason to refuse is told in the same words."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The token's person and the token; None for a request that says nothing. Raises AuthenticationFailed."""
        said = get_authorization_header(request).decode("latin-1").split()
        if not said or said[0].lower() != SCHEME.lower():
            return None
        now = clock.now()
        found = api_tokens.find(said[1], now) if len(said) == 2 else None
        if found is None:
            raise AuthenticationFailed(_("This token is not valid, or not any more."))
        api_tokens.note_use(found, now)
        return found.person, found

    def authenticate_header(self, request: Request) -> str:
        """For WWW-Authenticate: with it a request without a token is answered 401."""
        return SCHEME


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the schema speaks of it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token from “My profile”."}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        """With the scope that the operation needs."""
        how = "read" if auto_schema.method == "GET" else "write"
        return {self.name: [f"{auto_schema.view.area}:{how}"]}
