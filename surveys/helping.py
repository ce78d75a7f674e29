"""Asking the named contact for a talk. The contact is never the partner nor in either one's line (S0-41, S0-43)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.lines import share_a_line
from people.models import User
from relationships.halves import locked
from relationships.models import Relationship
from surveys.models import HelpRequest

# The same words from the same person within this time are one request: a second press, or Back and Send again.
PRESSED_TWICE = timedelta(hours=1)


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
    return contact not in pair and not share_a_line(contact, *pair)


@verb("help.ask")
def ask(relationship: Relationship, words: str = "", *, by: User, now: datetime) -> HelpRequest:
    """Tell the contact that somebody would like to talk. A button pressed twice tells them once.

    Raises NotPossible where there is nobody to ask.
    """
    if relationship.role_of(by) is None or not by.is_active:
        raise NotYours(_("Only the two people of this pair can ask here."))
    contact = contact_for(relationship)
    if contact is None:
        raise NotPossible(_("Nobody outside both your lines is named yet. Ask the people who run this program."))
    said = words.strip() or None
    locked(relationship)
    just_now = (
        HelpRequest.objects.visible_to(by)
        .asked_by(by, relationship)
        .filter(asked_at__gt=now - PRESSED_TWICE, contact=contact)
    )
    same: HelpRequest | None = next((row for row in just_now if row.words == said), None)
    if same is not None:
        return same
    return HelpRequest.objects.create(relationship=relationship, person=by, contact=contact, words=said, asked_at=now)


@verb("help.answered")
def answered(request: HelpRequest, *, by: User, now: datetime) -> None:
    """The contact has written back."""
    if by.pk != request.contact_id:
        raise NotYours(_("Only %(name)s can say that.") % {"name": request.contact.first_name})
    if not HelpRequest.objects.filter(pk=request.pk, answered_at__isnull=True).update(answered_at=now):
        raise NotPossible(_("This was answered before."))
    request.refresh_from_db()
