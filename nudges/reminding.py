"""Reminding by hand: whom, with which mail. The mails go on the next morning and count as every other reminder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.errors import NotPossible
from nudges.kinds import KINDS
from nudges.letters import Item, write_item
from nudges.models import Nudge
from people.models import User
from programs import applying
from programs.models import Enrollment, Program
from relationships import proposing
from relationships.models import Relationship


@dataclass(frozen=True)
class Occasion:
    """What people are reminded of: `find` gives the rows that may be, `remind` is the verb for one of them."""

    kind: str
    find: Callable[[datetime], Any]
    remind: Callable[..., None]
    who: Callable[[Any], str]
    sample: Callable[[Any], Nudge]


def _pair_sample(pair: Relationship) -> Nudge:
    """As the learner would read it, who may have answered: what stands there tells nothing."""
    return Nudge(recipient=pair.learner, relationship=pair, fact=pair.pk)


OCCASIONS = {
    "proposals": Occasion(
        "proposal-again", Relationship.objects.to_remind, proposing.remind,
        lambda pair: f"{pair.learner.name} – {pair.guide.name}", _pair_sample,
    ),
    "questions": Occasion(
        "questions-open", Enrollment.objects.to_remind, applying.remind,
        lambda row: row.person.name, lambda row: Nudge(recipient=row.person, fact=row.pk),
    ),
}  # fmt: skip


def to_remind(occasion: Occasion, program: Program, now: datetime) -> list[Any]:
    return list(occasion.find(now).filter(program=program).order_by("pk"))


def mail_of(occasion: Occasion, row: Any, now: datetime) -> Item:
    """The mail as the first of them would read it."""
    nudge = occasion.sample(row)
    nudge.kind, nudge.category = occasion.kind, KINDS[occasion.kind].category
    return write_item(nudge, now)


def remind_all(occasion: Occasion, program: Program, *, by: User, now: datetime) -> int:
    """Each by the verb; who answered meanwhile is left out. → how many."""
    done = 0
    for row in to_remind(occasion, program, now):
        try:
            occasion.remind(row, by=by, now=now)
        except NotPossible:
            continue
        done += 1
    return done
