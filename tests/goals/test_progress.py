"""The arithmetic of a goal, with numbers worked out by hand and for every way."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goals.panels import in_words
from goals.progress import Reading, Way, is_behind, standing

FIRST_ON, DUE_ON = date(2026, 1, 1), date(2026, 4, 11)  # 100 days
DOWN = Way("down", Decimal(22), FIRST_ON, Decimal(8), DUE_ON)
UP = Way("up", Decimal(40), FIRST_ON, Decimal(90), DUE_ON)
KEEP = Way("within", Decimal(40), FIRST_ON, Decimal(35), DUE_ON, Decimal(45))
REACH = Way("within", Decimal(60), FIRST_ON, Decimal(35), DUE_ON, Decimal(45))

numbers = st.decimals(min_value=-1000, max_value=1000, places=2)
days = st.integers(min_value=-50, max_value=200)


def at(day: int, amount: float) -> Reading:
    return Reading(FIRST_ON + timedelta(days=day), Decimal(str(amount)))


@pytest.mark.parametrize(
    ("way", "amount", "progress"),
    [
        (DOWN, 22, 0), (DOWN, 15, "0.5"), (DOWN, 8, 1), (DOWN, 29, "-0.5"),
        (UP, 40, 0), (UP, 65, "0.5"), (UP, 90, 1), (UP, 30, "-0.2"),
        (KEEP, 35, 1), (KEEP, 45, 1), (KEEP, 50, "-0.5"), (KEEP, 25, "-1"),
        (REACH, 60, 0), (REACH, 52.5, "0.5"), (REACH, 45, 1), (REACH, 35, 1), (REACH, 20, 0),
    ],
)  # fmt: skip
def test_progress_is_the_share_of_the_way(way: Way, amount: float, progress: object) -> None:
    assert way.progress(Decimal(str(amount))) == Decimal(str(progress))


@pytest.mark.parametrize(("way", "expected"), [(DOWN, "18.5"), (UP, "52.5"), (KEEP, 40), (REACH, "56.25")])
def test_a_quarter_of_the_time_expects_a_quarter_of_the_way(way: Way, expected: object) -> None:
    assert way.expected(FIRST_ON + timedelta(days=25)) == Decimal(str(expected))


@pytest.mark.parametrize(
    ("way", "readings", "behind"),
    [
        (DOWN, [at(0, 22), at(50, 19)], False),  # one value alone is no trend
        (DOWN, [at(0, 22), at(40, 21), at(50, 20)], True),  # 0.07 < 0.15 and 0.14 < 0.25
        (DOWN, [at(0, 22), at(40, 21), at(50, 18.5)], False),  # 0.25 is not less than 0.25
        (DOWN, [at(0, 22), at(40, 10), at(50, 20), at(60, 20)], True),
        (DOWN, [at(0, 22), at(40, 10), at(50, 20)], False),  # short once, not twice running
        (DOWN, [at(0, 22), at(50, 20), at(60, 10)], False),  # the newest one counts
        (UP, [at(0, 40), at(40, 42), at(50, 50)], True),
        (UP, [at(0, 40), at(40, 50), at(50, 60)], False),
        (KEEP, [at(0, 40), at(50, 50), at(60, 50)], True),
        (KEEP, [at(0, 40), at(50, 50), at(60, 44)], False),
        (REACH, [at(0, 60), at(50, 58), at(60, 57)], True),
    ],
)
def test_behind_is_more_than_a_quarter_short_at_two_values_running(
    way: Way, readings: list[Reading], behind: bool
) -> None:
    """Issue point 5.3: progress < elapsed share − 0.25 at two values running; decrease, increase, keep within."""
    assert is_behind(way, readings) is behind


@given(first=numbers, target=numbers, amount=numbers)
def test_a_goal_and_its_mirror_progress_alike(first: Decimal, target: Decimal, amount: Decimal) -> None:
    """Less of something is more of its negative."""
    if first == target:
        return
    up = Way("up", first, FIRST_ON, target, DUE_ON)
    down = Way("down", -first, FIRST_ON, -target, DUE_ON)
    assert up.progress(amount) == down.progress(-amount)


@given(first=numbers, target=numbers, day=days)
def test_who_is_on_the_expected_line_is_neither_behind_nor_ahead(first: Decimal, target: Decimal, day: int) -> None:
    if first == target:
        return
    way = Way("up" if target > first else "down", first, FIRST_ON, target, DUE_ON)
    on = FIRST_ON + timedelta(days=day)
    reading = Reading(on, way.expected(on))
    assert abs(way.progress(reading.amount) - way.elapsed(on)) < Decimal("1e-9")
    assert not way.is_short(reading)
    assert not way.is_ahead(reading)


@given(low=numbers, width=st.decimals(min_value="0.01", max_value=100, places=2), first=numbers, amount=numbers)
def test_nothing_is_better_than_to_be_within_the_range(
    low: Decimal, width: Decimal, first: Decimal, amount: Decimal
) -> None:
    way = Way("within", first, FIRST_ON, low, DUE_ON, low + width)
    assert way.progress(amount) <= 1
    assert (way.progress(amount) == 1) is (low <= amount <= low + width)


@pytest.mark.parametrize(
    ("readings", "more", "label", "tone"),
    [
        ([], {}, "No value yet", ""),
        ([at(0, 22), at(20, 19)], {}, "On track", "ok"),
        ([at(0, 22), at(20, 10)], {}, "Ahead", "ok"),
        ([at(0, 22), at(40, 21), at(50, 21)], {}, "Behind", "warn"),
        ([at(0, 22)], {"due_since": date(2026, 2, 3)}, "Value due since 3 Feb", ""),
        ([at(0, 22), at(20, 9)], {"is_claimed": True}, "Reached, to be confirmed", "accent"),
        ([at(0, 22), at(20, 8)], {"state": "attained"}, "Shown by results", "ok"),
    ],
)
def test_the_pill_says_how_it_stands(readings: list[Reading], more: dict[str, object], label: str, tone: str) -> None:
    found = standing(DOWN, readings, today=date(2026, 3, 1), **more)  # type: ignore[arg-type]
    assert (found.label, found.tone) == (label, tone)


def test_a_goal_that_nobody_accepted_is_not_on_track() -> None:
    first = [Reading(date(2026, 1, 1), Decimal(22))]
    proposed = standing(None, first, today=date(2026, 1, 2), state="proposed")
    assert (proposed.label, in_words([proposed])) == ("Not accepted yet", "1 not accepted yet")
    assert standing(DOWN, first, today=date(2026, 1, 2), state="proposed").label == "On track"
