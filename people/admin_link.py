"""The link that lets the person at the console in as org admin."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from core import clock
from people import profiles
from people.invitations import invite, token_of
from people.models import Invitation, User


def make_admin_link(base_url: str) -> str:
    """A one-time link for the first org admin, who is made if nobody is one. It works for a day; who starts again
    before it was used gets the same."""
    now = clock.now()
    admin = first_org_admin(now)
    path = reverse("desk:setup")
    unused = Invitation.objects.usable(now).filter(person=admin, path=path, invited_by=None).first()
    invitation = unused or invite(admin, path, by=None, now=now, valid_for=timedelta(days=1))
    return base_url.rstrip("/") + reverse("people:invitation", args=[token_of(invitation)])


def first_org_admin(now: datetime) -> User:
    """The org admin who has been it longest; one is made if nobody is."""
    admin = User.objects.filter(is_org_admin=True, is_active=True).order_by("created_at").first()
    return admin or profiles.add(by=None, now=now, given_name="Admin", is_org_admin=True)
