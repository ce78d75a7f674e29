"""No text without a translation: every page and every refusal in a language that puts each of its texts in brackets."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import transaction

from tests.doors.asking import Asker, labels_of
from tests.doors.expectations import find
from tests.doors.routes import Route, all_routes
from tests.languages.data import bare, texts_of_people
from tests.languages.pseudo import outside, texts_of

pytestmark = pytest.mark.django_db
# Django's own, for the org admin who looks below the pages; and what is written for programs and for who makes them.
NOT_READ = {"admin", "api_docs"}
WHO = ("learner", "guide", "line_manager", "sponsor", "program_admin", "org_admin")  # nobody else sees another page


def pages() -> list[Route]:
    return [route for route in all_routes() if not {route.app, route.name} & NOT_READ and not route.is_api]


@pytest.fixture(scope="module")
def people(asker: Asker) -> re.Pattern[str]:
    return texts_of_people()


def said(response: Any) -> list[str]:
    """What an answer says outside brackets."""
    kind = response.headers.get("Content-Type", "")
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if kind.startswith("text/html"):
        return list(texts_of(body.decode()))
    if kind.startswith("text/csv"):
        return outside(body.decode("utf-8-sig").splitlines()[0]).split(",")
    return []


@pytest.mark.parametrize("app", sorted({route.app for route in pages()}))
def test_no_page_has_a_bare_text(asker: Asker, people: re.Pattern[str], app: str) -> None:
    faults: dict[str, str] = {}
    for route in (route for route in pages() if route.app == app and "GET" in route.methods):
        for label in labels_of(asker.world, route):
            row = find(route.app, route.name, "GET", label)
            for role in (role for role in WHO if row and row.cells[role] == "200"):
                with transaction.atomic():
                    for text in bare(said(asker.ask(role, route, "GET", label)), people):
                        faults.setdefault(text, f"{route.name} {label} as {role}")
                    transaction.set_rollback(True)
    assert not faults, "\n".join(f"{text} – {place}" for text, place in faults.items())
