"""What every writing endpoint keeps to. The list is the router's: an endpoint is walked from the day it is there."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from core.api.problems import MEDIA_TYPE
from tests.api.writing import Endpoint, endpoints, undone, writing
from tests.doors.asking import Asker, changed, database

pytestmark = pytest.mark.django_db
ALL = [pytest.param(endpoint, id=endpoint.id) for endpoint in endpoints()]
UPON = [pytest.param(endpoint, id=endpoint.id) for endpoint in endpoints() if endpoint.is_on_one]
WITH_KEYS = [
    pytest.param(endpoint, name, id=f"{endpoint.id}-{name}") for endpoint in endpoints() for name in endpoint.keys
]


def refused(answer: Any, status: int) -> dict[str, Any]:
    """The body of a problem with that status."""
    assert (answer.status_code, answer["Content-Type"]) == (status, MEDIA_TYPE), answer.content
    body: dict[str, Any] = answer.json()
    assert (body["status"], body["type"]) == (status, "about:blank")
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize("endpoint", UPON)
def test_a_write_says_what_it_was_made_from(asker: Asker, endpoint: Endpoint) -> None:
    """428 without If-Match, 412 with another state than it is in by now, done with that one."""
    with undone():
        asked = writing(asker, endpoint)
        before = database()
        refused(asked.send(drop="If-Match"), 428)
        refused(asked.send(If_Match='"0123456789abcdef0123456789abcdef"'), 412)
        assert changed(before, database()) == []
        one = endpoint.path_of_one(asked.path)
        with asker.world.at_its_time():
            read = asker.browser(asked.role, asked.label).get(one)
        assert asked.send(If_Match=read["ETag"]).status_code // 100 == 2


@pytest.mark.parametrize("endpoint", ALL)
def test_a_key_that_is_not_known_is_refused(asker: Asker, endpoint: Endpoint) -> None:
    """And so is every field of the model that the endpoint does not take: nothing is assigned by the way."""
    with undone():
        asked = writing(asker, endpoint)
        taken = set(endpoint.act.takes().fields)
        model = endpoint.resource.model()
        columns = model._meta.get_fields() if model else []
        fields = {name for field in columns for name in (field.name, getattr(field, "attname", ""))}
        before = database()
        forbidden = sorted((fields | {"zzz"}) - taken - {""})
        body = refused(asked.send({**asked.body, **dict.fromkeys(forbidden, 1)}), 400)
        assert set(body["errors"]) == set(forbidden)
        for name in forbidden:
            assert set(refused(asked.send({**asked.body, name: 1}), 400)["errors"]) == {name}
        assert changed(before, database()) == []


@pytest.mark.parametrize(("endpoint", "name"), WITH_KEYS)
def test_a_strangers_key_is_answered_as_a_random_one(asker: Asker, endpoint: Endpoint, name: str) -> None:
    with undone():
        asked = writing(asker, endpoint)
        before = database()
        foreign = refused(asked.send({**asked.body, name: asked.foreign(name)}), 400)
        assert foreign == refused(asked.send({**asked.body, name: str(uuid.uuid4())}), 400)
        assert set(foreign["errors"]) == {name}
        assert changed(before, database()) == []


@pytest.mark.parametrize("endpoint", ALL)
def test_what_is_sent_again_is_done_once_and_answered_alike(asker: Asker, endpoint: Endpoint) -> None:
    with undone():
        asked = writing(asker, endpoint)
        first = asked.send(Idempotency_Key="k1")
        assert first.status_code // 100 == 2, first.content
        done = database()
        again = asked.send(Idempotency_Key="k1")
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert [again.get(name) for name in ("ETag", "Location")] == [first.get(name) for name in ("ETag", "Location")]
        refused(asked.send({**asked.body, "zzz": 1}, Idempotency_Key="k1"), 422)
        assert changed(done, database()) == []
