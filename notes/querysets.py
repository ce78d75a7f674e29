"""Who reads which note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self
from uuid import UUID

from relationships.querysets import OwnTextQuerySet, SharedTextQuerySet

if TYPE_CHECKING:
    from relationships.models import Relationship


class PrivateNoteQuerySet(OwnTextQuerySet):
    """`visible_to`: the author alone."""

    def for_relationship(self, relationship: Relationship | UUID) -> Self:
        return self.filter(relationship=relationship)

    def containing(self, words: str) -> list[Any]:
        """Notes whose text contains every word. The texts are sealed, so they are opened one by one; whoever asks
        searches their own only."""
        wanted = words.casefold().split()
        return [note for note in self if all(word in note.text.casefold() for word in wanted)]


class SharedNoteQuerySet(SharedTextQuerySet):
    """`visible_to`: the two of the pair."""

    def for_relationship(self, relationship: Relationship | UUID) -> Self:
        return self.filter(relationship=relationship)
