"""Planning, moving and calling off a session. Stored in UTC with the IANA zone in which somebody thought of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils.translation import gettext as _

from core import wording
from core.clock import day_of
from core.errors import NotPossible
from core.verbs import verb
from people.models import User
from relationships.halves import locked, locked_open, require_half
from relationships.models import Relationship, Session
from relationships.querysets import SessionQuerySet

FARTHEST = timedelta(days=366)
LONGEST = timedelta(days=1)  # no session lasts longer


def moment(wall: datetime, zone: str) -> datetime:
    """The instant at which a wall clock in `zone` shows `wall`, in UTC. When the clocks go forward a time that does not
    exist becomes the one an hour later; when they go back the first of the two counts. Raises NotPossible for a day
    beyond all calendars."""
    try:
        return wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    except OverflowError:  # the first or the last day that there is, on a clock ahead of or behind UTC
        raise NotPossible(_("There is no such day. Did you mean another year?")) from None


@verb("session.plan")
def plan(
    relationship: Relationship,
    *,
    wall: datetime,
    zone: str,
    minutes: int,
    form: str,
    link: str = "",
    by: User,
    now: datetime,
) -> Session:
    """Either half plans a session at `wall` on the clock of `zone`.

    Raises PermissionDenied for others; NotPossible for a time that has passed, after the end date, while the two are
    not at work, and for a time that is planned already (a form that was sent twice, another session then).
    """
    require_half(by, relationship)
    relationship = locked(relationship)
    starts_at = moment(wall, zone)
    _require_time_ahead(relationship, starts_at, zone, now)
    if relationship.sessions.planned().filter(starts_at=starts_at).exists():
        raise NotPossible(_("That is planned already."))
    _require_free(relationship.sessions.planned(), starts_at, minutes, zone, now)
    return Session.objects.create(
        relationship=relationship,
        starts_at=starts_at,
        zone=zone,
        minutes=minutes,
        form=form,
        link=link,
        planned_by=by,
        planned_at=now,
    )


@verb("session.move")
def move(
    session: Session,
    *,
    wall: datetime,
    zone: str,
    minutes: int,
    form: str,
    link: str = "",
    revision: int,
    by: User,
    now: datetime,
) -> Session:
    """Either half moves a session, or changes how long it takes and where; `revision` is the one that they saw.

    A session that nobody confirmed may move too: that is how "we moved it" is told. Raises as `plan` does, and
    NotPossible if the other half was faster, or if nothing is different: both get a mail about a move.
    """
    relationship = locked(session.relationship)
    require_half(by, relationship)
    starts_at = moment(wall, zone)
    _require_time_ahead(relationship, starts_at, zone, now)
    _require_free(relationship.sessions.planned().exclude(pk=session.pk), starts_at, minutes, zone, now)
    facts = {"starts_at": starts_at, "minutes": minutes, "form": form, "link": link}
    is_same = all(getattr(session, name) == value for name, value in facts.items())
    if is_same and session.status == Session.Status.PLANNED and session.revision == revision:
        raise NotPossible(_("Nothing is different yet. Change the time, the length or the place."))
    seen = Session.objects.filter(pk=session.pk, status__in=["planned", "unknown"], revision=revision)
    moved = seen.update(**facts, status=Session.Status.PLANNED, zone=zone, revision=F("revision") + 1)
    session.refresh_from_db()
    if not moved:
        raise NotPossible(how_it_stands(session, now))
    return session


@verb("session.call_off")
def call_off(session: Session, *, by: User, now: datetime) -> Session:
    """Either half calls off a session that has not begun; who and when is kept, the notice follows from it."""
    require_half(by, session.relationship)
    session.relationship = locked_open(session.relationship)
    ahead = Session.objects.filter(pk=session.pk, status=Session.Status.PLANNED, starts_at__gt=now)
    called_off = ahead.update(
        status=Session.Status.CANCELLED, cancelled_by=by, cancelled_at=now, revision=F("revision") + 1
    )
    session.refresh_from_db()
    if not called_off:
        raise NotPossible(how_it_stands(session, now))
    return session


def days_to_next(session: Session) -> int:
    """How long after this one the next usually is: the steps that a kind begins with, then the rhythm of the two; a
    rhythm that is closer anyway stays."""
    relationship = session.relationship
    steps: tuple[int, ...] = relationship.rules_of_kind.FIRST_STEPS
    if not steps:
        return relationship.cadence_days
    so_far = relationship.sessions.filter(status__in=["planned", "held", "unknown"], starts_at__lte=session.starts_at)
    nth = so_far.count()
    return min(steps[nth - 1], relationship.cadence_days) if 0 < nth <= len(steps) else relationship.cadence_days


def next_suggestion(session: Session, now: datetime) -> datetime | None:
    """Same weekday and time, one step of the rhythm later, on the wall clock of the session's zone; None if that is not
    to come or lies after the end date."""
    relationship = session.relationship
    wall = session.local_start.replace(tzinfo=None) + timedelta(days=days_to_next(session))
    starts_at = moment(wall, session.zone)
    if starts_at <= now or (relationship.ends_on and wall.date() > relationship.ends_on):
        return None
    return wall


def how_it_stands(session: Session, now: datetime) -> str:
    """One sentence for somebody who came too late."""
    when = wording.moment(session.starts_at, day_of(now, session.zone), session.zone)
    if session.status == Session.Status.CANCELLED and session.cancelled_by:
        return _("%(name)s called this off.") % {"name": session.cancelled_by.first_name}
    if session.status in {Session.Status.HELD, Session.Status.MISSED} and session.logged_by:
        return _("%(name)s has logged this already.") % {"name": session.logged_by.first_name}
    if session.starts_at <= now:
        return _("This lies behind: say whether it took place.")
    return _("This was changed a moment ago: it is now on %(when)s.") % {"when": when}


def why_not_planned(relationship: Relationship, today: date) -> str:
    """Why nothing can be planned today, whatever the time; empty if something can."""
    if relationship.may_be_planned_on(today):
        return ""
    if relationship.is_working:
        return after_the_end(relationship, today)
    return _("Nothing can be planned now: %(status)s.") % {"status": relationship.status_label}


def require_plannable(relationship: Relationship, today: date) -> None:
    """Raises NotPossible where the form for a time would be filled in for nothing."""
    if why_not := why_not_planned(relationship, today):
        raise NotPossible(why_not)


def _require_time_ahead(relationship: Relationship, starts_at: datetime, zone: str, now: datetime) -> None:
    """May the two meet then?"""
    local, today = day_of(starts_at, zone), day_of(now, zone)
    require_plannable(relationship, today)
    if relationship.ends_on and local > relationship.ends_on:
        end = wording.short_day(relationship.ends_on, today)
        raise NotPossible(
            _("This coaching ends on %(day)s. Pick a day before, or ask for a new end date.") % {"day": end}
        )
    if starts_at <= now:
        raise NotPossible(_("That time has passed. Pick one to come."))
    if starts_at - now > FARTHEST:
        raise NotPossible(_("That is more than a year ahead. Did you mean another year?"))


def _require_free(others: SessionQuerySet, starts_at: datetime, minutes: int, zone: str, now: datetime) -> None:
    """Do the two not meet already at that time?"""
    until = starts_at + timedelta(minutes=minutes)
    for other in others.filter(starts_at__lt=until, starts_at__gt=starts_at - LONGEST):
        if other.starts_at + timedelta(minutes=other.minutes) > starts_at:
            when = wording.moment(other.starts_at, day_of(now, zone), zone)
            raise NotPossible(
                _("You two meet on %(when)s already. Pick another time, or move that one.") % {"when": when}
            )


def after_the_end(relationship: Relationship, today: date) -> str:
    """What somebody reads who plans or logs after the end date (S0-14)."""
    day = wording.short_day(relationship.ends_on, today) if relationship.ends_on else ""
    return _("This coaching ended on %(day)s. Ask for a new end date, or close it.") % {"day": day}
