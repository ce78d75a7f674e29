"""Check-ins by JSON: one's own answers to oneself; of the other half no more than the pages tell."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core.clock import moved_to
from people.models import User
from relationships.models import Relationship
from surveys import rounds
from surveys.models import Round
from tests.make import NOW, TODAY, make_pair

pytestmark = pytest.mark.django_db
GIVEN = {"reliability": 4, "openness": 4, "safety": 4, "respect": 4, "care": 4, "two_way": None}


def ask_both(pair: Relationship) -> Round:
    """A round of yesterday, open for two weeks."""
    opens_on = TODAY - timedelta(days=1)
    return Round.objects.create(
        relationship=pair, instrument="trust", number=1, opens_on=opens_on, closes_on=opens_on + timedelta(days=14)
    )


def read(client: Client, person: User, asked: Round, days: int = 0) -> dict[str, Any]:
    """The round as somebody reads it that many days later."""
    client.force_login(person)
    with moved_to(NOW + timedelta(days=days)):
        found: dict[str, Any] = client.get(f"/api/v1/check-ins/{asked.pk}/").json()
    return found


def send(client: Client, person: User, asked: Round, **answers: int | None) -> Any:
    client.force_login(person)
    body = json.dumps({"answers": answers, "show_alike": True})
    with moved_to(NOW):
        path = f"/api/v1/check-ins/{asked.pk}/answer/"
        return client.post(path, body, content_type="application/json", headers={"If-Match": "*"})


def test_one_reads_ones_own_answers_and_the_other_half_nothing_of_them(client: Client) -> None:
    """C16, D5: that somebody answered does not show either, and no number does when both wished to compare."""
    pair = make_pair()
    asked = ask_both(pair)
    before = read(client, pair.guide, asked)
    assert before["waits"]
    assert before["answer"] is None
    assert "Amara" in before["sentences"]["reliability"]
    answer = send(client, pair.learner, asked, **GIVEN).json()
    assert (answer["waits"], answer["answer"]["answers"], answer["answer"]["mean"]) == (False, GIVEN, 4.0)
    assert read(client, pair.guide, asked) == before
    send(client, pair.guide, asked, **{**GIVEN, "two_way": 1})
    assert read(client, pair.learner, asked)["alike"] is None
    over = read(client, pair.learner, asked, days=16)
    assert over["alike"] is True
    assert over["answer"] == answer["answer"]


def test_what_is_no_answer_is_refused(client: Client) -> None:
    pair = make_pair()
    asked = ask_both(pair)
    assert send(client, pair.learner, asked, reliability=6).json()["errors"] == {
        "answers": {"reliability": ["Ensure this value is less than or equal to 5."]}
    }
    assert send(client, pair.learner, asked, luck=3).status_code == 409
    send(client, pair.learner, asked, **GIVEN)
    assert send(client, pair.learner, asked, **GIVEN).json()["detail"] == "You have answered this one already."


def test_a_round_is_read_as_long_as_what_the_two_share(client: Client) -> None:
    pair = make_pair(status="closed", ended_on=TODAY)
    asked = ask_both(pair)
    assert read(client, pair.learner, asked, days=89)["waits"] is False
    assert read(client, pair.learner, asked, days=92)["status"] == 404


def test_skipping_is_an_answer_that_says_nothing(client: Client) -> None:
    pair = make_pair()
    asked = ask_both(pair)
    rounds.skip(asked, by=pair.learner, now=NOW)
    shown = read(client, pair.learner, asked)
    assert (shown["waits"], shown["answer"]["skipped"], shown["answer"]["answers"]) == (False, True, {})
    assert read(client, pair.guide, asked)["waits"]
