"""S1-15 in a real browser, 390 px wide, without JavaScript: from the mailed link to "Logged" in four acts at most."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from people.models import User
from relationships.models import Session
from tests.browser import open_page
from tests.make import NOW, make_pair, make_session

pytestmark = pytest.mark.browser


class Counted:
    """Acts of a person on a page, each counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.acts = page, 0

    def press(self, name: str) -> None:
        self.acts += 1
        self.page.get_by_role("button", name=name).click()

    def choose(self, name: str) -> None:
        self.acts += 1
        self.page.locator("label", has_text=name).first.click()

    def type(self, label: str, text: str) -> None:
        self.acts += 1
        self.page.get_by_label(label, exact=True).first.fill(text)


def sign_in(page: Page, person: User, url: str) -> None:
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


@pytest.mark.parametrize(("kind", "words"), [("coaching", "We met"), ("mentoring", "We talked")])
def test_s1_15_a_planned_session_is_logged_by_one_tap(
    browser: Browser, live_server: LiveServer, kind: str, words: str
) -> None:
    pair = make_pair(kind)
    session = make_session(pair, starts_at=NOW - timedelta(hours=2))
    with open_page(browser, live_server.url, phone=True, javascript=False) as page:
        sign_in(page, pair.learner, live_server.url)
        page.goto(reverse("relationships:session_log", args=[session.pk]))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        person = Counted(page)
        person.press(words)
        expect(page.get_by_role("heading", name="Logged.")).to_be_visible()
    assert person.acts == 1
    session.refresh_from_db()
    assert (session.status, session.minutes) == ("held", 60)


def test_s1_15_an_unplanned_talk_with_day_and_length_takes_three(browser: Browser, live_server: LiveServer) -> None:
    pair = make_pair()
    with open_page(browser, live_server.url, phone=True, javascript=False) as page:
        sign_in(page, pair.guide, live_server.url)
        page.goto(reverse("relationships:session_log_unplanned", args=[pair.pk]))
        person = Counted(page)
        person.type("Day", "2026-11-10")
        person.choose("45")
        person.press("We talked")
        expect(page.get_by_role("heading", name="Logged.")).to_be_visible()
    assert person.acts <= 4
    assert Session.objects.get().minutes == 45
