"""The dialog that accepts all who applied, in a real browser: within reach, with keys alone and without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from programs.models import Enrollment, Program
from tests.browser import open_page
from tests.make import make_enrollment, make_person, make_program
from tests.relationships.test_log_browser import sign_in

pytestmark = pytest.mark.browser
ALL = "Accept all who applied"
OUTSIDE = """() => [...document.querySelectorAll("dialog button")].filter((button) => {
    const box = button.getBoundingClientRect();
    return box.top < 0 || box.bottom > innerHeight;
}).length"""


def with_many() -> Program:
    program = make_program(admin=make_person("Maya"))
    for _number in range(40):
        make_enrollment(program, make_person("Jo"), "learner", status="applied")
    return program


@pytest.mark.parametrize("phone", [True, False])
def test_its_buttons_are_within_reach_however_many_applied(
    browser: Browser, live_server: LiveServer, phone: bool
) -> None:
    """Without a script, and on a phone: the names scroll, the buttons stay."""
    program = with_many()
    with open_page(browser, live_server.url, phone=phone, javascript=False) as page:
        sign_in(page, program.admin_rows.get().person, live_server.url)
        page.goto(f"/programs/{program.pk}/applications/")
        page.get_by_role("button", name=ALL).click()
        dialog = page.get_by_role("dialog", name="Accept 40 people")
        expect(dialog.get_by_role("heading")).to_be_focused()
        assert page.evaluate(OUTSIDE) == 0
        dialog.get_by_role("button", name=ALL).click()
        expect(page.get_by_text("Saved. 40 more people take part.")).to_be_visible()
    assert not Enrollment.objects.filter(status="applied").exists()


def test_with_keys_alone_it_opens_on_its_heading_and_escape_leads_back(
    browser: Browser, live_server: LiveServer
) -> None:
    """A second press of Enter accepts nobody."""
    program = with_many()
    with open_page(browser, live_server.url) as page:
        sign_in(page, program.admin_rows.get().person, live_server.url)
        page.goto(f"/programs/{program.pk}/applications/")
        opener = page.get_by_role("button", name=ALL)
        opener.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(opener).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(dialog.get_by_role("button", name=ALL)).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
    assert Enrollment.objects.filter(status="applied").count() == 40
