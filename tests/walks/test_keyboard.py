"""The primary act of every home and workspace is reached and pressed by Tab and Enter alone (2.7)."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as TookTooLong
from pytest_django.live_server_helper import LiveServer

from core import clock
from people.models import User
from tests import make
from tests.browser import open_page
from tests.walks.hands import Keyboard

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HAPPENED = """before => location.href !== before || document.querySelector('dialog[open]')
  || document.querySelector('[role=status]')?.textContent.trim()"""


def press_primary(page: Page) -> None:
    """Tab to the primary act (or the first act of a page without one), the focus visible all the way; then Enter."""
    primary, acts = page.locator("main [data-kind=primary]:visible"), page.locator("main .btn:visible")
    first = (primary if primary.count() else acts).first
    before, what = page.url, first.evaluate("act => act.outerHTML.slice(0, 120)")
    Keyboard(fills=True).press(first)
    try:
        page.wait_for_function(HAPPENED, arg=before)
    except TookTooLong:
        raise AssertionError(f"nothing happened on {before} after {what}")


def walk(browser: Browser, live_server: LiveServer, person: User, paths: list[str]) -> None:
    client = Client()
    client.force_login(person)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with open_page(browser, live_server.url) as page:
        page.set_default_timeout(40_000)
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        for path in paths:
            page.goto(path)
            press_primary(page)


@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
def test_homes_and_workspaces_are_worked_by_tab_and_enter(
    browser: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.NOW)
    admin = make.make_person("Maya", "Lindqvist")
    pair = make.make_pair(kind, program=make.make_program(kind, admin=admin))
    for half in (pair.learner, pair.guide):
        walk(browser, live_server, half, ["/", f"/pairs/{pair.pk}/"])
    walk(browser, live_server, admin, ["/", "/inbox/", f"/programs/{pair.program_id}/"])
