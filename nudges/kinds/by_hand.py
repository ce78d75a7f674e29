"""What whoever runs a program does by hand: asks two again for what waits, pauses them, proposes a new end date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import F

from core import wording
from core.undoing import MAIL_WAITS
from nudges import links, walltime
from nudges.kinds.entry import DAY, Fact, NudgeKind, with_both
from nudges.kinds.pairs import plan_words, quiet_words, sign_words
from nudges.models import Category, Nudge, Topic
from people.models import User
from relationships import kinds
from relationships.models import EndDateProposal, Relationship, Signature, StatusChange
from relationships.occasions import Occasion, newest_unsigned, occasions

COUNTS = timedelta(days=4)  # so long a reminder by hand is worth sending
NEWS = timedelta(days=2)


def _reminded(now: datetime) -> Any:
    pairs = Relationship.objects.under_way().filter(reminded_at__lte=now - MAIL_WAITS, reminded_at__gte=now - COUNTS)
    return pairs.select_related("guide", "learner")


def to_sign(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """An agreement that waits, to each of the two who has not signed it, on the morning after."""
    found = newest_unsigned().filter(relationship__in=_reminded(now).working())
    found = with_both(
        found if fact is None else found.filter(pk=fact), "version", "relationship__reminded_at", pair="relationship__"
    )
    rows = Signature.objects.filter(agreement__in=found).values_list("agreement_id", "person_id")
    signed = set(rows) if found else set()
    for agreement in found:
        for person in (agreement.relationship.learner, agreement.relationship.guide):
            if (agreement.pk, person.pk) not in signed:
                yield _in_the_morning(agreement.pk, agreement.relationship, person)


def to_plan(occasion: Occasion, now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Nothing planned yet, or a long silence: both, on the morning after."""
    pairs = _reminded(now)
    for pair, found in occasions(pairs if fact is None else pairs.filter(pk=fact), now):
        if found is occasion:
            for person in (pair.learner, pair.guide):
                yield _in_the_morning(pair.pk, pair, person)


def _in_the_morning(thing: UUID, pair: Any, person: User) -> Fact:
    on = walltime.local_day(walltime.next_morning(pair.reminded_at + MAIL_WAITS, person), person)
    return Fact(thing, person, pair.pk, on=on, revision=pair.reminded_at.strftime("%Y%m%d%H%M%S"))


def rested(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Whoever runs the program paused the two, or let them go on: both."""
    resting = [module.RESTING for module in kinds.KINDS.values()]
    found = StatusChange.objects.filter(at__lte=now, at__gte=now - NEWS, relationship__status=F("to_status"))
    found = found.filter(to_status__in=resting) | found.filter(from_status__in=resting, to_status="active")
    found = found.exclude(by=F("relationship__guide")).exclude(by=F("relationship__learner")).exclude(by__isnull=True)
    for change in with_both(found if fact is None else found.filter(pk=fact), "at", pair="relationship__"):
        for person in (change.relationship.learner, change.relationship.guide):
            yield Fact(change.pk, person, change.relationship_id, at=change.at + MAIL_WAITS)


def end_date(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Whoever runs the program proposes a new end date: the one whose yes it needs."""
    found = EndDateProposal.objects.filter(accepted_at__isnull=True, declined_at__isnull=True, proposed_at__lte=now)
    found = found.filter(proposed_at__gte=now - NEWS, relationship__status__in=kinds.OPEN_STATUSES)
    found = found.exclude(proposed_by=F("relationship__guide"))
    for row in with_both(found if fact is None else found.filter(pk=fact), "proposed_at", pair="relationship__"):
        yield Fact(row.pk, row.relationship.learner, row.relationship_id, at=row.proposed_at)


def rest_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    change = StatusChange.objects.select_related("by").get(pk=nudge.fact)
    pair, today = nudge.pair, walltime.local_day(now, nudge.recipient)
    return {
        "rests": change.to_status == pair.rules_of_kind.RESTING,
        "state": pair.rules_of_kind.STATUSES[change.to_status],
        "rest_says": pair.rules_of_kind.ENDING_WORDS["rest_says"],
        "until": wording.short_day(pair.wakes_on, today) if pair.wakes_on else "",
        "doer": change.by.name if change.by else "",
        "button_url": links.pair(pair),
    }


def end_date_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    row = EndDateProposal.objects.select_related("proposed_by").get(pk=nudge.fact)
    today = walltime.local_day(now, nudge.recipient)
    ends_on = nudge.pair.ends_on
    return {
        "day": wording.short_day(row.ends_on, today),
        "ends": wording.short_day(ends_on, today) if ends_on else "",
        "doer": row.proposed_by.name,
        "button_url": links.pair(nudge.pair),
    }


HAND: dict[str, Any] = {"topic": Topic.PAIR, "offsets": (0,), "keeps": COUNTS, "resend": False}
ENTRIES = [
    NudgeKind("sign-again", to_sign, sign_words, "agreement", **HAND),
    NudgeKind("plan-again", partial(to_plan, Occasion.PLAN), plan_words, "first_session", **HAND),
    NudgeKind("quiet-again", partial(to_plan, Occasion.QUIET), quiet_words, "quiet", **HAND),
    NudgeKind("rest-for-you", rested, rest_words, "rested", Category.TRANSACTIONAL, keeps=2 * DAY),
    NudgeKind("end-date-asked", end_date, end_date_words, "end_date", Category.TRANSACTIONAL, keeps=2 * DAY),
]
