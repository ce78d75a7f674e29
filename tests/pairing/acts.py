"""A call of every verb of pairing (tests/audit/acts.py)."""

from __future__ import annotations

from pairing import deciding, running
from pairing.gathering import gather
from pairing.models import Decision, Match, Run, Unmatched
from pairing.publishing import Published
from pairing.running import pair_now, solve_frozen
from people.models import User
from relationships.bringing import Running
from relationships.models import Relationship
from tests.audit.acts import Act, Acts, act
from tests.doors.payloads import WORD
from tests.make import NOW, TODAY, make_enrollment, make_person


def _admin(pair: Relationship) -> User:
    return pair.program.admin_rows.get().person


def _run(pair: Relationship) -> Run:
    """Two learners, of whom one finds a guide."""
    for role, places in (("learner", None), ("learner", None), ("guide", 1)):
        make_enrollment(pair.program, make_person(), role, places=places)
    pair.program.enrollments.filter(person=pair.guide).update(takes_no_one_new=True)
    return pair_now(pair.program, by=_admin(pair), now=NOW)


def _match(pair: Relationship) -> Match:
    return Match.objects.get(run=_run(pair))


def _mark(pair: Relationship) -> Decision:
    return deciding.decide(_match(pair), Decision.What.KEEP, by=_admin(pair), now=NOW)


def _by_hand(pair: Relationship) -> Act:
    match = _match(pair)
    return act(_admin(pair), match.run, match.learner, match.guide)


def _finished(pair: Relationship) -> Act:
    frozen = gather(pair.program, NOW.date(), 1)
    run = running.start(pair.program, by=None, now=NOW)
    Run.objects.filter(pk=run.pk).update(status=Run.Status.RUNNING)
    return act(None, run, frozen, solve_frozen(frozen, pair.program.words), seconds=0.1)


def _refused(pair: Relationship) -> Act:
    match = _match(pair)
    return act(_admin(pair), match.run, [(match, WORD)], Published())


MENTORING: Acts = {
    "run.publish": _refused,
    "run.start": lambda pair: act(_admin(pair), pair.program),
    "run.finish": _finished,
    "match.decide": lambda pair: act(_admin(pair), _match(pair), "forbid"),
    "match.pair_by_hand": _by_hand,
    "match.undo_decision": lambda pair: act(_admin(pair), _mark(pair)),
    "match.publish": lambda pair: act(_admin(pair), _match(pair), inside=("relationship.propose",)),
    "pair.bring_in": lambda pair: act(
        _admin(pair),
        pair.program,
        make_person(),
        make_person(),
        Running(TODAY, last_met=TODAY),
        inside=("enrollment.take_in", "enrollment.take_in", "relationship.bring_in"),
    ),
    "unmatched.wait": lambda pair: act(
        _admin(pair), Unmatched.objects.get(run=_run(pair)), inside=("enrollment.wait_for_pair",)
    ),
}
