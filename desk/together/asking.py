"""Asking for one act on many rows: which of them it fits, and word to the worker."""

from __future__ import annotations

import contextlib
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from kombu.exceptions import OperationalError

from desk.tasks import work_together
from desk.together.acts import ACTS, TogetherAct
from people.models import User
from programs import batches
from programs.models import Batch, Program


def chosen(act: TogetherAct, program: Program, things: Collection[UUID] | None, *, by: User, now: datetime) -> Any:
    """The rows that are named, or all (None), as far as the act fits them."""
    rows = act.fits(by, program, now)
    return rows if things is None else rows.filter(pk__in=things)


def begin(
    program: Program, act: str, things: Collection[UUID] | None, *, by: User, now: datetime, reason: str = "",
    until: date | None = None,
) -> Batch:  # fmt: skip
    """Do it for those that are named, or for all that it fits, at most for as many as are done at once; a worker
    begins now."""
    fitting = chosen(ACTS[act], program, things, by=by, now=now)[: batches.AT_ONCE]
    rows = [(thing.pk, ACTS[act].who(thing)) for thing in fitting]
    made: Batch = batches.begin(program, act, rows, by=by, now=now, reason=reason, until=until)
    transaction.on_commit(_kick)
    return made


def undo(batch: Batch, *, by: User, now: datetime) -> None:
    """Take back every row that is done, within ten minutes of the beginning."""
    batches.undo(batch, by=by, now=now)
    transaction.on_commit(_kick)


def _kick() -> None:
    with contextlib.suppress(OperationalError):
        # Without a broker the next sweep finds the row.
        work_together.delay()
