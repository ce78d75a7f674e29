"""Goals 11 and 12: what lists, a page about one thing and an API list cost beside bare views of the same cells.

The twins stand behind the same middleware, session and sign-in: a query of the columns with `values()` and a plain
template for a page, `values_list()` and orjson for the API. Ours and twin are asked in turns, in one process, and what
they show is compared cell by cell before anything is measured.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

from django.test import Client, override_settings
from django.urls import reverse

from benchmarks.rows import Line, Row, compare, tell
from benchmarks.who import Cast, find_cast
from core import clock
from desk import tallies
from desk.inbox.entry import Desk
from desk.inbox.figures import figures
from people.models import User
from programs.models import Program, Tally

MAIN = re.compile(r"<main\b.*?</main>", re.DOTALL)
CELL = re.compile(r"<(td|th|li)\b[^>]*>(.*?)</\1>", re.DOTALL)
HEAD_OF_TABLE = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
NAVIGATION = re.compile(r"<nav\b.*?</nav>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
TWINS = "benchmarks.twins"
LIST, ONE, API = 1.5, 2.0, 1.5
Cells = Callable[[bytes], object]


class Different(Exception):
    """Ours and twin do not show the same."""


def cells(page: bytes) -> list[str]:
    """The text of every cell and list item of a page, in order, without marks and spaces around."""
    found = MAIN.search(page.decode())
    body = NAVIGATION.sub("", HEAD_OF_TABLE.sub("", found[0] if found else ""))
    return [" ".join(unescape(TAG.sub(" ", text)).split()) for _tag, text in CELL.findall(body)]


def results(answer: bytes) -> object:
    """The rows of an API list."""
    return json.loads(answer)["results"]


def cases(cast: Cast) -> Iterator[tuple[str, User, str, str, float, Cells]]:
    """(name, who looks, our address, the twin's, goal, what has to be equal)."""
    pair = cast.pairs["mentoring"]
    facts = reverse("desk:facts", args=[pair.pk])
    yield "list of 50 pairs", cast.admin, reverse("desk:pairs"), "/twin/pairs/", LIST, cells
    yield "list of 50 people", cast.admin, reverse("people:people"), "/twin/people/", LIST, cells
    yield "facts of a pair", cast.admin, facts, f"/twin/facts/{pair.pk}/", ONE, cells
    for kind in cast.pairs:
        ours = {"coaching": "coaching-engagement", "mentoring": "mentoring-relationship"}[kind]
        yield f"API, 50 of {kind}", cast.admin, reverse(f"api:{ours}-list"), f"/twin/api/{kind}/", API, results


def measure(cast: Cast, rounds: int) -> list[Line]:
    """Raises Different where a twin shows something else."""
    lines: list[Line] = []
    with override_settings(ROOT_URLCONF=TWINS):
        for name, user, ours, twin, goal, shown in cases(cast):
            browser = Client()
            browser.force_login(user)
            pages = [shown(browser.get(path).content) for path in (ours, twin)]
            if pages[0] != pages[1] or not pages[0]:
                raise Different(f"{name}: {first_difference(*pages)}")
            taken = compare(lambda b=browser, p=ours: b.get(p), lambda b=browser, p=twin: b.get(p), rounds)  # type: ignore[misc]
            lines.append(Row(name, *taken, goal))
    return [*lines, dashboard(cast, rounds)]


def dashboard(cast: Cast, rounds: int) -> Row:
    """The figures of an inbox beside a bare read of the tallies behind them, of those that one may read. Both write
    their query anew, as every page and every other twin does."""
    tallies.keep(now := clock.now())
    programs = list(Program.objects.run_by(cast.admin).values_list("pk", flat=True))
    desk, columns = Desk(me=cast.admin, programs=programs, now=now), [*tallies.COUNTED, "counted_at"]

    def read() -> list[dict[str, Any]]:
        return list(Tally.objects.visible_to(cast.admin).filter(program__in=programs).values(*columns))

    taken = compare(lambda: [figures(desk) for _ in range(20)], lambda: [read() for _ in range(20)], rounds)
    return Row("figures of an inbox, 20 times", *taken, ONE)


def first_difference(ours: object, twin: object) -> str:
    """Where two lists part."""
    if not isinstance(ours, list) or not isinstance(twin, list):
        return "no rows"
    pairs = ((one, other) for one, other in zip(ours, twin, strict=False) if one != other)
    return str(next(pairs, f"{len(ours)} and {len(twin)} cells"))


def main(arguments: list[str]) -> int:
    """Prints the ratios; 1 if one is missed by more than a quarter, or a twin does not show the same."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks pages", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="times that each is measured")
    rounds = parser.parse_args(arguments).rounds
    try:
        return tell(measure(find_cast(), rounds))
    except Different as error:
        print(f"Ours and the twin do not show the same: {error}", file=sys.stderr)
        return 1
