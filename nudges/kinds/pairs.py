"""While a pair is on its way: a first session, a signature, a long silence, a coming end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from core import wording
from nudges import links, walltime
from nudges.kinds.entry import DAY, Fact, NudgeKind, with_both
from nudges.models import Nudge, Snooze, Topic
from relationships.lines import in_one_line
from relationships.models import Agreement, Relationship, Session, Signature, StatusChange

SILENCE = 1.5  # times the cadence (S4-06)
# First the learner, who leads; then both.
FIRST_SESSION = {"learner": (7, 14), "guide": (14,)}
# Days after which the two are asked again for their agreement.
REQUEST = (3, 14)


def nothing_planned(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Both said yes, and no session was ever planned."""
    sessions = Session.objects.filter(relationship=OuterRef("relationship")).exclude(status__in=["cancelled", "missed"])
    yeses = StatusChange.objects.filter(
        ~Exists(sessions), from_status="proposed", at__gte=now - 21 * DAY, relationship__in=_working(fact)
    )
    for change in with_both(yeses, "at", pair="relationship__"):
        pair = change.relationship
        for role, offsets in FIRST_SESSION.items():
            person = getattr(pair, role)
            yield Fact(pair.pk, person, pair.pk, on=walltime.local_day(change.at, person), offsets=offsets)


def unsigned(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """A version of the agreement that waits for signatures, to each party that has not signed it. The sponsor hears of
    it once the learner has signed: before that, nobody outside the pair knows (C17)."""
    newer = Agreement.objects.filter(relationship=OuterRef("relationship"), version__gt=OuterRef("version"))
    found = Agreement.objects.filter(
        ~Exists(newer),
        in_force_at__isnull=True,
        written_at__gte=now - 21 * DAY,
        relationship__in=Relationship.objects.working(),
    ).select_related("sponsor")
    found = with_both(found, "written_at", "sponsor__time_zone", pair="relationship__")
    found = found if fact is None else found.filter(pk=fact)
    rows = Signature.objects.filter(agreement__in=found).values_list("agreement_id", "person_id", "at")
    signed = {(agreement_id, person_id): at for agreement_id, person_id, at in rows}
    for agreement in found:
        pair, sponsor = agreement.relationship, agreement.sponsor
        since = {pair.learner: agreement.written_at, pair.guide: agreement.written_at}
        if sponsor and (agreement.pk, pair.learner_id) in signed:
            since[sponsor] = signed[agreement.pk, pair.learner_id]
        for person, at in since.items():
            if (agreement.pk, person.pk) not in signed:
                yield Fact(agreement.pk, person, pair.pk, on=walltime.local_day(at, person))


def unwritten(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Brought in while it ran, and nobody has written the agreement: both. On the next day only if whoever brought
    them in said so (decision 0026)."""
    pairs = Relationship.objects.unwritten().working()
    pairs = pairs if fact is None else pairs.filter(pk=fact)
    begun = StatusChange.objects.filter(from_status="", at__gte=now - 21 * DAY, at__lte=now, relationship__in=pairs)
    for change in with_both(begun, "at", "relationship__told_on", pair="relationship__"):
        pair = change.relationship
        offsets = REQUEST if pair.told_on is None else (1, REQUEST[-1])
        for person in (pair.learner, pair.guide):
            on = walltime.local_day(change.at, person)
            yield Fact(pair.pk, person, pair.pk, on=on, offsets=offsets)


def quiet(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """The last session is longer ago than 1.5 times the cadence and none is coming: both, once for each silence; a
    snooze moves it (S0-27, S4-06). Whoever has only just signed gets a week to plan: of a pair that ran before, the
    last session may be long ago."""
    coming = Session.objects.filter(relationship=OuterRef("pk"), status="planned", starts_at__gt=now)
    pairs = Relationship.objects.working().filter(~Exists(coming), status="active")
    pairs = pairs if fact is None else pairs.filter(pk=fact)
    rhythms = pairs.order_by().values_list("cadence_days", flat=True).distinct()
    pairs = pairs.annotate(last=Max("sessions__starts_at", filter=Q(sessions__status="held")))
    slow = Q()
    for days in rhythms:
        slow |= Q(cadence_days=days, last__lt=now - timedelta(days=SILENCE * days - 2))
    active = StatusChange.objects.filter(relationship=OuterRef("pk"), to_status="active").order_by("at").values("at")
    pairs = pairs.annotate(since=Subquery(active[:1]))
    found = list(with_both(pairs.filter(slow), "cadence_days")) if slow else []
    snoozed = {(s.relationship_id, s.person_id): s.until for s in Snooze.objects.filter(relationship__in=found)}
    for pair in found:
        for person in (pair.learner, pair.guide):
            on = walltime.local_day(pair.last, person) + timedelta(days=ceil(SILENCE * pair.cadence_days))
            on = max(on, snoozed.get((pair.pk, person.pk), on))
            on = max(on, walltime.local_day(pair.since, person) + 7 * DAY) if pair.since else on
            yield Fact(pair.pk, person, pair.pk, on=on, revision=on.isoformat())


def near_end(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """The end date comes near, where there is one: both."""
    today = now.date()
    pairs = _working(fact).filter(ends_on__gte=today, ends_on__lte=today + 33 * DAY)
    for pair in with_both(pairs, "ends_on"):
        for person in (pair.learner, pair.guide):
            until = walltime.morning_of(pair.ends_on, person)
            yield Fact(pair.pk, person, pair.pk, on=pair.ends_on, until=until, revision=pair.ends_on.isoformat())


def line_changed(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """The two came into one reporting line: both, on the next morning, once for each line (S2-20)."""
    pairs = Relationship.objects.under_way()
    pairs = pairs if fact is None else pairs.filter(pk=fact)
    lines = in_one_line(pairs)
    for pair in with_both(pairs.filter(pk__in=lines)):
        revision = sha256("".join(map(str, lines[pair.pk])).encode()).hexdigest()[:16]
        for person in (pair.learner, pair.guide):
            on = walltime.local_day(walltime.next_morning(now, person), person)
            yield Fact(pair.pk, person, pair.pk, on=on, revision=revision)


def _working(fact: UUID | None) -> Any:
    pairs = Relationship.objects.working()
    return pairs if fact is None else pairs.filter(pk=fact)


def plan_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    pair = nudge.pair
    return {"button_url": links.plan(pair), "say_so_url": links.pair(pair)}


def write_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    return {"button_url": links.page(nudge.pair, "agreement")}


def sign_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    agreement = Agreement.objects.select_related("relationship__learner", "written_by").get(pk=nudge.fact)
    own = agreement.written_by_id == nudge.recipient_id
    words = {
        "button_url": links.agreement(agreement, nudge.recipient),
        "writer": "" if own else agreement.written_by.first_name,
    }
    if agreement.relationship.role_of(nudge.recipient) is not None:
        return words
    learner = agreement.relationship.learner.name
    why = _("Why you get this: %(name)s named you as sponsor.") % {"name": learner}
    return {**words, "role": "sponsor", "learner": learner, "why": why}


def quiet_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    pair = nudge.pair
    last = pair.sessions.held().order_by("starts_at").last()
    today = walltime.local_day(now, nudge.recipient)
    return {
        "weeks": round(pair.cadence_days / 7),
        "days": pair.cadence_days,
        "last": wording.short_day(wording.in_zone(last.starts_at, None).date(), today) if last else "",
        "button_url": links.plan(pair),
        "rest_url": links.rest(pair),
        "snooze_url": links.snooze(pair),
    }


def end_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    pair = nudge.pair
    today = walltime.local_day(now, nudge.recipient)
    planned = pair.program.sessions_planned or 0
    return {
        "ends": wording.short_day(pair.ends_on, today) if pair.ends_on else "",
        "left": max(0, planned - pair.sessions.held().count()),
        "button_url": links.pair(pair),
    }


def line_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    """The directory keeps no day of the change; it was noticed within a minute of it."""
    since = walltime.local_day(nudge.noticed_at, nudge.recipient)
    today = walltime.local_day(now, nudge.recipient)
    return {"since": wording.short_day(since, today), "button_url": links.pair(nudge.pair)}


PAIR = Topic.PAIR

ENTRIES = [
    NudgeKind(
        "first-session",
        nothing_planned,
        plan_words,
        "first_session",
        topic=PAIR,
        offsets=(7, 14),
        keeps=7 * DAY,
        resend=False,
    ),
    NudgeKind("agreement-to-sign", unsigned, sign_words, "agreement", topic=PAIR, offsets=REQUEST, keeps=7 * DAY),
    NudgeKind(
        "agreement-to-write",
        unwritten,
        write_words,
        "agreement_to_write",
        topic=PAIR,
        offsets=REQUEST,
        keeps=7 * DAY,
    ),
    NudgeKind("quiet", quiet, quiet_words, "quiet", topic=PAIR, offsets=(0,), keeps=14 * DAY, resend=False),
    NudgeKind("end-is-near", near_end, end_words, "near_end", topic=PAIR, offsets=(-30, -14), keeps=10 * DAY),
    NudgeKind("line-changed", line_changed, line_words, "line_changed", topic=PAIR, offsets=(0,), keeps=7 * DAY),
]
