"""What has outlived its time goes: for each period the rows that it is about, in batches, whenever it is asked.

Nothing is marked and nothing is promised: which rows are over follows from their own dates, so a sweep that was missed
is caught up by the next one, and a second one finds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session as BrowserSession
from django.db import transaction
from django.db.models import F, Model, Q, QuerySet

from core import audit
from core.clock import day_here
from core.models import Removal
from desk.own.periods import BY_KEY, PERIODS
from goals.models import CoachingGoal, LookBack, MentoringIntent, Review
from notes.models import PrivateNote, SharedNote
from pairing.models import Match, Run, Unmatched
from people import devices
from people.models import EmailChange, Invitation
from programs.models import Application, Batch, Exclusion
from relationships import models as pairs
from surveys.models import Answer, HelpRequest

BATCH = 1_000


@dataclass(frozen=True)
class Over:
    """Rows of one table whose time is over: those that `when` finds before the moment that their period says.

    `clears` empties a column of them instead, where the row itself stays; `empty` is what stands there then.
    """

    key: str
    model: type[Model]
    when: Callable[[datetime], Q]
    clears: str = ""
    empty: str | None = None

    def rows(self, now: datetime) -> QuerySet[Model]:
        found = self.model._base_manager.filter(self.when(now - timedelta(days=BY_KEY[self.key].days)))
        # A sealed text can only be asked whether it is null.
        is_empty = {f"{self.clears}__isnull": True} if self.empty is None else {self.clears: self.empty}
        return found.exclude(**is_empty) if self.clears else found


def before(path: str) -> Callable[[datetime], Q]:
    """A moment in that column."""
    return lambda moment: Q(**{f"{path}__lt": moment})


def day_before(path: str) -> Callable[[datetime], Q]:
    """A day in that column."""
    return lambda moment: Q(**{f"{path}__lt": day_here(moment)})


def _ended(path: str = "relationship") -> Callable[[datetime], Q]:
    return day_before(f"{path}__ended_on")


def _way_in_over(moment: datetime) -> Q:
    return Q(expires_at__lt=moment) | Q(used_at__lt=moment)


def _signed_out(moment: datetime) -> Q:
    alive = BrowserSession.objects.filter(expire_date__gte=moment)
    return ~Q(session_key__in=alive.values("session_key"))


def _helped(moment: datetime) -> Q:
    """Answered; or never to be answered, since the contact has left."""
    return Q(answered_at__lt=moment) | Q(answered_at__isnull=True, contact__is_active=False, asked_at__lt=moment)


# What hangs on one of these goes with it (signatures, aims, values …).
RULES = (
    *(
        Over("pair_texts", model, _ended())
        for model in (
            pairs.AgendaItem, pairs.Plan, pairs.AgendaLock, pairs.ActionItem, pairs.Agreement, pairs.EndDateProposal,
            pairs.LastLook, pairs.OnBehalf, pairs.Thanks, MentoringIntent, CoachingGoal, Review, SharedNote,
        )
    ),
    Over("pair_texts", pairs.SessionLog, _ended("session__relationship")),
    Over("pair_texts", pairs.Session, _ended(), clears="link", empty=""),
    *(Over("removed", model, before("removed_at")) for model in (pairs.AgendaItem, pairs.ActionItem)),
    *(Over("own_texts", model, _ended()) for model in (PrivateNote, LookBack, pairs.Farewell, pairs.ProposalAnswer)),
    Over("answers", Answer, day_before("round__closes_on")),
    Over("help", HelpRequest, _helped),
    *(Over("wishes", model, day_before("enrollment__program__ends_on")) for model in (Application, Exclusion)),
    Over("wishes", Run, day_before("program__ends_on"), clears="frozen"),
    Over("wishes", Match, day_before("run__program__ends_on"), clears="reasons"),
    Over("wishes", Batch, day_before("program__ends_on"), clears="reason"),
    Over("wishes", Unmatched, day_before("run__program__ends_on")),
    *(Over("ways_in", model, _way_in_over) for model in (Invitation, EmailChange)),
    Over("sessions", UserSession, _signed_out),
    Over("sessions", BrowserSession, before("expire_date")),
)  # fmt: skip


def due(now: datetime) -> dict[str, int]:
    """Period → how many rows are over now. Writes nothing."""
    found = dict.fromkeys((period.key for period in PERIODS), 0)
    for rule in RULES:
        found[rule.key] += rule.rows(now).count()
    found["audit"] += audit.outlived(now)
    return found


def sweep(now: datetime) -> dict[str, int]:
    """Remove what is over, and note how many rows of which period. → period, rows; a second run finds nothing."""
    done = dict.fromkeys((period.key for period in PERIODS), 0)
    devices.forget_addresses()
    for key, remove in _steps(now):
        while rows := remove():
            done[key] += rows
    for key, rows in done.items():
        if rows:
            _note(key, rows, now)
    return done


def _steps(now: datetime) -> Iterator[tuple[str, Callable[[], int]]]:
    """What removes one batch, and of which period it is."""
    for rule in RULES:
        yield rule.key, partial(_batch, rule, now)
    yield "audit", partial(audit.forget_outlived, now, BATCH)


def _batch(rule: Over, now: datetime) -> int:
    """One batch in a transaction of its own, so that nobody waits for long. → rows of this table."""
    with transaction.atomic():
        keys = list(rule.rows(now).order_by("pk").values_list("pk", flat=True)[:BATCH])
        rows = rule.model._base_manager.filter(pk__in=keys)
        if rule.clears:
            rows.update(**{rule.clears: rule.empty})
        else:
            rows.delete()
    return len(keys)


def _note(key: str, rows: int, now: datetime) -> None:
    noted, made = Removal.objects.get_or_create(day=day_here(now), what=key, defaults={"rows": rows})
    if not made:
        Removal.objects.filter(pk=noted.pk).update(rows=F("rows") + rows)
