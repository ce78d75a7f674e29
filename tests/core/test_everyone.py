"""Large text, paper, colors of one's own, no motion: on the page that has every part, and on what is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page

from core import clock
from tests import make
from tests.browser import open_page
from tests.core.test_look import sample_page
from tests.walks.showing import BASE, MOVES, SPILLS, UNSEEN, double_the_text, serve

pytestmark = pytest.mark.browser


@pytest.fixture
def parts(browser: Browser) -> Iterator[Page]:
    """The page with every part."""
    html = sample_page().encode()
    with open_page(browser, BASE) as opened:
        serve(opened, lambda request: (200, {"Content-Type": "text/html"}, html))
        opened.goto("/")
        yield opened


def test_text_of_twice_the_size_is_neither_cut_nor_off_the_page(parts: Page) -> None:
    """WCAG 1.4.4: the size that a person set in the browser, not a zoom."""
    double_the_text(parts)
    parts.reload()
    assert parts.evaluate("getComputedStyle(document.body).fontSize") == "32px"
    assert parts.evaluate(SPILLS) == []
    assert parts.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_nothing_moves_for_who_wants_no_motion(parts: Page) -> None:
    assert parts.evaluate(MOVES) == []
    parts.emulate_media(reduced_motion="no-preference")
    assert parts.evaluate(MOVES) != [], "there is something to hold still"


def test_focus_pills_and_lines_are_there_in_colors_of_ones_own(parts: Page) -> None:
    parts.emulate_media(forced_colors="active")
    assert parts.evaluate(UNSEEN) == []


@pytest.mark.django_db
def test_a_name_without_a_gap_breaks_before_it_pushes_a_list_off_the_page(browser: Browser) -> None:
    admin = make.make_person("Olga", is_org_admin=True)
    make.make_person("W" * 100, "M" * 100, title="x" * 200)
    client = Client()
    client.force_login(admin)
    html = client.get("/people/").content
    with open_page(browser, BASE) as page:
        serve(page, lambda request: (200, {"Content-Type": "text/html"}, html))
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto("/")
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


PRINTED: dict[str, Callable[[Any], str]] = {
    "desk:pair_agreement": lambda pair: reverse("desk:pair_agreement", args=[pair.pk]),
    "relationships:session": lambda pair: reverse("relationships:session", args=[make.make_session(pair).pk]),
    "desk:pair": lambda pair: reverse("desk:pair", args=[pair.pk]),
    "goals:held_review": lambda pair: reverse("goals:held_review", args=[pair.pk, make.make_review(pair).pk]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("what", sorted(PRINTED))
def test_paper_has_names_and_day_and_nothing_to_press(what: str, browser: Browser) -> None:
    with clock.moved_to(make.NOW):
        pair = make.make_pair("coaching")
        path = PRINTED[what](pair)
        client = Client()
        client.force_login(pair.learner)
        html = client.get(path).content
    with open_page(browser, BASE) as page:
        serve(page, lambda request: (200, {"Content-Type": "text/html"}, html))
        page.goto("/")
        assert page.get_by_role("button", name="Print").is_visible()
        assert not page.locator(".paper").is_visible()
        page.emulate_media(media="print")
        assert page.locator(".paper").inner_text() == f"{pair.learner.name}, {pair.guide.name} · 17 Nov 2026"
        for gone in (".rail", ".btn", ".foot", ".tabs"):
            assert not any(part.is_visible() for part in page.locator(gone).all()), gone
