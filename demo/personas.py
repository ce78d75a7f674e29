"""The ten people whom anybody may be in the demo."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import clock, wording
from demo.cast import DOMAIN
from goals.models import Metric
from people.models import User
from programs.models import Program
from relationships.models import Relationship, Session
from surveys.models import HelpRequest

Words = Callable[[User, datetime], str]


@dataclass(frozen=True)
class Persona:
    """`key` is the word before the @; `words` say the role and one fact, as true as the data is now."""

    key: str
    words: Words

    @property
    def first_name(self) -> str:
        return self.key.partition(".")[0].capitalize()

    @property
    def email(self) -> str:
        return f"{self.key}@{DOMAIN}"


@dataclass(frozen=True)
class Shown:
    """A persona as a button."""

    key: str
    name: str
    words: str


def _open_as(role: str, person: User) -> Any:
    pairs: Any = Relationship.objects.open()
    return pairs.filter(**{role: person}).exclude(status="proposed")


def _runs(me: User, now: datetime) -> str:
    count = Program.objects.run_by(me).count()
    return ngettext("runs %(n)s program", "runs %(n)s programs", count) % {"n": count}


def _coaches(me: User, now: datetime) -> str:
    count = _open_as("guide", me).count()
    return ngettext("coach, %(n)s coachee", "coach, %(n)s coachees", count) % {"n": count}


def _mentors(me: User, now: datetime) -> str:
    return _("mentor of %(n)s") % {"n": _open_as("guide", me).count()}


def _leads(me: User, now: datetime) -> str:
    return _("manages a team of %(n)s") % {"n": User.objects.filter(manager=me, is_active=True).count()}


def _has_both(me: User, now: datetime) -> str:
    pairs = _open_as("learner", me).select_related("guide").order_by("-kind", "id")
    names = get_text_list([str(pair.guide.first_name) for pair in pairs], _("and"))
    return _("mentee and coachee at once, with %(names)s") % {"names": names}


def _is_asked(me: User, now: datetime) -> str:
    count = HelpRequest.objects.filter(contact=me, answered_at__isnull=True).count()
    return ngettext("help contact, %(n)s talk asked for", "help contact, %(n)s talks asked for", count) % {"n": count}


def _enters(me: User, now: datetime) -> str:
    today = clock.day_of(now, me.time_zone)
    is_due = Metric.objects.value_due(today).filter(goal__relationship__learner=me).exists()
    return _("coachee, a value is due") if is_due else _("coachee, no value is due")


def _talks(me: User, now: datetime) -> str:
    ahead = Session.objects.planned().filter(relationship__learner=me, starts_at__gt=now).order_by("starts_at")
    planned = ahead.first()
    if planned is None:
        return _("mentee, nothing planned")
    day = wording.near(clock.day_of(planned.starts_at, me.time_zone), clock.day_of(now, me.time_zone))
    return _("mentee, talk %(day)s") % {"day": day}


def _admins(me: User, now: datetime) -> str:
    return _("organization admin, %(n)s people") % {"n": User.objects.filter(is_active=True).count()}


def _sponsors(me: User, now: datetime) -> str:
    pairs = Relationship.objects.disclosed_to(me).filter(agreements__sponsor=me).distinct()
    return ngettext("sponsor of %(n)s coaching", "sponsor of %(n)s coachings", pairs.count()) % {"n": pairs.count()}


PERSONAS: tuple[Persona, ...] = (
    Persona("maya.lindqvist", _runs),
    Persona("dana.wolff", _coaches),
    Persona("leo.brandt", _mentors),
    Persona("ruth.adeyemi", _leads),
    Persona("ines.ferro", _has_both),
    Persona("noor.haddad", _is_asked),
    Persona("tom.ellis", _enters),
    Persona("amara.okafor", _talks),
    Persona("sam.whitlock", _admins),
    Persona("karl.jensen", _sponsors),
)


def person_of(key: str) -> User | None:
    """Whom a button lets in; only personas, only while they are here."""
    persona = next((found for found in PERSONAS if found.key == key), None)
    return User.objects.filter(email=persona.email, is_active=True).first() if persona else None


def shown(now: datetime) -> Iterable[Shown]:
    """The buttons, in the order of the page."""
    people = {user.email: user for user in User.objects.filter(email__in=[each.email for each in PERSONAS])}
    return [
        Shown(each.key, people[each.email].first_name, each.words(people[each.email], now))
        for each in PERSONAS
        if each.email in people
    ]
