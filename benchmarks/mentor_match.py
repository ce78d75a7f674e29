"""Goal 5: the peer `mentor-match` on the same people and scores: 50 times its CPU, and never a smaller total.

Both begin with people and end with pairs. The peer's rules look our scores up, which is less work than its own rules
make it do; for guides with three places it makes three rounds.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules import rule

from benchmarks.people import Crowd, make_crowd
from benchmarks.rows import Line, Row, compare, tell
from pairing.scoring import score_matrix
from pairing.solver import solve

SIZES, CAPACITIES = (300, 1000), (1, 3)
GOAL = 1 / 50
# At one place each both find the optimum; at three the rounds of the peer lose at least so much.
LEAST_BETTER = {1: 1.0, 3: 1.015}


class OurScore(rule.Rule):  # type: ignore[misc]
    """What this pair is worth by our criteria; nobody who has somebody, and no pair that the rules forbid."""

    def __init__(self, scores: Any) -> None:
        super().__init__()
        self.scores = scores

    def apply(self, match_object: Any) -> int:
        """The peer asks this of every match."""
        found = int(self.scores[match_object.mentee.at, match_object.mentor.at])
        match_object.disallowed = found <= 0 or bool(match_object.mentee.mentors)
        return max(0, found)


def peer(crowd: Crowd, scores: Any, capacity: int) -> int:
    """The peer's total."""
    mentors = [Mentor(grade=1, email=f"guide {at}") for at, _ in enumerate(crowd.guides)]
    mentees = [Mentee(grade=1, email=f"learner {at}") for at, _ in enumerate(crowd.learners)]
    for people in (mentors, mentees):
        for at, person in enumerate(people):
            person.at = at
    process_data(mentors, mentees, [[OurScore(scores)] for _ in range(capacity)])
    return sum(int(scores[mentee.at, mentor.at]) for mentee in mentees for mentor in mentee.mentors)


def measure(learners: int, capacity: int, rounds: int) -> tuple[Row, str, bool]:
    """The row of one size, the totals in words, and whether they are as they should be."""
    crowd = make_crowd(learners, learners // capacity)
    scores = score_matrix(crowd.learners, crowd.guides, crowd.rules)
    places = np.full(len(crowd.guides), capacity)
    totals: tuple[list[int], list[int]] = ([], [])
    ours, theirs = compare(
        lambda: totals[0].append(solve(score_matrix(crowd.learners, crowd.guides, crowd.rules), places).total),
        lambda: totals[1].append(peer(crowd, scores, capacity)), rounds,
    )  # fmt: skip
    better = totals[0][0] / totals[1][0]
    holds = better >= LEAST_BETTER[capacity] and (capacity > 1 or totals[0][0] == totals[1][0])
    words = f"  total {totals[0][0]:,} and {totals[1][0]:,}: {better:.4f}×, {'as it should be' if holds else 'MISSED'}"
    return Row(f"beside mentor-match, {learners:,}, places {capacity}", ours, theirs, GOAL), words, holds


def main(arguments: list[str]) -> int:
    """Prints the ratios and totals; 1 if one is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks mentor-match", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args(arguments)
    found = [measure(size, capacity, options.rounds) for size in options.sizes for capacity in CAPACITIES]
    lines: list[Line] = [row for row, _words, _holds in found]
    failed = tell(lines)
    print(*(words for _row, words, _holds in found), sep="\n")
    return int(failed or not all(holds for _row, _words, holds in found))
