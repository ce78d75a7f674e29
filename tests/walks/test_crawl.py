"""From every home along every link: nothing is dead, every page has a heading, a next act, and its own words (2.7)."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from relationships.models import Relationship
from tests import make
from tests.browser import open_page
from tests.doors.routes import all_routes
from tests.doors.world import World
from tests.walks.crawling import HOME, SITE, Page, Start, pages_of
from tests.walks.entering import entrance_pages
from tests.walks.mailed import mailed_pages
from tests.walks.personas import Persona, world_to_walk
from tests.walks.pressing import ANSWERS, BUTTON, pressed_pages
from tests.walks.reading import read
from tests.walks.showing import AXE, BASE, double_the_text, faults_of, needs_unmet, serve

pytestmark = [pytest.mark.django_db, pytest.mark.browser, pytest.mark.xdist_group("crawl")]

OTHER = {
    "coaching": re.compile(r"\bmentor|\bmentee", re.IGNORECASE),
    "mentoring": re.compile(r"\bcoach", re.IGNORECASE),
}
COMPARES = "relationships:differences"  # names both kinds, and what a relationship is
DOCS = "api_docs"  # tells programmers of both kinds, in the words that they write: those of the code
# screens.md §2, "never on screen"
CODE_WORDS = re.compile(
    r"\b(guides?|learners?|connections?|appointments?|topics|KPIs?|datum|intents?|objectives?|tasks?|evaluations?"
    r"|surveys?|pulse|clients?|match object|solver|enrollees?|enrollments?|nudges?|notifications?|alerts?|terminat\w+"
    r"|inactive|dormant|no-show|missed|unknown"
    r"|(?<!coaching )(?<!mentoring )relationships?)\b",
    re.IGNORECASE,
)
# Routes that nobody reaches, and why.
NO_PAGE = {
    **dict.fromkeys(["healthz", "readyz"], "read by machines"),
    **dict.fromkeys(["people:account_email", "people:confirm_email", "account_confirm_email"], "lead to the profile"),
    "mfa_download_recovery_codes": "a file",
    **dict.fromkeys(
        ["mfa_edit_webauthn", "mfa_login_webauthn", "people:remove_passkey"],
        "with a passkey; walked in test_passkeys.py",
    ),
    **dict.fromkeys(
        [f"desk:setup{step}" for step in ("", "_mail", "_people", "_program")],
        "while nothing is set up; walked in test_first_run.py",
    ),
}
AS_IN_PRODUCTION = {
    "ACCOUNT_RATE_LIMITS": False,
    "DEBUG": False,
    "EMAIL_IS_SENT": True,
    "BASE_URL": SITE,
}


def ways_in(world: World) -> list[Start]:
    """What somebody may hold in the hand who is not signed in."""
    things = world.things["mentoring"]
    links = {
        "people:invitation": things["invitation_token"],
        "people:confirm_address": things["address_token"],
        "programs:join": things["link_key"],
    }
    return [HOME, *(Start(reverse(name, args=[key]), "a link in a mail") for name, key in links.items())]


def known_pairs(world: World, persona: Persona) -> list[Start]:
    """Pairs that are over are on no home; the mail that told of the end leads there for 90 days."""
    over = Relationship.objects.shared_with(persona.user, make.TODAY).filter(ended_on__isnull=False)
    return [HOME, *(Start(reverse("desk:pair", args=[pair.pk]), "the mail of its end") for pair in over)]


@pytest.fixture(scope="module")
def crawled(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> list[Page]:
    """Every page of everybody. In a thread of its own: beside a browser Django would give out another connection."""

    def walk() -> list[Page]:
        with override_settings(**AS_IN_PRODUCTION), transaction.atomic():
            pages = list(mailed_pages())
            world, people = world_to_walk()
            pages += [page for persona in people for page in pages_of(world, persona, known_pairs(world, persona))]
            pages += pages_of(world, Persona("visitor", None), ways_in(world))
            pages += [*pressed_pages(world), *entrance_pages()]
            transaction.set_rollback(True)
        connection.close()
        return pages

    with django_db_blocker.unblock(), ThreadPoolExecutor(1) as pool:
        return pool.submit(walk).result()


def ours(pages: list[Page]) -> list[Page]:
    return [page for page in pages if page.is_ours and page.status < 400]


def test_no_link_is_dead(crawled: list[Page]) -> None:
    assert [f"{page.status} {page.place}" for page in crawled if page.status >= 400] == []


def test_every_page_is_reached_by_somebody(crawled: list[Page]) -> None:
    """By a link from a home, by a link in a mail, or by a button; the list of pages is the URL conf's."""
    shown = (route for route in all_routes() if "GET" in route.methods and not route.is_api)
    pages = {route.name for route in shown if route.app != "admin"}
    reached = {page.route for page in crawled if page.status < 400}
    assert sorted(pages - reached - set(NO_PAGE)) == []
    assert sorted(set(NO_PAGE) - (pages - reached)) == [], "reached, or gone"
    by_link = {page.route for page in crawled if page.came_from != BUTTON}
    assert sorted(by_link & set(ANSWERS)) == [], "a link leads there now"


def test_a_link_within_a_page_leads_somewhere(crawled: list[Page]) -> None:
    faults = []
    for page in ours(crawled):
        seen = page.seen
        faults += [f"{link} in {page.place}" for link in seen.links if link[:1] == "#" and link[1:] not in seen.ids]
    assert sorted(set(faults)) == []


def test_every_page_has_one_heading_and_a_next_act(crawled: list[Page]) -> None:
    pages = [(page, page.seen) for page in ours(crawled)]
    assert [f"{seen.headings} h1 in {page.place}" for page, seen in pages if seen.headings != 1] == []
    to_read = {"desk:team"}  # screens.md, screen 11: "a page to read", without an act
    assert [f"no act in {page.place}" for page, seen in pages if not seen.acts and page.route not in to_read] == []


def test_every_page_is_in_our_own_words(crawled: list[Page]) -> None:
    """A library's page says what to do in the library's words, and leads nowhere."""
    faults = {f"{name} in {page.place}" for page in ours(crawled) for name in page.borrowed}
    assert sorted(faults) == []


def test_no_page_speaks_the_words_of_the_other_kind(crawled: list[Page]) -> None:
    """S2-01: “coach” stands on no page of a mentoring, “mentor” on none of a coaching."""
    faults = []
    for page in (page for page in ours(crawled) if page.route != DOCS):
        found = OTHER[page.kind].search(page.seen.text) if page.kind else None
        faults += [f"{around(page.seen.text, found)} in {page.place}"] if found else []
    assert faults == []


def test_no_code_word_is_on_a_page(crawled: list[Page]) -> None:
    faults = []
    for page in (page for page in ours(crawled) if page.route not in {COMPARES, DOCS}):
        text = page.seen.text
        faults += [f"{around(text, found)} in {page.place}" for found in CODE_WORDS.finditer(text)]
    assert faults == []


def around(text: str, found: re.Match[str]) -> str:
    return f"“{text[max(0, found.start() - 40) : found.end() + 30]}”"


def test_the_reader_sees_what_a_person_sees() -> None:
    seen = read(
        "<head><title>T</title></head><body><nav><a href='/n/'>Home</a></nav><main><h1>Your coach</h1>"
        "<script>mentor</script><a href='/how-they-differ/'>mentor</a><img alt='A mentee'><p id=x>nudge</p></main>",
        but_links_to=("/how-they-differ/",),
    )
    assert (seen.headings, seen.acts, seen.links, seen.ids) == (1, 1, ["/n/", "/how-they-differ/"], {"x"})
    assert seen.text == "Home Your coach A mentee nudge"
    assert OTHER["coaching"].search(seen.text)
    assert CODE_WORDS.findall(seen.text) == ["nudge"]
    assert not CODE_WORDS.search("your coaching relationship")
    assert CODE_WORDS.search("the relationship")


def shapes(pages: list[Page]) -> list[Page]:
    """Pages to look at: of each route every one that has a part which no larger page of that route has."""
    chosen: list[Page] = []
    for page in sorted(ours(pages), key=lambda page: -len(page.seen.shape)):
        if not any(page.route == other.route and page.seen.shape <= other.seen.shape for other in chosen):
            chosen.append(page)
    return chosen


def look_at(
    pages: list[Page], browser: Browser, ready: Callable[[Any], None], faults: Callable[[Any], list[str]]
) -> list[str]:
    """What is found on the shapes of the pages, each with its place."""
    chosen = {f"/{number}": page for number, page in enumerate(shapes(pages))}
    assert {page.policy for page in chosen.values()} - {""}, "pages come with their policy"
    found: list[str] = []
    with open_page(browser, BASE) as opened:
        ready(opened)
        serve(opened, lambda request: as_it_was(chosen[urlsplit(request.url).path]))
        for address, page in chosen.items():
            opened.set_viewport_size({"width": 1280, "height": 900})
            opened.goto(address)
            found += [f"{fault} at {page.place}" for fault in faults(opened)]
    return found


def test_axe_finds_nothing_and_nothing_scrolls_sideways(crawled: list[Page], browser: Browser) -> None:
    """At 1280, 390 and 320 px, light and dark, under the strict policy."""
    assert look_at(crawled, browser, lambda opened: opened.add_init_script(path=AXE), faults_of) == []


def test_every_page_bears_large_text_no_motion_and_colors_of_ones_own(crawled: list[Page], browser: Browser) -> None:
    assert look_at(crawled, browser, double_the_text, needs_unmet) == []


def as_it_was(page: Page) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "text/html", "Content-Security-Policy": page.policy}, page.html.encode()
