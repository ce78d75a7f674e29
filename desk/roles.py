"""What a person is here: asked with the person at each request, because the frame of nearly every page says it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import Exists

from core.prepared import first, prepared
from people.models import User
from programs.querysets import programs_run
from relationships.models import Agreement
from surveys.models import HelpRequest


@dataclass(frozen=True)
class Roles:
    """Which parts of the house a person has."""

    runs_programs: bool
    leads_people: bool
    is_org_admin: bool
    is_asked_for_help: bool = False
    is_asked_to_sponsor: bool = False

    @property
    def runs_things(self) -> bool:
        """Programs or the organization: who does reads the whole directory."""
        return self.runs_programs or self.is_org_admin


class WithRoles(AuthenticationBackend):  # type: ignore[misc]
    """The way in is allauth's; whoever is in comes with their roles, with the programs that they run, and with whether
    the privacy text waits for them, in the same query."""

    def get_user(self, user_id: Any) -> User | None:
        found = first(_with_roles(user_id))
        return found if found is not None and self.user_can_authenticate(found) else None


def roles_of(user: User) -> Roles:
    """One query, none for whoever this request is of."""
    found: Any = user if hasattr(user, "is_sponsor") else first(_with_roles(user.pk))
    leads = bool(found.leads or found.is_sponsor)
    return Roles(
        runs_programs=bool(found.programs_run),
        leads_people=leads,
        is_org_admin=user.is_org_admin,
        is_asked_for_help=bool(found.is_asked_for_help),
        is_asked_to_sponsor=bool(found.is_asked_to_sponsor),
    )


@prepared
def _with_roles(pk: UUID) -> Any:
    return (
        User.objects.with_unread_privacy()
        .filter(pk=pk)
        .annotate(
            programs_run=programs_run(pk),
            is_sponsor=Exists(Agreement.objects.told_to_sponsor(pk)),
            leads=Exists(User.objects.filter(manager=pk, is_active=True)),
            is_asked_for_help=Exists(HelpRequest.objects.waiting_for(pk)),
            is_asked_to_sponsor=Exists(Agreement.objects.filter(sponsor=pk, in_force_at__isnull=True)),
        )
    )
