"""Rules that forbid a pair. Each is one entry: a name, the pairs it forbids, and the words for an unmatched learner.

A rule without words is never mentioned to anybody: it rests on a wish that was made in confidence.
Places are the solver's business: a guide has a capacity.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext_lazy

from pairing.people_input import Id, Pair, Pool

Cell = tuple[int, int]  # learner's index, guide's index


@dataclass(frozen=True)
class HardRule:
    """`cells` finds the forbidden (learner, guide) cells.

    `alone` and `beside` say of n guides why they are not possible, `beside` after others were spoken of.
    """

    name: str
    cells: Callable[[Pool], Iterable[Cell]]
    alone: Any = None
    beside: Any = None


def self_pairs(pool: Pool) -> Iterator[Cell]:
    """Nobody guides oneself, though many take part in both roles."""
    for learner in pool.learners:
        if learner.id in pool.guide_index:
            yield pool.learner_index[learner.id], pool.guide_index[learner.id]


def reporting_line(pool: Pool) -> Iterator[Cell]:
    """Up (the guide leads the learner), down (the learner leads the guide) and beside (both have the same manager)."""
    for i, learner in enumerate(pool.learners):
        for above in pool.line_above(learner):
            if above in pool.guide_index:
                yield i, pool.guide_index[above]
    team: dict[Id, list[int]] = defaultdict(list)
    for j, guide in enumerate(pool.guides):
        for above in pool.line_above(guide):
            if above in pool.learner_index:
                yield pool.learner_index[above], j
        manager = pool.manager_of(guide)
        if manager is not None:
            team[manager].append(j)
    for i, learner in enumerate(pool.learners):
        manager = pool.manager_of(learner)
        if manager is not None:
            yield from ((i, j) for j in team.get(manager, ()))


def wishes(pool: Pool) -> Iterator[Cell]:
    """ "Not with X", said by either of the two."""
    for i, learner in enumerate(pool.learners):
        yield from ((i, pool.guide_index[other]) for other in learner.wishes_not if other in pool.guide_index)
    for j, guide in enumerate(pool.guides):
        yield from ((pool.learner_index[other], j) for other in guide.wishes_not if other in pool.learner_index)


def _listed(pool: Pool, pairs: Iterable[Pair]) -> Iterator[Cell]:
    for learner, guide in pairs:
        if learner in pool.learner_index and guide in pool.guide_index:
            yield pool.learner_index[learner], pool.guide_index[guide]


def earlier_pairs(pool: Pool) -> Iterator[Cell]:
    """Two who were paired once, proposed or ended, are never paired again."""
    return _listed(pool, pool.rules.earlier_pairs)


def existing_pairs(pool: Pool) -> Iterator[Cell]:
    """Two who are a pair now stay as they are."""
    return _listed(pool, pool.rules.existing_pairs)


def ruled_out(pool: Pool) -> Iterator[Cell]:
    """Pairs that an admin said no to when looking through a run."""
    return _listed(pool, pool.rules.ruled_out)


HARD_RULES: tuple[HardRule, ...] = (
    HardRule(
        "self",
        self_pairs,
        ngettext_lazy("%(n)s is %(learner)s", "%(n)s are %(learner)s", "n"),
        ngettext_lazy("one other is %(learner)s", "%(n)s others are %(learner)s", "n"),
    ),
    HardRule(
        "reporting_line",
        reporting_line,
        ngettext_lazy("%(n)s is in %(learner)s’s reporting line", "%(n)s are in %(learner)s’s reporting line", "n"),
        ngettext_lazy(
            "%(n)s other is in %(learner)s’s reporting line", "%(n)s others are in %(learner)s’s reporting line", "n"
        ),
    ),
    HardRule("wishes", wishes),
    HardRule(
        "earlier_pairs",
        earlier_pairs,
        ngettext_lazy("%(n)s was paired with %(learner)s before", "%(n)s were paired with %(learner)s before", "n"),
        ngettext_lazy(
            "%(n)s other was paired with %(learner)s before", "%(n)s others were paired with %(learner)s before", "n"
        ),
    ),
    HardRule(
        "existing_pairs",
        existing_pairs,
        ngettext_lazy("%(n)s is paired with %(learner)s now", "%(n)s are paired with %(learner)s now", "n"),
        ngettext_lazy(
            "%(n)s other is paired with %(learner)s now", "%(n)s others are paired with %(learner)s now", "n"
        ),
    ),
    HardRule(
        "ruled_out",
        ruled_out,
        ngettext_lazy("%(n)s was ruled out by hand", "%(n)s were ruled out by hand", "n"),
        ngettext_lazy("%(n)s other was ruled out by hand", "%(n)s others were ruled out by hand", "n"),
    ),
)
