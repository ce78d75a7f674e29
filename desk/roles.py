"""What a person is here, in one query: the frame of every page asks."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists

from people.models import User
from programs.models import ProgramAdmin
from relationships.models import Agreement


@dataclass(frozen=True)
class Roles:
    """Which parts of the house a person has."""

    runs_programs: bool
    leads_people: bool
    is_org_admin: bool


def roles_of(user: User) -> Roles:
    found = (
        User.objects.filter(pk=user.pk)
        .annotate(
            runs=Exists(ProgramAdmin.objects.filter(person=user.pk)),
            sponsors=Exists(Agreement.objects.in_force().filter(sponsor=user.pk, shows_takes_place=True)),
            leads=Exists(User.objects.filter(manager=user.pk, is_active=True)),
        )
        .values_list("runs", "leads", "sponsors")
        .get()
    )
    return Roles(runs_programs=found[0], leads_people=found[1] or found[2], is_org_admin=user.is_org_admin)
