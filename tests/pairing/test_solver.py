"""The solver: the greatest total, proven by prices that were not copied from it."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from pairing import candidates as by_candidates
from pairing import solver
from pairing.prices import bound_of, least_prices
from pairing.solver import Solution, solve, total_of, why_not

ORLIB = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "matching" / "orlib_assign100.txt"
Table = NDArray[np.int64]


@pytest.fixture(params=["dense", "candidates"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of solving, whatever the size of the table."""
    if request.param == "candidates":
        monkeypatch.setattr(solver, "DENSE_CELLS", 0)
    return str(request.param)


def make_table(seed: int, learners: int, guides: int, *, top: int = 100, forbidden: float = 0.1) -> Table:
    rng = np.random.default_rng(seed)
    scores = rng.integers(1, top + 1, (learners, guides))
    scores[rng.random((learners, guides)) < forbidden] = -1
    return scores


def make_crowded(seed: int, learners: int, guides: int) -> Table:
    """Everybody wants the same few guides, and many pairs are worth the same."""
    rng = np.random.default_rng(seed)
    fame = np.sort(rng.zipf(1.5, guides).clip(max=20))[::-1] * 4
    scores: Table = np.maximum(1, fame + rng.integers(0, 5, (learners, guides)))
    return scores


def best_by_trying_all(scores: Table, capacities: list[int]) -> int:
    best = 0
    for choice in itertools.product(range(-1, scores.shape[1]), repeat=len(scores)):
        used = [choice.count(guide) for guide in range(scores.shape[1])]
        worth = [int(scores[learner, guide]) for learner, guide in enumerate(choice) if guide >= 0]
        if all(worn <= places for worn, places in zip(used, capacities, strict=True)) and min(worth, default=0) >= 0:
            best = max(best, sum(worth))
    return best


def best_by_scipy(scores: Table, capacities: NDArray[Any]) -> int:
    expanded = np.repeat(np.maximum(scores, 0), capacities, axis=1)
    rows, columns = linear_sum_assignment(expanded, maximize=True)
    return int(expanded[rows, columns].sum())


def assert_sound(scores: Table, capacities: NDArray[Any], solution: Solution) -> None:
    matched = np.flatnonzero(solution.match >= 0)
    used = np.bincount(solution.match[matched], minlength=scores.shape[1])
    assert (used <= capacities).all()
    assert (scores[matched, solution.match[matched]] >= 0).all()
    assert solution.total == int(scores[matched, solution.match[matched]].sum()) == solution.bound


@pytest.mark.parametrize("seed", range(60))
def test_nothing_beats_the_answer_on_small_tables(seed: int, way: str) -> None:
    rng = np.random.default_rng(seed)
    learners, guides = int(rng.integers(1, 6)), int(rng.integers(1, 5))
    scores = make_table(seed, learners, guides, top=int(rng.choice([1, 3, 9])), forbidden=0.3)
    scores[rng.random(scores.shape) < 0.1] = 0
    capacities = rng.integers(0, 4, guides)
    solution = solve(scores, capacities)
    assert_sound(scores, capacities, solution)
    assert solution.total == best_by_trying_all(scores, capacities.tolist())


@pytest.mark.parametrize("seed", range(4))
def test_equals_the_dense_optimum_of_scipy(seed: int, way: str) -> None:
    scores = make_table(seed, 240, 90)
    capacities = np.random.default_rng(seed).integers(0, 5, 90)
    solution = solve(scores, capacities)
    assert_sound(scores, capacities, solution)
    assert solution.total == best_by_scipy(scores, capacities)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("tried", [1, 2])
def test_two_candidates_on_a_crowded_table_still_reach_the_optimum(
    seed: int, tried: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver, "DENSE_CELLS", 0)
    scores, capacities = make_crowded(seed, 120, 50), np.full(50, 2)
    solution = solve(scores, capacities, candidates=tried)
    assert_sound(scores, capacities, solution)
    assert solution.total == best_by_scipy(scores, capacities)


def test_candidates_without_price_out_are_not_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """The crowded tables above do need the price-out: without it some proof fails, and then no answer is given."""
    monkeypatch.setattr(solver, "DENSE_CELLS", 0)
    monkeypatch.setattr(by_candidates, "_better_pairs", lambda *args: np.zeros(0, dtype=np.int64))
    unproven = 0
    for seed in range(6):
        try:
            solve(make_crowded(seed, 120, 50), np.full(50, 2), candidates=1)
        except ArithmeticError:
            unproven += 1
    assert unproven


def test_large_table_goes_by_candidates_and_equals_scipy() -> None:
    scores, capacities = make_table(1, 2500, 800), np.full(800, 3)
    assert len(scores) * int(capacities.sum()) > solver.DENSE_CELLS
    solution = solve(scores, capacities)
    assert_sound(scores, capacities, solution)
    assert solution.total == best_by_scipy(scores, capacities)


@pytest.mark.parametrize("seed", range(5))
def test_a_corrupted_price_opens_a_gap(seed: int) -> None:
    """The prices are the least ones, so each one that is lowered shows; so does one raised above every score."""
    scores, capacities = make_crowded(seed, 60, 25), np.full(25, 2)
    solution = solve(scores, capacities)
    assert bound_of(scores, capacities, solution.prices)[0] == solution.total
    for guide in range(25):
        for wrong in {max(0, int(solution.prices[guide]) - 1), int(scores.max()) + 1} - {int(solution.prices[guide])}:
            prices = solution.prices.copy()
            prices[guide] = wrong
            assert bound_of(scores, capacities, prices)[0] > solution.total


def test_the_bound_holds_for_any_prices() -> None:
    scores, capacities = make_table(3, 40, 15), np.full(15, 2)
    best = solve(scores, capacities).total
    rng = np.random.default_rng(3)
    assert all(bound_of(scores, capacities, rng.integers(0, 120, 15))[0] >= best for _ in range(200))
    with pytest.raises(ValueError, match="below 0"):
        bound_of(scores, capacities, np.full(15, -1))


def test_a_worse_match_has_no_prices_or_does_not_meet_its_bound() -> None:
    scores = np.array([[9, 5], [8, 1]])
    worse = np.array([0, 1])
    with pytest.raises(ArithmeticError):
        least_prices(scores, worse)
    assert solve(scores, [1, 1]).match.tolist() == [1, 0]


def test_the_bound_is_not_the_total_when_the_match_is_spoiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A solver that drops one pair cannot pass: the bound comes from the prices alone."""
    right = solver._matched_and_priced

    def spoiled(*args: Any) -> tuple[Any, Any]:
        match, prices = right(*args)
        match[0] = -1
        return match, prices

    monkeypatch.setattr(solver, "_matched_and_priced", spoiled)
    with pytest.raises(ArithmeticError, match="could not be ruled out"):
        solve(make_table(1, 20, 20, forbidden=0), np.ones(20, dtype=int))


@pytest.mark.skipif(not ORLIB.exists(), reason="the OR-Library instance assign100 is not beside this repository")
def test_orlib_assign100_has_minimum_305(way: str) -> None:
    numbers = [int(word) for word in ORLIB.read_text().split()]
    costs = np.array(numbers[1:]).reshape(numbers[0], numbers[0])
    top = int(costs.max()) + 1
    solution = solve(top - costs, np.ones(numbers[0], dtype=int))
    assert (solution.match >= 0).all()
    assert top * numbers[0] - solution.total == 305 == top * numbers[0] - solution.bound


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int32, np.int64, np.uint8])
def test_any_whole_number_type_gives_the_same_answer(kind: Any, way: str) -> None:
    scores = make_table(5, 80, 30, forbidden=0)
    assert solve(scores.astype(kind), np.full(30, 2)).total == solve(scores, np.full(30, 2)).total


@pytest.mark.parametrize("lowest", [-1, -7, -(2**15), -(2**62)])
def test_every_negative_number_means_forbidden(lowest: int, way: str) -> None:
    scores = make_table(6, 50, 20, forbidden=0.4)
    spread = np.where(scores < 0, lowest, scores)
    assert solve(spread, np.full(20, 2)).total == solve(scores, np.full(20, 2)).total


@pytest.mark.parametrize("top", [2**14 - 1, 2**14, 2**30, 10**12])
def test_large_scores_stay_exact(top: int, way: str) -> None:
    scores = make_table(7, 60, 25, top=top)
    scores[0, 0] = top
    solution = solve(scores, np.full(25, 2))
    assert_sound(scores, np.full(25, 2), solution)
    assert solution.total == best_by_scipy(scores, np.full(25, 2))


@pytest.mark.parametrize("candidates", [2, 50])
def test_the_same_input_gives_the_same_answer(candidates: int, way: str) -> None:
    scores, capacities = make_crowded(8, 150, 60), np.full(60, 2)
    first, second = (solve(scores.copy(), capacities.copy(), candidates=candidates) for _ in range(2))
    assert first.match.tolist() == second.match.tolist()
    assert first.prices.tolist() == second.prices.tolist()


def test_the_input_is_left_as_it_was(way: str) -> None:
    scores, capacities = make_table(9, 30, 10), np.full(10, 90)
    before = scores.copy()
    solve(scores, capacities)
    assert (scores == before).all()
    assert (capacities == 90).all()


@pytest.mark.parametrize(
    ("shape", "capacity"), [((0, 0), 1), ((0, 5), 1), ((5, 0), 1), ((5, 5), 0), ((1, 1), 10**9), ((7, 3), 100)]
)
def test_degenerate_sizes(shape: tuple[int, int], capacity: int, way: str) -> None:
    scores = np.full(shape, 4)
    solution = solve(scores, np.full(shape[1], capacity))
    matched = min(shape[0], shape[1] * capacity) if shape[1] else 0
    assert solution.total == solution.bound == 4 * matched
    assert solution.match.shape == (shape[0],)
    assert int((solution.match >= 0).sum()) == matched


def test_all_forbidden_leaves_everyone_unmatched(way: str) -> None:
    solution = solve(np.full((6, 4), -1), np.full(4, 2))
    assert solution.match.tolist() == [-1] * 6
    assert solution.total == solution.bound == 0


def test_a_pair_worth_nothing_is_permitted(way: str) -> None:
    solution = solve(np.array([[0, 3], [0, -1]]), [1, 1])
    assert solution.match[0] == 1
    assert solution.total == solution.bound == 3


@pytest.mark.parametrize("capacity", [1, 3])
def test_crowded_ties_fill_every_place(capacity: int, way: str) -> None:
    solution = solve(np.full((90, 25), 7), np.full(25, capacity))
    assert solution.total == solution.bound == 7 * 25 * capacity


@pytest.mark.parametrize(
    ("scores", "capacities", "says"),
    [
        (np.ones(3, dtype=int), [1], "two dimensions"),
        (np.ones((2, 2, 2), dtype=int), [1, 1], "two dimensions"),
        (np.ones((2, 2)), [1, 1], "whole numbers, not float64"),
        (np.ones((2, 2), dtype=bool), [1, 1], "whole numbers, not bool"),
        (np.ones((2, 2), dtype=int), [1], "2 guides"),
        (np.ones((2, 2), dtype=int), [[1, 1]], "2 guides"),
        (np.ones((2, 2), dtype=int), [1.0, 1.0], "whole numbers, not float64"),
        (np.ones((2, 2), dtype=int), [1, -1], "below 0"),
        (np.full((2, 2), 2**60), [1, 1], "above"),
    ],
)
def test_input_that_makes_no_sense_is_refused_in_one_sentence(scores: Any, capacities: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        solve(scores, capacities)
    assert str(refused.value).count(".") >= 1
    assert "\n" not in str(refused.value)


def test_no_candidates_is_refused() -> None:
    with pytest.raises(ValueError, match="candidate"):
        solve(np.ones((2, 2), dtype=int), [1, 1], candidates=0)


@pytest.mark.parametrize("seed", range(3))
def test_why_not_never_overstates_the_loss(seed: int, way: str) -> None:
    """Forcing a pair costs at least what is said; the pairs that were made lose nothing."""
    scores, capacities = make_table(seed, 12, 6, top=9), np.full(6, 1)
    solution = solve(scores, capacities)
    for learner in range(12):
        for guide in range(6):
            said = why_not(scores, solution, learner, guide)
            if said.forbidden:
                assert scores[learner, guide] < 0
                continue
            rest = np.delete(np.delete(scores, learner, 0), guide, 1)
            forced = int(scores[learner, guide]) + best_by_scipy(rest, np.full(5, 1))
            assert 0 <= said.loss <= solution.total - forced
            assert said.loss == 0 or not said.matched


def test_total_counts_matched_pairs_only() -> None:
    assert total_of(np.array([[5, 2], [4, 3]]), np.array([1, -1])) == 2
