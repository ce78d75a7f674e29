"""Ending and going on: a new end date, a last look, a thank-you, and why, for its author alone."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.models import User
from relationships import rules
from relationships.halves import locked, require_half
from relationships.models import EndDateProposal, Farewell, LastLook, Relationship, Thanks


@verb("end_date.propose")
def propose_end_date(
    relationship: Relationship, ends_on: date, reason: str, *, by: User, now: datetime
) -> EndDateProposal:
    """The guide proposes a new end date; the old one counts until the learner says yes (S0-14)."""
    relationship = locked(relationship)
    require_end_date(relationship, by)
    return ask_for_end_date(relationship, ends_on, reason, by=by, now=now)


def ask_for_end_date(
    relationship: Relationship, ends_on: date, reason: str, *, by: User, now: datetime
) -> EndDateProposal:
    """The proposal itself, for the verbs that may make one. The learner's yes is still to come."""
    today = relationship.day_of(now)
    too_early = max(today, relationship.starts_on or today)
    if ends_on <= too_early or ends_on == relationship.ends_on:
        raise NotPossible(_("Choose another day that is still to come."))
    if not reason.strip():
        raise NotPossible(_("Say why, in a sentence."))
    try:
        with transaction.atomic():
            return EndDateProposal.objects.create(
                relationship=relationship, ends_on=ends_on, reason=reason, proposed_by=by, proposed_at=now
            )
    except IntegrityError:
        raise NotPossible(_("A new end date is proposed already, and waits for an answer.")) from None


def require_end_date(relationship: Relationship, by: User) -> None:
    """Raises NotYours or NotPossible where `by` cannot propose a new end date now."""
    require_end(relationship)
    if not rules.may_propose_end_date(by, relationship):
        raise NotYours(_("Only %(name)s can do that.") % {"name": relationship.guide.first_name})
    if not relationship.is_under_way:
        raise NotPossible(_("This is over."))


def require_end(relationship: Relationship) -> None:
    """Raises NotPossible for a kind without an end date."""
    if not relationship.rules_of_kind.HAS_END_DATE:
        raise NotPossible(_("There is no end date here."))


@verb("end_date.answer")
def answer_end_date(proposal: EndDateProposal, *, yes: bool, by: User, now: datetime) -> None:
    """The learner says yes or no; a yes sets the date, and what was closing at its end goes on."""
    relationship = locked(proposal.relationship)
    if not rules.may_answer_end_date(by, relationship):
        raise NotYours(_("Only %(name)s can do that.") % {"name": relationship.learner.first_name})
    if not relationship.is_open:
        raise NotPossible(_("This is over."))
    today = relationship.day_of(now)
    if yes and proposal.ends_on <= today:
        raise NotPossible(_("That day has gone by. Propose another one."))
    untouched = EndDateProposal.objects.filter(pk=proposal.pk, accepted_at__isnull=True, declined_at__isnull=True)
    if not untouched.update(**{"accepted_at" if yes else "declined_at": now}):
        raise NotPossible(_("This was answered already."))
    proposal.refresh_from_db()
    if not yes:
        return
    was_closing = relationship.is_past_end(today) and relationship.status == relationship.rules_of_kind.LOOK_AGAIN
    relationship.ends_on = proposal.ends_on
    relationship.save(update_fields=["ends_on"])
    if was_closing:
        relationship.move("active", by=by, now=now)


@verb("relationship.look_back")
def write_last_look(relationship: Relationship, *, helped: str, keeps_going: str, by: User, now: datetime) -> LastLook:
    """What helped and what keeps it going, while the two close or just after. Writing again replaces it."""
    relationship = _held(relationship, by)
    if relationship.status not in {relationship.rules_of_kind.LOOK_AGAIN, "closed"}:
        raise NotPossible(_("This is not closing."))
    look = LastLook.objects.filter(relationship=relationship, author=by).first()
    look = look or LastLook(relationship=relationship, author=by)
    look.helped, look.keeps_going, look.at = helped, keeps_going, now
    look.save()
    return look


@verb("relationship.thank")
def thank(relationship: Relationship, text: str, *, by: User, now: datetime) -> Thanks:
    """A thank-you to the other half, when it is over; once."""
    relationship = _held(relationship, by)
    require_thanks(relationship, by)
    return Thanks.objects.create(relationship=relationship, author=by, text=text, at=now)


def require_thanks(relationship: Relationship, by: User) -> None:
    """Raises NotPossible where there is nothing to thank for yet, and the second time."""
    require_over(relationship)
    if Thanks.objects.filter(relationship=relationship, author=by).exists():
        raise NotPossible(_("Your thank-you is there already."))


@verb("relationship.say_why", says_who=False)
def say_why(relationship: Relationship, reason: str, *, by: User, now: datetime) -> Farewell:
    """Why it ended, for the author's own eyes (S1-29). Saying it again replaces it."""
    relationship = _held(relationship, by)
    require_over(relationship)
    farewell = Farewell.objects.filter(relationship=relationship, author=by).first()
    farewell = farewell or Farewell(relationship=relationship, author=by)
    farewell.reason, farewell.at = reason, now
    farewell.save()
    return farewell


def _held(relationship: Relationship, by: User) -> Relationship:
    """The row as it stands, for one of the two. A button pressed twice waits here for the first press."""
    require_half(by, relationship)
    return locked(relationship)


def require_over(relationship: Relationship) -> None:
    """Raises NotPossible as long as it is open, and for what never began."""
    if relationship.is_open or relationship.status == "lapsed":
        raise NotPossible(_("It is not over."))
