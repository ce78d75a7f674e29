"""Writing, sharing and taking away notes."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.verbs import verb
from notes import rules
from notes.models import Audience, PrivateNote, SharedNote
from people.models import User
from relationships.halves import locked_open, require_half
from relationships.models import Relationship, Session

Note = PrivateNote | SharedNote


@verb("note.write")
def write(
    relationship: Relationship,
    audience: str,
    text: str,
    *,
    session: Session | None = None,
    by: User,
    now: datetime,
) -> Note:
    """Either half writes a note for themselves or for the two. Raises NotPossible for `nothing`: nothing is stored, and
    for a session of another pair."""
    require_half(by, relationship)
    if session is not None and session.relationship_id != relationship.pk:
        raise NotPossible(_("That was a conversation of another pair."))
    table: type[PrivateNote] | type[SharedNote] = SharedNote if audience == Audience.BOTH else PrivateNote
    if audience == Audience.NOTHING:
        raise NotPossible(_("Nothing is written, so there is nothing to keep."))
    if table is SharedNote:
        relationship = locked_open(relationship)
    return table.objects.create(relationship=relationship, session=session, author=by, text=text, written_at=now)


@verb("note.edit")
def edit(note: Note, *, text: str, version: int, by: User, now: datetime) -> Note:
    """The author changes a private note, either half a shared one. Raises Stale with both texts."""
    is_shared = isinstance(note, SharedNote)
    if not rules.may_edit(by, note, is_shared=is_shared):
        raise NotYours(_("Only its author can change this note."))
    if is_shared:
        note.relationship = locked_open(note.relationship)
    note.save_if(version, text=text)
    return note


@verb("note.share")
def share(note: PrivateNote, *, by: User, now: datetime) -> SharedNote:
    """The author lets the other half read a private note: from now on it is a shared one."""
    if not rules.may_remove(by, note):
        raise NotYours(_("Only its author can share this note."))
    note.relationship = locked_open(note.relationship)
    text = note.text
    gone, _rows = PrivateNote.objects.filter(pk=note.pk, version=note.version).delete()
    if not gone:
        raise NotPossible(_("This was changed a moment ago."))
    return SharedNote.objects.create(
        relationship=note.relationship, session=note.session, author=by, text=text, written_at=note.written_at
    )


@verb("note.remove")
def remove(note: Note, *, by: User, now: datetime) -> None:
    """The author takes a note away, for good."""
    if not rules.may_remove(by, note):
        raise NotYours(_("Only %(name)s can take this note away.") % {"name": note.author.first_name})
    type(note)._base_manager.filter(pk=note.pk).delete()
