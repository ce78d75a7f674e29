"""A refusal becomes one answer, the same wherever it came from."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import NotPossible, Stale
from tests.doors.asking import masked

REFUSALS: dict[str, Exception] = {
    "not-possible": NotPossible("Already <closed>", missing=["a metric goal"]),
    "stale": Stale({"a": "theirs"}, {"a": "mine"}),
    "denied": PermissionDenied("secret reason"),
    "missing": Http404("No Goal matches the given query."),
    "invalid": ValidationError("not a text"),
}


def page(request: HttpRequest, name: str) -> HttpResponse:
    raise REFUSALS[name]


@api_view()
@permission_classes([AllowAny])
def api(request: Request, name: str) -> Response:
    raise REFUSALS[name]


for view in (page, api):
    vars(view)["login_required"] = False  # no sign-in here

urlpatterns = [path("page/<name>", page), path("api/<name>", api)]
handler403 = "core.doors.permission_denied"
handler404 = "core.doors.not_found"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def templates_that_need_no_urls(settings: Any) -> None:
    """The pages link to the app, whose URLs are not here."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": []}]


@pytest.mark.parametrize(
    ("name", "status"),
    [("not-possible", 409), ("stale", 409), ("denied", 403), ("missing", 404), ("nowhere/else", 404)],
)
def test_a_page_answers_with_one_status(client: Client, name: str, status: int) -> None:
    response = client.get(f"/page/{name}")
    assert response.status_code == status
    assert "secret reason" not in response.content.decode()


def test_every_404_is_the_same_page(client: Client, settings: Any) -> None:
    bodies = set()
    for settings.DEBUG in (True, False):
        bodies.add(masked(client.get("/page/missing")))
    bodies.add(masked(client.get("/page/nowhere/else")))
    assert len(bodies) == 1
    assert "Goal" not in bodies.pop()


def test_a_page_says_why_it_is_not_possible(client: Client) -> None:
    assert "Already &lt;closed&gt;" in client.get("/page/not-possible").content.decode()


@pytest.mark.parametrize(
    ("name", "status", "body"),
    [
        ("not-possible", 409, {"detail": "Already <closed>", "title": "Conflict", "missing": ["a metric goal"]}),
        (
            "stale",
            412,
            {
                "detail": "Somebody else saved first.",
                "title": "Precondition Failed",
                "current": {"a": "theirs"},
                "mine": {"a": "mine"},
            },
        ),
        ("missing", 404, {"detail": "Not found.", "title": "Not Found"}),
        (
            "invalid",
            400,
            {
                "detail": "Something in this is not right.",
                "title": "Bad Request",
                "errors": {"non_field_errors": ["not a text"]},
            },
        ),
    ],
)
def test_the_api_answers_in_json(client: Client, name: str, status: int, body: Any) -> None:
    response = client.get(f"/api/{name}")
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert response.json() == {"type": "about:blank", "status": status, **body}


def test_the_api_refuses_without_the_reason(client: Client) -> None:
    response = client.get("/api/denied")
    assert response.status_code == 403
    assert "secret reason" not in response.content.decode()
