"""Asking the named contact for a talk. The contact is never the partner nor in either one's line (S0-41, S0-43)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.models import User
from people.rules import share_a_line
from relationships.models import Relationship
from surveys.models import HelpRequest


def contact_for(relationship: Relationship) -> User | None:
    """Whom the two may turn to: the program's help contact, or else somebody who runs it, outside both lines."""
    program = relationship.program
    admins = [row.person for row in program.admin_rows.select_related("person").order_by("created_at")]
    candidates: list[User | None] = [program.help_contact, *admins]
    for contact in candidates:
        if contact is not None and contact.is_active and _is_outside(contact, relationship):
            return contact
    return None


def _is_outside(contact: User, relationship: Relationship) -> bool:
    pair = (relationship.guide, relationship.learner)
    return all(contact.pk != person.pk and not share_a_line(contact, person) for person in pair)


@verb("help.ask")
def ask(relationship: Relationship, words: str = "", *, by: User, now: datetime) -> HelpRequest:
    """Tell the contact that somebody would like to talk. Raises NotPossible where there is nobody to ask."""
    if relationship.role_of(by) is None or not by.is_active:
        raise NotYours(_("Only the two people of this pair can ask here."))
    contact = contact_for(relationship)
    if contact is None:
        raise NotPossible(_("Nobody outside both your lines is named yet. Ask the people who run this program."))
    return HelpRequest.objects.create(
        relationship=relationship, person=by, contact=contact, words=words.strip() or None, asked_at=now
    )


@verb("help.answered")
def answered(request: HelpRequest, *, by: User, now: datetime) -> None:
    """The contact has written back."""
    if by.pk != request.contact_id:
        raise NotYours(_("Only %(name)s can say that.") % {"name": request.contact.first_name})
    if not HelpRequest.objects.filter(pk=request.pk, answered_at__isnull=True).update(answered_at=now):
        raise NotPossible(_("This was answered before."))
    request.refresh_from_db()
