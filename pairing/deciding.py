"""What somebody decides by hand while looking through a run: keep, not these two, leave out; a pair of one's own.

A decision holds from the next run on, until it is undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.clock import day_here
from core.errors import NotPossible, NotYours
from core.verbs import verb
from pairing import rules
from pairing.gathering import gather
from pairing.models import Decision, Match, Run, Unmatched
from pairing.people_input import Person
from pairing.scoring import forbidden_because
from people.models import User
from programs.applying import wait_for_pair
from programs.models import Enrollment, Program
from relationships.models import Relationship

What = Decision.What


@verb("match.decide")
def decide(match: Match, what: str, *, by: User, now: datetime) -> Decision:
    """Mark a suggested pair. Another mark on the same pair takes its place.

    Raises PermissionDenied, or NotPossible for a pair that is published or of a run that a newer one replaced.
    """
    run = match.run
    _permit(by, run.program)
    _must_be_newest(run)
    if match.state == Match.State.PUBLISHED:
        raise NotPossible(_("This pair is published already."))
    guide = None if what == What.LEAVE_OUT else match.guide
    return _note(run, what, match.learner, guide, by=by, now=now)


@verb("match.pair_by_hand")
def pair_by_hand(run: Run, learner: Enrollment, guide: Enrollment, *, by: User, now: datetime) -> Decision:
    """Two people of one's own choice, under the same hard rules; the next run keeps them.

    Raises NotPossible with the sentence that says what stands against it, and NotYours for a pair of one's own: that
    sentence could tell of the other one's wish.
    """
    _permit(by, run.program)
    if not rules.may_pair_by_hand(by, learner, guide):
        raise NotYours(_("Somebody else has to pair you: another person who runs this program."))
    _must_be_newest(run)
    if reason := why_not(run.program, learner, guide, now=now):
        raise NotPossible(reason)
    return _note(run, What.KEEP, learner, guide, by=by, now=now)


@verb("match.undo_decision")
def undo(decision: Decision, *, by: User, now: datetime) -> None:
    """Take a decision back; the next run knows nothing of it."""
    _permit(by, decision.program)
    if not Decision.objects.filter(pk=decision.pk).delete()[0]:
        raise NotPossible(_("This was changed a moment ago. Here is how it stands."))


@verb("unmatched.wait")
def wait(unmatched: Unmatched, *, by: User, now: datetime) -> None:
    """Somebody for whom a run found nobody goes back on the waiting list."""
    learner = unmatched.learner
    _permit(by, unmatched.run.program)
    if Relationship.objects.open().filter(program=learner.program_id, learner=learner.person_id).exists():
        raise NotPossible(_("%(name)s has a pair already.") % {"name": learner.person.first_name})
    wait_for_pair(learner, by=by, now=now)


def why_not(program: Program, learner: Enrollment, guide: Enrollment, *, now: datetime) -> str:
    """What stands against a pair made by hand, in one sentence; "" if nothing does."""
    frozen = gather(program, day_here(now))
    one = _find(frozen.learners, frozen.learner_enrollments, learner)
    other = _find(frozen.guides, frozen.guide_enrollments, guide)
    if one is None:
        return _("%(name)s is not waiting for a pair.") % {"name": learner.person.first_name}
    if other is None:
        return _("%(name)s does not take part.") % {"name": guide.person.first_name}
    for name in forbidden_because(one, other, frozen.rules):
        if name != "ruled_out":
            return sentence_of_rule(name, learner.person, guide.person)
    kept = Decision.objects.filter(program=program, what=What.KEEP, guide=guide).exclude(learner=learner)
    # What is kept for somebody who has a pair by now stands among the taken places already.
    waiting = {str(person.id) for person in frozen.learners}
    spoken_for = sum(str(person) in waiting for person in kept.values_list("learner__person_id", flat=True))
    if frozen.places[frozen.guides.index(other)] <= spoken_for:
        facts = {"name": guide.person.first_name, "n": guide.capacity}
        return _("%(name)s is full (%(n)s of %(n)s). Raise the places first.") % facts
    return ""


def sentence_of_rule(rule: str, learner: User, guide: User) -> str:
    """Why a hard rule forbids this pair. A wish has the words of any rule that has none of its own."""
    names = {"learner": learner.first_name, "guide": guide.first_name}
    if rule == "self":
        return _("Not possible: nobody is paired with themselves.")
    if rule == "reporting_line":
        return _line_sentence(learner, guide)
    if rule == "earlier_pairs":
        return _("Not possible: %(guide)s and %(learner)s were paired before.") % names
    if rule == "existing_pairs":
        return _("Not possible: %(guide)s and %(learner)s are a pair now.") % names
    return _("Not possible: this pair does not fit this program’s rules.")


def _line_sentence(learner: User, guide: User) -> str:
    """ "Not possible: Tom manages Jo’s manager." """
    for above, below in ((guide, learner), (learner, guide)):
        names = {"above": above.first_name, "below": below.first_name}
        if below.manager_id == above.pk:
            return _("Not possible: %(above)s manages %(below)s.") % names
        if below.manager is not None and below.manager.manager_id == above.pk:
            return _("Not possible: %(above)s manages %(below)s’s manager.") % names
    names = {"above": guide.first_name, "below": learner.first_name}
    if guide.manager_id is not None and guide.manager_id == learner.manager_id:
        return _("Not possible: %(above)s and %(below)s have the same manager.") % names
    return _("Not possible: %(above)s and %(below)s are in one reporting line.") % names


def _find(people: Sequence[Person], enrollments: Mapping[str, str], enrollment: Enrollment) -> Person | None:
    """The person of this enrollment, not of another one: somebody may take part twice, or in two programs."""
    id_ = str(enrollment.person_id)
    return next((p for p in people if p.id == id_ and enrollments[id_] == str(enrollment.pk)), None)


def _note(run: Run, what: str, learner: Enrollment, guide: Enrollment | None, *, by: User, now: datetime) -> Decision:
    """One mark per pair and one kept partner per learner: what stood there before gives way."""
    earlier = Decision.objects.filter(program=run.program_id, learner=learner)
    earlier.filter(guide=guide).delete()
    if what != What.FORBID:
        earlier.filter(what__in=(What.KEEP, What.LEAVE_OUT)).delete()
    try:
        with transaction.atomic():
            return Decision.objects.create(
                program=run.program, run=run, what=what, learner=learner, guide=guide, by=by, made_at=now
            )
    except IntegrityError:
        raise NotPossible(_("This was changed a moment ago. Here is how it stands.")) from None


def _permit(by: User, program: Program) -> None:
    if not rules.may_pair(by, program):
        raise NotYours(_("Only the people who run this program can pair."))


def _must_be_newest(run: Run) -> None:
    newest = Run.objects.filter(program=run.program_id).newest_first().values_list("pk", flat=True).first()
    if newest != run.pk:
        raise NotPossible(_("There is a newer pairing of this program. Go on there."))
