"""Notes: what one half keeps for themselves, and what the two share. Two tables, because two sorts of readers."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.data_classes import DataClass
from core.fields import EncryptedTextField
from core.models import Base, Versioned
from notes.querysets import PrivateNoteQuerySet, SharedNoteQuerySet
from people.models import User
from relationships.models import Relationship, Session


class Audience(models.TextChoices):
    """Whom somebody writes for; `nothing` stores no text anywhere."""

    ONLY_ME = "only_me", _("Only me")
    BOTH = "both", _("The two of us")
    NOTHING = "nothing", _("Nothing written (only that we talked)")


class PrivateNote(Versioned, Base):
    """Read by its author alone, for good. The version keeps two windows of one person apart."""

    data_class: ClassVar[DataClass] = DataClass.D4

    relationship = models.ForeignKey(Relationship, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    author = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    text = EncryptedTextField(label="privatenote.text")
    written_at = models.DateTimeField()

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-written_at", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["author", "relationship"], name="private_note_by_author"),
        ]


class SharedNote(Versioned, Base):
    """Read and changed by the two; only its author takes it away."""

    data_class: ClassVar[DataClass] = DataClass.D3

    relationship = models.ForeignKey(Relationship, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = EncryptedTextField(label="sharednote.text")
    written_at = models.DateTimeField()

    objects = SharedNoteQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-written_at", "-id"]
