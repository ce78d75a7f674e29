"""Changing what the directory says about a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.verbs import verb
from people import rules
from people.addresses import end_sessions
from people.models import DeletionRequest, PersonSkill, Skill, User

WORK_FIELDS = ("profession", "grade")
OWN_FIELDS = ("given_name", "family_name", "title", "location", "time_zone", "locale", "languages")


@verb("person.edit_profile")
def edit(
    person: User, *, by: User, now: datetime, offers: list[str] | None = None, wants: list[str] | None = None,
    **fields: Any,
) -> None:  # fmt: skip
    """One's own public profile: `fields` of OWN_FIELDS, skills by name; None leaves them as they are."""
    if by.pk != person.pk:
        raise NotYours(_("Only %(name)s can change this profile.") % {"name": person.first_name})
    for name in OWN_FIELDS:
        if name in fields:
            setattr(person, name, fields[name])
    person.save(update_fields=[name for name in OWN_FIELDS if name in fields])
    for direction, names in ((PersonSkill.Direction.OFFERED, offers), (PersonSkill.Direction.WANTED, wants)):
        if names is not None:
            set_skills(person, direction, names)


@verb("person.set_work")
def set_work(person: User, *, by: User | None, now: datetime, **fields: str) -> None:
    """What an enrollment file says of a person's work: `fields` of WORK_FIELDS. `by` None is the command line."""
    if by is not None and not rules.may_import(by):
        raise NotYours(_("Only the people who run a program can do that."))
    named = [name for name in WORK_FIELDS if name in fields]
    for name in named:
        setattr(person, name, fields[name])
    person.save(update_fields=named)


def set_skills(person: User, direction: str, names: list[str]) -> None:
    """Make a person's skills of one direction exactly these; the same word in another case is the same skill."""
    known = {skill.name.lower(): skill for skill in Skill.objects.filter(name__in=names)}
    skills = []
    for name in names:
        found = known.get(name.lower()) or Skill.objects.filter(name__iexact=name).first()
        skills.append(found or Skill.objects.create(name=name))
    PersonSkill.objects.filter(person=person, direction=direction).exclude(skill__in=skills).delete()
    rows = [PersonSkill(person=person, skill=skill, direction=direction) for skill in skills]
    PersonSkill.objects.bulk_create(rows, ignore_conflicts=True)


@verb("person.add")
def add(*, by: User | None, now: datetime, **fields: Any) -> User:
    """Somebody added by hand to the directory. `by` None is the server's console."""
    if by is not None and not rules.may_import(by):
        raise NotYours(_("Only the people who run a program can add people."))
    try:
        with transaction.atomic():
            return User.objects.create_user(**fields)
    except IntegrityError:
        raise NotPossible(_("Somebody in the directory has this address or id already.")) from None


@verb("person.leave")
def leave(person: User, *, by: User | None, now: datetime, on: date) -> None:
    """Somebody left: kept as a former person, without access from this second on. `by` None is an import."""
    if by is not None and not rules.may_import(by):
        raise NotYours(_("Only the people who run a program can do that."))
    if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False, leaves_on=on):
        raise NotPossible(_("%(name)s has left already.") % {"name": person.name})
    end_sessions(person)
    person.refresh_from_db()


@verb("person.ask_for_deletion")
def ask_for_deletion(person: User, *, by: User, now: datetime) -> DeletionRequest:
    """Ask the org admins to erase everything about oneself; they note it for who has no way in. Asking twice is asking
    once."""
    if by.pk != person.pk and not (by.is_active and by.is_org_admin):
        raise NotYours(_("Only %(name)s or an organization admin can ask for that.") % {"name": person.first_name})
    asked, _made = DeletionRequest.objects.get_or_create(person=person, defaults={"asked_at": now})
    return asked


@verb("person.take_back_deletion")
def take_back_deletion(person: User, *, by: User, now: datetime) -> None:
    """Stay after all. Raises NotPossible if nothing was asked."""
    if by.pk != person.pk:
        raise NotYours(_("Only %(name)s can take that back.") % {"name": person.first_name})
    if not DeletionRequest.objects.filter(person=person).delete()[0]:
        raise NotPossible(_("Nobody has asked for it."))


@verb("person.look", only_audit=True)
def look_at(person: User, *, by: User, now: datetime) -> None:
    """Somebody who runs things opens a profile: its person may know it."""
    if not rules.may_import(by):
        raise NotYours(_("Only the people who run a program can do that."))
