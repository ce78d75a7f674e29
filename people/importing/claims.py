"""Which worker runs an import: the one whose lease stands in its row, for as long as it goes on renewing it."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import Any

from people.models import ImportJob

LEASE = timedelta(minutes=5)


class Lost(Exception):
    """The lease ran out and another worker took the import, or it has ended: whoever held it writes nothing more."""


class Claim:
    """A worker's hold on an import. The lease that it wrote last is what tells it from any other worker."""

    def __init__(self, job: ImportJob, now: datetime) -> None:
        self.job, self.now, self.began = job, now, time.monotonic()
        self.until = now + LEASE

    def take(self) -> bool:
        """False if somebody else was faster."""
        mine = ImportJob.objects.claimable(self.now).filter(pk=self.job.pk)
        return bool(mine.update(status=ImportJob.Status.RUNNING, lease_until=self.until))

    def keep(self, **facts: Any) -> None:
        """Writes the facts and renews the lease. Raises Lost."""
        until = self.now + timedelta(seconds=time.monotonic() - self.began) + LEASE
        self._write(lease_until=until, **facts)
        self.until = until

    def end(self, **facts: Any) -> None:
        """Writes the facts and lets go. Raises Lost."""
        self._write(lease_until=None, **facts)

    def _write(self, **facts: Any) -> None:
        mine = ImportJob.objects.filter(pk=self.job.pk, status=ImportJob.Status.RUNNING, lease_until=self.until)
        if not mine.update(**facts):
            raise Lost
