"""Redis that does not answer: pages do not fail for it, and counts go on. With real servers: `tests/faults`."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as NotThere

from core import redis_cache
from core.redis_cache import ASKED, RedisOrMemory
from tests.run.installation import free_port

NEEDS = {
    "add": ("a", 1), "get": ("a",), "set": ("a", 1), "touch": ("a",), "delete": ("a",), "get_many": (["a"],),
    "has_key": ("a",), "set_many": ({"a": 1},), "delete_many": (["a"],), "clear": (),
}  # fmt: skip


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisOrMemory]:
    """A cache on a port where nobody listens, in a process that has not noticed yet."""
    monkeypatch.setattr(RedisOrMemory, "_away_since", None)
    monkeypatch.setattr(RedisOrMemory, "_ask_at", 0.0)
    found = RedisOrMemory(f"redis://127.0.0.1:{free_port()}/0", {"KEY_PREFIX": "test:"})
    yield found
    found._memory.clear()


def test_all_that_a_cache_can_be_asked_is_answered(away: RedisOrMemory) -> None:
    assert set(NEEDS) | {"incr"} == set(ASKED)
    for name, arguments in NEEDS.items():
        getattr(away, name)(*arguments)
    with pytest.raises(ValueError):
        away.incr("a")  # as an empty Redis says it


def test_counts_go_on_so_that_nobody_guesses_freely(away: RedisOrMemory) -> None:
    """A lockout that does not count is none (ASVS 16.5.3: no failing open)."""
    assert away.add("tries", 1, 60)
    assert not away.add("tries", 1, 60)
    assert [away.incr("tries"), away.incr("tries")] == [2, 3]


def test_it_is_said_once_when_redis_goes_and_once_when_it_is_back(
    away: RedisOrMemory, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_cache, "PAUSE", 0.0)
    caplog.set_level(logging.WARNING)
    for _time in range(3):
        away.get("a")
    assert [record.getMessage() for record in caplog.records] == [
        "Redis does not answer (ConnectionError): this process counts by itself until it does"
    ]
    monkeypatch.setattr(RedisCache, "get", lambda *_args, **_more: "from Redis")
    assert [away.get("a"), away.get("a")] == ["from Redis"] * 2
    assert len(caplog.records) == 2
    assert "answers again" in caplog.records[-1].getMessage()


def test_while_it_is_away_not_every_page_waits_for_it(away: RedisOrMemory, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refuses(*_args: Any, **_more: Any) -> None:
        asked.append(1)
        raise NotThere

    monkeypatch.setattr(RedisCache, "get", refuses)
    for _time in range(3):
        away.get("a")
    assert len(asked) == 1


def test_what_was_counted_while_it_was_away_before_counts_no_more(
    away: RedisOrMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    away.add("tries", 1, 60)
    monkeypatch.setattr(RedisOrMemory, "_ask_at", 0.0)
    with monkeypatch.context() as back:
        back.setattr(RedisCache, "get", lambda *_args, **_more: None)
        away.get("a")
    assert away.add("tries", 1, 60)
