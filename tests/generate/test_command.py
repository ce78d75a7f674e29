"""`generate` at the door: where it refuses, and that a seed says everything."""

from __future__ import annotations

from collections import Counter
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from pytest_django import Settings

from core import clock
from people.models import User
from relationships.models import AgendaItem, Session
from tests.make import NOW


def generate(**options: Any) -> str:
    said = StringIO()
    small = {"people": 120, "relationships": 20, "sessions": 150, "seed": 3}
    with clock.moved_to(NOW):
        call_command("generate", **{**small, **options}, stdout=StringIO(), stderr=said)
    return said.getvalue()


def whole(seed: int) -> Counter[object]:
    """What a seed makes, without keys."""
    with transaction.atomic():
        generate(seed=seed)
        people = User.objects.values_list("employee_id", "email", "title", "location", "manager__employee_id", "grade")
        pair = ("relationship__guide__employee_id", "relationship__learner__employee_id")
        sessions = Session.objects.values_list(
            *pair, "status", "starts_at", "planned_at", "minutes", "form", "logged_at"
        )
        lines = [(item.created_at, item.text, item.status, item.position) for item in AgendaItem.objects.all()]
        found: Counter[object] = Counter([*people, *sessions, *lines])
        transaction.set_rollback(True)
    return found


def test_the_same_seed_makes_the_same_organization_and_another_one_another(db: None) -> None:
    first = whole(3)
    assert whole(3) == first
    assert whole(4) != first


def test_it_says_how_far_it_is(db: None) -> None:
    assert "Mentoring across sites: 13 pairs" in generate()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"people": 20}, "at least 120 people"),
        ({"relationships": 300, "sessions": 3000}, "So few people cannot be so many pairs"),
        ({"sessions": 5}, "That does not fit"),
        ({"sessions": 90_000}, "That does not fit"),
    ],
)
def test_numbers_that_do_not_fit_are_refused_and_nothing_is_written(
    db: None, options: dict[str, int], words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        generate(**options)
    assert not User.objects.exists()


def test_production_needs_a_flag(db: None, settings: Settings) -> None:
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="This is production"):
        generate()
    assert not User.objects.exists()
    settings.FIELD_KEYS = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]
    generate(in_production=True)
    assert User.objects.count() == 120
