"""Forms for planning, moving and logging."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import Chips, Day, Moment, Picks
from people.models import User
from relationships.models import Relationship, Session, SessionLog
from relationships.who import facts, pair_only

LENGTHS = (30, 45, 60, 90)
LONGEST = 600
MOVED = "moved"


def length_choices(minutes: int | None = None) -> list[tuple[int, str]]:
    """The usual lengths, and the one that this session has."""
    lengths = sorted({*LENGTHS, minutes} if minutes else LENGTHS)
    return [(length, str(length)) for length in lengths]


class LengthField(forms.TypedChoiceField):
    """Minutes as chips."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, choices=length_choices(), widget=Chips, **kwargs)

    def offer(self, minutes: int | None) -> None:
        self.choices = length_choices(minutes)


class WallTimeField(forms.DateTimeField):
    """A time on a wall clock: naive on purpose, the form's zone joins in the verb."""

    widget = Moment

    def to_python(self, value: Any) -> Any:
        found = forms.DateTimeField.to_python(self, value)
        return found.replace(tzinfo=None) if isinstance(found, datetime) else found

    def prepare_value(self, value: Any) -> Any:
        return value


class PlanForm(forms.Form):
    """When, how long, where. The time is on the clock of the person who plans."""

    wall = WallTimeField(label=_("When"))
    minutes = LengthField(label=_("Length, in minutes"), initial=60)
    form = forms.ChoiceField(label=_("How"), choices=Session.Form.choices, widget=Chips, initial=Session.Form.VIDEO)
    link = forms.URLField(
        label=_("Link"), required=False, assume_scheme="https", max_length=200,
        error_messages={"invalid": _("Write the whole address, such as https://meet.example.org/us.")},
    )  # fmt: skip
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, user: User, relationship: Relationship, length: int | None = None, **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        self.zone = user.time_zone
        self.fields["wall"].help_text = _("On your clock: %(zone)s.") % {"zone": _readable(user.time_zone)}
        self.fields["wall"].who = facts(user, relationship)  # type: ignore[attr-defined]
        self.fields["link"].says_optional = True  # type: ignore[attr-defined]
        self.fields["minutes"].offer(length)  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """What the verbs take."""
        data = self.cleaned_data
        return {
            "wall": data["wall"],
            "zone": self.zone,
            "minutes": data["minutes"],
            "form": data["form"],
            "link": data["link"],
        }


class LogForm(forms.Form):
    """Everything is filled in; the usual case is one tap."""

    day = forms.DateField(label=_("Day"), widget=Day())
    minutes = LengthField(label=_("Length, in minutes"))
    form = forms.ChoiceField(label=_("How"), choices=Session.Form.choices, widget=Chips)
    talked_about = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: Any, points: Sequence[tuple[str, str]] = (), length: int | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].offer(length)  # type: ignore[attr-defined]
        if points:
            self.fields["talked_about"].choices = list(points)  # type: ignore[attr-defined]
            self.fields["talked_about"].label = _("What did you talk about?")
        else:
            del self.fields["talked_about"]

    def facts(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"day": data["day"], "minutes": data["minutes"], "form": data["form"]}


class MissedForm(forms.Form):
    """What happened? If it was moved: to when."""

    why = forms.ChoiceField(
        label=_("What happened?"), choices=[(MOVED, _("We moved it")), *SessionLog.Why.choices], widget=Picks
    )
    wall = WallTimeField(label=_("New day and time, if you moved it"), required=False)

    def __init__(self, *args: Any, user: User, relationship: Relationship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].initial = MOVED
        self.fields["why"].who = pair_only(user, relationship)  # type: ignore[attr-defined]
        self.fields["wall"].help_text = _("On your clock: %(zone)s.") % {"zone": _readable(user.time_zone)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("why") == MOVED and not data.get("wall") and "wall" not in self.errors:
            self.add_error("wall", _("To when did you move it?"))
        return data


def _readable(zone: str) -> str:
    return zone.replace("_", " ")
