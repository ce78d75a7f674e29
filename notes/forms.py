"""Forms of notes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from core.forms import Picks
from notes.models import Audience
from people.models import User
from relationships.models import Relationship
from relationships.who import names, pair_only

LONGEST = 20_000


class NoteForm(forms.Form):
    """For whom, and what. "Nothing written" keeps nothing, so it takes no text."""

    audience = forms.ChoiceField(
        label=_("Who is this note for?"), choices=Audience.choices, initial=Audience.ONLY_ME, widget=Picks
    )
    text = forms.CharField(label=_("Note"), required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, user: User, relationship: Relationship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"choice": Audience.BOTH.label, "both": pair_only(user, relationship)}
        self.fields["text"].who = _t("Only you. If you choose “%(choice)s”: %(both)s") % words  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        has_text = bool((data.get("text") or "").strip())
        if data.get("audience") == Audience.NOTHING and has_text:
            self.add_error("text", _("There is text here. Choose who reads it, or empty this field."))
        is_readable = "text" not in self.errors  # one word about a field is enough
        if data.get("audience") in {Audience.ONLY_ME, Audience.BOTH} and is_readable and not has_text:
            self.add_error("text", _("There is no text yet."))
        return data


class NoteTextForm(forms.Form):
    """The text of a note that is there."""

    text = forms.CharField(label=_("Note"), max_length=LONGEST, widget=forms.Textarea({"rows": 8}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].who = who  # type: ignore[attr-defined]


class LogNoteForm(forms.Form):
    """A private note, folded into the log; nothing typed is nothing kept."""

    text = forms.CharField(label=_("Note"), required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 4}))

    def __init__(self, user: User, relationship: Relationship, data: Any = None) -> None:
        super().__init__(data, prefix="note")
        self.fields["text"].who = only_you(user, relationship)  # type: ignore[attr-defined]


def only_you(user: User, relationship: Relationship) -> str:
    """ "Only you"."""
    return names(user, relationship, {str(relationship.role_of(user))})
