"""What one kind of nudge says about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from nudges.models import Category, Nudge, Topic
from people.models import User

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Fact:
    """Something that deserves a word to one person.

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


AT_ONCE = "now"


def offset_name(days: int) -> str:
    """ "t-3", "t+1"."""
    return f"t{days:+d}"
