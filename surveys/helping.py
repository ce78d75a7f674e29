"""Asking the named contact for a talk. The contact is never the partner nor in either one's line (S0-41, S0-43)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.lines import line_between, managers_above
from people.models import User
from relationships.halves import locked
from relationships.models import Relationship
from surveys.models import HelpRequest

# The same words from the same person within this time are one request: a second press, or Back and Send again.
PRESSED_TWICE = timedelta(hours=1)


def contact_for(relationship: Relationship) -> User | None:
    """Whom the two may turn to: the program's help contact, or else somebody who runs it, outside both lines."""
    program = relationship.program
    named = _outside([program.help_contact] if program.help_contact else [], relationship)
    if named is not None:
        return named
    admins = program.admin_rows.select_related("person").order_by("created_at")
    return _outside([row.person for row in admins], relationship)


def _outside(people: list[User], relationship: Relationship) -> User | None:
    """The first of these people who is neither one of the two nor in the line of one."""
    pair = (relationship.guide, relationship.learner)
    able = [person for person in people if person.is_active and person not in pair]
    if not able:
        return None
    manager_of = managers_above(person.pk for person in (*able, *pair))
    free = (person for person in able if not any(line_between(person.pk, half.pk, manager_of) for half in pair))
    return next(free, None)


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
