"""The note that is folded into the log of a session: for its author alone."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext as _

from notes.forms import LogNoteForm
from notes.models import Audience
from notes.writing import write
from people.models import User
from relationships.log_extras import LogExtra
from relationships.models import Session


def summary() -> str:
    return _("Add a note (only you)")


def save(form: forms.Form, session: Session, user: User, now: datetime) -> None:
    """Keep what was typed, if anything was."""
    text = form.cleaned_data["text"].strip()
    if text:
        write(session.relationship, Audience.ONLY_ME, text, session=session, by=user, now=now)


NOTE_IN_LOG = LogExtra(name="note", summary=summary, form=LogNoteForm, save=save)
