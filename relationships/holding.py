"""Saying whether a session took place. Either half does, at any time, whatever the agenda looks like (C20)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from core import wording
from core.clock import day_of
from core.each import each
from core.errors import NotPossible
from core.verbs import verb
from people.models import User
from relationships import rules
from relationships.halves import locked, locked_open, require_half
from relationships.models import AgendaItem, Relationship, Session, SessionLog
from relationships.scheduling import FARTHEST, after_the_end, how_it_stands, moment

# After so many days, two prompts included, what nobody confirmed is left as "not confirmed".
UNCONFIRMED_AFTER = timedelta(days=7)
# An unplanned session this near to another one is asked about before it becomes a second row.
NEAR = timedelta(days=1)
# The time of day of an unplanned session: nobody is asked for it.
NOON = 12


class WrongDay(NotPossible):
    """It cannot have been on that day: the sentence belongs to the field of the day."""


class Future(WrongDay):
    """A day to come cannot be logged. `meant` is the day that was probably meant."""

    def __init__(self, message: str, meant: date) -> None:
        super().__init__(message)
        self.meant = meant


class AlreadyThere(NotPossible):
    """An unplanned session lies near another one: is it the same? `session` is that other one."""

    def __init__(self, session: Session) -> None:
        super().__init__(_("There is one near that day already."))
        self.session = session


@verb("session.hold")
def hold(
    session: Session,
    *,
    minutes: int,
    form: str,
    day: date | None = None,
    talked_about: Iterable[Any] = (),
    by: User,
    now: datetime,
) -> Session:
    """A planned session took place: `minutes` long, on `day` (as planned unless told).

    `talked_about`: ids of agenda lines; only the owner of the agenda ticks them. Raises NotPossible for a day to come,
    14 days after the end date, and when the other half has logged it already: one session is one row, always.
    """
    require_half(by, session.relationship)
    session.relationship = locked(session.relationship)
    starts_at = _held_at(session, day or session.day, now)
    open_still = Session.objects.filter(pk=session.pk, status__in=["planned", "unknown"])
    logged = open_still.update(
        status=Session.Status.HELD, starts_at=starts_at, minutes=minutes, form=form, logged_by=by, logged_at=now
    )
    session.refresh_from_db()
    if not logged:
        raise NotPossible(how_it_stands(session, now))
    _settle_agenda(session, talked_about, by=by)
    return session


@verb("session.log_unplanned")
def log_unplanned(
    relationship: Relationship,
    *,
    day: date,
    minutes: int,
    form: str,
    zone: str,
    another: bool = False,
    by: User,
    now: datetime,
) -> Session:
    """Log a session that nobody had planned. Raises AlreadyThere if one is near, unless it is said to be `another`."""
    require_half(by, relationship)
    relationship = locked(relationship)
    wall = datetime(day.year, day.month, day.day, NOON)  # noqa: DTZ001  (the zone joins in `moment`)
    _require_loggable(relationship, day, zone, now)
    if day_of(now, zone) - day > FARTHEST:
        raise WrongDay(_("That is more than a year ago. Did you mean another year?"))
    _require_begun(relationship, day, zone, now)
    starts_at = min(moment(wall, zone), now)
    if not another and (near := near_session(relationship, starts_at)):
        raise AlreadyThere(near)
    session = Session.objects.create(
        relationship=relationship,
        status=Session.Status.HELD,
        starts_at=starts_at,
        zone=zone,
        minutes=minutes,
        form=form,
        planned_by=by,
        planned_at=now,
        logged_by=by,
        logged_at=now,
    )
    _settle_agenda(session, (), by=by)
    return session


@verb("session.confirm")
def confirm(session: Session, *, by: User, now: datetime) -> Session:
    """The other half says that what was logged is right: the log that they read, as `session` has it."""
    require_half(by, session.relationship)
    session.relationship = locked_open(session.relationship)
    read = {"logged_by__isnull": False, "logged_at": session.logged_at, "confirmed_at__isnull": True}
    logged = Session.objects.filter(pk=session.pk, status__in=["held", "missed"], **read)
    confirmed = logged.exclude(logged_by=by).update(confirmed_by=by, confirmed_at=now)
    session.refresh_from_db()
    if not confirmed and session.confirmed_by_id != by.pk:
        raise NotPossible(_("There is nothing to confirm here."))
    return session


@verb("session.correct")
def correct(
    session: Session, *, day: date, minutes: int, form: str, seen: datetime | None, by: User, now: datetime
) -> Session:
    """Either half says how it really was; the other is asked to confirm. `seen` is the log that they corrected."""
    require_half(by, session.relationship)
    session.relationship = locked(session.relationship)
    starts_at = _held_at(session, day, now)
    logged = Session.objects.filter(pk=session.pk, status__in=["held", "missed"], logged_at=seen)
    corrected = logged.update(
        status=Session.Status.HELD,
        starts_at=starts_at,
        minutes=minutes,
        form=form,
        logged_by=by,
        logged_at=now,
        confirmed_by=None,
        confirmed_at=None,
    )
    session.refresh_from_db()
    if not corrected:
        raise NotPossible(how_it_stands(session, now))
    return session


@verb("session.miss")
def miss(session: Session, *, why: str, seen: datetime | None = None, by: User, now: datetime) -> Session:
    """It did not take place; the reason stays with the two. `seen`: the log that this corrects, if there is one.

    For "we moved it" use `scheduling.move`: the session goes on, on another day.
    """
    require_half(by, session.relationship)
    session.relationship = locked(session.relationship)
    today = day_of(now, session.zone)
    _require_loggable(session.relationship, min(session.day, today), session.zone, now)
    behind = Q(status__in=["planned", "unknown"], starts_at__lte=now)
    told = Q(status__in=["held", "missed"], logged_at=seen, logged_at__isnull=False)
    missed = Session.objects.filter(behind | told, pk=session.pk).update(
        status=Session.Status.MISSED, logged_by=by, logged_at=now, confirmed_by=None, confirmed_at=None
    )
    session.refresh_from_db()
    if not missed:
        raise NotPossible(how_it_stands(session, now))
    SessionLog.objects.update_or_create(session=session, defaults={"what_happened": SessionLog.Why(why).value})
    return session


@verb("session.mark_unconfirmed")
def mark_unconfirmed(session: Session, *, now: datetime, by: None = None) -> Session:
    """The clock: nobody said whether it took place. It can still be logged."""
    silent = Session.objects.silent_since(now - UNCONFIRMED_AFTER).filter(pk=session.pk)
    if not silent.update(status=Session.Status.UNKNOWN):
        raise NotPossible(_("Somebody has said how it was, or it is too early."))
    session.refresh_from_db()
    return session


def mark_all_unconfirmed(now: datetime) -> int:
    """What the sweep does; returns how many were left as "not confirmed"."""
    silent = list(Session.objects.silent_since(now - UNCONFIRMED_AFTER)[:500])
    return each(silent, lambda session: mark_unconfirmed(session, now=now))


def near_session(relationship: Relationship, starts_at: datetime) -> Session | None:
    """A session within a day that is logged, or waits to be."""
    near = relationship.sessions.filter(
        status__in=["held", "planned", "unknown"], starts_at__gte=starts_at - NEAR, starts_at__lte=starts_at + NEAR
    )
    return near.select_related("relationship", "logged_by").order_by("-starts_at").first()


def held_of(relationship: Relationship) -> tuple[int, int | None]:
    """How many took place, of how many planned for the whole engagement (None where the kind plans no number)."""
    return relationship.sessions.held().count(), relationship.program.sessions_planned


def weeks_of(relationship: Relationship, today: date) -> tuple[int, int] | None:
    """In which week they are, of how many: the first begins with the first day. None where there is no end."""
    if relationship.starts_on is None or relationship.ends_on is None:
        return None
    weeks = (relationship.ends_on - relationship.starts_on).days // 7
    return max(0, min((today - relationship.starts_on).days // 7 + 1, weeks)), weeks


def day_probably_meant(relationship: Relationship, today: date, now: datetime) -> date:
    """For a day that lies ahead: the session that waits to be logged, or else today."""
    waiting = relationship.sessions.to_log(now).first()
    return waiting.day if waiting else today


def _held_at(session: Session, day: date, now: datetime) -> datetime:
    """When it took place: that day at the planned time of day, never later than now."""
    _require_loggable(session.relationship, day, session.zone, now)
    if day == session.day:
        return min(session.starts_at, now)
    _require_begun(session.relationship, day, session.zone, now)
    wall = datetime.combine(day, session.local_start.time())
    return min(moment(wall, session.zone), now)


def require_loggable(relationship: Relationship, today: date) -> None:
    """Raises NotPossible where no day at all can be logged: before both said yes, and once it or its time is over."""
    if relationship.may_be_logged_on(today):
        return
    if relationship.status == "proposed":
        raise NotPossible(_("First both of you say yes."))
    if relationship.is_open:
        raise NotPossible(after_the_end(relationship, today))
    raise NotPossible(_("This has ended. Nothing more can be logged."))


def _require_loggable(relationship: Relationship, day: date, zone: str, now: datetime) -> None:
    """Any day up to today while it is open; after a coaching's end date only what lay before, for 14 days."""
    today = day_of(now, zone)
    if day > today:
        meant = day_probably_meant(relationship, today, now)
        words = {"session": relationship.words["session"], "day": wording.short_day(meant, today)}
        raise Future(_("A %(session)s cannot be in the future. Did you mean %(day)s?") % words, meant)
    if relationship.ends_on and day > relationship.ends_on:
        raise NotPossible(after_the_end(relationship, today))
    require_loggable(relationship, today)


def _require_begun(relationship: Relationship, day: date, zone: str, now: datetime) -> None:
    """Two who were not brought together yet did not meet as the two of this pair."""
    began = day_of(relationship.proposed_at, zone)
    if day < began:
        words = {"day": wording.short_day(began, day_of(now, zone))}
        raise WrongDay(_("You two came together on %(day)s: choose that day or a later one.") % words)


def _settle_agenda(session: Session, talked_about: Iterable[Any], *, by: User) -> None:
    """The first line was for this session; ticked lines are done. Everything else moves on by itself."""
    on = AgendaItem.objects.of_layer("session").filter(relationship=session.relationship_id, status="on")
    done = {"status": AgendaItem.Status.DONE, "session": session, "version": F("version") + 1}
    on.filter(is_first_line=True, created_at__lte=session.ends_at + NEAR).update(**done)
    ids = list(talked_about)
    if ids and rules.owns_layer(by, session.relationship, "session"):
        on.filter(is_first_line=False, pk__in=ids).update(**done)
