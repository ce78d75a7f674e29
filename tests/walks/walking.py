"""Walking through the pages as a person does: by the words on them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO

from django.core.management import call_command
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import open_page
from tests.walks.hands import Hand, Mouse, give, hand_at
from tests.walks.postbox import Postbox

PATIENCE = 30_000  # milliseconds; a loaded machine is slow
START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday


@dataclass
class Clock:
    """What the server takes for the time: it runs on from the moment it was put to."""

    moment: datetime = START
    put_at: float = field(default_factory=time.monotonic)

    def now(self) -> datetime:
        return self.moment + timedelta(seconds=time.monotonic() - self.put_at)

    def put(self, moment: datetime) -> None:
        self.moment, self.put_at = moment, time.monotonic()


@dataclass
class Walk:
    """One story: a server, its postbox, its clock, and a browser of their own for everyone who takes part."""

    browser: Browser
    url: str
    box: Postbox
    clock: Clock
    javascript: bool = True
    hand: Hand = field(default_factory=Mouse)
    pages: dict[str, Page] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)

    def page_of(self, name: str, *, phone: bool = False) -> Page:
        """This person's browser; the same one every time."""
        if name not in self.pages:
            opened = open_page(self.browser, self.url, phone=phone, javascript=self.javascript)
            self.pages[name] = self.stack.enter_context(opened)
            self.pages[name].set_default_timeout(PATIENCE)
            give(self.pages[name], self.hand)
        return self.pages[name]

    def sweep(self) -> None:
        """What beat does every minute."""
        call_command("sweep", now=self.clock.now().isoformat(), stdout=StringIO())

    def days_pass_until(self, moment: datetime) -> None:
        """Live on, with the sweeps of each morning and each afternoon; beat does it every minute."""
        while self.clock.now() < moment:
            here = self.clock.now()
            hours = (here.replace(hour=hour, minute=35, second=0, microsecond=0) for hour in (8, 15))
            coming = min([moment, *(hour for hour in hours if hour > here), _next_morning(here)])
            self.clock.put(coming)
            self.sweep()

    def sign_in(self, address: str) -> Page:
        """With a mailed code, once; afterwards this person's home."""
        page = self.page_of(address)
        page.goto("/")
        if page.get_by_label("Work e-mail").is_visible():
            enter_code(page, self.box, address)
        return page


def _next_morning(here: datetime) -> datetime:
    return (here + timedelta(days=1)).replace(hour=8, minute=35, second=0, microsecond=0)


def where_they_stood(walk: Walk) -> Iterator[str]:
    """What stood on everyone's page, for the report of a failure."""
    for name, page in walk.pages.items():
        yield f"--- {name} at {page.url}\n{page.locator('body').inner_text()[:3000]}"


def enter_code(page: Page, box: Postbox, address: str, *, remember: bool = False) -> None:
    """The sign-in page, the mail, the six digits."""
    before = len(box.of(address, "Your sign-in code"))
    write(page, "Work e-mail", address)
    press(page, "Send me a sign-in code")
    sees(page, "It works for 15 minutes")
    mails = box.of(address, "Your sign-in code")
    assert len(mails) == before + 1
    write(page, "Six digits from the mail", code_in(str(mails[-1]["Subject"])))
    if remember:
        hand_at(page).tick(page.get_by_label("Stay signed in on this device"))
    press(page, "Sign in")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()


def code_in(subject: str) -> str:
    """ "Your sign-in code: 482 913" → "482913"."""
    return re.sub(r"\D", "", subject)


def main_of(page: Page) -> Locator:
    return page.get_by_role("main")


def press(page: Page, label: str) -> None:
    """A button or a link in the page, by its whole name as it is read aloud."""
    main = main_of(page)
    button = main.get_by_role("button", name=label, exact=True)
    press_on(button.or_(main.get_by_role("link", name=label, exact=True)).filter(visible=True).first)


def press_on(at: Locator) -> None:
    hand_at(at).press(at)
    settle(at.page)


def confirm(page: Page, label: str) -> None:
    """The button that opens the question, and the same words in it."""
    press(page, label)
    press_on(page.get_by_role("dialog").get_by_role("button", name=label, exact=True))


def settle(page: Page) -> None:
    """Until what was asked for is there."""
    page.wait_for_load_state()
    expect(page.locator(".htmx-request")).to_have_count(0)


def turn_to(page: Page, label: str) -> None:
    """An entry of the rail."""
    press_on(page.get_by_role("navigation", name="Main").get_by_role("link", name=label, exact=True).first)


def turn_to_tab(page: Page, label: str) -> None:
    """A tab of the workspace."""
    press_on(page.get_by_role("navigation", name="Parts of this page").get_by_role("link", name=label, exact=True))


def write(page: Page, label: str, text: str) -> None:
    hand_at(page).write(main_of(page).get_by_label(label, exact=True), text)


def tick(page: Page, label: str) -> None:
    """A box or one of several choices."""
    hand_at(page).tick(main_of(page).get_by_label(label, exact=True))


def choose(page: Page, label: str, words: str) -> None:
    hand_at(page).choose(main_of(page).get_by_label(label, exact=True), words)


def unfold(page: Page, words: str) -> None:
    """Open what is folded."""
    hand_at(page).press(main_of(page).locator("summary").filter(has_text=words))


def sees(page: Page, *sentences: str) -> None:
    for words in sentences:
        expect(main_of(page)).to_contain_text(words)


def sees_not(page: Page, *sentences: str) -> None:
    for words in sentences:
        expect(main_of(page)).not_to_contain_text(words)
