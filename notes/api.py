"""The JSON door of notes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet

from core.api.fields import Text, VisibleRelatedField
from core.api.paging import Filters
from core.api.resources import Act, Resource
from core.api.serializers import Shown, Taken
from notes import writing
from notes.forms import LONGEST
from notes.models import Audience, PrivateNote, SharedNote
from people.models import User
from relationships.api.actions import sessions
from relationships.api.reading import OfTheTwo, shared
from relationships.models import Relationship, Session

FIELDS = ("id", "relationship", "session", "author", "text", "written_at", "version")


class PrivateNoteShown(Shown):
    """A note for its author's eyes alone."""

    class Meta:
        model = PrivateNote
        fields = FIELDS


class SharedNoteShown(Shown):
    """A note of the two."""

    class Meta:
        model = SharedNote
        fields = FIELDS


class NoteText(Taken):
    """The words."""

    text = Text(max_length=LONGEST)


class WriteNote(NoteText):
    """The words, of which pair, perhaps about a session."""

    relationship = VisibleRelatedField(reads=shared)
    session = VisibleRelatedField(reads=sessions, allow_null=True, default=None)


class PrivateNoteFilters(Filters):
    """By pair and session, and by words."""

    q = django_filters.CharFilter(method="containing", help_text="Notes that contain every one of these words.")

    class Meta(Filters.Meta):
        model = PrivateNote
        fields: ClassVar[list[str]] = ["relationship", "session"]

    def containing(self, notes: Any, name: str, words: str) -> QuerySet[PrivateNote]:
        """The texts are sealed: one's own are opened one by one."""
        found: QuerySet[PrivateNote] = notes.filter(pk__in=[note.pk for note in notes.containing(words)])
        return found


def write_private(relationship: Relationship, *, text: str, session: Session | None, by: User, now: datetime) -> Any:
    """Write a note that nobody else reads."""
    return writing.write(relationship, Audience.ONLY_ME, text, session=session, by=by, now=now)


def write_shared(relationship: Relationship, *, text: str, session: Session | None, by: User, now: datetime) -> Any:
    """Write a note that both of the pair read and may change."""
    return writing.write(relationship, Audience.BOTH, text, session=session, by=by, now=now)


class PrivateNotes(Resource):
    """One's own private notes, of all one's pairs, for good. Shared, a note is found among the shared ones."""

    area = "notes"
    shown = PrivateNoteShown
    filterset_class = PrivateNoteFilters
    creates = Act(write_private, WriteNote, on="relationship")
    edits = Act(writing.edit, NoteText)
    removes = Act(writing.remove)
    verbs = {"share": Act(writing.share)}

    def rows(self) -> QuerySet[Any]:
        notes: QuerySet[Any] = PrivateNote.objects.visible_to(self.person)
        return notes.select_related("author", "session", "relationship__guide", "relationship__learner")


class SharedNotes(OfTheTwo):
    """Notes that the two of a pair share. Either changes one; only its author takes it away."""

    area = "notes"
    shown = SharedNoteShown
    filterset_fields = ("relationship", "session", "author")
    creates = Act(write_shared, WriteNote, on="relationship")
    edits = Act(writing.edit, NoteText)
    removes = Act(writing.remove)

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("author")
