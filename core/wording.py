"""Days, times and numbers in the words of a screen. `today` is always an argument.

"Tue 24 Nov, 15:00"; the year only if it is not this one; "today", "tomorrow", "in 3 days" only for near things.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

NEAR_DAYS = 6
NBSP = "\u00a0"


def day(on: date, today: date | None) -> str:
    """ "Tue 24 Nov", with the year if it is not the one of `today`."""
    if today and on.year == today.year:
        return date_format(on, pgettext("date format: Tue 24 Nov", "D j M"))
    return date_format(on, pgettext("date format: Tue 24 Nov 2027", "D j M Y"))


def short_day(on: date, today: date | None) -> str:
    """ "24 Nov", for charts, tables and sentences where the weekday says nothing."""
    if today and on.year == today.year:
        return date_format(on, pgettext("date format: 24 Nov", "j M"))
    return date_format(on, pgettext("date format: 24 Nov 2027", "j M Y"))


def clock(at: datetime) -> str:
    """ "15:00", in the zone that `at` carries."""
    return date_format(at, pgettext("time format: 15:00", "H:i"))


def in_zone(at: datetime, zone: str | None) -> datetime:
    """The same instant on the wall clock of `zone`, by default the reader's own."""
    return at.astimezone(ZoneInfo(zone) if zone else timezone.get_current_timezone())


def moment(at: datetime, today: date | None, zone: str | None = None) -> str:
    """ "Tue 24 Nov, 15:00", in the reader's zone unless another is named."""
    local = in_zone(at, zone)
    return _("%(day)s, %(time)s") % {"day": day(local.date(), today), "time": clock(local)}


def clock_for(at: datetime, zone: str, name: str, today: date | None) -> str:
    """ "08:00 for Leo"; with the day if it is another one there; empty if Leo's clock shows the same."""
    here, there = in_zone(at, None), in_zone(at, zone)
    if here.replace(tzinfo=None) == there.replace(tzinfo=None):
        return ""
    time = clock(there) if there.date() == here.date() else moment(at, today, zone)
    return _("%(time)s for %(name)s") % {"time": time, "name": name}


def every(days: int) -> str:
    """ "every 4 weeks" where that comes out even, otherwise "every 10 days"."""
    weeks, rest = divmod(days, 7)
    if weeks and not rest:
        return ngettext("every week", "every %(n)s weeks", weeks) % {"n": weeks}
    return ngettext("every day", "every %(n)s days", days) % {"n": days}


def near(on: date, today: date | None) -> str:
    """ "today", "tomorrow", "in 3 days", "yesterday", "3 days ago" within six days, otherwise the day itself."""
    if today is None or abs(on - today) > timedelta(days=NEAR_DAYS):
        return day(on, today)
    days = (on - today).days
    if days == 0:
        return _("today")
    if abs(days) == 1:
        return _("tomorrow") if days > 0 else _("yesterday")
    if days > 0:
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    return ngettext("%(n)s day ago", "%(n)s days ago", -days) % {"n": -days}


def near_moment(at: datetime, today: date | None) -> str:
    """ "Tomorrow, 15:00" for today and the days beside it, otherwise "Tue 24 Nov, 15:00". Begins a sentence."""
    local = in_zone(at, None)
    if today is None or abs((local.date() - today).days) > 1:
        return moment(at, today)
    word = near(local.date(), today)
    return _("%(day)s, %(time)s") % {"day": word[:1].upper() + word[1:], "time": clock(local)}


def number(value: Decimal | float) -> str:
    """A number as its reader writes it, without zeros that say nothing: 16, 16.5, 1,200."""
    exact = Decimal(str(value)).normalize()
    places = max(0, -int(exact.as_tuple().exponent))
    return number_format(exact, decimal_pos=places, use_l10n=True, force_grouping=True)


def quantity(value: Decimal | float, unit: str) -> str:
    """A number and its unit, never parted by a line break: "16 %"."""
    return f"{number(value)}{NBSP}{unit}" if unit else number(value)


def counted(n: int) -> str:
    """A small count as a word at the start of a sentence ("Two"), larger ones in figures."""
    words = [_("No"), _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"), _("Nine")]
    return words[n] if 0 <= n < len(words) else number(n)
