"""Prices of guides: the dual of an assignment, and the bound that follows from any prices.

Source: linear-programming duality of the assignment problem; the least prices are longest paths in the residual graph
(Bellman-Ford), which exist exactly when the match is the best one.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

NEVER = -(2**60)  # far below every price, far from overflow when a price is added
BLOCK_CELLS = 1 << 20


def row_blocks(table: NDArray[Any]) -> list[slice]:
    """Slices of rows that keep about a million cells in hand at a time."""
    step = max(1, BLOCK_CELLS // max(1, table.shape[1]))
    return [slice(start, start + step) for start in range(0, len(table), step)]


def bound_of(scores: NDArray[Any], capacities: Ints, prices: Ints) -> tuple[int, Ints]:
    """What no set of pairs can exceed, and the gain per learner, from prices alone.

    Holds for any prices >= 0 (ValueError below 0), good or bad: bad prices only give a higher bound. It looks at every
    pair and at no match, so it can be trusted whatever found the match. Forbidden pairs (negative) never count.
    """
    if (prices < 0).any():
        raise ValueError("A price is below 0.")
    gains = np.zeros(len(scores), dtype=np.int64)
    roomy = scores.dtype.type if _fits(scores, prices) else np.int64
    paid = prices.astype(roomy)
    for rows in row_blocks(scores):
        # A forbidden pair stays below 0 after paying, and a gain is never below 0.
        gains[rows] = (scores[rows] - paid).max(axis=1, initial=0)
    return int(capacities @ prices) + int(gains.sum()), gains


def _fits(scores: NDArray[Any], prices: Ints) -> bool:
    if scores.dtype.kind != "i":
        return False
    lowest = int(scores.min(initial=-1)) - int(prices.max(initial=0))
    return lowest >= np.iinfo(scores.dtype).min


def entry_prices(scores: NDArray[Any], gains: Ints) -> Ints:
    """Per guide the least price at which no learner would rather have that guide than the own gain."""
    prices = np.zeros(scores.shape[1], dtype=np.int64)
    less = gains.astype(scores.dtype)
    for rows in row_blocks(scores):
        prices = np.maximum(prices, (scores[rows] - less[rows, None]).max(axis=0))
    return prices


def least_prices(scores: NDArray[Any], match: Ints) -> Ints:
    """The least prices at which everyone in a best match is content, from the whole table."""
    matched = np.flatnonzero(match >= 0)
    unmatched = np.flatnonzero(match < 0)
    floor: Ints = scores[unmatched].max(axis=0, initial=0).astype(np.int64)
    if not matched.size:
        return floor
    order = matched[np.argsort(match[matched], kind="stable")]
    guides, starts = np.unique(match[order], return_index=True)
    wanted = scores[order].astype(np.int64)
    # step[a, b]: by how much guide b has to cost more than guide a, or a learner of a would rather have b.
    wanted -= wanted[np.arange(len(order)), match[order]][:, None]
    wanted[scores[order] < 0] = NEVER
    return _raise_prices(floor, guides, np.maximum.reduceat(wanted, starts, axis=0))


def _raise_prices(prices: Ints, guides: Ints, step: Ints) -> Ints:
    active = np.arange(len(guides))
    for _ in range(len(prices) + 2):
        raised = np.maximum(prices, (prices[guides[active], None] + step[active]).max(axis=0))
        changed = raised > prices
        prices = raised
        active = np.flatnonzero(changed[guides])
        if not active.size:
            return prices
    raise ArithmeticError("The match has no prices, so it is not the best one.")


def least_prices_on(learners: Ints, guides: Ints, worth: Ints, match: Ints, guide_count: int) -> Ints:
    """The same over a list of pairs (learner, guide, worth). `match` uses only listed pairs."""
    own = np.zeros(len(match), dtype=np.int64)
    chosen = match[learners] == guides
    own[learners[chosen]] = worth[chosen]
    # One node more than guides stands for "unmatched" and always costs 0.
    source = np.where(match[learners] >= 0, match[learners], guide_count)
    others = np.flatnonzero(~chosen)
    order = others[np.argsort(source[others], kind="stable")]
    source, target, step = source[order], guides[order], (worth - own[learners])[order]
    first = np.searchsorted(source, np.arange(guide_count + 2))
    prices = np.zeros(guide_count + 1, dtype=np.int64)
    active = np.arange(guide_count + 1)
    for _ in range(guide_count + 3):
        edges = _edges_of(active, first)
        raised = prices.copy()
        np.maximum.at(raised, target[edges], prices[source[edges]] + step[edges])
        active = np.flatnonzero(raised > prices)
        prices = raised
        if not active.size:
            return prices[:guide_count]
    raise ArithmeticError("The match has no prices, so it is not the best one.")


def _edges_of(nodes: Ints, first: Ints) -> Ints:
    counts = first[nodes + 1] - first[nodes]
    return np.repeat(first[nodes] - np.cumsum(counts) + counts, counts) + np.arange(int(counts.sum()))
