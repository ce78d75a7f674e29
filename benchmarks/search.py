"""Search: milliseconds by the clock from a question to the page that answers it, for who runs programs (goal: 300)."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from statistics import median
from time import perf_counter

from django.test import Client
from django.urls import reverse

from benchmarks.rows import Limit, Line, tell
from benchmarks.who import Cast, find_cast
from people.models import User

MOST_MS = 300


def questions(cast: Cast) -> Iterator[tuple[str, User, str]]:
    """(what it is, who asks, the words), the dearest first: one letter begins the names of hundreds."""
    pair = cast.pairs["mentoring"]
    yield "one letter", cast.admin, pair.learner.given_name[0]
    yield "a first name", cast.admin, pair.learner.given_name
    yield "a whole name", cast.admin, pair.learner.name
    yield "both of a pair", cast.admin, f"{pair.learner.family_name} {pair.guide.family_name}"
    yield "an address", cast.admin, pair.learner.email or pair.learner.family_name
    yield "a program", cast.admin, cast.program.name
    yield "nobody", cast.admin, "zzzz"
    yield "a first name, by a guide", cast.guides["mentoring"], pair.learner.given_name


def main(arguments: list[str]) -> int:
    """Prints the milliseconds; 1 if a goal is missed by more than a quarter."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks search", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="times that each is measured")
    rounds = parser.parse_args(arguments).rounds
    lines: list[Line] = [
        Limit(f"search, {name} (ms)", taken(user, words, rounds), MOST_MS)
        for name, user, words in questions(find_cast())
    ]
    return tell(lines)


def taken(user: User, words: str, rounds: int) -> float:
    """The median, after a first look that loads what is loaded once."""
    browser = Client()
    browser.force_login(user)
    times = []
    for _ in range(rounds + 1):
        start = perf_counter()
        response = browser.get(reverse("desk:search"), {"q": words})
        times.append((perf_counter() - start) * 1000)
        if response.status_code != 200:
            raise RuntimeError(f"the search answered {response.status_code}")
    return median(times[1:])
