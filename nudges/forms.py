"""What a person chooses about reminders."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import PickMany
from nudges.models import Topic


class RemindersForm(forms.Form):
    """The topics that one wants to be reminded of."""

    wanted = forms.MultipleChoiceField(label=_("Remind me"), choices=Topic.choices, widget=PickMany, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wanted"].who = _("Only you")  # type: ignore[attr-defined]
