"""From a proposed pair to the first yes of both, and the end of a pair."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from core import wording
from core.undoing import MAIL_WAITS
from nudges import links, walltime
from nudges.kinds.entry import DAY, Fact, NudgeKind, told_at, with_both
from nudges.models import Category, Nudge, Topic
from people.models import User
from relationships.kinds import OPEN_STATUSES, OVER_STATUSES
from relationships.models import ProposalAnswer, Relationship, StatusChange

NEWS = timedelta(days=2)
NINE = time(9)
AGAIN_COUNTS = timedelta(days=4)  # so long a reminder by hand is worth sending


def unanswered(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """A proposed pair, to each half that has not answered, until its last day is over."""
    pairs = Relationship.objects.proposed().filter(proposed_at__lte=now, answer_by__gte=now.date() - DAY)
    for pair, person, at, until in _who_waits(pairs if fact is None else pairs.filter(pk=fact), now):
        yield Fact(pair.pk, person, pair.pk, on=walltime.local_day(at, person), at=at, until=until)


def asked_again(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Whoever runs the program asked again: the next morning, to each half that has not answered."""
    pairs = Relationship.objects.proposed().filter(
        reminded_at__lte=now - MAIL_WAITS, reminded_at__gte=now - AGAIN_COUNTS
    )
    for pair, person, at, until in _who_waits(pairs if fact is None else pairs.filter(pk=fact), now):
        on = walltime.local_day(at, person)
        morning = walltime.local_day(walltime.next_morning((pair.reminded_at or now) + MAIL_WAITS, person), person)
        yield Fact(pair.pk, person, pair.pk, on=on, until=until, offsets=((morning - on).days,))


def _who_waits(pairs: Any, now: datetime) -> Iterator[tuple[Relationship, User, datetime, datetime]]:
    """Each half that has not answered, when it was asked and until when it may answer."""
    found = list(with_both(pairs, "proposed_at", "told_on", "answer_by", "reminded_at"))
    answers = ProposalAnswer.objects.filter(relationship__in=pairs) if found else ProposalAnswer.objects.none()
    answered = set(answers.values_list("relationship_id", "person_id"))
    for pair in found:
        for person in (pair.learner, pair.guide):
            until = walltime.at_wall(pair.answer_by + DAY, time(0), walltime.zone_of(person))
            if (pair.pk, person.pk) not in answered and until > now:
                yield pair, person, _asked_at(pair, person), until


def _asked_at(pair: Relationship, person: User) -> datetime:
    """At once, or at nine of the day that the publisher chose."""
    if pair.told_on is None:
        return pair.proposed_at
    return max(pair.proposed_at, walltime.at_wall(pair.told_on, NINE, walltime.zone_of(person)))


def came_about(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Both said yes: both."""
    yield from _changes(now, fact, from_status="proposed", relationship__status__in=OPEN_STATUSES)


def over(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """Ended or closed: both."""
    yield from _changes(now, fact, to_status__in=[status for status in OVER_STATUSES if status != "lapsed"])


def fell_through(now: datetime, fact: UUID | None = None) -> Iterator[Fact]:
    """A proposal that did not come about: those who had said yes, and nobody learns why."""
    lapsed = list(_recent(now, fact).filter(to_status="lapsed"))
    yes = ProposalAnswer.objects.filter(relationship__in=[c.relationship_id for c in lapsed], yes=True)
    willing = set(yes.values_list("relationship_id", "person_id"))
    for change in lapsed:
        for person in (change.relationship.learner, change.relationship.guide):
            if (change.relationship_id, person.pk) in willing:
                yield Fact(change.pk, person, change.relationship_id, at=told_at(change))


def _recent(now: datetime, fact: UUID | None) -> Any:
    found = with_both(StatusChange.objects.filter(at__lte=now, at__gte=now - NEWS), "at", "by", pair="relationship__")
    return found if fact is None else found.filter(pk=fact)


def _changes(now: datetime, fact: UUID | None, **where: Any) -> Iterator[Fact]:
    for change in _recent(now, fact).filter(**where):
        pair = change.relationship
        for person in (pair.learner, pair.guide):
            yield Fact(change.pk, person, pair.pk, at=told_at(change))


def proposal_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    pair = nudge.pair
    today = walltime.local_day(now, nudge.recipient)
    return {
        "answer_by": wording.short_day(pair.answer_by, today),
        "ends": wording.short_day(pair.ends_on, today) if pair.ends_on else "",
        "button_url": links.answer(pair),
    }


def start_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    pair = nudge.pair
    leads = pair.role_of(nudge.recipient) == pair.rules_of_kind.LAYER_OWNER["session"]
    starts_by_planning = leads and not pair.rules_of_kind.ASKS_FOR_MISSION
    button = links.plan(pair) if starts_by_planning else links.pair(pair)
    return {"button_url": button, "first_session_days": pair.program.first_session_days}


def end_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    pair = nudge.pair
    until = pair.readable_until
    return {
        "until": wording.short_day(until, walltime.local_day(now, nudge.recipient)) if until else "",
        "button_url": links.pair(pair),
        "program_url": links.program(pair.program),
    }


def no_words(nudge: Nudge, now: datetime) -> dict[str, Any]:
    return {"button_url": links.home()}


AT_ONCE = Category.TRANSACTIONAL

ENTRIES = [
    NudgeKind("proposal", unanswered, proposal_words, "proposal", AT_ONCE),
    NudgeKind(
        "proposal-answer",
        unanswered,
        proposal_words,
        "proposal_answer",
        topic=Topic.PAIR,
        offsets=(3, 7),
        keeps=4 * DAY,
    ),
    NudgeKind("proposal-again", asked_again, proposal_words, "proposal_answer", topic=Topic.PAIR, keeps=AGAIN_COUNTS),
    NudgeKind("both-said-yes", came_about, start_words, "both_said_yes", AT_ONCE),
    NudgeKind("fell-through", fell_through, no_words, "fell_through", AT_ONCE),
    NudgeKind("ended", over, end_words, "ended", AT_ONCE),
]
