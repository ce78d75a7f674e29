"""Around a session: planned, moved, called off; the agenda before it, the day before, the log after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import wording
from nudges import calendars, links, walltime
from nudges.kinds.entry import DAY, Fact, NudgeKind, told_at, with_both
from nudges.kinds.progress import is_value_due
from nudges.models import Category, Nudge, Topic
from people.models import User
from relationships.kinds import OPEN_STATUSES, OVER_STATUSES
from relationships.models import AgendaItem, Session, StatusChange

# So long after the planning it is still worth saying.
NEWS = timedelta(days=2)
LOG_WINDOW = timedelta(days=8)
OF_SESSION = ("starts_at", "minutes", "revision", "planned_at", "cancelled_at", "relationship__kind")


def planned(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Newly planned and not moved since: both."""
    for session in _sessions(fact, status="planned", revision=0, starts_at__gt=now, planned_at__gte=now - NEWS):
        yield from _facts(session, at=session.planned_at)


def moved(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Moved: both, once for each move."""
    for session in _sessions(fact, status="planned", revision__gt=0, starts_at__gt=now):
        yield from _facts(session)


def called_off(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Called off before it was to begin, or still in two calendars while the pair is over: both."""
    for session in _sessions(fact, status="cancelled", starts_at__gt=now, cancelled_at__gte=now - NEWS):
        yield from _facts(session, at=session.cancelled_at)
    yield from _left_behind(now, fact)


def _left_behind(now: datetime, fact: UUID | None) -> Iterator[Fact]:
    """Each is told when the end is told. An end that was undone and comes again is another one to tell of."""
    ended = StatusChange.objects.filter(to_status__in=OVER_STATUSES, at__lte=now, at__gte=now - NEWS)
    changes = {one.relationship_id: one for one in with_both(ended, "at", "by", pair="relationship__")}
    left = Session.objects.planned().filter(starts_at__gt=now, relationship__in=changes)
    left = left.exclude(relationship__status__in=OPEN_STATUSES)
    left = with_both(left, *OF_SESSION, pair="relationship__")
    for session in left if fact is None else left.filter(pk=fact):
        change = changes[session.relationship_id]
        for one in _facts(session, at=told_at(change)):
            yield replace(one, revision=f"{one.revision}-{change.at:%Y%m%d%H%M%S}")


def agenda(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Three days before: who owns the agenda, and in coaching who owns its first line, while that is not written."""
    found = list(_sessions(fact, status="planned", starts_at__gt=now, starts_at__lt=now + 5 * DAY))
    has_first_line = _with_first_line(found, now)
    for session in found:
        pair = session.relationship
        rules = pair.rules_of_kind
        roles = [
            role
            for role in rules.AGENDA_EMPTY_ASKS
            if role != rules.FIRST_LINE_OWNER or session.pk not in has_first_line
        ]
        for one in _facts(session, people=[getattr(pair, role) for role in roles]):
            yield replace(one, until=_eve(one))


def _with_first_line(sessions: list[Session], now: datetime) -> set[UUID]:
    """Those for which the first line is written: until one is logged, it is for the next session of its pair."""
    pairs = [session.relationship_id for session in sessions]
    lines = AgendaItem.objects.of_layer("session").filter(relationship__in=pairs, is_first_line=True, status="on")
    coming = Session.objects.planned().filter(starts_at__gt=now, relationship__in=lines.values("relationship_id"))
    latest_first = coming.order_by("-starts_at", "-pk").values_list("relationship_id", "pk")
    return set(dict(latest_first).values())


def tomorrow(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """The day before: both, unless they were told of this very time since that morning."""
    found = list(_sessions(fact, status="planned", starts_at__gt=now, starts_at__lt=now + 3 * DAY))
    told = _told_when(found)
    for one in (one for session in found for one in _facts(session)):
        heard_at, eve = told.get((one.recipient.pk, one.id, one.revision)), _eve(one)
        if heard_at is None or eve is None or heard_at < eve:
            yield one


def to_log(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """It is over and nobody said whether it took place: both, the day after and once more two days later."""
    for session in _sessions(fact, status="planned", starts_at__lt=now, starts_at__gt=now - LOG_WINDOW):
        if session.starts_at + timedelta(minutes=session.minutes) < now:
            yield from _facts(session, until=session.starts_at + LOG_WINDOW)


def _sessions(fact: UUID | None, **where: Any) -> Iterable[Session]:
    found = Session.objects.filter(relationship__status__in=OPEN_STATUSES, **where)
    found = with_both(found, *OF_SESSION, pair="relationship__")
    return found if fact is None else found.filter(pk=fact)


def _facts(
    session: Session, *, people: list[User] | None = None, at: datetime | None = None, until: datetime | None = None
) -> Iterator[Fact]:
    pair = session.relationship
    for person in [pair.learner, pair.guide] if people is None else people:
        yield Fact(
            id=session.pk,
            recipient=person,
            relationship_id=pair.pk,
            on=walltime.local_day(session.starts_at, person),
            at=at,
            until=until or session.starts_at,
            revision=str(session.revision),
        )


def _eve(fact: Fact) -> datetime | None:
    """The morning before; from then on the mail about tomorrow is the word."""
    return walltime.morning_of(fact.on - DAY, fact.recipient) if fact.on else None


def _told_when(sessions: list[Session]) -> dict[tuple[UUID, UUID, str], datetime]:
    """When each person heard of the time of each session as it is now."""
    rows = Nudge.objects.filter(kind__in=["session-planned", "session-moved"], fact__in=[one.pk for one in sessions])
    return {
        (person, fact, revision): at
        for person, fact, revision, at in rows.values_list("recipient_id", "fact", "revision", "noticed_at")
    }


def words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    """When and how they meet; on the other's clock too, where it shows another time."""
    session = calendars.session_of(nudge)
    other = session.relationship.other(nudge.recipient)
    today = walltime.local_day(now, nudge.recipient)
    local = wording.in_zone(session.starts_at, None)
    return {
        "session": session,
        "starts": wording.moment(session.starts_at, today),
        "day": wording.day(local.date(), today),
        "time": wording.clock(local),
        "near": _near(local, today),
        "weekday": date_format(local, "l"),
        "form": session.get_form_display().lower(),
        "theirs": wording.clock_for(session.starts_at, walltime.zone_of(other).key, other.first_name, today),
        "button_url": links.pair(session.relationship),
    }


def _near(at: datetime, today: date) -> str:
    """ "Tomorrow 15:00", as a subject begins."""
    word = wording.near(at.date(), today)
    return _("%(day)s %(time)s") % {"day": word[:1].upper() + word[1:], "time": wording.clock(at)}


def agenda_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    """How many points there are; what they say stays inside."""
    waiting = Q(session=nudge.fact) | Q(session__isnull=True)
    points = AgendaItem.objects.of_layer("session").filter(
        waiting, relationship=nudge.relationship_id, status="on", is_first_line=False
    )
    found = words(nudge, now)
    written = _with_first_line([found["session"]], now)
    return {**found, "points": points.count(), "asks_first_line": found["session"].pk not in written}


def log_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    found = words(nudge, now)
    pair, today = found["session"].relationship, walltime.local_day(now, nudge.recipient)
    return {
        **found,
        "button_url": links.log(found["session"]),
        "not_held_url": links.missed(found["session"]),
        "value_due": is_value_due(pair, pair.role_of(nudge.recipient), today),
    }


def change_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    found = words(nudge, now)
    return {**found, "change_url": links.change(found["session"])}


AT_ONCE = Category.TRANSACTIONAL

ENTRIES = [
    NudgeKind("session-planned", planned, words, "session_planned", AT_ONCE, keeps=NEWS, calendar=calendars.request),
    NudgeKind("session-moved", moved, words, "session_moved", AT_ONCE, keeps=NEWS, calendar=calendars.request),
    NudgeKind("session-called-off", called_off, words, "session_off", AT_ONCE, keeps=NEWS, calendar=calendars.cancel),
    NudgeKind("session-tomorrow", tomorrow, change_words, "session_tomorrow", AT_ONCE, offsets=(-1,), rides=True),
    NudgeKind("session-agenda", agenda, agenda_words, "session_agenda", topic=Topic.SESSIONS, offsets=(-3,)),
    NudgeKind(
        "session-log", to_log, log_words, "session_log", topic=Topic.SESSIONS, offsets=(1, 3), keeps=timedelta(days=2)
    ),
]
