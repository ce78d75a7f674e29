"""Calendar entries of sessions. Their title is two first names in both kinds; they say nothing else (C17)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from nudges.models import Nudge
from people.models import User
from relationships.models import Session


def request(nudge: Nudge, now: datetime) -> tuple[str, str]:
    """Put it into the calendar, or move it there: the same UID, a higher SEQUENCE."""
    return "REQUEST", _entry(nudge, now, "REQUEST", "CONFIRMED")


def cancel(nudge: Nudge, now: datetime) -> tuple[str, str]:
    """Take it out again."""
    return "CANCEL", _entry(nudge, now, "CANCEL", "CANCELLED")


def session_of(nudge: Nudge) -> Session:
    """The session that a nudge is about, as it stands; its pair is at hand already."""
    session: Session = Session.objects.get(pk=nudge.fact)
    session.relationship = nudge.pair
    return session


def _entry(nudge: Nudge, now: datetime, method: str, status: str) -> str:
    session = session_of(nudge)
    starts = session.starts_at.astimezone(ZoneInfo(session.zone))
    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Manyhands//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    event.add("uid", f"{session.pk}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}")
    event.add("sequence", session.revision + (method == "CANCEL" and session.status == Session.Status.PLANNED))
    event.add("dtstamp", now)
    event.add("dtstart", starts)
    event.add("dtend", (session.starts_at + timedelta(minutes=session.minutes)).astimezone(ZoneInfo(session.zone)))
    event.add("summary", _clean(str(session.relationship)))
    event.add("status", status)
    event["organizer"] = _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], "Manyhands")
    event.add("attendee", _attendee(nudge.recipient), encode=False)
    calendar.add_component(event)
    calendar.add_missing_timezones(first_date=date(starts.year - 1, 1, 1), last_date=date(starts.year + 2, 1, 1))
    return str(calendar.to_ical(), "utf-8")


def _attendee(person: User) -> vCalAddress:
    """The reader alone, who is asked for no answer: the session is planned already."""
    attendee = _address(person.email or "", person.first_name)
    attendee.params["RSVP"] = vText("FALSE")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    return attendee


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = vText(_clean(name))
    return address


def _clean(text: str) -> str:
    """Without control characters and quotes, which no calendar escapes alike."""
    return "".join(c for c in text if c.isprintable() and c != '"')
