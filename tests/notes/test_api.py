"""Notes over the API: what the walks of tests/api cannot know."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from people.models import User
from tests.make import make_pair, make_private_note, make_session

pytestmark = pytest.mark.django_db
PRIVATE, SHARED = "/api/v1/private-notes/", "/api/v1/shared-notes/"


def ids(answer: Any) -> list[str]:
    return [row["id"] for row in answer.json()["results"]]


def test_ones_own_are_searched_by_their_words_and_the_others_never(client: Client, learner: User) -> None:
    pair = make_pair(learner=learner)
    found = make_private_note(pair, text="She spoke up in the meeting.")
    make_private_note(pair, text="Nothing new.")
    make_private_note(pair, author=pair.guide, text="The meeting went well.")
    client.force_login(learner)
    assert ids(client.get(f"{PRIVATE}?q=MEETING+spoke")) == [str(found.pk)]
    assert ids(client.get(f"{PRIVATE}?q=well")) == []


def test_a_note_that_is_shared_is_the_others_to_read_too(client: Client, learner: User) -> None:
    pair = make_pair(learner=learner)
    note = make_private_note(pair, text="Ask for feedback.")
    client.force_login(learner)
    assert client.generic("POST", f"{PRIVATE}{note.pk}/share/", headers={"If-Match": "*"}).status_code == 204
    assert ids(client.get(PRIVATE)) == []
    client.force_login(pair.guide)
    assert [row["text"] for row in client.get(SHARED).json()["results"]] == ["Ask for feedback."]


@pytest.mark.parametrize("path", [PRIVATE, SHARED])
def test_a_note_of_one_pair_is_not_about_a_session_of_another(path: str, client: Client, learner: User) -> None:
    pair, other = make_pair(learner=learner), make_pair(learner=learner)
    body = {"relationship": str(pair.pk), "text": "Hello", "session": str(make_session(other).pk)}
    client.force_login(learner)
    assert client.post(path, json.dumps(body), content_type="application/json").status_code == 409
