"""Large tables: a best match among few candidate pairs, then every pair left out is asked whether it could do better.

Rounds: match on the candidates (sparse assignment with one column per place and one "unmatched" column per learner)
→ prices → price-out over all pairs in blocks → the pairs that would do better become candidates → until none is left.

Two things make a round cheap. A *draft* on a fraction of the learners guesses the prices, so that the first candidates
are spread over the guides instead of crowding at the popular ones. And the sparse assignment starts *after paying* a
head start (prices somewhat below the guess): its search only has to find the rest. A head start that was too high
leaves a place with a price free; it is taken back, twice as far each round, so no run depends on a good guess.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy  # loads its parts when they are used
from numpy.typing import NDArray

from pairing.prices import entry_prices, least_prices_on, row_blocks

Ints = NDArray[np.int64]

WIDTH = 10  # candidates per learner to begin with
# In hundredths of the greatest score: by how much the first prices, and those after a failed round, are lowered, and
# which candidates stay for the next round.
FIRST_DISCOUNT, DISCOUNT, SLACK = 10, 3, 2
SAMPLE_ROWS = 256


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs as three columns, ordered by learner and guide, each pair once."""

    learners: Ints
    guides: Ints
    worth: Ints


def solve_by_candidates(scores: NDArray[Any], places: Ints, candidates: int) -> tuple[Ints, Ints]:
    """Match and prices of a large table.

    `scores` has -1 for forbidden pairs and room for score - price in its type; every guide has a place.
    """
    top = int(scores.max(initial=1))
    back, slack = max(1, top * DISCOUNT // 100), max(1, top * SLACK // 100)
    guess = _draft(scores, places, candidates)
    head_start = np.maximum(guess - max(1, top * FIRST_DISCOUNT // 100), 0)
    keys = _near_best(scores, guess, candidates)
    while True:
        pairs = _pairs(scores, keys)
        match, prices = _match_and_prices(pairs, places, head_start, len(scores))
        better = _better_pairs(scores, prices, match, candidates)
        free = places - np.bincount(match[match >= 0], minlength=len(places))
        overpriced = bool(((free > 0) & (prices > 0)).any())
        if not better.size and not overpriced:
            return match, prices
        keys = np.union1d(keys[_still_near(pairs, match, prices, slack)], better)
        head_start = np.maximum(prices - back, 0)
        # Both grow, so that in the end every candidate stays and no head start is left: then a round cannot fail.
        slack *= 2
        back *= 2 if overpriced else 1


def _still_near(pairs: Pairs, match: Ints, prices: Ints, slack: int) -> NDArray[np.bool_]:
    """Which pairs are the learner's own or within `slack` of it."""
    left = pairs.worth - prices[pairs.guides]
    own = np.zeros(len(match), dtype=np.int64)
    chosen = match[pairs.learners] == pairs.guides
    own[pairs.learners[chosen]] = left[chosen]
    near: NDArray[np.bool_] = left >= own[pairs.learners] - slack
    return near


def _draft(scores: NDArray[Any], places: Ints, candidates: int) -> Ints:
    """Guessed prices from every c-th learner and a c-th of the places; zeros where guides have about one place each."""
    share = int(np.median(places)) if places.size else 1
    if share < 2:
        return np.zeros(len(places), dtype=np.int64)
    sample = np.ascontiguousarray(scores[::share])
    fewer = np.maximum(places // share, 1)
    nothing = np.zeros(len(places), dtype=np.int64)
    pairs = _pairs(sample, _near_best(sample, nothing, candidates))
    match, prices = _match_and_prices(pairs, fewer, nothing, len(sample))
    # A guide who was nobody's candidate has no price yet: what the keenest learner would pay on top of the own gain.
    gains = np.where(match >= 0, sample[np.arange(len(sample)), match] - prices[match], 0)
    return np.maximum(prices, entry_prices(sample, gains))


def _pairs(scores: NDArray[Any], keys: Ints) -> Pairs:
    learners, guides = np.divmod(keys, scores.shape[1])
    return Pairs(learners, guides, scores[learners, guides].astype(np.int64))


def _near_best(scores: NDArray[Any], prices: Ints, candidates: int) -> Ints:
    """About WIDTH pairs per learner within the same distance of the learner's best, after paying the prices."""
    paid = prices.astype(scores.dtype)
    width = min(WIDTH, candidates, scores.shape[1])
    sample = np.sort(scores[:: max(1, len(scores) // SAMPLE_ROWS)] - paid, axis=1)
    distance = int(np.median(sample[:, -1].astype(np.int64) - sample[:, -width]))
    # Among equals it does not matter who is left out; where values differ, a short list could lose the best.
    limit = max(candidates, width) if distance else min(candidates, 2 * width)
    found = []
    for rows in row_blocks(scores):
        block = scores[rows]
        left = block - paid
        enough = np.maximum(left.max(axis=1).astype(np.int64) - distance, np.iinfo(left.dtype).min).astype(left.dtype)
        near = (left >= enough[:, None]) & (block >= 0)
        found.append(_thinned(near, rows.start, limit))
    return np.concatenate(found)


def _better_pairs(scores: NDArray[Any], prices: Ints, match: Ints, candidates: int) -> Ints:
    """Pairs that a learner would rather have than the own one at these prices: about `candidates` each at most."""
    paid = prices.astype(scores.dtype)
    guides = np.maximum(match, 0)
    found = [np.zeros(0, dtype=np.int64)]
    for rows in row_blocks(scores):
        block = scores[rows]
        left = block - paid
        own = np.where(match[rows] >= 0, left[np.arange(len(block)), guides[rows]], 0).astype(scores.dtype)
        eager = np.flatnonzero(left.max(axis=1) > own)
        if eager.size:
            better = left[eager] > own[eager][:, None]
            found.append(_best_of(left[eager], better, eager + rows.start, candidates))
    return np.concatenate(found)


def _best_of(left: NDArray[Any], better: NDArray[np.bool_], learners: Ints, limit: int) -> Ints:
    if limit < left.shape[1] and int(better.sum(axis=1).max()) > limit:
        worst_kept = np.partition(np.where(better, left, np.iinfo(left.dtype).min), -limit, axis=1)[:, -limit]
        better &= left >= worst_kept[:, None]
    keys = _thinned(better, 0, limit)
    rows, guides = np.divmod(keys, left.shape[1])
    better_keys: Ints = learners[rows] * left.shape[1] + guides
    return better_keys


def _thinned(chosen: NDArray[np.bool_], first_row: int, limit: int) -> Ints:
    """Keys (row * width + column) of the chosen cells; a row with more than `limit` keeps as many, evenly spread.

    Where thousands of pairs are worth the same, taking the first ones would send everybody to the same guides: each row
    begins its count at another place.
    """
    width = chosen.shape[1]
    keys: Ints = np.flatnonzero(chosen)
    counts = chosen.sum(axis=1)
    if int(counts.max(initial=0)) > limit:
        rows = keys // width
        count = counts[rows]
        rank = np.arange(len(keys)) - (np.cumsum(counts) - counts)[rows]
        turned = (rank + (rows + first_row) * 7919) % count
        keys = keys[(turned * limit) % count < limit]
    shifted: Ints = keys + first_row * width
    return shifted


def _match_and_prices(pairs: Pairs, places: Ints, head_start: Ints, learner_count: int) -> tuple[Ints, Ints]:
    """The best match on the pairs after paying the head start, and prices (head start included) that prove it so.

    An "unmatched" column for everybody makes the sparse assignment twice as slow. So at first only those get one who
    have least left; if somebody else is matched at a loss, or cannot be, all get one.
    """
    paid = Pairs(pairs.learners, pairs.guides, pairs.worth - head_start[pairs.guides])
    everybody = np.arange(learner_count)
    guessed = [_least_eager(paid, places, learner_count)] if head_start.any() else []
    for may_stay_alone in (*guessed, everybody):
        try:
            match = _sparse_match(paid, places, learner_count, may_stay_alone)
        except ValueError:  # not everybody else can be matched
            continue
        more = least_prices_on(paid.learners, paid.guides, paid.worth, match, len(places))
        own = paid.worth - more[paid.guides]
        if own[match[paid.learners] == paid.guides].min(initial=0) >= 0:
            break
    return match, head_start + more


def _least_eager(pairs: Pairs, places: Ints, learner_count: int) -> Ints:
    best = np.full(learner_count, np.iinfo(np.int64).min)
    np.maximum.at(best, pairs.learners, pairs.worth)
    count = 2 * max(0, learner_count - int(places.sum())) + learner_count // 10
    chosen: Ints = np.sort(np.argsort(best, kind="stable")[:count])
    return chosen


def _sparse_match(pairs: Pairs, places: Ints, learner_count: int, may_stay_alone: Ints) -> Ints:
    wanted = np.bincount(pairs.guides, minlength=len(places))
    places = np.minimum(places, wanted)
    first_place = np.cumsum(places) - places
    copies = places[pairs.guides]
    within = np.arange(int(copies.sum())) - np.repeat(np.cumsum(copies) - copies, copies)
    columns = np.repeat(first_place[pairs.guides], copies) + within
    top = int(pairs.worth.max(initial=0)) + 1
    # Costs are above 0, because a stored 0 would read as "no such pair". Staying unmatched costs as a worth of 0 does.
    costs = np.repeat((top - pairs.worth).astype(np.float64), copies)
    ends = np.cumsum(np.bincount(pairs.learners, weights=copies, minlength=learner_count).astype(np.int64))
    place_count = int(places.sum())
    alone_count = len(may_stay_alone)
    if place_count + alone_count < learner_count:
        raise ValueError("Fewer columns than learners.")
    alone = np.zeros(learner_count, dtype=np.int64)
    alone[may_stay_alone] = 1
    table = scipy.sparse.csr_matrix(
        (
            np.insert(costs, ends[may_stay_alone], float(top)),
            np.insert(columns, ends[may_stay_alone], place_count + np.arange(alone_count)),
            np.concatenate([[0], ends + np.cumsum(alone)]),
        ),
        shape=(learner_count, place_count + alone_count),
    )
    _, column = scipy.sparse.csgraph.min_weight_full_bipartite_matching(table)
    guide_of_place = np.repeat(np.arange(len(places)), places)
    match = np.full(learner_count, -1, dtype=np.int64)
    matched = np.flatnonzero(column < place_count)
    match[matched] = guide_of_place[column[matched]]
    return match
