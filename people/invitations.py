"""Inviting somebody in by a link that works once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.ids import new_id
from core.verbs import verb
from people import rules
from people.models import Invitation, User
from people.tokens import hash_of, token_for

VALID_FOR = timedelta(days=14)


@verb("person.invite")
def invite(person: User, path: str, *, by: User | None, now: datetime, valid_for: timedelta = VALID_FOR) -> Invitation:
    """A fresh invitation that leads to `path` (a path on this site) after use; earlier ones stop working. `by` None is
    the server's console, which alone may invite somebody who has been here before."""
    if by is not None and not rules.may_let_in(by, person):
        raise NotYours(_("Only the people who run a program can invite, and an organization admin those."))
    if by is not None and person.last_login is not None:
        # Whoever holds the link gets in as this person.
        words = _("%(name)s has signed in before, so only %(name)s can ask for a way in.")
        raise NotPossible(words % {"name": person.first_name})
    if not person.is_active:
        raise NotPossible(_("%(name)s has left, so there is nobody to invite.") % {"name": person.name})
    Invitation.objects.usable(now).filter(person=person).update(expires_at=now)
    row_id = new_id()
    return Invitation.objects.create(
        id=row_id,
        person=person,
        path=path,
        token_hash=hash_of(token_for("invitation", row_id)),
        invited_by=by,
        created_at=now,
        expires_at=now + valid_for,
    )


def token_of(invitation: Invitation) -> str:
    """The token for the mail or for the one-time copy."""
    return token_for("invitation", invitation.pk)


def link_of(invitation: Invitation) -> str:
    """The address to copy. Nothing stored gives it away; only this server can make it again."""
    return str(settings.BASE_URL) + reverse("people:invitation", args=[token_of(invitation)])


def find(token: str, now: datetime) -> Invitation | None:
    """The invitation that this token opens, if it is neither used nor run out. Looking changes nothing."""
    return Invitation.objects.usable(now).select_related("person").filter(token_hash=hash_of(token)).first()


@verb("person.come_in")
def use(invitation: Invitation, *, by: User | None = None, now: datetime) -> User:
    """Use an invitation up; of many at once exactly one succeeds. Returns who came in."""
    won = Invitation.objects.usable(now).filter(pk=invitation.pk).update(used_at=now)
    if not won:
        raise NotPossible(_("This invitation was used or has run out."))
    return invitation.person
