"""How much one person may ask in a minute, counted in the cache that all web workers share."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from core import clock
from core.counting import count

MINUTE = 60


class PerMinute(BaseThrottle):
    """`settings.API_PER_MINUTE` reads and writes for each person, over all their tokens."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Counts this request. False when it is one too many."""
        kind = "read" if request.method in SAFE_METHODS else "write"
        key = f"api-{kind}-{request.user.pk}-{int(clock.now().timestamp()) // MINUTE}"
        return bool(count(key, 2 * MINUTE) <= settings.API_PER_MINUTE[kind])

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return float(MINUTE - int(clock.now().timestamp()) % MINUTE)
