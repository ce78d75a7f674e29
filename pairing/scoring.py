"""From people to a table of scores, and from a pair back to the reasons in words. No database, no clock.

A permitted pair is worth 1 to 100: 1, and up to 99 points shared among the criteria by weight. A forbidden pair is -1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pairing.criteria import CRITERIA
from pairing.hard_rules import HARD_RULES
from pairing.people_input import Person, Pool, Rules

Scores = NDArray[np.int16]

FORBIDDEN = -1
POINTS = 99
BLOCK_CELLS = 1 << 20

BY_NAME = {criterion.name: criterion for criterion in CRITERIA}


@dataclass(frozen=True)
class Reason:
    """What speaks for (`good`) or against a pair: the criterion's name and its facts, fit for a JSON column."""

    criterion: str
    good: bool
    facts: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        """Plain values; `sentence_of` reads them again."""
        return asdict(self)


def weights_of(rules: Rules) -> dict[str, int]:
    """Points per criterion, 99 in all. Weights that a program sets keep their proportions; ValueError if none."""
    wanted = {criterion.name: criterion.weight for criterion in CRITERIA}
    if rules.weights is not None:
        wanted = {name: rules.weights.get(name, 0) for name in wanted}
    total = sum(wanted.values())
    if total <= 0 or min(wanted.values()) < 0:
        raise ValueError("At least one criterion needs a weight above 0, and none one below.")
    shares = {name: divmod(weight * POINTS, total) for name, weight in wanted.items()}
    missing = POINTS - sum(whole for whole, _rest in shares.values())
    rounded_up = sorted(shares, key=lambda name: -shares[name][1])[:missing]
    return {name: whole + (name in rounded_up) for name, (whole, _rest) in shares.items()}


def score_matrix(learners: Sequence[Person], guides: Sequence[Person], rules: Rules) -> Scores:
    """What every pair is worth, of shape (learners, guides): 1 to 100, or -1 where a hard rule forbids it.

    Small whole numbers (int16) on purpose: a large program's table then fits into memory four times better.
    """
    pool = Pool(list(learners), list(guides), rules)
    weights = weights_of(rules)
    scores = np.empty((len(learners), len(guides)), dtype=np.int16)
    step = max(1, BLOCK_CELLS // max(1, len(guides)))
    for start in range(0, len(learners), step):
        rows = slice(start, start + step)
        # At most 99 points times 100 percent, which still fits.
        points = np.zeros_like(scores[rows])
        for criterion in CRITERIA:
            if weights[criterion.name]:
                points += criterion.percent(pool, rows) * np.int16(weights[criterion.name])
        scores[rows] = 1 + points // 100
    for rule in HARD_RULES:
        cells = np.array(list(rule.cells(pool)), dtype=np.intp).reshape(-1, 2)
        scores[cells[:, 0], cells[:, 1]] = FORBIDDEN
    return scores


def reasons_for(learner: Person, guide: Person) -> list[Reason]:
    """What speaks for and against one pair, the weightiest criterion first and what is good before what is not."""
    found = []
    for criterion in CRITERIA:
        facts = criterion.facts(learner, guide)
        if facts is not None:
            good = bool(facts["good"])
            found.append(Reason(criterion.name, good, facts))
    return sorted(found, key=lambda reason: not reason.good)


def sentence_of(reason: Reason | Mapping[str, Any]) -> str:
    """A reason, or its stored JSON, in the language of whoever reads it now."""
    stored = reason.as_json() if isinstance(reason, Reason) else reason
    return BY_NAME[stored["criterion"]].sentence(stored["facts"])


def forbidden_because(learner: Person, guide: Person, rules: Rules) -> list[str]:
    """Names of the hard rules that stand against one pair (for pairing by hand)."""
    pool = Pool([learner], [guide], rules)
    return [rule.name for rule in HARD_RULES if any(True for _cell in rule.cells(pool))]
