"""What every page may print besides its own things."""

from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone

from core import clock


def door_clock(request: HttpRequest) -> dict[str, date | datetime]:
    """`now`, and `today` in the reader's zone, for the date tags. A view that hands on its own `today` wins."""
    return {"now": clock.now(), "today": clock.today(timezone.get_current_timezone())}
