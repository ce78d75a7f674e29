"""Inviting people from the directory into a program."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.models import User
from programs import rules
from programs.models import Enrollment, Program, ProgramInvitation


def candidates(program: Program, role: str, *, by: User, department: str = "", location: str = "") -> QuerySet[Any]:
    """Active people of the directory who neither take part in this role nor were asked before."""
    taking_part = Enrollment.objects.filter(program=program, role=role).values("person_id")
    asked = ProgramInvitation.objects.filter(program=program, role=role).values("person_id")
    found = User.objects.visible_to(by).active().exclude(pk__in=taking_part).exclude(pk__in=asked)
    if department:
        found = found.filter(department__iexact=department)
    if location:
        found = found.filter(location__iexact=location)
    return found.order_by("family_name", "given_name", "id")


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
