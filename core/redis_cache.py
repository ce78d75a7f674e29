"""The cache on Redis, and what stands in for it while Redis does not answer.

What lies here are counts: how often an address tried to sign in, how much a program asked. A page does not fail because
they are away, and whoever guesses does not get in because nobody counts: until Redis is back each process counts by
itself, from nothing on.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

PAUSE = 2.0  # seconds in which a process does not ask again, or every page would wait for the same answer
REMEMBERED = 10_000  # counts in the memory of one process
PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 1}


class RedisOrMemory(RedisCache):
    """Django's cache on Redis; on the memory of this process as long as that does not answer."""

    # Of the process, for each thread has a cache of its own: said once, and asked again by one of them.
    _away_since: float | None = None
    _ask_at: float = 0.0

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        # Once more, because a connection of before a restart is dead; without pauses, because a person waits.
        options = {**PATIENCE, "retry": Retry(NoBackoff(), 1), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self._memory = LocMemCache("while-redis-is-away", {**params, "OPTIONS": {"MAX_ENTRIES": REMEMBERED}})

    def _either(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """Ask Redis, or the memory while it is away. Raises what Redis being there raises, such as ValueError."""
        if time.monotonic() < RedisOrMemory._ask_at:
            return getattr(self._memory, name)(*args, **kwargs)
        try:
            answer = getattr(super(), name)(*args, **kwargs)
        except RedisError as error:
            self._is_away(error)
            return getattr(self._memory, name)(*args, **kwargs)
        self._is_there()
        return answer

    def _is_away(self, error: RedisError) -> None:
        RedisOrMemory._ask_at = time.monotonic() + PAUSE
        if RedisOrMemory._away_since is None:
            RedisOrMemory._away_since = time.monotonic()
            self._memory.clear()  # what was counted while it was away before
            log.warning("Redis does not answer (%s): this process counts by itself until it does", type(error).__name__)

    def _is_there(self) -> None:
        if RedisOrMemory._away_since is not None:
            log.warning("Redis answers again after %d seconds", time.monotonic() - RedisOrMemory._away_since)
            RedisOrMemory._away_since = None


def _forgiving(name: str) -> Callable[..., Any]:
    def ask(self: RedisOrMemory, *args: Any, **kwargs: Any) -> Any:
        return self._either(name, *args, **kwargs)

    return ask


ASKED = ("add", "get", "set", "touch", "delete", "get_many", "has_key", "incr", "set_many", "delete_many", "clear")
for _name in ASKED:
    setattr(RedisOrMemory, _name, _forgiving(_name))
