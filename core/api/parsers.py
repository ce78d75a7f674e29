"""Bodies: JSON, and not more of it than a person writes."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.parsers import JSONParser

from core.api.problems import Refusal

LARGEST = 1024 * 1024  # bytes


class SmallJSON(JSONParser):
    """JSON of up to a megabyte."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The parsed body. Raises 413 for more than a megabyte, 400 for what is no JSON."""
        body = stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise Refusal(413, _("This is more than a megabyte."))
        return super().parse(BytesIO(body), media_type, parser_context)
