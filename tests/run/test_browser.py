"""The first page in a real browser."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import open_page

pytestmark = pytest.mark.browser


def test_the_sign_in_page_keeps_to_the_content_policy(page: Page) -> None:
    page.goto("/accounts/login/")
    expect(page.locator("main form").first).to_be_visible()


def test_the_sign_in_page_fits_a_phone_and_works_without_javascript(browser: Browser, live_server: LiveServer) -> None:
    with open_page(browser, live_server.url, phone=True, javascript=False) as page:
        page.goto("/accounts/login/")
        expect(page.locator("main form").first).to_be_visible()
    with open_page(browser, live_server.url, phone=True) as page:
        page.goto("/accounts/login/")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_script_that_breaks_the_policy_fails_the_walk(browser: Browser, live_server: LiveServer) -> None:
    forbidden = "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    walk = open_page(browser, live_server.url)
    page = walk.__enter__()
    page.goto("/accounts/login/")
    page.evaluate(forbidden)
    with pytest.raises(AssertionError, match="Content Security Policy"):
        walk.__exit__(None, None, None)
