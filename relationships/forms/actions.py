"""The form of an action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Day
from people.models import User
from relationships.models import Relationship
from relationships.who import pair_only


class ActionForm(forms.Form):
    """What, who, by when; `owner` is one of the two."""

    text = forms.CharField(label=_("What"), max_length=1000)
    owner = forms.ChoiceField(label=_("Who"))
    by_day = forms.DateField(label=_("By"), required=False, widget=Day())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, relationship: Relationship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        other = relationship.other(user)
        self._people = {str(user.pk): user, str(other.pk): other}
        self.fields["owner"].choices = [(str(user.pk), _("You")), (str(other.pk), other.first_name)]  # type: ignore[attr-defined]
        self.fields["text"].who = pair_only(user, relationship)  # type: ignore[attr-defined]

    def clean_owner(self) -> User:
        return self._people[self.cleaned_data["owner"]]


class LogActionForm(ActionForm):
    """The same, folded into the log: nothing typed is nothing added."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="action", **kwargs)
        self.fields["text"].required = False
        self.fields["owner"].required = False
        del self.fields["version"]

    def clean_owner(self) -> User:
        return self._people.get(self.cleaned_data["owner"]) or next(iter(self._people.values()))
