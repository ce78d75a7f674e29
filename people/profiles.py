"""Changing what the directory says about a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import audit
from core.clock import day_of
from core.errors import NotPossible, NotYours
from core.verbs import verb
from people import rules
from people.addresses import end_sessions
from people.lines import managers_above
from people.models import DeletionRequest, PersonSkill, Skill, User

DIRECTORY_FIELDS = (
    "given_name", "family_name", "employee_id", "title", "department", "location", "manager", "leaves_on",
)  # fmt: skip
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
        found = known.get(name.lower())
        skills.append(found or Skill.objects.get_or_create(name__iexact=name, defaults={"name": name})[0])
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


@verb("person.correct")
def correct(person: User, *, by: User, now: datetime, **fields: Any) -> None:
    """Put right by hand what the directory says of somebody who is here: `fields` of DIRECTORY_FIELDS. Access ends by
    itself once the leaving date is over (`people.leaving`)."""
    require_correctable(person, by)
    manager, last_day = fields.get("manager"), fields.get("leaves_on")
    if manager is not None and manager.pk != person.manager_id:
        _refuse_ring(person, manager)
    if last_day is not None and last_day != person.leaves_on:
        if last_day < day_of(now, by.time_zone):
            raise NotPossible(_("That day is over. Put today, and access ends when it is over."))
        _require_endable(person, by)
    named = [name for name in DIRECTORY_FIELDS if name in fields]
    for name in named:
        setattr(person, name, fields[name])
    if not person.name:
        raise NotPossible(_("Say at least one name."))
    try:
        with transaction.atomic():
            person.save(update_fields=named)
    except IntegrityError:
        raise NotPossible(_("Somebody in the directory has this id already.")) from None


def _require_endable(person: User, by: User | None) -> None:
    """Raises NotYours for who may not end the access of an org admin, NotPossible for the last one's."""
    if not rules.may_end_access(by, person):
        raise NotYours(
            _("%(name)s is an organization admin: only another one says when they leave.") % {"name": person.name}
        )
    others = User.objects.active().filter(is_org_admin=True).exclude(pk=person.pk)
    if by is not None and person.is_org_admin and not others.exists():
        raise NotPossible(
            _("%(name)s is the only organization admin. Make somebody else one first.") % {"name": person.name}
        )


def _refuse_ring(person: User, manager: User) -> None:
    """Nobody reports to themselves, directly or around a corner."""
    if manager.pk == person.pk:
        raise NotPossible(_("Nobody reports to themselves: name somebody else, or leave it empty."))
    if person.pk in managers_above([manager.pk]):
        words = _("%(manager)s reports to %(name)s, directly or further up: the two cannot lead each other.")
        raise NotPossible(words % {"manager": manager.name, "name": person.name})


def require_correctable(person: User, by: User) -> None:
    """Raises NotYours for who brings nobody in, NotPossible for somebody who has left."""
    if not rules.may_import(by):
        raise NotYours(_("Only the people who run a program can change the directory."))
    if not person.is_active:
        raise NotPossible(_("%(name)s has left. A file that lists %(name)s brings them back.") % {"name": person.name})


def namesakes(given_name: str, family_name: str, *, seen_by: User) -> list[User]:
    """Who is here under the same name."""
    people = User.objects.visible_to(seen_by).active()
    return list(people.filter(given_name__iexact=given_name, family_name__iexact=family_name).order_by("id")[:5])


@verb("person.leave")
def leave(person: User, *, by: User | None, now: datetime, on: date) -> None:
    """Somebody left: kept as a former person, without access from this second on. `by` None is an import."""
    if by is not None and not rules.may_import(by):
        raise NotYours(_("Only the people who run a program can do that."))
    _require_endable(person, by)
    if not User.objects.filter(pk=person.pk, is_active=True).update(is_active=False, leaves_on=on):
        raise NotPossible(_("%(name)s has left already.") % {"name": person.name})
    end_sessions(person)
    person.refresh_from_db()


@verb("person.ask_for_deletion")
def ask_for_deletion(person: User, *, by: User, now: datetime) -> None:
    """Ask the org admins to erase everything about oneself; they note it for who has no way in. Asking twice is asking
    once."""
    if by.pk != person.pk and not (by.is_active and by.is_org_admin):
        raise NotYours(_("Only %(name)s or an organization admin can ask for that.") % {"name": person.first_name})
    DeletionRequest.objects.get_or_create(person=person, defaults={"asked_at": now})


@verb("person.take_back_deletion")
def take_back_deletion(person: User, *, by: User, now: datetime) -> None:
    """Stay after all. Org admins take back what was noted for somebody without a way in. Raises NotPossible if nothing
    was asked."""
    if by.pk != person.pk and not may_take_back_deletion(person, by):
        raise NotYours(_("Only %(name)s can take that back.") % {"name": person.first_name})
    if not DeletionRequest.objects.filter(person=person).delete()[0]:
        raise NotPossible(_("Nobody has asked for it."))


def may_take_back_deletion(person: User, by: User) -> bool:
    """Its person; and an org admin, where it was noted for who cannot take it back under “My data”, because they were
    never here or have left. What somebody asked for themselves stands."""
    if by.pk == person.pk:
        return True
    has_a_way_in = person.is_active and person.last_login is not None
    asked = DeletionRequest.objects.filter(person=person).first()
    if not (by.is_active and by.is_org_admin) or has_a_way_in or asked is None:
        return False
    noted = audit.by_others({person._meta.label_lower: [person.pk]}, ["person.ask_for_deletion"], but=[person.pk])
    return noted.filter(at=asked.asked_at).exists()


@verb("person.look", only_audit=True)
def look_at(person: User, *, by: User, now: datetime) -> None:
    """Somebody who runs things opens a profile: its person may know it."""
    if not rules.may_import(by):
        raise NotYours(_("Only the people who run a program can do that."))
