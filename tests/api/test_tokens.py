"""A token acts for one person, within its scopes, for its days, and never beyond that person's rights (4.2)."""

from __future__ import annotations

import io
import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from core import clock
from core.models import AuditEvent
from people import api_tokens, leaving, profiles
from people.models import ApiToken, User
from tests.make import NOW, TODAY, make_pair, make_person

pytestmark = pytest.mark.django_db
PAIRS = "/api/v1/mentoring-relationships/"


def make_token(person: User, *scopes: str, days: int = 30, now: datetime | None = None) -> str:
    token = api_tokens.draw()
    api_tokens.make(person, token, name="Mine", scopes=scopes, days=days, by=person, now=now or clock.now())
    return token


def ask(token: str, path: str = PAIRS, method: str = "GET", **headers: str) -> Any:
    """What a program is answered that has nothing but the token."""
    return Client().generic(method, path, headers={"Authorization": f"Bearer {token}", **headers})


def test_a_token_reads_what_its_person_may_read_and_nothing_else(learner: User, outsider: User) -> None:
    pair = make_pair(learner=learner)
    assert [row["id"] for row in ask(make_token(learner, "relationships:read")).json()["results"]] == [str(pair.pk)]
    assert ask(make_token(outsider, "relationships:read")).json()["results"] == []
    assert ask(make_token(outsider, "relationships:read"), f"{PAIRS}{pair.pk}/").status_code == 404


def test_a_token_opens_what_it_was_made_for(learner: User) -> None:
    path = f"{PAIRS}{make_pair(learner=learner).pk}/"
    reads, writes = make_token(learner, "relationships:read"), make_token(learner, "relationships:write")
    assert ask(make_token(learner, "people:write"), path).status_code == 403
    assert ask(reads, path).status_code == ask(writes, path).status_code == 200
    refused = ask(reads, f"{path}end/", "POST", **{"If-Match": "*"})
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert ask(writes, f"{path}end/", "POST", **{"If-Match": "*"}).status_code == 200


def test_only_its_hash_is_kept(learner: User) -> None:
    token = make_token(learner, "people:read")
    row = ApiToken.objects.get()
    kept = " ".join(str(value) for value in ApiToken.objects.values().get().values())
    assert token.rpartition("_")[2] not in kept
    assert row.prefix
    assert token.startswith(f"mh_{row.prefix}_")
    assert token not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize("how", ["wrong", "cut", "no token", "revoked", "run out", "left", "left by date", "nothing"])
def test_what_is_not_valid_is_refused_in_the_same_words(how: str, learner: User) -> None:
    now = clock.now()
    made = now - timedelta(days=31) if how == "run out" else now
    token = make_token(learner, "relationships:read", now=made)
    row = ApiToken.objects.get()
    if how == "revoked":
        api_tokens.revoke(row, by=learner, now=now)
    elif how == "left":
        profiles.leave(learner, by=None, now=now, on=now.date())
    elif how == "left by date":
        User.objects.filter(pk=learner.pk).update(leaves_on=TODAY - timedelta(days=2))
        leaving.end(User.objects.get(pk=learner.pk), now=now)
    said = {"wrong": f"mh_{row.prefix}_{'x' * 43}", "cut": token[:-1], "no token": "hello"}.get(how, token)
    answer = Client().get(PAIRS) if how == "nothing" else ask(said)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    if how != "nothing":
        assert answer.json()["detail"] == "This token is not valid, or not any more."


def test_who_comes_back_does_not_find_the_old_tokens(learner: User) -> None:
    token = make_token(learner, "relationships:read")
    profiles.leave(learner, by=None, now=NOW, on=TODAY)
    User.objects.filter(pk=learner.pk).update(is_active=True)
    assert ask(token).status_code == 401


def test_it_says_when_it_was_last_used_and_writes_that_seldom(learner: User) -> None:
    token = make_token(learner, "relationships:read", now=NOW)
    with clock.moved_to(NOW):
        ask(token)
    with clock.moved_to(NOW + timedelta(minutes=4)):
        ask(token)
    assert ApiToken.objects.get().last_used_at == NOW
    with clock.moved_to(NOW + timedelta(minutes=5)):
        ask(token)
    assert ApiToken.objects.get().last_used_at == NOW + timedelta(minutes=5)


def test_in_the_browser_it_is_shown_once(client: Client, learner: User) -> None:
    client.force_login(learner)
    made = client.post("/me/tokens/", {"name": "Calendar", "scopes": ["relationships:read"], "days": "30"})
    token = re.findall(r"mh_[0-9a-f]{8}_[\w-]{43}", made.content.decode())[0]
    assert ask(token).status_code == 200
    page = client.get("/me/tokens/").content.decode()
    assert "Calendar" in page
    assert token not in page
    client.post(f"/me/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert ask(token).status_code == 401
    assert "Calendar" not in client.get("/me/tokens/").content.decode()


def test_the_command_makes_one(learner: User) -> None:
    out = io.StringIO()
    call_command("api_token", learner.email, "--scope", "relationships:read", "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert said["scopes"] == ["relationships:read"]
    assert ask(said["token"]).status_code == 200
    out = io.StringIO()
    call_command("api_token", learner.email, stdout=out)
    assert ask(out.getvalue().strip()).status_code == 200
    assert ask(out.getvalue().strip(), f"{PAIRS}{make_pair(learner=learner).pk}/end/", "POST").status_code == 403


def test_the_command_says_whom_it_does_not_know() -> None:
    with pytest.raises(CommandError, match="Nobody here has the address"):
        call_command("api_token", "nobody@example.org")


def test_nobody_makes_or_ends_a_token_of_somebody_else(client: Client, learner: User) -> None:
    make_token(learner, "people:read")
    client.force_login(make_person(is_org_admin=True))
    assert client.post(f"/me/tokens/{ApiToken.objects.get().pk}/revoke/").status_code == 404
    assert ApiToken.objects.get().revoked_at is None
