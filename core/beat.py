"""Celery's beat with a heart of its own."""

import logging
from datetime import datetime
from typing import Any

from celery.beat import PersistentScheduler
from django.conf import settings
from django.db import DatabaseError, close_old_connections

from core import clock, heartbeats

log = logging.getLogger(__name__)


class BeatingScheduler(PersistentScheduler):
    """Writes the scheduler's heartbeat, at once and then in every interval, and kicks the worker's at the start."""

    _last_beat: datetime | None = None

    def setup_schedule(self) -> None:
        """The usual schedule; the first heartbeat does not wait for its interval."""
        super().setup_schedule()
        if entry := self.schedule.get("heartbeat"):
            self.apply_entry(entry)

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due, then say that we live."""
        seconds: float = super().tick(*args, **kwargs)
        now = clock.now()
        if self._last_beat is None or now - self._last_beat >= settings.HEARTBEAT_INTERVAL / 2:
            self._beat(now)
            self._last_beat = now
        return min(seconds, settings.HEARTBEAT_INTERVAL.total_seconds())

    def _beat(self, now: datetime) -> None:
        try:
            close_old_connections()
            heartbeats.record(heartbeats.SCHEDULER, now)
        except DatabaseError:
            log.exception("The heartbeat could not be written")  # a database that is away comes back; beat waits
