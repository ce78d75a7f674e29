"""The lines of the three layers: who writes, orders, settles and suggests (C1, S0-28, S0-32)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from core.clock import day_of
from core.errors import NotPossible, NotYours
from core.prepared import first, prepared
from core.verbs import verb
from people.models import User
from relationships import rules
from relationships.halves import locked_open, require_half, require_open
from relationships.models import AgendaItem, AgendaLock, Plan, Relationship

Layer = AgendaItem.Layer
Status = AgendaItem.Status
# Undo is offered at once; a day later what was removed is gone for good.
UNDO_FOR = timedelta(days=1)


class PastDay(NotPossible):
    """A step of a plan lies ahead when it is written: the sentence belongs to the field of the day."""


@verb("agenda.add")
def add(
    relationship: Relationship, layer: str, text: str, *, on_day: date | None = None, by: User, now: datetime
) -> AgendaItem:
    """The owner of a layer writes a line at its end. Raises PermissionDenied for the other half, NotPossible while the
    layer is locked or, on the plan, if its day comes before the one of the step above."""
    relationship = _begin(relationship, layer, by)
    _require_owner(relationship, layer, by)
    _require_unlocked(relationship, layer, now)
    _require_ahead(on_day, by, now)
    item = _create(relationship, layer, text, Status.ON, on_day=on_day, by=by, now=now)
    _touched(relationship, layer)
    return item


@verb("agenda.suggest")
def suggest(
    relationship: Relationship, layer: str, text: str, *, on_day: date | None = None, by: User, now: datetime
) -> AgendaItem:
    """The other half suggests a line; the owner takes it up, puts it off or says no, without a reason."""
    relationship = _begin(relationship, layer, by)
    if rules.owns_layer(by, relationship, layer):
        raise NotYours(_("This is yours: just add it."))
    _require_ahead(on_day, by, now)
    return _create(relationship, layer, text, Status.SUGGESTED, on_day=on_day, by=by, now=now)


@verb("agenda.write_first_line")
def write_first_line(
    relationship: Relationship, text: str, *, version: int | None = None, by: User, now: datetime
) -> AgendaItem:
    """ "What I want from this session": the learner's own, before every other line, whoever sets the agenda.

    In: the version that was read, None for the first writing. Raises Stale, and PermissionDenied for the other half.
    """
    relationship = _begin(relationship, Layer.SESSION, by)
    if not rules.may_write_first_line(by, relationship):
        raise NotYours(_("Line 1 is %(name)s’s own.") % {"name": relationship.learner.first_name})
    line = first_line(relationship)
    if line is not None:
        line.save_if(version or 0, text=text)
        return line
    line = AgendaItem(relationship=relationship, is_first_line=True, text=text, author=by, created_at=now)
    try:
        with transaction.atomic():
            line.save()
    except IntegrityError as error:
        raise NotPossible(_("This was written a moment ago in another window.")) from error
    return line


@verb("agenda.edit")
def edit(
    item: AgendaItem, *, text: str, on_day: date | None = None, version: int, by: User, now: datetime
) -> AgendaItem:
    """Change a line: the owner of its layer, or the author of a suggestion. Raises Stale if somebody saved first."""
    relationship = _begin(item.relationship, item.layer, by)
    _require_writer(relationship, item, by)
    _require_unlocked(relationship, item.layer, now, item)
    if on_day != item.on_day:  # a step whose day has gone by keeps it
        _require_ahead(on_day, by, now)
    item.save_if(version, text=text, on_day=on_day)
    _require_order(relationship, item.layer)
    _touched(relationship, item.layer, item)
    return item


@verb("agenda.remove")
def remove(item: AgendaItem, *, by: User, now: datetime) -> AgendaItem:
    """Take a line off, with Undo for a day."""
    relationship = _begin(item.relationship, item.layer, by)
    _require_writer(relationship, item, by)
    _require_unlocked(relationship, item.layer, now, item)
    # A suggestion that was taken up a moment ago is the owner's line by now.
    if not AgendaItem.objects.standing().filter(pk=item.pk, status=item.status).update(removed_at=now):
        raise NotPossible(_("It is gone already, or was taken up a moment ago."))
    relationship.agenda.filter(removed_at__lt=now - UNDO_FOR).delete()
    _touched(relationship, item.layer, item)
    item.refresh_from_db()
    return item


@verb("agenda.restore")
def restore(item: AgendaItem, *, by: User, now: datetime) -> AgendaItem:
    """Undo, for a day: the line is back where it was."""
    relationship = _begin(item.relationship, item.layer, by)
    _require_writer(relationship, item, by)
    if item.is_first_line and first_line(relationship) is not None:
        raise NotPossible(_("There is another line 1 by now."))
    if not AgendaItem.objects.filter(pk=item.pk, removed_at__gte=now - UNDO_FOR).update(removed_at=None):
        raise NotPossible(_("It was removed more than a day ago, or is back already."))
    _require_order(relationship, item.layer)
    _touched(relationship, item.layer, item)
    item.refresh_from_db()
    return item


@verb("agenda.shift")
def shift(item: AgendaItem, step: int, *, by: User, now: datetime) -> AgendaItem:
    """One place up (-1) or down (+1). On the plan a step never comes before one that is earlier in time."""
    relationship = _begin(item.relationship, item.layer, by)
    _require_owner(relationship, item.layer, by)
    _require_unlocked(relationship, item.layer, now)
    lines = list(_ordered(relationship, item.layer))
    here = next((place for place, line in enumerate(lines) if line.pk == item.pk), None)
    if here is None or not 0 <= here + step < len(lines):
        raise NotPossible(_("It cannot go further."))
    lines[here], lines[here + step] = lines[here + step], lines[here]
    for place, line in enumerate(lines):
        AgendaItem.objects.filter(pk=line.pk).exclude(position=place).update(position=place)
    _require_order(relationship, item.layer)
    _touched(relationship, item.layer)
    item.refresh_from_db()
    return item


@verb("agenda.accept")
def accept(item: AgendaItem, *, by: User, now: datetime) -> AgendaItem:
    """The owner of the layer takes a suggestion up, at the end; from now on it is the owner's line."""
    relationship = _begin(item.relationship, item.layer, by)
    _require_owner(relationship, item.layer, by)
    _require_unlocked(relationship, item.layer, now)
    _decide(item, Status.ON, position=_next_position(relationship, item.layer), after_session=None)
    _require_order(relationship, item.layer)
    _touched(relationship, item.layer)
    return item


@verb("agenda.decline")
def decline(item: AgendaItem, *, by: User, now: datetime) -> AgendaItem:
    """The owner of the layer says no. No reason is asked for."""
    relationship = _begin(item.relationship, item.layer, by)
    _require_owner(relationship, item.layer, by)
    _decide(item, Status.DECLINED)
    return item


@verb("agenda.put_off")
def put_off(item: AgendaItem, *, by: User, now: datetime) -> AgendaItem:
    """The owner says "later": the suggestion comes back when the next session lies behind."""
    relationship = _begin(item.relationship, item.layer, by)
    _require_owner(relationship, item.layer, by)
    coming = relationship.sessions.coming(now).first()
    if coming is None:
        raise NotPossible(_("Nothing is planned yet, so it waits anyway."))
    _decide(item, Status.SUGGESTED, after_session=coming)
    return item


@verb("agenda.finish")
def finish(item: AgendaItem, *, by: User, now: datetime) -> AgendaItem:
    """A point was talked about, a step of the plan is done."""
    relationship = _begin(item.relationship, item.layer, by)
    _require_owner(relationship, item.layer, by)
    on = AgendaItem.objects.standing().filter(pk=item.pk, status=Status.ON)
    if not on.update(status=Status.DONE, version=F("version") + 1):
        raise NotPossible(_("This was changed a moment ago."))
    item.refresh_from_db()
    return item


@verb("agenda.lock")
def lock(relationship: Relationship, layer: str, *, by: User, now: datetime) -> AgendaLock:
    """The owner settles a layer: its lines stay as they are. On the session agenda for the next session only."""
    relationship = _begin(relationship, layer, by)
    _require_owner(relationship, layer, by)
    session = relationship.sessions.coming(now).first() if layer == Layer.SESSION else None
    if layer == Layer.SESSION and session is None:
        raise NotPossible(_("Plan the next %(session)s first.") % {"session": relationship.words["session"]})
    held, _made = AgendaLock.objects.update_or_create(
        relationship=relationship, layer=layer, defaults={"session": session, "locked_by": by, "locked_at": now}
    )
    return held


@verb("agenda.unlock")
def unlock(relationship: Relationship, layer: str, *, by: User, now: datetime) -> None:
    """The owner opens a layer again."""
    relationship = _begin(relationship, layer, by)
    _require_owner(relationship, layer, by)
    AgendaLock.objects.filter(relationship=relationship, layer=layer).delete()


@verb("agenda.use_first_talk")
def use_first_talk(relationship: Relationship, *, by: User, now: datetime) -> None:
    """The points of a first talk, offered while nothing is on the agenda and no session was held."""
    relationship = _begin(relationship, Layer.SESSION, by)
    _require_owner(relationship, Layer.SESSION, by)
    if not may_use_first_talk(relationship, now):
        raise NotPossible(_("There are points on the agenda already."))
    for text in relationship.rules_of_kind.FIRST_TALK:
        _create(relationship, Layer.SESSION, str(text), Status.ON, on_day=None, by=by, now=now)


def may_use_first_talk(relationship: Relationship, now: datetime) -> bool:
    has_lines = relationship.agenda.waiting_lines(now).filter(status=Status.ON, is_first_line=False).exists()
    return not has_lines and not relationship.sessions.held().exists()


def first_line(relationship: Relationship) -> AgendaItem | None:
    """The line 1 that waits for the next session."""
    line: AgendaItem | None = relationship.agenda.standing().filter(is_first_line=True, status=Status.ON).first()
    return line


@prepared
def _lock(pair: UUID, layer: str) -> Any:
    return AgendaLock.objects.filter(relationship=pair, layer=layer).select_related("session")


def lock_on(relationship: Relationship, layer: str, now: datetime) -> AgendaLock | None:
    """The lock that holds now; one of a session that lies behind holds no more."""
    held: AgendaLock | None = first(_lock(relationship.pk, layer))
    if held is None or held.session is None:
        return held
    return held if relationship.sessions.coming(now).filter(pk=held.session_id).exists() else None


def _begin(relationship: Relationship, layer: str, by: User) -> Relationship:
    require_half(by, relationship)
    relationship = locked_open(relationship)
    if layer not in relationship.rules_of_kind.LAYERS:
        raise NotPossible(_("There is no such agenda here."))
    return relationship


def _require_owner(relationship: Relationship, layer: str, by: User) -> None:
    if not rules.owns_layer(by, relationship, layer):
        raise NotYours(whose_layer(relationship, layer))


def _require_writer(relationship: Relationship, item: AgendaItem, by: User) -> None:
    if not rules.may_write_line(by, relationship, item):
        raise NotYours(whose_layer(relationship, item.layer))


def whose_layer(relationship: Relationship, layer: str) -> str:
    """Whose right it is, in the words of the kind: "The agenda is Amara’s. You can suggest a point." """
    kind = relationship.rules_of_kind
    owner = getattr(relationship, kind.LAYER_OWNER[layer])
    return str(kind.NOT_YOURS[layer] % {"name": owner.first_name})


def require_changeable(item: AgendaItem, now: datetime) -> None:
    """Raises NotPossible where a line stays as it is, whatever anybody writes: it is over, or the layer is settled."""
    require_open(item.relationship)
    _require_unlocked(item.relationship, item.layer, now, item)


def _require_ahead(on_day: date | None, by: User, now: datetime) -> None:
    if on_day is not None and on_day < day_of(now, by.time_zone):
        raise PastDay(_("This day has gone by: choose today or a day to come."))


def _require_unlocked(relationship: Relationship, layer: str, now: datetime, item: AgendaItem | None = None) -> None:
    """A lock holds for what stands; suggestions and line 1 stay open."""
    if item is not None and (item.is_first_line or item.status == Status.SUGGESTED):
        return
    if lock_on(relationship, layer, now) is not None:
        raise NotPossible(_("This is settled. Open it again to change it."))


def _ordered(relationship: Relationship, layer: str) -> list[AgendaItem]:
    """The lines that one orders: on the agenda, without line 1 and suggestions; on the plan also what is done."""
    shown = [Status.ON] if layer == Layer.SESSION else [Status.ON, Status.DONE]
    return list(relationship.agenda.of_layer(layer).filter(status__in=shown, is_first_line=False))


def _next_position(relationship: Relationship, layer: str) -> int:
    last = relationship.agenda.of_layer(layer).aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _create(
    relationship: Relationship, layer: str, text: str, status: str, *, on_day: date | None, by: User, now: datetime
) -> AgendaItem:
    item = AgendaItem.objects.create(
        relationship=relationship,
        layer=layer,
        text=text,
        status=status,
        on_day=on_day,
        author=by,
        created_at=now,
        position=_next_position(relationship, layer),
    )
    _require_order(relationship, layer)
    return item


def _decide(item: AgendaItem, status: str, **facts: object) -> None:
    """Compare and set: only a suggestion that stands is decided."""
    suggested = AgendaItem.objects.standing().filter(pk=item.pk, status=Status.SUGGESTED)
    if not suggested.update(status=status, version=F("version") + 1, **facts):
        raise NotPossible(_("This was decided a moment ago."))
    item.refresh_from_db()


def _require_order(relationship: Relationship, layer: str) -> None:
    """A plan goes forward in time: no step has a day before the one of a step above it. Raising undoes the verb."""
    if layer != Layer.PLAN:
        return
    latest, above = date.min, 0
    for number, line in enumerate(_ordered(relationship, layer), start=1):
        if line.on_day is None:
            continue
        if line.on_day < latest:
            words = {"step": number, "above": above}
            raise NotPossible(_("Step %(step)s cannot come before step %(above)s in time.") % words)
        latest, above = line.on_day, number


def _touched(relationship: Relationship, layer: str, item: AgendaItem | None = None) -> None:
    """A change of the plan raises its version, so that it waits for the other half's yes again."""
    if layer != Layer.PLAN or (item is not None and item.status == Status.SUGGESTED):
        return
    plan, made = Plan.objects.get_or_create(relationship=relationship)
    if not made:
        Plan.objects.filter(pk=plan.pk).update(version=F("version") + 1)
