"""The check-in page, and asking for help."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Chips
from people.models import User
from surveys.instruments import HIGHEST, LOWEST
from surveys.models import Round
from surveys.rounds import silence_fault

ENDS = {LOWEST: _("1, disagree"), HIGHEST: _("5, agree")}


class CheckInForm(forms.Form):
    """Six sentences with five dots each, and "I'd rather not say" for each."""

    show_alike = forms.BooleanField(required=False)
    wants_help = forms.BooleanField(required=False)

    def __init__(self, asked: Round, me: User, contact: User | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = asked.relationship.other(me).first_name
        only_you = _("Only you")
        choices = [(str(n), ENDS.get(n, str(n))) for n in range(LOWEST, HIGHEST + 1)]
        self.items = [item.key for item in asked.questionnaire.items]
        for item in asked.questionnaire.items:
            field = forms.ChoiceField(
                label=str(item.sentence) % {"name": other}, widget=Chips, required=False,
                choices=[*choices, ("", _("I’d rather not say"))],
            )  # fmt: skip
            field.who = only_you  # type: ignore[attr-defined]
            self.fields[item.key] = field
        self.fields["show_alike"].label = _("Show us both whether we see it alike, if %(name)s wants that too") % {
            "name": other
        }
        if contact is None:
            del self.fields["wants_help"]
        else:
            words = _("I would like help: tell %(name)s that I would like to talk. No answers go along.")
            self.fields["wants_help"].label = words % {"name": contact.name}
        self.order_fields([*self.items, "show_alike", "wants_help"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("wants_help") and (fault := silence_fault(self.given())):
            raise forms.ValidationError(fault)
        return data

    def given(self) -> dict[str, int | None]:
        """Item key → 1…5 or None."""
        return {key: int(self.cleaned_data[key]) if self.cleaned_data.get(key) else None for key in self.items}


class HelpForm(forms.Form):
    """Words to the contact, if one likes to write some."""

    words = forms.CharField(
        label=_("A few words, if you like"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, contact: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].who = _("%(name)s only") % {"name": contact.name}  # type: ignore[attr-defined]
