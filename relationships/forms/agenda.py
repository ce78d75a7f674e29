"""Forms of the three layers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Day


class LineForm(forms.Form):
    """A line of a layer; steps of a plan have a day."""

    text = forms.CharField(label=_("Point"), max_length=1000)
    on_day = forms.DateField(label=_("By"), required=False, widget=Day())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, with_day: bool = False, who: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].who = who  # type: ignore[attr-defined]
        if not with_day:
            del self.fields["on_day"]


class FirstLineForm(forms.Form):
    """ "What I want from this session"."""

    text = forms.CharField(max_length=1000)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class VersionForm(forms.Form):
    """Which version somebody read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
