"""How invented pairs differ from one another. The demo and a full organization are drawn from the same distributions.

Real programs are skewed: a few pairs meet for years, many only a few times. What is drawn, with its source if it has
one:

- sessions of a mentoring: lognormal, sigma 1.0. Among those who met, the tenth that met most has about a third of all
  sessions (Gini above 0.4); with one number for all it would have a tenth;
- sessions of a coaching: lognormal around 7, at most 12 (six to eight are usual, and more do not help: Jones, Woods and
  Guillaume 2016); first every 14 days, then 21, then 28;
- rhythm of a mentoring: every 7, 14 or 28 days (every two to four weeks is what programs advise; only those who meet
  more often get to hundreds of sessions); the days between two sessions: the rhythm times lognormal, sigma 0.25;
- age: as long as the sessions take, up to eight years (cultivation lasts two to five: Kram 1983). Of what is over, one
  third ended before a year (34 % in studies of youth mentoring); the risk of ending falls with every session held;
- what becomes of a planned session, how a pair came about or not, how much it writes (Beta 0.7, 1.0: many write next to
  nothing), how good the two feel (mostly well), the places of a guide (Zipf-like: most take one or two): assumptions.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

HISTORY = 8 * 365  # days
SIGMA = 1.0
# From the proposal to the first session: answers, agreement, and in coaching goal and plan.
LEAD = (13, 30)
MOST_OF_COACHING, DAYS_OF_COACHING, DAYS_YOUNG = 12, 330, 150
STEPS_OF_COACHING = (14, 14, 21)

# How it goes: share of all pairs → whether they meet at all.
COURSES: dict[str, float] = {
    "on": 0.50, "quiet": 0.06, "resting": 0.03, "closed": 0.16, "ended": 0.13,
    "unsigned": 0.02, "not_begun": 0.02, "asked": 0.02, "declined": 0.03, "silent": 0.03,
}  # fmt: skip
MEET = ("on", "quiet", "resting", "closed", "ended")
OVER = ("closed", "ended")
FATES = {"held": 0.83, "called_off": 0.08, "missed": 0.04, "silent": 0.05}
PLACES = {1: 0.38, 2: 0.30, 3: 0.16, 4: 0.09, 6: 0.05, 8: 0.02}


@dataclass(frozen=True)
class Meeting:
    """A session on a day (counted from today), planned so many days `ahead`, with what was written around it."""

    day: int
    ahead: int
    fate: str
    lines: int
    acts: bool
    note: str


@dataclass(frozen=True)
class Life:
    """What becomes of a pair: `begins` is the day of the proposal, days are counted from today."""

    course: str
    begins: int
    rhythm: int
    meetings: tuple[Meeting, ...]
    over: int | None
    feels: int
    aims: bool
    checks_in: bool
    goal_by: int

    @property
    def free_again(self) -> int:
        """The day from which the place of the guide is free; the far future while the pair is open."""
        if self.course in ("declined", "silent"):
            return self.begins + 12
        return HISTORY if self.over is None else self.over + 14


def _one_of(rng: random.Random, shares: dict[str, float]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]


def places(rng: random.Random) -> int:
    """How many learners a guide takes at a time."""
    return rng.choices(list(PLACES), list(PLACES.values()))[0]


def courses(rng: random.Random, pairs: int) -> list[str]:
    """How each of the pairs goes, in exact shares and in any order."""
    rarer = [course for course, share in COURSES.items() if course != "on" for _ in range(round(share * pairs))]
    found = (rarer + ["on"] * pairs)[:pairs]
    rng.shuffle(found)
    return found


def shared_out(rng: random.Random, total: int, pairs: int, *, most: int, least: int = 1) -> list[int]:
    """So many sessions for so many pairs, lognormal: the sum is exact, nobody has fewer than `least` or more than
    `most`. Raises ValueError where that cannot be."""
    if not least * pairs <= total <= most * pairs:
        raise ValueError(f"{total} sessions do not fit {pairs} pairs of at most {most}")
    weights = [rng.lognormvariate(0, SIGMA) for _ in range(pairs)]
    scale = total / sum(weights)
    counts = [min(most, max(least, round(weight * scale))) for weight in weights]
    while gap := total - sum(counts):  # what the limits cut off or added goes to or comes from the others
        free = [at for at in range(pairs) if (counts[at] < most if gap > 0 else counts[at] > least)]
        for at in rng.sample(free, min(len(free), abs(gap))):
            counts[at] += 1 if gap > 0 else -1
    return counts


def of_coaching(rng: random.Random) -> int:
    """How often the two of a coaching meet."""
    return max(1, min(MOST_OF_COACHING, round(rng.lognormvariate(1.95, 0.4))))


def draw(rng: random.Random, course: str, sessions: int, *, has_end: bool, recent: bool = False) -> Life:
    """The life of a pair that meets so often. `has_end`: it is over on a day that was agreed. `recent`: it began within
    the last weeks, whatever it would take."""
    rhythm = 28 if has_end else _rhythm(rng, sessions)
    gaps = list(_gaps(rng, rhythm, sessions, has_end=has_end))
    last = _last_day(rng, course, gaps, has_end=has_end, recent=recent)
    days = [last]
    for gap in reversed(gaps[1:]):
        days.insert(0, days[0] - gap)
    writes = rng.betavariate(0.7, 1.0)
    meetings = tuple(
        _meeting(rng, day, writes, gap=gaps[-1] if day == last and course == "on" else 0) for day in days
    ) if course in MEET else ()  # fmt: skip
    begins = days[0] - rng.randint(*LEAD) if meetings else -_age_without(rng, course, recent=recent)
    over = last + rng.randint(2, 9) if course in OVER else None
    return Life(
        course, begins, rhythm, meetings, over, feels=min(4, max(2, round(rng.gauss(3.8, 0.7)))),
        aims=rng.random() < 0.7, checks_in=rng.random() < 0.75, goal_by=begins + DAYS_OF_COACHING,
    )  # fmt: skip


def draw_young(rng: random.Random, begins: int, *, has_end: bool) -> Life:
    """A pair that was proposed some weeks ago (the day is negative), as it would go on from there until today."""
    rhythm = 14 if has_end else _rhythm(rng, 10)
    course = "quiet" if rng.random() < COURSES["quiet"] * 2 else "on"
    writes, day, meetings = rng.betavariate(0.7, 1.0), begins + rng.randint(LEAD[0], LEAD[0] + 5), list[Meeting]()
    while day <= 0 and not (course == "quiet" and meetings):
        meetings.append(_meeting(rng, day, writes))
        day += max(5, round(rhythm * rng.lognormvariate(0, 0.25)))
    if course == "on":
        meetings.append(_meeting(rng, day, writes, gap=day + 4))
    feels = min(4, max(2, round(rng.gauss(3.8, 0.7))))
    return Life(
        course, begins, rhythm, tuple(meetings), None, feels, aims=rng.random() < 0.7, checks_in=rng.random() < 0.75,
        goal_by=begins + DAYS_YOUNG,
    )  # fmt: skip


def _rhythm(rng: random.Random, sessions: int) -> int:
    wished = rng.choices((7, 14, 28), (0.2, 0.45, 0.35))[0]
    fits = [days for days in (28, 14, 7) if days <= wished and days * sessions <= HISTORY * 0.8]
    return fits[0] if fits else 7


def _gaps(rng: random.Random, rhythm: int, sessions: int, *, has_end: bool) -> Iterator[int]:
    """Days before each session since the one before it."""
    for nth in range(max(1, sessions)):
        meant = STEPS_OF_COACHING[nth - 1] if has_end and 0 < nth <= len(STEPS_OF_COACHING) else rhythm
        longest = 2 * meant if not has_end else meant + 3
        yield max(5, min(longest, round(meant * rng.lognormvariate(0, 0.25))))


def _last_day(rng: random.Random, course: str, gaps: Sequence[int], *, has_end: bool, recent: bool) -> int:
    """When the last session is: soon, or longer ago."""
    length = sum(gaps[1:]) + LEAD[1]
    if course == "on":
        return rng.randint(1, max(1, gaps[-1] // 2))
    if course in ("quiet", "resting"):
        latest = DAYS_OF_COACHING - length if has_end else HISTORY - length
        return -rng.randint(10, max(11, min(90, latest)))
    return -rng.randint(14, 20) if recent else -rng.randint(14, max(15, HISTORY - length))


def _meeting(rng: random.Random, day: int, writes: float, *, gap: int = 0) -> Meeting:
    """`gap`: it lies ahead, so long after the one before, and is planned already: somewhen since then."""
    fate = "held" if gap else _one_of(rng, FATES)
    lines = sum(rng.random() < writes for _ in range(2)) if fate == "held" else 0
    acts = fate == "held" and rng.random() < writes * 0.5
    note = rng.choice(("own", "own", "both")) if fate == "held" and rng.random() < writes * 0.3 else ""
    return Meeting(
        day, rng.randint(day + 1, max(day + 1, gap - 2)) if gap else rng.randint(4, 7), fate, lines, acts, note
    )


def _age_without(rng: random.Random, course: str, *, recent: bool) -> int:
    """How long ago a pair was proposed that never met."""
    return {
        "asked": rng.randint(1, 8), "unsigned": rng.randint(12, 30), "not_begun": rng.randint(16, 35),
    }.get(course, rng.randint(13, 40 if recent else HISTORY - 40))  # fmt: skip
