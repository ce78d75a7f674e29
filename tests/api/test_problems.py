"""Every refusal is a problem (RFC 9457), whoever refuses: the address, the framework, a verb, an error of ours."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from core import clock
from core.api.resources import Resource
from core.redis_cache import RedisOrMemory
from people.models import User
from tests.make import NOW, make_pair
from tests.run.installation import free_port

pytestmark = pytest.mark.django_db
PAIRS = "/api/v1/mentoring-relationships/"


@pytest.fixture
def pair_path(client: Client, learner: User) -> str:
    client.force_login(learner)
    return f"{PAIRS}{make_pair(learner=learner).pk}/"


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    body: dict[str, Any] = answer.json()
    assert set(body) >= {"type", "title", "status", "detail"}
    assert body["status"] == status
    return body


def test_of_an_address_that_is_none(client: Client, learner: User) -> None:
    for path in ("/api/", "/api/v2/", "/api/v1/nothing/", f"{PAIRS}no-id/"):
        problem(client.get(path), 404)
    client.force_login(learner)
    problem(client.get("/api/v1/nothing/"), 404)


def test_of_a_method_a_media_type_or_a_body_that_is_not_taken(client: Client, pair_path: str) -> None:
    refused = client.put(pair_path)
    assert problem(refused, 405)
    assert refused["Allow"] == "GET, HEAD"
    assert problem(client.options(pair_path), 405)
    problem(client.get(pair_path, headers={"Accept": "text/html"}), 406)

    def end(body: str, media_type: str = "application/json") -> Any:
        return client.generic("POST", f"{pair_path}end/", body, media_type, headers={"If-Match": "*"})

    problem(end("a=b", "application/x-www-form-urlencoded"), 415)
    problem(end("{"), 400)
    problem(end("[1]"), 400)
    problem(end(json.dumps({"a": "b" * 2**20})), 413)


def test_of_a_query_that_is_not_known(client: Client, pair_path: str) -> None:
    assert set(problem(client.get(f"{PAIRS}?kind=x"), 400)["errors"]) == {"kind"}
    assert set(problem(client.get(f"{PAIRS}?program=x"), 400)["errors"]) == {"program"}
    assert set(problem(client.get(f"{PAIRS}?cursor=nonsense"), 400)["errors"]) == {"cursor"}
    assert set(problem(client.get(f"{PAIRS}?status=active&status=closed"), 400)["errors"]) == {"status"}


def test_of_a_verb_that_says_no(client: Client, pair_path: str) -> None:
    body = problem(client.generic("POST", f"{pair_path}say-yes/", headers={"If-Match": "*"}), 409)
    assert body["detail"] == "This pairing is no longer open."


def test_of_too_much_in_a_minute(client: Client, pair_path: str, settings: Settings, own_counters: Any) -> None:
    settings.API_PER_MINUTE = {"read": 2, "write": 1}
    with clock.moved_to(NOW + timedelta(seconds=20)):
        assert [client.get(pair_path).status_code for _time in range(2)] == [200, 200]
        refused = client.get(pair_path)
        problem(refused, 429)
        assert refused["Retry-After"] == "40"
        ended = [client.generic("POST", f"{pair_path}end/", headers={"If-Match": "*"}) for _time in range(2)]
        assert ended[0].status_code == 200
        problem(ended[1], 429)
    with clock.moved_to(NOW + timedelta(seconds=60)):
        assert client.get(pair_path).status_code == 200


def test_of_an_error_of_ours_without_its_words(client: Client, pair_path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Resource, pk: Any) -> None:
        raise RuntimeError("a secret of two people")

    monkeypatch.setattr(Resource, "_fetch", fail)
    client.raise_request_exception = False
    body = problem(client.get(pair_path), 500)
    assert "secret" not in json.dumps(body)


def test_what_was_sent_with_a_key_that_is_too_long_is_refused(client: Client, pair_path: str) -> None:
    headers = {"If-Match": "*", "Idempotency-Key": "k" * 256}
    problem(client.generic("POST", f"{pair_path}end/", headers=headers), 400)


def test_a_browser_that_is_signed_in_writes_with_its_csrf_token_only(pair_path: str, learner: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(learner)
    problem(browser.generic("POST", f"{pair_path}end/", headers={"If-Match": "*"}), 403)


def test_while_redis_is_away_answers_come_and_are_counted(
    client: Client, learner: User, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """7: the throttle of the API neither fails with the cache nor falls away with it."""
    for name, value in (("_away_since", None), ("_ask_at", 0.0)):
        monkeypatch.setattr(RedisOrMemory, name, value)
    nowhere = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {"default": {"BACKEND": "core.redis_cache.RedisOrMemory", "LOCATION": nowhere}}
    settings.API_PER_MINUTE = {"read": 1, "write": 1}
    client.force_login(learner)
    with clock.moved_to(NOW):
        assert [client.get(PAIRS).status_code for _time in range(2)] == [200, 429]
