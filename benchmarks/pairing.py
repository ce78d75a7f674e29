"""Goals 1 and 2 of pairing: the greatest total, proven, and what the proof costs beside a bare dense assignment.

The twin is scipy's `linear_sum_assignment` on the table with every place as a column, that table's making included.
It proves nothing and needs (learners × places × 8) bytes.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from benchmarks.people import make_crowd, uniform_scores
from benchmarks.rows import HEAD, Row, compare
from pairing.scoring import score_matrix
from pairing.solver import Solution, solve

SIZES = (1_000, 5_000, 10_000)
CAPACITY = 3
GOALS = ((1_000, 1.6), (5_000, 0.35), (10_000, 0.15))  # ratio allowed from this many learners on
ORLIB = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "matching" / "orlib_assign100.txt"
Table = NDArray[Any]


def goal_of(learners: int) -> float:
    """The ratio that is allowed at this size."""
    return [ratio for size, ratio in GOALS if learners >= size or size == GOALS[0][0]][-1]


def bare(scores: Table, capacities: Table) -> int:
    """The twin: the best total by the dense method alone."""
    expanded = np.repeat(np.maximum(scores, 0), capacities, axis=1).astype(np.float64)
    rows, columns = linear_sum_assignment(expanded, maximize=True)
    return int(expanded[rows, columns].sum())


def tables(learners: int) -> Iterator[tuple[str, Table]]:
    """The seeded people and uniform scores, with three guides to ten learners."""
    guides = learners * 3 // 10
    crowd = make_crowd(learners, guides)
    yield "people", score_matrix(crowd.learners, crowd.guides, crowd.rules)
    yield "uniform", uniform_scores(learners, guides)


def measure(name: str, scores: Table, rounds: int) -> tuple[Row, str, bool]:
    """One size: the row of goal 2, the line of goal 1, and whether goal 1 holds."""
    capacities = np.full(scores.shape[1], CAPACITY)
    found: list[Solution] = []
    best: list[int] = []
    ours, twin = compare(
        lambda: found.append(solve(scores, capacities)), lambda: best.append(bare(scores, capacities)), rounds
    )
    total, bound = found[0].total, found[0].bound
    exact = total == bound == best[0]
    line = (
        f"  total {total:,} bound {bound:,} gap {bound - total} scipy {best[0]:,} {'equal' if exact else 'DIFFERENT'}"
    )
    return Row(f"solve {name} {len(scores):,} × {scores.shape[1]:,}", ours, twin, goal_of(len(scores))), line, exact


def orlib() -> bool:
    """assign100 of the OR-Library: the minimum is 305."""
    if not ORLIB.exists():
        print("OR-Library assign100: skipped, the file is not here")
        return True
    numbers = [int(word) for word in ORLIB.read_text().split()]
    size = numbers[0]
    costs = np.array(numbers[1:]).reshape(size, size)
    top = int(costs.max()) + 1
    solution = solve(top - costs, np.ones(size, dtype=int))
    least = top * size - solution.total
    print(f"OR-Library assign100: minimum {least}, gap {solution.bound - solution.total}, known 305")
    return least == 305


def main(arguments: list[str]) -> int:
    """Prints the goals; 1 if one is missed by more than a quarter, or a total is not the greatest."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks pairing", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of learners")
    parser.add_argument("--rounds", type=int, default=5, help="times that each is measured")
    options = parser.parse_args(arguments)
    failed = not orlib()
    print(HEAD)
    for learners in options.sizes:
        for name, scores in tables(learners):
            row, line, exact = measure(name, scores, options.rounds)
            print(row, line, sep="\n", flush=True)
            failed = failed or row.failed or not exact
    return 1 if failed else 0
