"""Wall clocks: the reader's own zone, the morning of a day there, and the hours when nobody is written to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from people import readers
from people.models import User

MORNING = time(8, 30)
NOON = time(12, 0)
QUIET_FROM, QUIET_UNTIL = time(20, 0), time(8, 0)


def zone_of(person: User) -> ZoneInfo:
    """The person's zone; UTC where the directory holds a name that no clock knows."""
    return readers.zone_of(person.time_zone)


def at_wall(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """That wall time of that day as UTC. A time that the clocks skip is shifted forward, of one that comes twice the
    first counts: both is what `fold=0` says."""
    return datetime.combine(day, wall, tzinfo=zone).astimezone(UTC)


def local_day(at: datetime, person: User) -> date:
    return at.astimezone(zone_of(person)).date()


def morning_of(day: date, person: User) -> datetime:
    """When the morning mail of that day goes out to this person."""
    return at_wall(day, MORNING, zone_of(person))


def next_morning(now: datetime, person: User) -> datetime:
    """The next morning mail; until noon that is today's."""
    today = local_day(now, person)
    is_morning = now.astimezone(zone_of(person)).time() < NOON
    return morning_of(today if is_morning else today + timedelta(days=1), person)


def is_quiet(now: datetime, person: User) -> bool:
    """Is it between 20:00 and 08:00 for this person?"""
    wall = now.astimezone(zone_of(person)).time()
    return wall >= QUIET_FROM or wall < QUIET_UNTIL
