"""What one kind of nudge says about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from core.undoing import MAIL_WAITS
from nudges.models import Category, Nudge, Topic
from people.models import User
from relationships.models import StatusChange

DAY = timedelta(days=1)
Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True)
class Fact:
    """Something that deserves a word to one person.

    The recipient has a key and a clock; whatever else is read of them is asked for anew.
    `on` is the day, on the recipient's calendar, that the offsets of the kind count from; for kinds that go at once
    `at` is the moment instead. After `until` the word is of no use. `offsets` replaces those of the kind.
    """

    id: UUID
    recipient: User
    relationship_id: UUID | None = None
    on: date | None = None
    at: datetime | None = None
    until: datetime | None = None
    revision: str = "0"
    offsets: tuple[int, ...] | None = None


@dataclass(frozen=True)
class NudgeKind:
    """One entry of the registry.

    `find(now, fact)` gives the facts that hold now, all of them or the ones of one id: the same function that notices
    also says at delivery whether a nudge is still true. `words(nudge, now)` is the context of the template, with
    `button_url`. `keeps`: so long after it was due is it of use. `rides`: joins the morning mail, but never waits
    for it. `resend`: what may or may not have gone before a crash goes again with the same Message-ID; otherwise it is
    dropped. `calendar(nudge, now)` is the calendar entry as (method, text).
    """

    name: str
    find: Callable[[datetime, UUID | None], Iterable[Fact]]
    words: Callable[[Nudge, datetime], dict[str, Any]]
    template: str
    category: Category = Category.MORNING
    topic: Topic | None = None
    offsets: tuple[int, ...] = ()
    keeps: timedelta = 5 * DAY
    rides: bool = False
    resend: bool = True
    calendar: Callable[[Nudge, datetime], tuple[str, str]] | None = None

    def still_true(self, nudge: Nudge, now: datetime) -> bool:
        """Does the fact still hold for this person, in this revision and at this offset?"""
        return any(
            fact.recipient.pk == nudge.recipient_id
            and fact.revision == nudge.revision
            and nudge.offset in self.offset_names(fact)
            for fact in self.find(now, nudge.fact)
        )

    @property
    def first_offset(self) -> str:
        return offset_name(self.offsets[0]) if self.offsets else AT_ONCE

    def offset_names(self, fact: Fact) -> list[str]:
        return [offset_name(days) for days in self.offsets_of(fact)] or [AT_ONCE]

    def offsets_of(self, fact: Fact) -> tuple[int, ...]:
        return self.offsets if fact.offsets is None else fact.offsets


def with_both(rows: Rows, *names: str, pair: str = "") -> Rows:
    """Rows with the two people of their pair, which lies at `pair` ("relationship__"): of a row the fields `names`, of
    a person the clock. A fact needs no more, and every kind asks at every sweep, mostly in vain: naming the hundred
    columns of whole rows takes longer than the answer.
    """
    people = [f"{pair}guide", f"{pair}learner"]
    return rows.select_related(*people).only(*names, *(f"{person}__time_zone" for person in people))


def told_at(change: StatusChange) -> datetime:
    """When the two of a pair are told of a change of its status: at once, but what somebody did who is not of the pair
    may still be undone."""
    of_the_pair = change.by_id is None or change.by_id in (change.relationship.guide_id, change.relationship.learner_id)
    return change.at if of_the_pair else change.at + MAIL_WAITS


AT_ONCE = "now"


def offset_name(days: int) -> str:
    """ "t-3", "t+1"."""
    return f"t{days:+d}"
