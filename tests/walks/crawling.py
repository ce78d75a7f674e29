"""Following every link from a person's home, without a browser."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit
from uuid import UUID

from django.test import Client
from django.urls import Resolver404, resolve

from programs.models import Program
from relationships.models import Relationship
from tests.doors.world import World
from tests.walks.personas import Persona
from tests.walks.reading import Seen, read

BOTH_KINDS = ("/how-they-differ/", "/programs/")
HOST = "testserver"
SITE = f"http://{HOST}"
MOST = 1500  # pages for one person; more means that a link makes links without end


@dataclass(frozen=True)
class Page:
    """A page that a person reached, and from where."""

    persona: Persona
    path: str
    came_from: str
    reached: str
    route: str
    values: dict[str, Any]
    status: int
    content_type: str
    policy: str
    html: str
    borrowed: list[str]  # templates of libraries that it is made of
    kind: str = ""  # the only kind that the page may speak of

    @property
    def place(self) -> str:
        return f"{self.persona.name}: {self.path} (from {self.came_from})"

    @property
    def is_ours(self) -> bool:
        return self.content_type.startswith("text/html") and not self.route.startswith("admin:")

    @cached_property
    def seen(self) -> Seen:
        return read(self.html, but_links_to=BOTH_KINDS)


@dataclass(frozen=True)
class Start:
    """Where somebody begins, and what led there."""

    path: str
    came_from: str


HOME = Start("/", "the start")


def crawl(persona: Persona, starts: Iterable[Start] = (HOME,), *, follows: bool = True) -> Iterator[Page]:
    """Every page that can be reached by links alone; only the first ones of somebody who follows none."""
    browser = Client(raise_request_exception=False)
    if persona.user is not None:
        browser.force_login(persona.user)
    waiting = deque(starts)
    known = {start.path for start in waiting}
    while waiting:
        start = waiting.popleft()
        page = look(browser, persona, start.path, start.came_from)
        yield page
        for link in _links(page) if follows else ():
            if link not in known and len(known) < MOST:
                known.add(link)
                waiting.append(Start(link, start.path))


def look(browser: Client, persona: Persona, path: str, came_from: str, posted: dict[str, Any] | None = None) -> Page:
    """The page behind an address, or behind the button that posts this."""
    response: Any = browser.post(path, posted, follow=True) if posted else browser.get(path, follow=True)
    reached = response.redirect_chain[-1][0] if response.redirect_chain else path
    route, values = _route(reached)
    body = b"".join(response) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    text = body.decode("utf-8", "replace")
    policy = response.headers.get("Content-Security-Policy", "")
    parts = (each for each in response.templates if each.name and not each.name.startswith("django/forms/widgets/"))
    borrowed = [each.name for each in parts if "site-packages" in str(each.origin)]
    return Page(persona, path, came_from, reached, route, values, response.status_code, kind, policy, text, borrowed)


def _route(path: str) -> tuple[str, dict[str, Any]]:
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return "", {}
    return match.view_name, dict(match.kwargs)


def _links(page: Page) -> Iterator[str]:
    """Where a page leads to on this host. The admin's own pages are Django's: they are opened, not followed."""
    if not page.is_ours or page.status >= 400:
        return
    for href in page.seen.links:
        whole = urldefrag(urljoin(f"http://{HOST}{page.path}", href)).url
        parts = urlsplit(whole)
        if parts.scheme == "http" and parts.netloc == HOST:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def pages_of(world: World, persona: Persona, starts: Iterable[Start] = (HOME,), *, follows: bool = True) -> list[Page]:
    """What somebody reaches in a world, at its time."""
    with world.at_its_time():
        return [replace(page, kind=kind_of(page, world.things)) for page in crawl(persona, starts, follows=follows)]


def kind_of(page: Page, things: dict[str, dict[str, Any]]) -> str:
    """The only kind that a page may speak of; empty if it is about both. `things` are the ids known of each kind."""
    if page.path in BOTH_KINDS:
        return ""
    ids = {value for value in page.values.values() if isinstance(value, UUID)}
    kinds = {label for label, known in things.items() if ids & set(known.values())}
    for model in (Program, Relationship):
        kinds |= set(model.objects.filter(pk__in=ids).values_list("kind", flat=True))
    return kinds.pop() if len(kinds) == 1 else page.persona.kind
