"""The best set of pairs, with the proof that no set is better. Numbers only: no names, no database.

`solve` takes what every pair is worth and how many learners each guide has places for. It returns the pairs, their
total, and a bound that comes from prices alone: for any prices p >= 0 no set of pairs is worth more than
sum(capacity * p) + sum over learners of max(0, best (score - p)). A total that meets the bound is the greatest.

Small tables go to scipy's dense assignment with every place a column of its own; large ones to `candidates.py`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy  # loads its parts when they are used
from numpy.typing import ArrayLike, NDArray

from pairing.candidates import solve_by_candidates
from pairing.prices import bound_of, entry_prices, least_prices

Ints = NDArray[np.int64]

DENSE_CELLS = 4_000_000  # above this many (learner, place) cells the sparse way is faster and needs less memory
GREATEST_SCORE = 2**48  # scipy reckons in floats, which hold whole numbers exactly up to 2**53


@dataclass(frozen=True, eq=False)
class Solution:
    """What `solve` found.

    `match`: the guide's index per learner, or -1. `total`: the sum of the matched scores. `bound`: what no set of
    pairs can exceed, from the prices. `prices`: per guide, what a place is worth. `gains`: per learner, what is left
    of the best score after paying the price.
    """

    match: Ints
    total: int
    bound: int
    prices: Ints
    gains: Ints


@dataclass(frozen=True)
class WhyNot:
    """Why learner and guide were not paired: `forbidden`, or what the total would lose at least by pairing them."""

    forbidden: bool
    matched: bool
    loss: int


def solve(scores: ArrayLike, capacities: ArrayLike, *, candidates: int = 50) -> Solution:
    """Pairs with the greatest total; the same input gives the same answer.

    `scores`: whole numbers of shape (learners, guides), negative = forbidden. Being unmatched counts 0, so a pair
    worth 0 may be left out. `capacities`: places per guide. `candidates`: how many guides per learner a round adds at
    most in a large table; it changes the time, never the total.
    Raises ValueError for input that makes no sense, ArithmeticError if the proof fails (no answer can be trusted then).
    """
    table, places = _checked(scores, capacities, candidates)
    match, prices = _matched_and_priced(table, places, candidates)
    bound, gains = bound_of(table, places, prices)
    total = total_of(table, match)
    if total != bound:
        raise ArithmeticError(f"The pairs found add up to {total}, but {bound} could not be ruled out.")
    return Solution(match=match, total=total, bound=bound, prices=prices, gains=gains)


def total_of(scores: NDArray[Any], match: Ints) -> int:
    """The sum of the matched scores."""
    matched = np.flatnonzero(match >= 0)
    return int(scores[matched, match[matched]].sum(dtype=np.int64))


def why_not(scores: NDArray[Any], solution: Solution, learner: int, guide: int) -> WhyNot:
    """What the reduced score (gain + price - score) says about one pair: forcing it costs at least that much."""
    score = int(scores[learner, guide])
    matched = int(solution.match[learner]) == guide
    if score < 0:
        return WhyNot(forbidden=True, matched=False, loss=0)
    loss = int(solution.gains[learner]) + int(solution.prices[guide]) - score
    return WhyNot(forbidden=False, matched=matched, loss=loss)


def _checked(scores: ArrayLike, capacities: ArrayLike, candidates: int) -> tuple[NDArray[Any], Ints]:
    """The input as arrays: forbidden pairs are all -1, places are never more than the learners who could use them."""
    table, places = np.asarray(scores), np.asarray(capacities)
    if table.ndim != 2:
        raise ValueError("Scores need two dimensions: learners and guides.")
    if table.dtype.kind not in "iu":
        raise ValueError(f"Scores need to be whole numbers, not {table.dtype}.")
    if places.shape != (table.shape[1],):
        raise ValueError(f"There are {table.shape[1]} guides, so as many capacities are needed, in one dimension.")
    if places.dtype.kind not in "iu" and places.size:
        raise ValueError(f"Capacities need to be whole numbers, not {places.dtype}.")
    if (places < 0).any():
        raise ValueError("A capacity is below 0.")
    if candidates < 1:
        raise ValueError("At least one candidate per learner is needed.")
    greatest = int(table.max(initial=0))
    if greatest > GREATEST_SCORE:
        raise ValueError(f"A score is above {GREATEST_SCORE}.")
    return _narrowed(table, greatest), np.minimum(places, len(table)).astype(np.int64)


def _narrowed(table: NDArray[Any], greatest: int) -> NDArray[Any]:
    """The same scores in the smallest type that also holds score - price: the large passes are bound by memory."""
    kind: type[np.signedinteger[Any]] = np.int16 if greatest < 2**14 else np.int32 if greatest < 2**30 else np.int64
    if table.size and table.dtype.kind == "i" and table.min() < -1:
        table = np.maximum(table, -1)
    return table.astype(kind, copy=False)


def _matched_and_priced(table: NDArray[Any], places: Ints, candidates: int) -> tuple[Ints, Ints]:
    cells = len(table) * int(places.sum())
    if cells <= DENSE_CELLS:
        match = _dense_match(table, places)
        return match, least_prices(table, match)
    if places.all():
        return solve_by_candidates(table, places, candidates)
    staffed = np.flatnonzero(places)
    match, prices = solve_by_candidates(np.ascontiguousarray(table[:, staffed]), places[staffed], candidates)
    gains = bound_of(table[:, staffed], places[staffed], prices)[1]
    # A place that does not exist costs nothing in the bound, so its price may keep everybody out.
    everyone = entry_prices(table, gains)
    everyone[staffed] = prices
    return np.where(match >= 0, staffed[match], -1), everyone


def _dense_match(table: NDArray[Any], places: Ints) -> Ints:
    """Every place becomes a column; a forbidden pair is worth as much as none and is dropped afterwards."""
    match = np.full(len(table), -1, dtype=np.int64)
    guide_of_place = np.repeat(np.arange(len(places)), places)
    expanded = np.maximum(table, 0)[:, guide_of_place].astype(np.float64)
    learners, columns = scipy.optimize.linear_sum_assignment(expanded, maximize=True)
    guides = guide_of_place[columns]
    permitted = table[learners, guides] >= 0
    match[learners[permitted]] = guides[permitted]
    return match
