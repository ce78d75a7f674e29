"""What the clock does to people: who has a leaving date is gone on the day after it, in their own zone."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from core.clock import day_of
from core.each import each
from core.errors import NotPossible
from core.verbs import verb
from people.addresses import end_sessions
from people.models import User
from people.readers import zone_of

# It is tomorrow somewhere while it is today here; each person's own calendar decides.
AHEAD = timedelta(days=1)


def advance(now: datetime) -> int:
    """End the access of everybody whose last day is over. Run by every sweep, harmless to run again. → how many."""
    leaving = User.objects.active().filter(leaves_on__lt=now.date() + AHEAD).order_by("id")
    gone = (person for person in leaving if day_of(now, zone_of(person.time_zone)) > person.leaves_on)
    return each(gone, lambda person: end(person, now=now))


@verb("person.leave_by_date")
def end(person: User, *, by: User | None = None, now: datetime) -> None:
    """The clock's way out. A date that changed in the meantime is looked at again by the next sweep."""
    still_so = User.objects.filter(pk=person.pk, is_active=True, leaves_on=person.leaves_on, leaves_on__isnull=False)
    if not still_so.update(is_active=False):
        raise NotPossible(_("%(name)s has left already.") % {"name": person.name})
    end_sessions(person)
    person.refresh_from_db()
