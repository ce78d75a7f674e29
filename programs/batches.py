"""One act for many rows: asked for, stopped, undone. What the acts are is known above (`desk.together`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.undoing import UNDO_FOR
from core.verbs import verb
from people.models import User
from programs import rules
from programs.models import Batch, BatchRow, Program

# So many at once, that a page shows them all and a form names them all.
AT_ONCE = 500
State = Batch.State


@verb("batch.begin")
def begin(
    program: Program, act: str, things: Sequence[tuple[UUID, str]], *, reason: str = "", until: date | None = None,
    by: User, now: datetime,
) -> Batch:  # fmt: skip
    """Ask for an act on these rows (id and name of each); a worker takes it from here. What each row may is asked when
    its turn comes."""
    _require(program, by)
    if not things:
        raise NotPossible(_("Nobody is chosen that this could be done for."))
    if len(things) > AT_ONCE:
        raise NotPossible(_("At most %(n)s at once. Choose fewer.") % {"n": AT_ONCE})
    batch = Batch.objects.create(
        program=program, by=by, act=act, reason=reason.strip() or None, until=until, made_at=now
    )
    BatchRow.objects.bulk_create(
        BatchRow(batch=batch, number=number, thing=thing, who=who[:300])
        for number, (thing, who) in enumerate(things, start=1)
    )
    return batch


@verb("batch.stop")
def stop(batch: Batch, *, by: User, now: datetime) -> None:
    """Leave the rest as it is. What is done stays done, and can be undone."""
    _require_other(batch, by)
    if not Batch.objects.filter(pk=batch.pk, state__in=[State.WAITING, State.RUNNING]).update(state=State.STOPPED):
        raise NotPossible(_("It was done before it could be stopped."))
    batch.refresh_from_db()


@verb("batch.undo")
def undo(batch: Batch, *, by: User, now: datetime) -> None:
    """Take back every row that is done, within ten minutes of the beginning."""
    _require_other(batch, by)
    in_time = Q(started_at__isnull=True) | Q(started_at__gt=now - UNDO_FOR)
    rows = Batch.objects.filter(in_time, pk=batch.pk, state__in=[State.RUNNING, State.DONE, State.STOPPED])
    if not rows.update(state=State.UNDOING):
        raise NotPossible(_("It was undone already, or ten minutes are over."))
    batch.refresh_from_db()


def may_undo(batch: Batch, now: datetime) -> bool:
    """Is there something to undo, and time for it?"""
    in_time = batch.started_at is not None and batch.started_at > now - UNDO_FOR
    return in_time and batch.state in (State.RUNNING, State.DONE, State.STOPPED)


def _require_other(batch: Batch, by: User) -> None:
    """Nobody decides in the place of a pair of their own; also not that it is taken back."""
    _require(batch.program, by)
    if Batch.objects.filter(pk=batch.pk).with_own(by).filter(is_own=True).exists():
        raise NotYours(_("Somebody else has to take this back: one of these pairs is yours."))


def _require(program: Program, by: User) -> None:
    if not rules.runs(by, program):
        raise NotYours(_("Only the people who run this program can do that."))
