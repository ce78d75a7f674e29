"""Goal 10: how often a page asks the database: lists 6, homes and pages about one thing 8, a workspace tab 15."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.rows import Limit, Line, tell
from benchmarks.who import Cast, find_cast
from people.models import User

LIST, ONE, TAB = 6, 8, 15
TABS = ("pair", "pair_sessions", "pair_goals", "pair_notes", "pair_agreement")


def pages(cast: Cast) -> Iterator[tuple[str, User, str, int]]:
    """(name, who looks, address, ceiling)."""
    program = {"program": cast.program.pk}
    yield "home of who runs programs", cast.admin, reverse("desk:home"), ONE
    yield "home of a manager", cast.manager, reverse("desk:home"), ONE
    for kind, guide in cast.guides.items():
        yield f"home of a guide, {kind}", guide, reverse("desk:home"), ONE
        yield f"home of a learner, {kind}", cast.pairs[kind].learner, reverse("desk:home"), ONE
    yield "list of pairs", cast.admin, reverse("desk:pairs"), LIST
    yield "list of people", cast.admin, reverse("people:people"), LIST
    yield "list of programs", cast.admin, reverse("programs:programs"), LIST
    yield "list of applications", cast.admin, reverse("programs:applications", kwargs=program), LIST
    yield "search", cast.admin, f"{reverse('desk:search')}?q=a", LIST
    yield "inbox", cast.admin, reverse("desk:inbox"), ONE
    yield "program", cast.admin, reverse("programs:program", kwargs=program), ONE
    yield "team", cast.manager, reverse("desk:team"), ONE
    yield "API, list of coachings", cast.admin, reverse("api:coaching-engagement-list"), LIST
    yield "API, list of mentorings", cast.admin, reverse("api:mentoring-relationship-list"), LIST
    for kind, pair in cast.pairs.items():
        yield f"facts of a pair, {kind}", cast.admin, reverse("desk:facts", args=[pair.pk]), ONE
        for tab in TABS:
            yield f"tab {tab}, {kind}", pair.learner, reverse(f"desk:{tab}", args=[pair.pk]), TAB


def count(user: User, path: str) -> int:
    """Queries of the second look, session and user included."""
    browser = Client()
    browser.force_login(user)
    browser.get(path)
    with CaptureQueriesContext(connection) as asked:
        response = browser.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return len(asked)


def main(arguments: list[str]) -> int:
    """Prints the counts; 1 if one is above its ceiling."""
    argparse.ArgumentParser(prog="python -m benchmarks queries", description=__doc__).parse_args(arguments)
    found = pages(find_cast())
    lines: list[Line] = [Limit(name, count(user, path), top, exact=True) for name, user, path, top in found]
    return tell(lines)
