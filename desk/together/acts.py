"""What may be done for many rows at once: one entry each, with its verb, its undoing and the mail that people get."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from core.errors import NotPossible
from nudges.kinds import KINDS
from nudges.letters import Item, write_item
from nudges.models import Nudge
from people.models import User
from programs import applying
from programs.models import Batch, Enrollment, Program
from relationships import kinds, on_behalf
from relationships.models import Relationship

Before = dict[str, Any]


@dataclass(frozen=True)
class TogetherAct:
    """`fits` gives the rows of a program that it can be done for; `do` does it for one and returns what `undo` needs;
    `mail` is the mail as the first of them would read it, None where nobody is written to."""

    model: type[Any]
    label: Any
    title: Any
    fits: Callable[[User, Program], Any]
    who: Callable[[Any], str]
    do: Callable[[Any, Batch, datetime], Before]
    undo: Callable[[Any, Batch, Before, datetime, datetime], Any]
    mail: Callable[[Any, datetime], Item | None]
    asks_reason: bool = False
    asks_until: bool = False


def _pairs(*statuses: str) -> Callable[[User, Program], Any]:
    def fits(me: User, program: Program) -> Any:
        own = Relationship.objects.visible_to(me).filter(program=program, status__in=statuses)
        return own.exclude(guide=me).exclude(learner=me).for_page().order_by("proposed_at", "id")

    return fits


def _applied(*statuses: str) -> Callable[[User, Program], Any]:
    def fits(me: User, program: Program) -> Any:
        rows = Enrollment.objects.visible_to(me).filter(program=program, status__in=statuses).exclude(person=me)
        return rows.select_related("person", "program").order_by("applied_at", "id")

    return fits


def _that_can(to: str) -> list[str]:
    """The states from which the kinds know this move."""
    found = {here for module in kinds.KINDS.values() for here, there in module.MOVES if there == getattr(module, to)}
    return sorted(found - {"proposed"})


def find(act: TogetherAct, me: User, program: Program, thing: UUID) -> Any:
    """The row as it stands now. Raises NotPossible, with how that is, where the act does not fit it any more."""
    found = act.fits(me, program).filter(pk=thing).first()
    if found is not None:
        return found
    row = act.model.objects.visible_to(me).filter(pk=thing, program=program).first()
    if row is None:
        raise NotPossible(_("It is not there any more."))
    how = row.status_label if isinstance(row, Relationship) else row.get_status_display()
    raise NotPossible(_("It stands at “%(status)s” by now, and was left as it is.") % {"status": how})


def _two(pair: Relationship) -> str:
    return f"{pair.learner.name} – {pair.guide.name}"


def _person(row: Enrollment) -> str:
    return f"{row.person.name}, {row.role_word}"


def _decide(verb: Callable[..., None]) -> Callable[[Any, Batch, datetime], Before]:
    def do(row: Enrollment, batch: Batch, now: datetime) -> Before:
        before = {"status": row.status, "since": row.waitlisted_at.isoformat() if row.waitlisted_at else ""}
        verb(row, by=batch.by, now=now)
        return before

    return do


def _undecide(row: Enrollment, batch: Batch, before: Before, at: datetime, now: datetime) -> None:
    if Relationship.objects.open().filter(program=row.program_id, learner=row.person_id).exists():
        raise NotPossible(_("%(name)s has a pair by now.") % {"name": row.person.name})
    since = parse_datetime(before["since"])
    applying.take_back(row, before=before["status"], waited_since=since, at=at, by=batch.by, now=now)


def _remind(pair: Relationship, batch: Batch, now: datetime) -> Before:
    before = {"reminded_at": pair.reminded_at.isoformat() if pair.reminded_at else ""}
    on_behalf.remind(pair, batch.reason or "", by=batch.by, now=now)
    return before


def _unremind(pair: Relationship, batch: Batch, before: Before, at: datetime, now: datetime) -> None:
    earlier = parse_datetime(before["reminded_at"])
    on_behalf.forget_reminder(pair, before=earlier, at=at, by=batch.by, now=now)


def _withdraw(pair: Relationship, batch: Batch, now: datetime) -> Before:
    pair.lapse(by=batch.by, now=now)
    return {}


def _rest(pair: Relationship, batch: Batch, now: datetime) -> Before:
    on_behalf.rest(pair, batch.reason or "", seen=pair.status, until=batch.until, by=batch.by, now=now)
    return {}


def _end(pair: Relationship, batch: Batch, now: datetime) -> Before:
    on_behalf.end(pair, batch.reason or "", seen=pair.status, by=batch.by, now=now)
    return {}


def _take_back(pair: Relationship, batch: Batch, before: Before, at: datetime, now: datetime) -> None:
    on_behalf.take_back(pair, at=at, by=batch.by, now=now)


def _no_mail(thing: Any, now: datetime) -> Item | None:
    return None


def _to_person(row: Enrollment, now: datetime) -> Item | None:
    return _written("accepted", Nudge(recipient=row.person, fact=row.pk), now)


def _ended(pair: Relationship, now: datetime) -> Item | None:
    pair.ended_on = pair.day_of(now)  # as the mail will say it; nothing is saved
    return _written("ended", Nudge(recipient=pair.learner, relationship=pair, fact=pair.pk), now)


def _asked_again(pair: Relationship, now: datetime) -> Item | None:
    """Of the several words for what may wait, the ones for a proposed pair; others read what waits for them."""
    if pair.status != "proposed":
        return None
    return _written("proposal-again", Nudge(recipient=pair.learner, relationship=pair, fact=pair.pk), now)


def _written(kind: str, nudge: Nudge, now: datetime) -> Item:
    nudge.kind, nudge.category = kind, KINDS[kind].category
    return write_item(nudge, now)


ACTS: dict[str, TogetherAct] = {
    "accept": TogetherAct(
        Enrollment, gettext_lazy("Accept"), ngettext_lazy("Accept %(n)s person?", "Accept %(n)s people?", "n"),
        _applied("applied", "waitlisted"), _person, _decide(applying.accept), _undecide, _to_person,
    ),
    "waitlist": TogetherAct(
        Enrollment, gettext_lazy("Waiting list"),
        ngettext_lazy("Put %(n)s person on the waiting list?", "Put %(n)s people on the waiting list?", "n"),
        _applied("applied"), _person, _decide(applying.waitlist), _undecide, _no_mail,
    ),
    "remind": TogetherAct(
        Relationship, gettext_lazy("Remind"), ngettext_lazy("Remind %(n)s pair?", "Remind %(n)s pairs?", "n"),
        _pairs("proposed", *kinds.WORKING_STATUSES), _two, _remind, _unremind, _asked_again, asks_reason=True,
    ),
    "withdraw": TogetherAct(
        Relationship, gettext_lazy("Withdraw"),
        ngettext_lazy("Withdraw %(n)s proposed pair?", "Withdraw %(n)s proposed pairs?", "n"),
        _pairs("proposed"), _two, _withdraw, _take_back, _no_mail,
    ),
    "rest": TogetherAct(
        Relationship, gettext_lazy("Pause"), ngettext_lazy("Pause %(n)s pair?", "Pause %(n)s pairs?", "n"),
        _pairs(*_that_can("RESTING")), _two, _rest, _take_back, _no_mail, asks_reason=True, asks_until=True,
    ),
    "end": TogetherAct(
        Relationship, gettext_lazy("End"), ngettext_lazy("End %(n)s pair?", "End %(n)s pairs?", "n"),
        _pairs(*_that_can("ENDED_BY_ONE")), _two, _end, _take_back, _ended, asks_reason=True,
    ),
}  # fmt: skip
