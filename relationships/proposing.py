"""Proposing a pair: a place held, ten days to say yes or no.

There is no counter of places. The lowest free place is taken, the UNIQUE constraint is the proof that two publishers
never take the same one, and who loses tries the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.lines import share_a_line
from people.models import User
from programs.models import Enrollment, Program
from programs.querysets import not_reminded_lately
from relationships import kinds, rules
from relationships.models import Relationship, StatusChange

ANSWER_DAYS = 10


@verb("relationship.propose")
def propose(
    program: Program, guide: User, learner: User, *, by: User | None, now: datetime, reasons: Sequence[str] = (),
    told_on: date | None = None,
) -> Relationship:  # fmt: skip
    """Propose the two to each other, with the guide's lowest free place held. `by` None: the command line.

    `reasons` are sentences that both may read; the mails wait for `told_on`, and the days to answer count from it.
    Raises PermissionDenied for whoever does not run the program, NotPossible when the guide is full,
    when one of them has left, when one leads the other or both have the same manager, or when the two were a pair
    before.
    """
    if by is not None and not rules.may_propose(by, program):
        raise NotYours(_("Only the people who run this program can propose a pair."))
    refuse_impossible(program, guide, learner)
    today = rules.day_of_both(now, guide, learner)
    asked_on = max(told_on or today, today)
    facts = {**dates(program, asked_on), "cadence_days": program.cadence_days, "reasons": list(reasons)}
    return take_place(
        program, guide, learner, by=by, now=now, told_on=told_on, proposed_at=now,
        answer_by=asked_on + timedelta(days=ANSWER_DAYS), **facts,
    )  # fmt: skip


def take_place(
    program: Program, guide: User, learner: User, *, by: User | None, now: datetime, **facts: Any
) -> Relationship:
    """The row of a pair on the guide's lowest free place, with the first line of its history. Part of a verb.

    Raises NotPossible when the guide is full.
    """
    capacity = _capacity(program, guide)
    for _attempt in range(capacity + 1):
        place = _lowest_free_place(program, guide, capacity)
        if place is None:
            break
        try:
            with transaction.atomic():
                pair = Relationship.objects.create(
                    program=program, kind=program.kind, guide=guide, learner=learner, place=place, **facts
                )
                StatusChange.objects.create(relationship=pair, to_status=pair.status, by=by, at=now)
                return pair
        except IntegrityError:
            # Another publisher was faster: with this very pair, or with the place only.
            refuse_impossible(program, guide, learner)
    raise NotPossible(_("%(name)s is full (%(n)s of %(n)s).") % {"name": guide.first_name, "n": capacity})


@verb("proposal.remind")
def remind(pair: Relationship, *, by: User, now: datetime) -> None:
    """Ask those of the two who have not answered again; nobody learns who that is. Raises NotPossible once both have,
    before they were told, and within three days of the last time."""
    if not rules.may_remind(by, pair):
        raise NotYours(_("Only the people who run this program can remind its people."))
    waiting = Relationship.objects.filter(pk__in=Relationship.objects.to_remind(now).values("pk"), pk=pair.pk)
    # Of two who remind at once the second asks again here, of the row as the first one left it.
    if not waiting.filter(not_reminded_lately(now)).update(reminded_at=now):
        raise NotPossible(_("Answered by now, not told yet, or reminded in the last three days."))
    pair.refresh_from_db()


def dates(program: Program, today: date) -> dict[str, date]:
    """Where a kind has an end date: it starts now or with the program, and ends with its weeks or the program."""
    if not kinds.of(program.kind).HAS_END_DATE:
        return {}
    starts_on = max(today, program.starts_on or today)
    candidates = [program.ends_on] if program.ends_on else []
    if program.weeks:
        candidates.append(starts_on + timedelta(weeks=program.weeks))
    if not candidates or min(candidates) <= starts_on:
        raise NotPossible(_("The program is over by then: change its dates first."))
    return {"starts_on": starts_on, "ends_on": min(candidates)}


def was_a_pair(program: Program, guide: User, learner: User) -> bool:
    """Were these two proposed to each other before, in any program of this kind, whatever came of it?"""
    earlier: Any = Relationship.objects.filter(kind=program.kind, guide=guide, learner=learner)
    return bool(earlier.exists())


def refuse_impossible(program: Program, guide: User, learner: User) -> None:
    """Raises NotPossible for two who are never a pair: whatever the door."""
    if guide.pk == learner.pk:
        raise NotPossible(_("Nobody is paired with themselves."))
    for person in (guide, learner):
        if not person.is_active:
            raise NotPossible(_("%(name)s has left.") % {"name": person.name})
    if share_a_line(guide, learner):
        names = {"guide": guide.first_name, "learner": learner.first_name}
        raise NotPossible(_("%(guide)s and %(learner)s are in one reporting line.") % names)
    if was_a_pair(program, guide, learner):
        raise NotPossible(_("These two were proposed to each other before."))


def _capacity(program: Program, guide: User) -> int:
    found: Enrollment | None = (
        Enrollment.objects.taking_part().filter(program=program, person=guide, role="guide").first()
    )
    if found is None:
        return 0
    found.program = program
    return found.capacity


def _lowest_free_place(program: Program, guide: User, capacity: int) -> int | None:
    taken = set(Relationship.objects.open().filter(program=program, guide=guide).values_list("place", flat=True))
    return next((place for place in range(1, capacity + 1) if place not in taken), None)
