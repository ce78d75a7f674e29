"""ETags: a fingerprint of what a person is shown of one thing; If-Match answers to it (RFC 9110, 8.8.3 and 13.1.1)."""

from __future__ import annotations

import json
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder

from core.api.problems import Refusal


def etag_of(shown: Any) -> str:
    """The strong ETag of a representation. Keyed, so that nobody can try out texts on it."""
    text = json.dumps(shown, cls=JSONEncoder, sort_keys=True)
    return f'"{salted_hmac("manyhands.etag", text, algorithm="sha256").hexdigest()[:32]}"'


def require_match(request: Request, etag: str) -> None:
    """Raises 428 without If-Match and 412 with one that names another state. `*` means: whatever it is by now."""
    header = request.headers.get("If-Match")
    if header is None:
        raise Refusal(428, _("Send the ETag that you read as If-Match, so that nobody’s change is lost."))
    named = parse_etags(header)
    if "*" not in named and etag not in named:
        raise Refusal(412, _("This has changed since you read it. Read it again."))
