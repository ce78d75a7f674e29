"""The only place that reads the time. Doors and commands read it once and hand it on as an argument."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone

_stopped: ContextVar[str] = ContextVar("stopped_clock", default="")
_moved: ContextVar[datetime | None] = ContextVar("moved_clock", default=None)


def now() -> datetime:
    """The present moment, aware."""
    if why := _stopped.get():
        raise RuntimeError(why)
    return _moved.get() or timezone.now()


def day_of(moment: datetime, zone: str | tzinfo) -> date:
    """The calendar day of a moment in that zone."""
    return moment.astimezone(ZoneInfo(zone) if isinstance(zone, str) else zone).date()


def day_here(moment: datetime) -> date:
    """The calendar day where the organization is: for what is no single person's."""
    return day_of(moment, zone_here())


def zone_here() -> str:
    """The organization's zone, which is also the one of people whose own nobody has said."""
    from core.models import Organization  # models are there only once Django has started; clocks are read before

    return Organization.here().time_zone


def today(zone: str | tzinfo) -> date:
    """The calendar day in that zone (a name such as "Europe/Berlin", or a tzinfo)."""
    return day_of(now(), zone)


@contextmanager
def moved_to(moment: datetime) -> Iterator[None]:
    """Inside, it is `moment`: for the demo generator and for tests."""
    if moment.tzinfo is None:
        raise ValueError("a moved clock needs an aware moment")
    token = _moved.set(moment)
    try:
        yield
    finally:
        _moved.reset(token)


@contextmanager
def stopped(why: str) -> Iterator[None]:
    """Inside, nobody may ask what time it is: RuntimeError says why."""
    token = _stopped.set(why)
    try:
        yield
    finally:
        _stopped.reset(token)
