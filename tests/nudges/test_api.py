"""Reminders by JSON: one's own, and only those that have gone."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core.clock import moved_to
from nudges.models import Nudge, switch, wanted_by
from people.models import User
from relationships.models import Relationship
from tests.make import NOW, TODAY, make_pair

pytestmark = pytest.mark.django_db


def make_nudge(pair: Relationship, recipient: User, state: str) -> Nudge:
    return Nudge.objects.create(
        recipient=recipient, relationship=pair, kind="quiet", category="morning", fact=pair.pk, offset="0",
        revision="0", key=f"{recipient.pk}-{state}", due_at=NOW, stale_after=NOW, state=state, noticed_at=NOW,
        sent_at=NOW if state == "sent" else None,
    )  # fmt: skip


def test_one_reads_what_was_sent_to_oneself_and_not_what_may_still_be_taken_back(client: Client) -> None:
    pair = make_pair()
    mine = make_nudge(pair, pair.learner, "sent")
    make_nudge(pair, pair.learner, "pending")
    make_nudge(pair, pair.guide, "sent")
    client.force_login(pair.learner)
    assert [row["id"] for row in client.get("/api/v1/nudges/").json()["results"]] == [str(mine.pk)]


def test_one_chooses_ones_topics_as_on_the_page(client: Client, learner: User, guide: User) -> None:
    switch(learner, {"sessions"}, off=True, by=learner, now=NOW)
    client.force_login(learner)
    path = f"/api/v1/reminder-settings/{learner.pk}/"

    def patch(path: str, wanted: list[str]) -> Any:
        body = json.dumps({"wanted": wanted})
        return client.patch(path, body, content_type="application/json", headers={"If-Match": "*"})

    assert client.get(path).json()["wanted"] == ["pair", "progress", "check_ins"]
    assert patch(path, ["sessions", "pair"]).json()["wanted"] == ["sessions", "pair"]
    assert wanted_by(learner) == ["sessions", "pair"]
    assert patch(path, ["all"]).status_code == 400
    assert patch(f"/api/v1/reminder-settings/{guide.pk}/", []).status_code == 404
    assert len(wanted_by(guide)) == 4


def test_a_silence_is_all_right_for_four_weeks(client: Client) -> None:
    """S0-27, as with the link of the mail; a second time begins them anew."""
    pair = make_pair()
    client.force_login(pair.guide)
    for day in (0, 3):
        with moved_to(NOW + timedelta(days=day)):
            made = client.post("/api/v1/snoozes/", {"relationship": str(pair.pk)}, content_type="application/json")
        assert made.json()["until"] == str(TODAY + timedelta(days=28 + day))
    assert [row["id"] for row in client.get("/api/v1/snoozes/").json()["results"]] == [made.json()["id"]]
