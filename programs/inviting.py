"""Inviting people from the directory into a program: by department and location, or by a list of addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core import wording
from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.importing.rows import read_email
from people.models import User
from programs import rules
from programs.models import Enrollment, Program, ProgramInvitation


def candidates(program: Program, role: str, *, by: User, department: str = "", location: str = "") -> QuerySet[Any]:
    """Active people of the directory who neither take part in this role nor were asked before."""
    taking_part = Enrollment.objects.sent().filter(program=program, role=role).values("person_id")
    asked = ProgramInvitation.objects.filter(program=program, role=role).values("person_id")
    found = User.objects.visible_to(by).active().exclude(pk__in=taking_part).exclude(pk__in=asked)
    if department:
        found = found.filter(department__iexact=department)
    if location:
        found = found.filter(location__iexact=location)
    return found.order_by("family_name", "given_name", "id")


class Listed(NamedTuple):
    """Who of a pasted list gets the mail; for each of the others a sentence that says why not."""

    people: QuerySet[Any]
    left_out: list[str]


def listed(program: Program, role: str, text: str, *, by: User, today: date) -> Listed:
    """The candidates among pasted addresses, which commas, semicolons or lines part."""
    addresses, left_out = _addresses(text)
    known = {person.email: person for person in User.objects.visible_to(by).filter(email__in=addresses)}
    gone = [person for person in known.values() if not person.is_active]
    told = {
        **dict(_asked_before(program, role, known, today)),
        **dict(_here_before(program, role, known)),
        **{person.pk: _("%(name)s has left.") % {"name": person.name} for person in gone},
    }
    for address in addresses:
        person = known.get(address)
        if person is None:
            left_out.append(_("Nobody in the directory has the address %(address)s.") % {"address": address})
        elif person.pk in told:
            left_out.append(told[person.pk])
    return Listed(candidates(program, role, by=by).filter(email__in=addresses), left_out)


def _addresses(text: str) -> tuple[list[str], list[str]]:
    """Each address once, in the order of the list; and the sentences about what is none.

    Cells without an @ beside an address are the names of a table that was pasted as it is.
    """
    found: dict[str, None] = {}
    wrong: dict[str, None] = {}
    for piece in filter(None, (piece.strip() for line in text.splitlines() for piece in _pieces(line))):
        try:
            found[read_email(piece)] = None
        except ValidationError:
            wrong[_("“%(text)s” is not an e-mail address.") % {"text": piece[:100]}] = None
    return list(found), list(wrong)


def _pieces(line: str) -> list[str]:
    pieces = re.split(r"[,;\t]", line)
    if "\t" in line and "@" in line:
        return [piece for piece in pieces if "@" in piece]
    return [part for piece in pieces for part in _apart(piece)]


def _apart(piece: str) -> list[str]:
    """Addresses with nothing but spaces between them are several; "Leo Brandt <leo@…>" is one."""
    words = piece.split()
    return words if len(words) > 1 and all("@" in word for word in words) else [piece]


def _asked_before(program: Program, role: str, known: dict[str, Any], today: date) -> Iterator[tuple[Any, str]]:
    rows = ProgramInvitation.objects.filter(program=program, role=role, person__in=known.values())
    for row in rows.select_related("person"):
        facts = {"name": row.person.name, "day": wording.short_day(wording.in_zone(row.invited_at, None).date(), today)}
        yield row.person_id, _("%(name)s was invited already, on %(day)s.") % facts


def _here_before(program: Program, role: str, known: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    rows = Enrollment.objects.sent().filter(program=program, role=role, person__in=known.values())
    for row in rows.select_related("person"):
        facts = {"name": row.person.name, "status": row.get_status_display()}
        yield row.person_id, _("%(name)s needs no invitation: “%(status)s”.") % facts


@verb("program.invite")
def invite(program: Program, people: Iterable[User], role: str, *, by: User, now: datetime) -> None:
    """Ask people to take part in a role. Who has no address is left out; nobody is asked twice."""
    if not rules.may_edit_program(by, program):
        raise NotYours(_("Only the people who run this program can invite."))
    if program.status != Program.Status.OPEN:
        raise NotPossible(_("Open the program first, so that people can apply."))
    rows = [
        ProgramInvitation(program=program, person=person, role=role, invited_by=by, invited_at=now)
        for person in people
        if person.email and person.is_active
    ]
    ProgramInvitation.objects.bulk_create(rows, ignore_conflicts=True)
