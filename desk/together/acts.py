"""What may be done for many rows at once: one entry each, with its verb, its undoing and the mail that people get."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
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
from relationships import kinds, on_behalf, proposing
from relationships.models import Relationship, StatusChange

Before = dict[str, Any]
AFTER_TEN_MINUTES: Any = gettext_lazy("Each of them gets it after ten minutes.")


@dataclass(frozen=True)
class TogetherAct:
    """`fits` gives the rows of a program that it can be done for; `do` does it for one and returns what `undo` needs;
    `mail` is the mail as the first of them would read it, None where nobody is written to, and `mail_goes` to whom and
    when. `not_now` says why a row does not fit any more where its state does not tell."""

    model: type[Any]
    label: Any
    title: Any
    fits: Callable[[User, Program, datetime], Any]
    who: Callable[[Any], str]
    do: Callable[[Any, Batch, datetime], Before]
    undo: Callable[[Any, Batch, Before, datetime, datetime], Any]
    mail: Callable[[Any, User, datetime], Item | None]
    mail_goes: Any = AFTER_TEN_MINUTES
    not_now: Any = ""
    asks_reason: bool = False
    asks_until: bool = False


def _pairs(*statuses: str) -> Callable[[User, Program, datetime], Any]:
    def fits(me: User, program: Program, now: datetime) -> Any:
        own = Relationship.objects.visible_to(me).filter(program=program, status__in=statuses)
        return own.exclude(guide=me).exclude(learner=me).for_page().order_by("proposed_at", "id")

    return fits


def _not_answered(me: User, program: Program, now: datetime) -> Any:
    """Whoever of the two has answered: the page says the same."""
    return _pairs("proposed")(me, program, now).filter(pk__in=Relationship.objects.to_remind(now).values("pk"))


def _without_answers(me: User, program: Program, now: datetime) -> Any:
    rows = Enrollment.objects.visible_to(me).filter(program=program).exclude(person=me).to_remind(now)
    return rows.order_by("applied_at", "id")


def _applied(*statuses: str) -> Callable[[User, Program, datetime], Any]:
    def fits(me: User, program: Program, now: datetime) -> Any:
        rows = Enrollment.objects.visible_to(me).filter(program=program, status__in=statuses).exclude(person=me)
        return rows.select_related("person", "program").order_by("applied_at", "id")

    return fits


def _that_can(to: str) -> list[str]:
    """The states from which the kinds know this move."""
    found = {here for module in kinds.KINDS.values() for here, there in module.MOVES if there == getattr(module, to)}
    return sorted(found - {"proposed"})


def find(act: TogetherAct, me: User, program: Program, thing: UUID, now: datetime) -> Any:
    """The row as it stands now. Raises NotPossible, with how that is, where the act does not fit it any more."""
    found = act.fits(me, program, now).filter(pk=thing).first()
    if found is not None:
        return found
    row = act.model.objects.visible_to(me).filter(pk=thing, program=program).first()
    if row is None:
        raise NotPossible(_("It is not there any more."))
    if act.not_now:
        raise NotPossible(act.not_now)
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


def _reminds(remind: Callable[[Any, Batch, datetime], Any]) -> Callable[[Any, Batch, datetime], Before]:
    def do(row: Any, batch: Batch, now: datetime) -> Before:
        before = {"reminded_at": row.reminded_at.isoformat() if row.reminded_at else ""}
        remind(row, batch, now)
        return before

    return do


def _unreminds(forget: Callable[..., Any]) -> Callable[[Any, Batch, Before, datetime, datetime], Any]:
    def undo(row: Any, batch: Batch, before: Before, at: datetime, now: datetime) -> None:
        forget(row, before=parse_datetime(before["reminded_at"]), at=at, by=batch.by, now=now)

    return undo


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


def _no_mail(thing: Any, by: User, now: datetime) -> Item | None:
    return None


def _to_person(kind: str) -> Callable[[Enrollment, User, datetime], Item | None]:
    return lambda row, by, now: _written(kind, Nudge(recipient=row.person, fact=row.pk), now)


def _to_learner(kind: str) -> Callable[[Relationship, User, datetime], Item | None]:
    return lambda pair, by, now: _written(kind, Nudge(recipient=pair.learner, relationship=pair, fact=pair.pk), now)


def _ended(pair: Relationship, by: User, now: datetime) -> Item | None:
    pair.ended_on = pair.day_of(now)  # as the mail will say it; nothing is saved
    return _to_learner("ended")(pair, by, now)


def _rested(pair: Relationship, by: User, now: datetime) -> Item | None:
    """The mail tells of a change of status: it is made, read and taken back."""
    with transaction.atomic():
        pair.change_status(pair.rules_of_kind.RESTING, by=by, now=now)
        change = StatusChange.objects.filter(relationship=pair).latest("at", "id")
        item = _written("rest-for-you", Nudge(recipient=pair.learner, relationship=pair, fact=change.pk), now)
        transaction.set_rollback(True)
    return item


def _asked_again(pair: Relationship, by: User, now: datetime) -> Item | None:
    """Of the several words for what may wait, the ones for a proposed pair; others read what waits for them."""
    return _to_learner("proposal-again")(pair, by, now) if pair.status == "proposed" else None


def _written(kind: str, nudge: Nudge, now: datetime) -> Item:
    nudge.kind, nudge.category = kind, KINDS[kind].category
    return write_item(nudge, now)


IN_THE_MORNING = gettext_lazy(
    "It goes with the next morning mail. Nobody gets more than one such mail in three days, nor a third one that stays "
    "unanswered."
)
TO_WHO_HAS_NOT_ANSWERED = gettext_lazy(
    "Only who has not answered gets it, with the next morning mail. You do not learn who that is."
)
ANSWERED = gettext_lazy("Answered by now, or reminded in the last three days.")
ACTS: dict[str, TogetherAct] = {
    "accept": TogetherAct(
        Enrollment, gettext_lazy("Accept"), ngettext_lazy("Accept %(n)s person?", "Accept %(n)s people?", "n"),
        _applied("applied", "waitlisted"), _person, _decide(applying.accept), _undecide, _to_person("accepted"),
    ),
    "waitlist": TogetherAct(
        Enrollment, gettext_lazy("Waiting list"),
        ngettext_lazy("Put %(n)s person on the waiting list?", "Put %(n)s people on the waiting list?", "n"),
        _applied("applied"), _person, _decide(applying.waitlist), _undecide, _no_mail,
    ),
    "remind": TogetherAct(
        Relationship, gettext_lazy("Remind"), ngettext_lazy("Remind %(n)s pair?", "Remind %(n)s pairs?", "n"),
        _pairs("proposed", *kinds.WORKING_STATUSES), _two,
        _reminds(lambda pair, batch, now: on_behalf.remind(pair, batch.reason or "", by=batch.by, now=now)),
        _unreminds(on_behalf.forget_reminder), _asked_again, IN_THE_MORNING, asks_reason=True,
    ),
    "ask_again": TogetherAct(
        Relationship, gettext_lazy("Remind"), ngettext_lazy(
            "Ask %(n)s pair again for a yes or no?", "Ask %(n)s pairs again for a yes or no?", "n"
        ),
        _not_answered, _two, _reminds(lambda pair, batch, now: proposing.remind(pair, by=batch.by, now=now)),
        _unreminds(on_behalf.forget_reminder), _asked_again, TO_WHO_HAS_NOT_ANSWERED, ANSWERED,
    ),
    "ask_answers": TogetherAct(
        Enrollment, gettext_lazy("Remind"), ngettext_lazy(
            "Ask %(n)s person for the two answers?", "Ask %(n)s people for the two answers?", "n"
        ),
        _without_answers, _person, _reminds(lambda row, batch, now: applying.remind(row, by=batch.by, now=now)),
        _unreminds(applying.forget_reminder), _to_person("questions-open"), IN_THE_MORNING, ANSWERED,
    ),
    "withdraw": TogetherAct(
        Relationship, gettext_lazy("Withdraw"),
        ngettext_lazy("Withdraw %(n)s proposed pair?", "Withdraw %(n)s proposed pairs?", "n"),
        _pairs("proposed"), _two, _withdraw, _take_back, _to_learner("fell-through"),
        gettext_lazy("Whoever had said yes gets it after ten minutes. You do not learn who that is."),
    ),
    "rest": TogetherAct(
        Relationship, gettext_lazy("Pause"), ngettext_lazy("Pause %(n)s pair?", "Pause %(n)s pairs?", "n"),
        _pairs(*_that_can("RESTING")), _two, _rest, _take_back, _rested, asks_reason=True, asks_until=True,
    ),
    "end": TogetherAct(
        Relationship, gettext_lazy("End"), ngettext_lazy("End %(n)s pair?", "End %(n)s pairs?", "n"),
        _pairs(*_that_can("ENDED_BY_ONE")), _two, _end, _take_back, _ended, asks_reason=True,
    ),
}  # fmt: skip
