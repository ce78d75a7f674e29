"""What Sentry hears of a failure: where it was and its number, and nobody's words (A25)."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from config.celery import app
from config.env import mistakes
from core.logs import ContentFilter, logging_config
from core.reporting import Reporter
from tests.core.test_failures import away
from tests.make import make_person

WORD = "Quittengelee"
DSN = "https://key@sentry.invalid/1"
SENT: list[bytes] = []


class Caught(Transport):
    """Keeps what would have gone out, byte for byte."""

    def capture_envelope(self, envelope: Envelope) -> None:
        SENT.append(envelope.serialize())


def breaks(request: HttpRequest, token: str) -> HttpResponse:
    planted = {"body": request.body, "name": str(request.user)}
    try:
        raise ValueError(f"cannot read {planted}")
    except ValueError as error:
        raise RuntimeError(WORD) from error


def goes_away(request: HttpRequest) -> HttpResponse:
    raise away("57P01")


urlpatterns = [path("break/<token>", breaks, name="breaking"), path("away", goes_away)]
handler500 = "core.failures.server_error"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def sent() -> Iterator[list[bytes]]:
    """What went to Sentry, from behind the filter as in production."""
    reporter = Reporter(DSN, transport=Caught)
    reporter.addFilter(ContentFilter())
    root = logging.getLogger()
    root.addHandler(reporter)
    SENT.clear()
    yield SENT
    root.removeHandler(reporter)


def event_in(envelope: bytes) -> Any:
    return json.loads(envelope.splitlines()[-1])


def test_an_error_is_told_with_its_number_and_its_place_and_no_word_of_anybody(sent: list[bytes]) -> None:
    browser = Client(raise_request_exception=False, headers={"user-agent": WORD, "x-note": WORD})
    browser.force_login(make_person(WORD, WORD, email=f"{WORD}@example.org"))
    browser.cookies["kept"] = WORD
    logging.getLogger("people").warning("breadcrumb %s", WORD)
    page = browser.post(f"/break/{WORD}?q={WORD}", {"text": f"My {WORD}"}).content.decode()
    [envelope] = sent
    assert WORD.lower() not in envelope.decode().lower()
    event = event_in(envelope)
    number = event["tags"]["number"]
    assert re.search(rf"\b{number}\b", page)
    assert event["message"] == f"Internal Server Error: POST breaking {number}"
    assert event["tags"]["route"] == "breaking"
    first, last = event["exception"]["values"]
    assert (first["type"], last["type"]) == ("ValueError", "RuntimeError")
    assert last["stacktrace"]["frames"][-1]["function"] == "breaks"
    assert set(event) & {"request", "user", "breadcrumbs", "extra", "modules"} == set()


def test_a_task_that_fails_is_told_without_what_it_was_given(sent: list[bytes]) -> None:
    @app.task(name="tests.breaks")  # type: ignore[untyped-decorator]
    def task(word: str) -> None:
        raise ValueError(word)

    task.apply(args=[WORD])
    app.tasks.pop("tests.breaks")
    [envelope] = sent
    assert WORD not in envelope.decode()
    assert "tests.breaks" in event_in(envelope)["message"]


def test_of_what_others_log_only_the_place_is_told(sent: list[bytes]) -> None:
    try:
        raise ValueError(WORD)
    except ValueError:
        logging.getLogger("some.library").exception("could not read %s", WORD)
    logging.getLogger("some.library").error("without a place: %s", WORD)
    [envelope] = sent
    assert WORD not in envelope.decode()
    assert event_in(envelope)["message"] == "some.library"


def test_a_database_that_is_away_is_not_told_with_every_request(sent: list[bytes]) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(make_person())
    assert browser.get("/away").status_code == 503
    assert sent == []


def test_nothing_is_told_to_anybody_unless_an_operator_says_to_whom() -> None:
    def handlers(dsn: str) -> Any:
        config: Any = logging_config(as_json=True, reports_to=dsn)
        return config["root"]["handlers"], config["handlers"]

    assert handlers("")[0] == ["stderr"]
    names, configured = handlers(DSN)
    assert names == ["stderr", "sentry"]
    assert configured["sentry"]["filters"] == ["content"]


@pytest.mark.parametrize("dsn", ["sentry.io", "https://sentry.io/1", "https://key@sentry.io", "redis://key@host/1"])
def test_an_address_that_is_no_project_is_named_at_the_start(dsn: str) -> None:
    [sentence] = mistakes({"SENTRY_DSN": dsn})
    assert sentence.startswith("SENTRY_DSN is no address of a project")
    assert mistakes({"SENTRY_DSN": DSN}) == []
