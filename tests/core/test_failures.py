"""A request that fails: its page has a number and a next step, the log has the same number, and nobody's words."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.http import require_POST

from core.logs import ContentFilter, JsonFormatter

WORD = "Zwetschgenknödel"
NUMBER = re.compile(r"\b[A-Z2-9]{4}-[2-9]{2}\b")


def away(code: str | None) -> OperationalError:
    error, cause = OperationalError(f"server closed the connection: {WORD}"), Exception(WORD)
    cause.pgcode = code  # type: ignore[attr-defined]
    error.__cause__ = cause
    return error


BREAKS: dict[str, Exception] = {
    "ours": RuntimeError(WORD),
    "away": away(None),
    "closed": InterfaceError("connection already closed"),
    "shutting-down": away("57P01"),
    "deadlock": away("40P01"),
    "large": RequestDataTooBig("too much"),
    "odd": SuspiciousOperation(WORD),
}


def breaks(request: HttpRequest, name: str, token: str) -> HttpResponse:
    raise BREAKS[name]


@require_POST
def posts(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


for view in (breaks, posts):
    vars(view)["login_required"] = False  # no sign-in here

urlpatterns = [
    path("break/<name>/<token>", breaks, name="breaking"),
    path("api/break/<name>/<token>", breaks, name="api-breaking"),
    path("post", posts),
]
handler400 = "core.failures.bad_request"
handler500 = "core.failures.server_error"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Any:
    """What the log says, line by line, as it is written in production."""

    def lines() -> str:
        for record in caplog.records:
            ContentFilter().filter(record)
        return "\n".join(JsonFormatter().format(record) for record in caplog.records)

    caplog.set_level(logging.INFO)
    return lines


@pytest.fixture
def browser(client: Client) -> Client:
    client.raise_request_exception = False
    return client


def test_an_error_of_ours_has_a_number_on_the_page_and_in_the_log(browser: Client, log: Any) -> None:
    """Screens, section 6; A25: and no word of the request or of the exception."""
    page = browser.get(f"/break/ours/{WORD}?q={WORD}")
    html = page.content.decode()
    assert page.status_code == 500
    (number,) = NUMBER.findall(html)
    assert "Nothing you saved is lost." in html
    assert re.search(r'href="/break/ours/[^"]+">Try again', html)
    assert 'href="/">Home' in html
    said = log()
    assert f"Internal Server Error: GET breaking {number}" in said
    assert "RuntimeError" in said
    assert WORD not in said
    assert "%C3%B6" not in said
    assert NUMBER.findall(browser.get("/break/ours/x").content.decode()) != [number]


def test_what_was_written_is_shown_to_its_writer_alone(browser: Client, log: Any) -> None:
    html = browser.post("/break/ours/x", {"text": f"My {WORD} <b>", "id": "12"}).content.decode()
    assert f"My {WORD} &lt;b&gt;" in html
    assert "Try again" not in html, "a link would not send it again"
    assert WORD not in log()


@pytest.mark.parametrize("name", ["away", "closed", "shutting-down"])
def test_a_database_that_is_away_is_said_with_what_to_do(browser: Client, name: str, log: Any) -> None:
    page = browser.get(f"/break/{name}/x")
    assert (page.status_code, page["Retry-After"]) == (503, "10")
    html = page.content.decode()
    assert "The database does not answer" in html
    assert "try again then" in html
    assert NUMBER.findall(html)[0] in log()
    assert WORD not in html + log()


def test_a_database_that_answers_no_is_an_error_of_ours(browser: Client) -> None:
    assert browser.get("/break/deadlock/x").status_code == 500


@pytest.mark.parametrize(("name", "status"), [("ours", 500), ("away", 503), ("large", 413), ("odd", 400)])
def test_programs_are_told_the_same_as_a_problem(browser: Client, name: str, status: int, log: Any) -> None:
    answer = browser.get(f"/api/break/{name}/x")
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    body = answer.json()
    assert body["status"] == status
    assert WORD not in answer.content.decode() + log()
    if status >= 500:
        assert NUMBER.findall(body["detail"])[0] in log()


@pytest.mark.parametrize(
    ("name", "status", "words"), [("large", 413, "20 MB"), ("odd", 400, "load the page again and try once more")]
)
def test_a_request_that_cannot_be_taken_says_how_it_could(
    browser: Client, name: str, status: int, words: str, log: Any
) -> None:
    page = browser.get(f"/break/{name}/x")
    assert page.status_code == status
    assert words in page.content.decode()
    assert WORD not in log()


def test_a_method_that_is_not_taken_is_refused_in_words(browser: Client) -> None:
    page = browser.get("/post")
    assert (page.status_code, page["Allow"]) == (405, "POST")
    assert "press the button once more" in page.content.decode()


def test_a_page_comes_without_its_template(browser: Client, settings: Any) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": []}]
    page = browser.get("/break/ours/x")
    assert page.status_code == 500
    assert NUMBER.search(page.content.decode())
