"""Inviting somebody in by a link that works once."""

from __future__ import annotations

from datetime import datetime, timedelta

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
    """A fresh invitation that leads to `path` (a path on this site) after use; `by` None is the server's console."""
    if by is not None and not rules.may_import(by):
        raise NotYours(_("Only the people who run a program can invite."))
    if not person.is_active:
        raise NotPossible(_("%(name)s has left, so there is nobody to invite.") % {"name": person.name})
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
