"""Goal 13: the slowest twentieth of pages and API answers while 50 requests a second come in for a while.

A server as in production (gunicorn) is started on a free port of this machine and ended at the close. Requests leave on
their moment whether earlier ones are answered or not, so that a slow server cannot slow down its own questions, and the
time counts from that moment.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Count
from django.test import Client
from django.urls import reverse

from benchmarks.rows import Limit, Line, tell
from benchmarks.who import Cast, find_cast
from people.models import User
from relationships.models import Relationship

A_SECOND, WORKERS, THREADS = 50, 2, 4
PATIENCE = 30  # seconds for the server to come up, and for an answer
PAGE_MS, API_MS = 300, 150
SHARE_OF_API = 0.3
SHARE_OF_LISTS = 0.2  # of the pages
DRAWN = 40  # pairs of each kind
RESOURCES = {"coaching": "coaching-engagement", "mentoring": "mentoring-relationship"}
TABS = ("pair", "pair_sessions", "pair_goals", "pair_notes")


@dataclass
class Taken:
    """Milliseconds of the answers, and what went wrong."""

    pages: list[float] = field(default_factory=list)
    api: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def free_port() -> int:
    with socket.socket() as at:
        at.bind(("127.0.0.1", 0))
        return int(at.getsockname()[1])


@contextmanager
def server(port: int) -> Iterator[None]:
    """Gunicorn with two workers; ended by its own process id."""
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--no-control-socket"]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--log-level", "error"]
    process = subprocess.Popen(command, env=os.environ | {"BASE_URL": f"http://127.0.0.1:{port}"})
    try:
        _wait_until_up(port, process)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait_until_up(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            if _get(port, "/healthz", "")[0] == http.HTTPStatus.OK:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the server did not come up")


def _get(port: int, path: str, cookie: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Cookie": cookie})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def visits(cast: Cast, rng: random.Random, count: int) -> list[tuple[str, str, bool]]:
    """(path, cookie, is it the API?) of those who run and lead, and of drawn pairs, in any order. Drawn, because who
    comes by is seldom the busiest of the organization; whoever meets twice as often comes twice as often."""
    lists = [(cast.admin, reverse(name)) for name in ("desk:home", "desk:pairs", "people:people", "programs:programs")]
    lists += [(cast.manager, reverse("desk:home")), (cast.manager, reverse("desk:team"))]
    own: list[tuple[User, str]] = []
    api: list[tuple[User, str]] = []
    for kind, name in RESOURCES.items():
        for pair in _drawn(kind, rng):
            places = [reverse("desk:home"), *(reverse(f"desk:{tab}", args=[pair.pk]) for tab in TABS)]
            own += [(person, path) for person in (pair.guide, pair.learner) for path in places]
            api += [(who, reverse(f"api:{name}-list")) for who in (cast.admin, pair.learner)]
            api.append((pair.learner, reverse(f"api:{name}-detail", args=[pair.pk])))
    cookies = {user: _cookie(user) for user in {user for user, _path in [*lists, *own, *api]}}
    found = []
    for _ in range(count):
        is_api, is_list = rng.random() < SHARE_OF_API, rng.random() < SHARE_OF_LISTS
        user, path = rng.choice(api if is_api else lists if is_list else own)
        found.append((path, cookies[user], is_api))
    return found


def _drawn(kind: str, rng: random.Random) -> list[Relationship]:
    """Pairs at work, each as likely as it has sessions."""
    counted = Relationship.objects.filter(kind=kind, status="active").annotate(n=Count("sessions")).order_by("pk")
    pairs = list(counted.select_related("guide", "learner"))
    return rng.choices(pairs, [pair.n for pair in pairs], k=DRAWN)


def _cookie(user: User) -> str:
    browser = Client()
    browser.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def attack(port: int, asked: list[tuple[str, str, bool]], a_second: int) -> Taken:
    """Every request on its moment, from a thread of its own."""
    taken, began = Taken(), time.monotonic() + 1

    def ask(number: int, path: str, cookie: str, *, is_api: bool) -> None:
        due = began + number / a_second
        time.sleep(max(0, due - time.monotonic()))
        try:
            status, _body = _get(port, path, cookie)
        except OSError as error:
            taken.errors.append(f"{path}: {type(error).__name__}")
            return
        if status != http.HTTPStatus.OK:
            taken.errors.append(f"{path}: {status}")
        (taken.api if is_api else taken.pages).append((time.monotonic() - due) * 1000)

    threads = [
        threading.Thread(target=ask, args=(number, path, cookie), kwargs={"is_api": is_api})
        for number, (path, cookie, is_api) in enumerate(asked)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def p95(times: list[float]) -> float:
    """The time within which 95 of 100 are answered."""
    return sorted(times)[max(0, round(len(times) * 0.95) - 1)] if times else 0.0


def main(arguments: list[str]) -> int:
    """Prints both p95 in milliseconds; 1 if one is missed by more than a quarter, or there was an error."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks load", description=__doc__)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--a-second", type=int, default=A_SECOND)
    options = parser.parse_args(arguments)
    asked = visits(find_cast(), random.Random(1), options.seconds * options.a_second)
    port = free_port()
    with server(port):
        attack(port, asked[: options.a_second], options.a_second)  # what a server reads once
        taken = attack(port, asked, options.a_second)
    for error in sorted(set(taken.errors)):
        print(error, file=sys.stderr)
    rate = f"at {options.a_second}/s"
    lines: list[Line] = [
        Limit(f"p95 of {len(taken.pages):,} pages {rate}, ms", p95(taken.pages), PAGE_MS),
        Limit(f"p95 of {len(taken.api):,} API answers {rate}, ms", p95(taken.api), API_MS),
        Limit("errors", len(taken.errors), 0, exact=True),
    ]
    return tell(lines)
