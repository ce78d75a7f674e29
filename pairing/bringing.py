"""Bringing in one pair that runs already: under the same hard rules as a run and as a pair made by hand."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.verbs import verb
from pairing import rules
from pairing.deciding import sentence_of_rule
from pairing.named_pairs import NamedPairs
from people.models import User
from programs.applying import take_in
from programs.kinds import Role
from programs.models import Enrollment, Program
from relationships.bringing import Running
from relationships.bringing import bring_in as take_up
from relationships.models import Relationship

GONE = frozenset({Enrollment.Status.WITHDRAWN, Enrollment.Status.DECLINED})


@verb("pair.bring_in")
def bring_in(
    program: Program, learner: User, guide: User, facts: Running, *, by: User | None, now: datetime,
    told_on: date | None = None,
) -> Relationship:  # fmt: skip
    """Two who are a pair already, as far as after their yes; who does not take part yet is taken in, and told nothing.

    `by` None is the command line. Raises NotYours for whoever does not run the program and for a pair of one's own,
    NotPossible with the sentence that says what stands against it. Then nothing has changed.
    """
    if by is not None and not rules.may_pair(by, program):
        raise NotYours(_("Only the people who run this program can bring in its pairs."))
    if is_own(by, learner, guide):
        raise NotYours(own_sentence())
    # As they are now: a list may have been read a while ago.
    now_here = User.objects.select_related("manager").in_bulk([learner.pk, guide.pk])
    learner, guide = now_here[learner.pk], now_here[guide.pk]
    _take_in(program, guide, Role.GUIDE, by=by, now=now)
    enrollment = _take_in(program, learner, Role.LEARNER, by=by, now=now)
    # Of two who bring in the same learner the second waits here.
    Enrollment.objects.select_for_update().filter(pk=enrollment.pk).exists()
    if Relationship.objects.open().filter(program=program, learner=learner).exists():
        raise NotPossible(_("%(name)s has a pair already.") % {"name": learner.first_name})
    if rule := NamedPairs(program, (learner.pk, guide.pk)).forbidden_by(learner, guide):
        raise NotPossible(sentence_of_rule(rule, learner, guide))
    return take_up(program, guide, learner, facts, by=by, now=now, told_on=told_on)


def is_own(by: User | None, learner: User, guide: User) -> bool:
    """A pair of one's own: what stands against it could tell of the other one's wish."""
    return by is not None and by.pk in {learner.pk, guide.pk}


def own_sentence() -> str:
    return _("This is a pair of yours: another person who runs this program has to bring it in.")


def _take_in(program: Program, person: User, role: str, *, by: User | None, now: datetime) -> Enrollment:
    found: Enrollment | None = Enrollment.objects.filter(program=program, person=person, role=role).first()
    if found is not None and found.status in GONE:
        raise NotPossible(_("%(name)s withdrew or was declined earlier.") % {"name": person.name})
    if found is not None and found.status == Enrollment.Status.ACCEPTED:
        return found
    return take_in(program, person, role, by=by, now=now)
