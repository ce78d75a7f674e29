"""In whose language, and by whose clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils import timezone, translation

from people.models import User


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; UTC for one that this machine does not know."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


@contextmanager
def written_for(person: User | None) -> Iterator[None]:
    """Texts, days and numbers as this person reads them; as the installation does if nobody is known."""
    language, zone = settings.LANGUAGE_CODE, settings.TIME_ZONE
    if person is not None:
        language, zone = person.locale or language, person.time_zone
    with translation.override(language), timezone.override(zone_of(zone)):
        yield
