"""When a pair is asked, answering, and what both may see together when a round has closed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, Min, OuterRef, Prefetch, Subquery
from django.utils.translation import gettext as _

from core.clock import day_of
from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.models import User
from relationships import kinds
from relationships.halves import locked
from relationships.models import Relationship, Session
from relationships.querysets import RelationshipQuerySet
from relationships.rules import day_of_both
from surveys.instruments import HIGHEST, LOWEST, TRUST
from surveys.models import Answer, Round
from surveys.querysets import RoundQuerySet

OPEN_DAYS = 14
FAR_APART = 25


def days_of_rounds(first_held: date, check_in_days: list[int], until: date) -> Iterator[tuple[int, date]]:
    """(number, day) of each check-in up to `until`: 30 and 90 days after the first conversation that took place, then
    every 180 (the last figure repeats)."""
    if not check_in_days:
        return
    *once, every = check_in_days
    day = first_held
    for number, days in enumerate(once, start=1):
        day = first_held + timedelta(days=days)
        if day <= until:
            yield number, day
    number = len(once)
    while (day := day + timedelta(days=every)) <= until:
        number += 1
        yield number, day


def open_due(today: date) -> int:
    """Open the rounds whose day has come, each once. Returns how many are new. The sweep calls this."""
    asked_kinds = [kind for kind, module in kinds.KINDS.items() if module.CHECKS_IN]
    working = Relationship.objects.working().filter(kind__in=asked_kinds)
    held = Session.objects.held().filter(relationship__in=working).values("relationship_id")
    rows = []
    clocks = ("program__check_in_days", "guide__time_zone", "learner__time_zone")
    pairs = {row.pk: row for row in working.select_related("program", "guide", "learner").only(*clocks)}
    for pair_id, first in held.annotate(first=Min("starts_at")).values_list("relationship_id", "first"):
        pair = pairs[pair_id]
        for number, day in days_of_rounds(pair.day_of(first), pair.program.check_in_days, today):
            closes = day + timedelta(days=OPEN_DAYS)
            if closes >= today:
                facts = {"opens_on": day, "closes_on": closes, "version": TRUST.version}
                rows.append(Round(relationship_id=pair_id, instrument=TRUST.key, number=number, **facts))
    if not rows:
        return 0
    before = Round.objects.count()
    Round.objects.bulk_create(rows, ignore_conflicts=True)
    return Round.objects.count() - before


def with_open_round(pairs: RelationshipQuerySet, user: User, today: date) -> Any:
    """Each with `open_round`: the id of the round that waits for `user`'s answer, or None."""
    answered = Answer.objects.filter(round=OuterRef("pk"), person=user)
    waiting = Round.objects.open_on(today).filter(~Exists(answered), relationship=OuterRef("pk"))
    return pairs.annotate(open_round=Subquery(waiting.order_by("number").values("pk")[:1]))


def with_given(asked: RoundQuerySet, user: User) -> Any:
    """Each with `given`: one's own answer, and what the other half chose to have compared (`alike`)."""
    given = Prefetch("answers", Answer.objects.own_or_shown(user), to_attr="given")
    return asked.select_related("relationship__guide", "relationship__learner").prefetch_related(given)


def own_of(asked: Any, user: User) -> Answer | None:
    """One's own answer of a round from `with_given`."""
    return next((row for row in asked.given if row.person_id == user.pk), None)


def waits(asked: Round, relationship: Relationship, today: date) -> bool:
    """Are the two asked on that day?"""
    return relationship.is_working and asked.opens_on <= today <= asked.closes_on


def next_day(relationship: Relationship, today: date) -> date | None:
    """When the two are asked next; None before their first conversation, and where nobody is asked."""
    held = relationship.read.sessions.held
    days = relationship.program.check_in_days
    if not held or not days or not relationship.is_working:
        return None
    until = today + timedelta(days=max(days) + 1)
    rounds = days_of_rounds(relationship.day_of(held[0].starts_at), days, until)
    return next((day for _number, day in rounds if day > today), None)


def silence_fault(given: Mapping[str, int | None]) -> str:
    """What to do where nothing is answered: that would be kept as an answer, and there is a button for it."""
    if any(value is not None for value in given.values()):
        return ""
    return _("Nothing is answered yet. Tap what fits, or choose “Not this time”.")


@verb("check_in.answer")
def answer(asked: Round, given: dict[str, int | None], *, by: User, now: datetime, show_alike: bool = False) -> Answer:
    """Send one's answers: item key → 1…5, or None for "I'd rather not say". Once a round; no item is required."""
    if fault := silence_fault(given):
        raise NotPossible(fault)
    allowed = {item.key for item in asked.questionnaire.items}
    if set(given) - allowed or any(v is not None and not LOWEST <= v <= HIGHEST for v in given.values()):
        raise NotPossible(_("That is not one of the answers."))
    return _keep(asked, by, now, sealed=json.dumps(given), show_alike=show_alike)


@verb("check_in.skip")
def skip(asked: Round, *, by: User, now: datetime) -> Answer:
    """Not this time: fine, and nobody asks again in this round (C16)."""
    return _keep(asked, by, now, skipped=True)


def _keep(asked: Round, by: User, now: datetime, **facts: object) -> Answer:
    if asked.relationship.role_of(by) is None or not by.is_active:
        raise NotYours(_("Only the two people of this pair are asked."))
    asked.relationship = locked(asked.relationship)
    require_asked(asked, by, now)
    try:
        with transaction.atomic():
            return Answer.objects.create(round=asked, person=by, at=now, **facts)
    except IntegrityError:
        raise NotPossible(_("You have answered this one already.")) from None


def require_asked(asked: Round, by: User, now: datetime) -> None:
    """Raises NotPossible outside the days of a round, and once the pair has ended."""
    is_asked = asked.opens_on <= day_of(now, by.time_zone) <= asked.closes_on
    if not is_asked or not asked.relationship.is_open:
        raise NotPossible(_("This check-in is closed. The next one comes by itself."))


@dataclass(frozen=True)
class Alike:
    """What the two are shown together: that they are close, or that they see it differently. Never a number."""

    is_close: bool
    closed_on: date


def alike(relationship: Relationship, given: Iterable[Answer], now: datetime) -> Alike | None:
    """The newest closed round that both answered and both chose to show; None tells nothing about who did not.

    In: the answers from `own_or_shown`, the newest round first. A round closes at one moment: when its last day is over
    for both, in whatever zones they live."""
    today = day_of_both(now, relationship.guide, relationship.learner)
    shown = [row for row in given if row.show_alike and not row.skipped and row.round.closes_on < today]
    for _number, rows in groupby(shown, key=lambda row: row.round.number):
        both = list(rows)
        scores = [score for row in both if (score := row.score) is not None]
        if len(both) == len(scores) == len({relationship.guide_id, relationship.learner_id}):
            return Alike(is_close=abs(scores[0] - scores[1]) < FAR_APART, closed_on=both[0].round.closes_on)
    return None
