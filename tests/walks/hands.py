"""How somebody works a page: with a mouse, or with the keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from playwright.sync_api import FilePayload, Locator, Page

MOST = 400  # presses of Tab; more is not "reached"
STANDS_ON = """wanted => {
  const here = document.activeElement, look = getComputedStyle(here);
  const asks = here.matches('input:required, textarea:required') && !here.value;
  const shown = (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== 'none';
  const radio = element => element.type === 'radio' && element.form === wanted.form && element.name === wanted.name;
  const group = radio(here) && radio(wanted), nowhere = here === document.body;
  return {there: here === wanted, asks, group, shown: shown || nowhere, what: here.outerHTML.slice(0, 160)};
}"""
# What to type into a field of a day or a time, part by part as an American browser asks for it.
PARTS = """(here, value) => {
  const [day, time] = here.type === 'time' ? ['', value] : value.split('T');
  const [year, month, date] = day.split('-'), [hour, minute] = (time || '').split(':');
  const parts = day ? [month + date + year] : [];
  return time ? [...parts, `${hour % 12 || 12}`.padStart(2, '0') + minute + (hour < 12 ? 'a' : 'p')] : parts;
}"""
DAYS_AND_TIMES = {"date", "time", "datetime-local"}


class Hand(Protocol):
    """What hands do; `at` is the element as it is read aloud."""

    def press(self, at: Locator) -> None: ...
    def write(self, at: Locator, text: str) -> None: ...
    def tick(self, at: Locator) -> None: ...
    def choose(self, at: Locator, words: str) -> None: ...
    def hand_in(self, at: Locator, file: FilePayload | Path) -> None: ...


class Mouse:
    """Points and clicks."""

    def press(self, at: Locator) -> None:
        at.click()

    def write(self, at: Locator, text: str) -> None:
        at.fill(text)

    def tick(self, at: Locator) -> None:
        at.check()

    def choose(self, at: Locator, words: str) -> None:
        at.select_option(label=words)

    def hand_in(self, at: Locator, file: FilePayload | Path) -> None:
        at.set_input_files(file)


class Keyboard:
    """Tab, Enter, Space, arrows and letters; the focus is visible wherever it stops.

    `fills`: writes a word into what has to be filled in on the way.
    """

    def __init__(self, *, fills: bool = False) -> None:
        self.fills = fills

    def press(self, at: Locator) -> None:
        self._reach(at)
        at.page.keyboard.press("Enter")

    def write(self, at: Locator, text: str) -> None:
        self._reach(at)
        keys = at.page.keyboard
        if at.get_attribute("type") in DAYS_AND_TIMES:
            for part in at.evaluate(PARTS, text):
                keys.type(part)
                keys.press("ArrowRight")
        else:
            keys.press("Control+a")
            keys.press("Delete")
            keys.type(text)
        assert at.input_value().replace("\r", "") == text, f"{at.input_value()!r} came of typing {text!r}"

    def tick(self, at: Locator) -> None:
        self._reach(at)
        if not at.is_checked():
            at.page.keyboard.press("Space")
        assert at.is_checked()

    def choose(self, at: Locator, words: str) -> None:
        self._reach(at)
        labels = [label.strip() for label in at.locator("option").all_inner_texts()]
        at.page.keyboard.press("Home")
        for _press in range(labels.index(words)):
            at.page.keyboard.press("ArrowDown")
        assert at.locator("option:checked").inner_text().strip() == words

    def hand_in(self, at: Locator, file: FilePayload | Path) -> None:
        self._reach(at)
        with at.page.expect_file_chooser() as opened:
            at.evaluate("0")  # one turn around, or the browser may open its own dialog before it hears of ours
            at.page.keyboard.press("Enter")
        opened.value.set_files(file)

    def _reach(self, at: Locator) -> None:
        """Tab on to it; within a group of radio buttons the arrows lead on."""
        at.wait_for()
        wanted: Any = at.element_handle()
        page, before = at.page, page_focus(at.page, wanted)
        for _press in range(MOST):
            if before["there"]:
                return
            page.keyboard.press("ArrowDown" if before["group"] else "Tab")
            before = page_focus(page, wanted)
            assert before["shown"], f"no focus to be seen on {before['what']}"
            if self.fills and before["asks"]:
                page.keyboard.type("Words")
        raise AssertionError(f"Tab does not lead to {at} on {page.url}")


def page_focus(page: Page, wanted: Any) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(STANDS_ON, wanted)
    return found


_HANDS: WeakKeyDictionary[Page, Hand] = WeakKeyDictionary()


def give(page: Page, hand: Hand) -> None:
    """Who works this page from here on."""
    _HANDS[page] = hand


def hand_at(at: Page | Locator) -> Hand:
    """The hand that works a page; a mouse when nobody said otherwise."""
    return _HANDS.get(at if isinstance(at, Page) else at.page, Mouse())
