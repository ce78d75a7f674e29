"""A run: gather, solve, prove, store. In the background for the browser, at once for the command line.

Nothing is drawn by chance: the seed decides the order of people, the solver breaks ties by that order.
"""

from __future__ import annotations

import json
import logging
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.clock import day_here
from core.errors import NotPossible, NotYours
from core.failures import is_away
from core.verbs import verb
from pairing import rules
from pairing.blockers import Blockers
from pairing.frozen import Frozen, as_text, from_text
from pairing.gathering import gather
from pairing.models import Match, Run, Unmatched
from pairing.scoring import FORBIDDEN, reasons_for, score_matrix
from pairing.solver import solve
from people.models import User
from programs.models import Program

# Raise it whenever the same people could get other pairs by the same seed.
RULES_VERSION = "1"
LEASE = timedelta(minutes=10)
Status = Run.Status
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """The answer to a frozen input. `pairs`: learner's index, guide's index, score, kept by hand."""

    pairs: tuple[tuple[int, int, int, bool], ...]
    unmatched: tuple[tuple[int, str], ...]
    total: int
    bound: int


def solve_frozen(frozen: Frozen, words: dict[str, Any]) -> Outcome:
    """The best set of pairs for this input, with its proof. The same input gives the same answer."""
    scores = score_matrix(frozen.learners, frozen.guides, frozen.rules)
    places = np.array(frozen.places, dtype=np.int64)
    kept = _kept(frozen, scores, places)
    table, free = scores.copy(), places.copy()
    for learner, guide in kept.items():
        # A pair kept by hand is a rule: it takes its place, and the best is looked for around it.
        table[learner, :] = FORBIDDEN
        free[guide] -= 1
    found = solve(table, free)
    match = found.match.copy()
    for learner, guide in kept.items():
        match[learner] = guide
    worth = sum(int(scores[learner, guide]) for learner, guide in kept.items())
    pairs = [(i, int(j), int(scores[i, j]), i in kept) for i, j in enumerate(match) if j >= 0]
    alone = [i for i, j in enumerate(match) if j < 0]
    unmatched = []
    if alone:
        blockers = Blockers(frozen.learners, frozen.guides, frozen.rules, capacities=places, match=match, words=words)
        unmatched = [(i, blockers.sentence(i)) for i in alone]
    return Outcome(tuple(pairs), tuple(unmatched), found.total + worth, found.bound + worth)


def _kept(frozen: Frozen, scores: Any, places: Any) -> dict[int, int]:
    """The pins that are still possible: both take part, no rule against them, a place left."""
    learner_at = {person.id: index for index, person in enumerate(frozen.learners)}
    guide_at = {person.id: index for index, person in enumerate(frozen.guides)}
    left, kept = places.copy(), {}
    for learner, guide in frozen.pins:
        i, j = learner_at.get(learner), guide_at.get(guide)
        if i is not None and j is not None and scores[i, j] >= 1 and left[j] > 0:
            kept[i] = j
            left[j] -= 1
    return kept


@verb("run.start")
def start(program: Program, *, by: User | None, now: datetime, seed: int = 1) -> Run:
    """Ask for a run; a worker takes it from here. `by` None is the command line.

    Raises PermissionDenied, or NotPossible while another run of the program is under way or after its end.
    """
    if by is not None and not rules.may_pair(by, program):
        raise NotYours(_("Only the people who run this program can pair."))
    if program.status not in (Program.Status.OPEN, Program.Status.CLOSED):
        raise NotPossible(_("%(program)s is not under way.") % {"program": program.name})
    before = Run.objects.filter(program=program).done().newest_first().first()
    try:
        with transaction.atomic():
            return Run.objects.create(
                program=program, by=by, after=before, made_at=now, status=Status.WAITING,
                seed=seed, rules_version=RULES_VERSION,
            )  # fmt: skip
    except IntegrityError:
        raise NotPossible(_("A pairing of this program is under way already.")) from None


def pair_now(program: Program, *, by: User | None, now: datetime, seed: int = 1) -> Run:
    """A whole run in this process."""
    run = start(program, by=by, now=now, seed=seed)
    if not _claim(run, now):
        raise NotPossible(_("A pairing of this program is under way already."))
    try:
        _work(run, now)
    except BaseException:
        _break_off(run)
        raise
    return run


def run_next(*, now: datetime) -> bool:
    """Works off one run that waits, or one whose worker has gone. Says whether there was any."""
    run = Run.objects.select_related("program").claimable(now).first()
    if run is None or not _claim(run, now):
        return False
    try:
        _work(run, now)
    except Exception as error:
        if is_away(error):
            raise  # the database is back sooner than the lease runs out, and then somebody takes it again
        # It is told apart from the queue at once: one bad run must not come back for ever.
        log.exception("The pairing %s broke off", run.pk)
        _break_off(run)
    return True


def _claim(run: Run, now: datetime) -> bool:
    mine = Run.objects.claimable(now).filter(pk=run.pk)
    return bool(mine.order_by().update(status=Status.RUNNING, lease_until=now + LEASE))


def _break_off(run: Run) -> None:
    Run.objects.filter(pk=run.pk, status=Status.RUNNING).update(status=Status.FAILED, lease_until=None)


def _work(run: Run, now: datetime) -> None:
    began = time.perf_counter()
    _tell(run, 5)
    frozen = gather(run.program, day_here(now), run.seed)
    _tell(run, 25)
    outcome = solve_frozen(frozen, run.program.words)
    _tell(run, 75)
    finish(run, frozen, outcome, seconds=time.perf_counter() - began, now=now)


def _tell(run: Run, percent: int) -> None:
    Run.objects.filter(pk=run.pk).update(percent_done=percent)


@verb("run.finish")
def finish(run: Run, frozen: Frozen, outcome: Outcome, *, seconds: float, now: datetime) -> None:
    """Keep what a run found. NotPossible if somebody else finished it or gave it up."""
    if not Run.objects.filter(pk=run.pk, status=Status.RUNNING).update(status=Status.DONE, lease_until=None):
        raise NotPossible(_("This pairing has already gone on."))
    before = dict(Match.objects.filter(run=run.after_id).values_list("learner_id", "guide_id")) if run.after_id else {}
    matches = _matches(run, frozen, outcome, before)
    Match.objects.bulk_create(matches, batch_size=1000)
    Unmatched.objects.bulk_create(
        [
            Unmatched(run=run, learner_id=_learner(frozen, index), blocked_by=words)
            for index, words in outcome.unmatched
        ],
        batch_size=1000,
    )
    run.status, run.percent_done, run.frozen = Status.DONE, 100, as_text(frozen)
    run.learners, run.guides = len(frozen.learners), sum(free > 0 for free in frozen.places)
    run.places = sum(frozen.places)
    run.matched, run.moved = len(matches), sum(match.moved for match in matches)
    run.total, run.bound, run.seconds = outcome.total, outcome.bound, round(seconds, 2)
    run.save()


def _matches(run: Run, frozen: Frozen, outcome: Outcome, before: dict[UUID, UUID]) -> list[Match]:
    found = []
    for i, j, score, pinned in outcome.pairs:
        learner, guide = _learner(frozen, i), UUID(frozen.guide_enrollments[str(frozen.guides[j].id)])
        reasons = [reason.as_json() for reason in reasons_for(frozen.learners[i], frozen.guides[j])]
        moved = learner in before and before[learner] != guide
        match = Match(run=run, learner_id=learner, guide_id=guide, score=score, pinned=pinned, moved=moved)
        match.reasons = json.dumps(reasons, ensure_ascii=False)
        found.append(match)
    return found


def _learner(frozen: Frozen, index: int) -> UUID:
    return UUID(frozen.learner_enrollments[str(frozen.learners[index].id)])


def solved_again(run: Run) -> Outcome:
    """The answer to a run's kept input, worked out anew: what makes a run reproducible."""
    if not run.frozen:
        raise NotPossible(_("What went into this pairing is no longer kept."))
    return solve_frozen(from_text(run.frozen), run.program.words)


def newest_run(program: Program) -> Run | None:
    """The run that one looks through now, finished or not."""
    found: Run | None = Run.objects.filter(program=program).newest_first().defer("frozen").first()
    return found
