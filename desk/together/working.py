"""Doing and undoing what was asked for together, row by row.

Each row is a transaction of its own: it is done with the mark that says so, or neither. So a worker may be killed at
any moment, and two that work at once never do a row twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from desk.together.acts import ACTS, TogetherAct, find
from people.readers import written_for
from programs.models import Batch, BatchRow

LEASE = timedelta(minutes=5)
State, Row = Batch.State, BatchRow.State
log = logging.getLogger(__name__)


def work_next(*, now: datetime) -> bool:
    """Works off one batch that waits, or one whose worker has gone. Says whether there was any."""
    batch = Batch.objects.claimable(now).select_related("by", "program").first()
    if batch is None or not _claim(batch, now):
        return False
    with written_for(batch.by):
        undoes = batch.state == State.UNDOING
        work, old = (_undo, Row.DONE) if undoes else (_do, Row.WAITING)
        for row in BatchRow.objects.filter(batch=batch, state=old):
            if not work(batch, row, ACTS[batch.act], now):
                break
    ended = {State.UNDOING: State.UNDONE, State.RUNNING: State.DONE}
    Batch.objects.filter(pk=batch.pk, state=batch.state).update(state=ended[State(batch.state)])
    Batch.objects.filter(pk=batch.pk).update(lease_until=None)
    return True


def _claim(batch: Batch, now: datetime) -> bool:
    mine = Batch.objects.claimable(now).filter(pk=batch.pk, state=batch.state).order_by()
    facts: dict[str, Any] = {"lease_until": now + LEASE}
    if batch.state == State.WAITING:
        facts |= {"state": State.RUNNING, "started_at": now}
    if not mine.update(**facts):
        return False
    batch.refresh_from_db(fields=["state", "started_at"])
    return True


def _do(batch: Batch, row: BatchRow, act: TogetherAct, now: datetime) -> bool:
    def do() -> None:
        before = act.do(find(act, batch.by, batch.program, row.thing, now), batch, now)
        BatchRow.objects.filter(pk=row.pk).update(before=before)

    return _one(batch, row, Row.WAITING, Row.DONE, Row.REFUSED, do, done_at=now)


def _undo(batch: Batch, row: BatchRow, act: TogetherAct, now: datetime) -> bool:
    def undo() -> None:
        thing = act.model.objects.visible_to(batch.by).get(pk=row.thing)
        act.undo(thing, batch, row.before, row.done_at or now, now)

    return _one(batch, row, Row.DONE, Row.UNDONE, Row.KEPT, undo)


def _one(
    batch: Batch, row: BatchRow, old: str, done: str, not_done: str, work: Callable[[], None], **facts: Any
) -> bool:
    """One row, with its mark. False once somebody stopped or undid the batch: then the row stays as it is."""
    going_on = Batch.objects.filter(pk=batch.pk, state=batch.state)
    mine = BatchRow.objects.filter(pk=row.pk, state=old, batch__in=going_on)
    try:
        with transaction.atomic():
            if not mine.update(state=done, **facts):
                return going_on.exists()
            work()
    except (NotPossible, NotYours) as refusal:
        mine.update(state=not_done, words=str(refusal)[:300])
    except Exception:
        log.exception("A row of the batch %s could not be worked off", batch.pk)
        mine.update(state=not_done, words=_("Something went wrong on our side. It was left as it is."))
    return True
