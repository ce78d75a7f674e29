"""Actions (next steps): somebody will do something by a day. Either half writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.verbs import verb
from people.models import User
from relationships import rules
from relationships.halves import locked, locked_open, require_half, require_open
from relationships.models import ActionItem, Relationship, Session

UNDO_FOR = timedelta(days=1)


@verb("action.add")
def add(
    relationship: Relationship,
    text: str,
    *,
    owner: User,
    by_day: date | None = None,
    session: Session | None = None,
    by: User,
    now: datetime,
) -> ActionItem:
    """Either half writes down what `owner`, one of the two, will do."""
    require_half(by, relationship)
    relationship = locked_open(relationship)
    _require_half_as_owner(relationship, owner)
    if session is not None and session.relationship_id != relationship.pk:
        raise NotPossible(_("That was a conversation of another pair."))
    return ActionItem.objects.create(
        relationship=relationship,
        text=text,
        owner=owner,
        by_day=by_day,
        session=session,
        author=by,
        created_at=now,
    )


@verb("action.edit")
def edit(
    item: ActionItem, *, text: str, owner: User, by_day: date | None, version: int, by: User, now: datetime
) -> ActionItem:
    """The one who does it or the one who wrote it changes it. Raises Stale if the other half saved first."""
    _begin(item, by)
    _require_half_as_owner(item.relationship, owner)
    item.save_if(version, text=text, owner=owner, by_day=by_day)
    return item


@verb("action.tick")
def tick(item: ActionItem, *, by: User, now: datetime) -> ActionItem:
    """Done."""
    _begin(item, by)
    ActionItem.objects.open().filter(pk=item.pk).update(done_at=now)
    item.refresh_from_db()
    return item


@verb("action.untick")
def untick(item: ActionItem, *, by: User, now: datetime) -> ActionItem:
    """Not done after all."""
    _begin(item, by)
    ActionItem.objects.standing().filter(pk=item.pk).update(done_at=None)
    item.refresh_from_db()
    return item


@verb("action.remove")
def remove(item: ActionItem, *, by: User, now: datetime) -> ActionItem:
    """Take it off, with Undo for a day."""
    _begin(item, by)
    if not ActionItem.objects.standing().filter(pk=item.pk).update(removed_at=now):
        raise NotPossible(_("It is gone already."))
    item.relationship.actions.filter(removed_at__lt=now - UNDO_FOR).delete()
    item.refresh_from_db()
    return item


@verb("action.restore")
def restore(item: ActionItem, *, by: User, now: datetime) -> ActionItem:
    """Undo, for a day."""
    _begin(item, by)
    if not ActionItem.objects.filter(pk=item.pk, removed_at__gte=now - UNDO_FOR).update(removed_at=None):
        raise NotPossible(_("It was removed more than a day ago, or is back already."))
    item.refresh_from_db()
    return item


def _begin(item: ActionItem, by: User) -> None:
    item.relationship = locked(item.relationship)
    require_writer(item, by)


def require_writer(item: ActionItem, by: User) -> None:
    """Raises NotYours, or NotPossible once it is over."""
    if not rules.may_write_action(by, item.relationship, item):
        raise NotYours(_("Only %(name)s can change that.") % {"name": item.owner.first_name})
    require_open(item.relationship)


def _require_half_as_owner(relationship: Relationship, owner: User) -> None:
    if relationship.role_of(owner) is None:
        raise NotPossible(_("One of you two will do it."))
