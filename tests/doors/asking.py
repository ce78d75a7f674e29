"""Asking a route as somebody, and reading the answer."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from http.cookies import SimpleCookie
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import HttpResponseBase
from django.shortcuts import resolve_url
from django.test import Client

from tests.doors.payloads import more_labels_of, payload_of, values_of
from tests.doors.routes import Route
from tests.doors.world import KINDS, World

# What comes and goes with every request, refused or not.
RESTLESS = {"django_session", "usersessions_usersession", "core_auditevent", "core_heartbeat", "cache"}
UUIDS = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")
TOKENS = re.compile(
    r'(name="csrf-?(?:middleware)?token" (?:value|content)="|nonce="|"challenge": "|csrfToken\W+|X-CSRFToken\W+)'
    r"[\w+/=-]+"
)

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), ",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Asker:
    """Holds a signed-in browser for each person of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._browser = Client(raise_request_exception=False)
        self._sessions: dict[UUID, str] = {}
        for person in {person for people in world.people.values() for person in people.values()}:
            self._browser.cookies = SimpleCookie()  # or the last person's session ends here
            self._browser.force_login(person)
            self._sessions[person.pk] = self._browser.cookies[settings.SESSION_COOKIE_NAME].value

    @cached_property
    def untouched(self) -> dict[str, str]:
        """The fingerprint of the world before anybody asked: what a refused request has to leave behind."""
        return database()

    def browser(self, role: str, label: str) -> Client:
        """A browser with a person's session and nothing left of earlier requests."""
        person = self.world.person(role, label)
        self._browser.cookies = SimpleCookie()
        if person is not None:
            self._browser.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[person.pk]
        return self._browser

    def ask(
        self, role: str, route: Route, method: str, label: str, values: dict[str, Any] | None = None, query: str = ""
    ) -> Any:
        """The response. `values` replaces the ids of the world, to ask for things that are not there."""
        payload = payload_of(route.name, method)
        data = payload.make(self.world, label) if payload and method != "GET" else {}
        path = route.path(values if values is not None else values_for(self.world, route, label) or {}) + query
        options: dict[str, Any] = {} if method in {"GET", "POST"} else {"content_type": "application/json"}
        if route.is_api and method != "GET":
            options = {"content_type": "application/json", "headers": {"If-Match": "*"}}
        browser = self.browser(role, label)
        with self.world.at_its_time():
            return getattr(browser, method.lower())(path, data, **options)


def labels_of(world: World, route: Route) -> list[str]:
    """The objects that a route is asked for: `-` if it names none, else each kind that has all it names, and more."""
    if not route.parameters:
        return ["-", *more_labels_of(route.name)]
    kinds = KINDS if route.is_ours else KINDS[:1]
    found = [label for label in kinds if values_for(world, route, label) is not None]
    return [*found, *more_labels_of(route.name)]


def values_for(world: World, route: Route, label: str) -> dict[str, Any] | None:
    """The parameters of a route for a kind's things; None if something is missing there."""
    special = values_of(route.name, label)
    values = special(world, label) if special else (world.things.get(label, {}) if label != "-" else {})
    of_other_kind = route.parameters and getattr(getattr(route.view, "cls", None), "kind", label) != label
    if route.is_api and of_other_kind and not route.name.endswith("-detail"):
        return None  # that the other kind's things are not there is seen once, where they are read
    if route.is_api and route.parameters and "pk" not in values:
        shown = route.view.cls.model()._meta.model_name  # the API calls whatever it shows `pk`
        values = {**values, "pk": values[shown]} if shown in values else values
    missing = set(route.parameters) - set(values)
    return None if missing else {name: values[name] for name in route.parameters}


def cell(response: HttpResponseBase) -> str:
    """A status, or `login` for the way to the sign-in page."""
    target, _, query = response.headers.get("Location", "").partition("?")
    sent_away = target in {resolve_url(settings.LOGIN_URL), "/admin/login/"} and "next=" in query
    if response.status_code == 302 and sent_away:
        return "login"
    return str(response.status_code)


def header_faults(response: Any) -> list[str]:
    """What an answer lacks of the headers that every answer carries, and cookies that a script could read."""
    faults = [f"no {name}" for name, value in HEADERS.items() if value not in response.headers.get(name, "")]
    policy = response.headers.get("Content-Security-Policy", "")
    faults += [f"{word} in the policy" for word in ("unsafe-inline", "unsafe-eval", "*") if word in policy]
    faults += ["a script without the nonce of its page"] * scripts_without_nonce(response)
    kept = {name: cookie for name, cookie in response.cookies.items() if cookie.value}  # not those that are taken back
    for name, cookie in kept.items():
        faults += [f"cookie {name} without {word}" for word in ("httponly", "samesite") if not cookie[word]]
    return faults


def scripts_without_nonce(response: Any) -> int:
    """How many scripts of this page its own policy stops; the admin's pages allow files of this host instead."""
    policy = response.headers.get("Content-Security-Policy", "")
    if response.streaming or "script-src 'self'" in policy or "html" not in response.headers.get("Content-Type", ""):
        return 0
    nonce = re.search(r"script-src 'nonce-([^']+)'", policy)
    scripts = re.findall(r"<script\b(?![^>]*application/json)[^>]*>", response.content.decode())
    return sum(nonce is None or f'nonce="{nonce[1]}"' not in script for script in scripts)


def masked(response: Any) -> str:
    """The body without what differs between any two answers."""
    body = b"".join(response) if response.streaming else response.content
    return TOKENS.sub(r"\1", UUIDS.sub("<id>", body.decode("utf-8", "replace")))


@cache
def tables() -> list[str]:
    """Every table but the restless ones."""
    return sorted(set(connection.introspection.table_names()) - RESTLESS)


def database() -> dict[str, str]:
    """A fingerprint of every table but the restless ones."""
    prints = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            # psycopg2 hands bytes over as a view, whose repr is its address.
            read = [
                [bytes(cell) if isinstance(cell, memoryview) else cell for cell in row] for row in cursor.fetchall()
            ]
            rows = sorted(map(repr, read))
            prints[table] = hashlib.sha1("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()
    return prints


# What leaves every row as it is; a statement that begins otherwise may have changed one.
READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "PRAGMA", "EXPLAIN")


@contextmanager
def heard() -> Iterator[list[str]]:
    """The statements that may change a row of a table that is not restless, as they are executed."""
    found: list[str] = []
    restless = re.compile(rf'\w+ (?:INTO |FROM )?"?(?:{"|".join(RESTLESS)})"? ')

    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.startswith(READS) and not restless.match(sql):
            found.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        yield found


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables that differ."""
    return sorted(table for table in before | after if before.get(table) != after.get(table))
