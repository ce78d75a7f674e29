"""A server as the product is, with a clock that can be moved and a real SMTP server behind it."""

from __future__ import annotations

from collections.abc import Generator, Iterator

import pytest
from playwright.sync_api import Browser, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from core import clock
from tests.walks.postbox import open_postbox
from tests.walks.walking import PATIENCE, Clock, Walk, where_they_stood


@pytest.fixture
def walk(
    request: pytest.FixtureRequest,
    browser: Browser,
    live_server: LiveServer,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    own_counters: None,
) -> Iterator[Walk]:
    """Nobody is here yet. `indirect` gives what differs from a browser with JavaScript and a mouse."""
    moved = Clock()
    monkeypatch.setattr(clock, "now", moved.now)
    expect.set_options(timeout=PATIENCE)
    with open_postbox() as (box, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_IS_SENT = "127.0.0.1", port, True
        settings.BASE_URL = live_server.url
        walked = Walk(browser, live_server.url, box, moved, **getattr(request, "param", {}))
        with walked.stack:
            yield walked


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Function) -> Generator[None, object, object]:
    """A walk that fails says what stood on the pages."""
    try:
        return (yield)
    except BaseException as error:
        walked = item.funcargs.get("walk")
        for words in where_they_stood(walked) if isinstance(walked, Walk) else ():
            error.add_note(words)
        raise
