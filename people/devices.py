"""Where a person is signed in: one line for each browser, which only that person sees.

allauth keeps the rows. Of the address that a browser came from nothing is kept: it helps nobody to know a device again,
and it tells where somebody works.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.models import User

NO_ADDRESS = "0.0.0.0"  # noqa: S104 (no address at all; the column of allauth takes no NULL)
# What a browser says it is, in the order in which it has to be asked: each later one is also named by earlier ones.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Chrome/", "Chrome"),
            ("CriOS/", "Chrome"), ("Safari/", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
           ("Mac OS X", "Mac"), ("Linux", "Linux"))  # fmt: skip


@dataclass(frozen=True)
class Device:
    key: int
    name: str
    since: datetime
    is_this: bool


def of(person: User, *, this: str | None, now: datetime) -> list[Device]:
    """Where a person is signed in, the newest first; `this` is the session key of the browser that asks."""
    rows = list(UserSession.objects.filter(user=person).order_by("-created_at", "-pk"))
    keys = [row.session_key for row in rows]
    alive = Session.objects.filter(session_key__in=keys, expire_date__gt=now).values_list("session_key", flat=True)
    living = set(alive)
    return [
        Device(row.pk, name_of(row.user_agent), row.created_at, row.session_key == this)
        for row in rows
        if row.session_key in living
    ]


def name_of(user_agent: str) -> str:
    """ "Firefox on Windows", from what the browser says it is."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown browser")


def owns(person: User, key: int) -> bool:
    """Is there such a row of this person's?"""
    return bool(UserSession.objects.filter(user=person, pk=key).exists())


@verb("person.sign_out_there")
def sign_out_there(person: User, key: int, *, by: User, now: datetime) -> None:
    """End one session. Raises NotPossible if it has ended."""
    _require_own(person, by)
    found = UserSession.objects.filter(user=person, pk=key).first()
    if found is None:
        raise NotPossible(_("You are signed out there already."))
    found.end()


@verb("person.sign_out_elsewhere")
def sign_out_elsewhere(person: User, this: str | None, *, by: User, now: datetime) -> None:
    """End every session but the one with the key `this`."""
    _require_own(person, by)
    for session in UserSession.objects.filter(user=person).exclude(session_key=this or ""):
        session.end()


def forget_addresses(person: User | None = None) -> int:
    """Where browsers came from is forgotten: one person's, right behind the sign-in, or everybody's. → rows changed."""
    rows = UserSession.objects.exclude(ip=NO_ADDRESS)
    return int((rows if person is None else rows.filter(user=person)).update(ip=NO_ADDRESS))


def _require_own(person: User, by: User) -> None:
    if by.pk != person.pk:
        raise NotYours(_("Only %(name)s can sign %(name)s out.") % {"name": person.first_name})
