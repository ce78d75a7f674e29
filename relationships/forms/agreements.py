"""Writing the agreement, and the end of a pair."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import Day, PickMany
from people.models import User
from relationships import agreeing, who
from relationships.agreeing import TEXTS, Terms
from relationships.models import Agreement, Relationship

HEADINGS: dict[str, Any] = {
    "mission": gettext_lazy("Mission in one sentence"),
    "purpose": gettext_lazy("What it is for"),
    "how_we_work": gettext_lazy("How we work"),
    "stays_between": gettext_lazy("What stays between us"),
    "ending": gettext_lazy("Ending"),
}


def headings(relationship: Relationship) -> dict[str, str]:
    """The texts of this kind's agreement, in the order of the page."""
    left_out = set() if relationship.rules_of_kind.ASKS_FOR_MISSION else {"mission"}
    return {name: str(HEADINGS[name]) for name in TEXTS if name not in left_out}


class AgreementForm(forms.Form):
    """A new version. `version` is the one it was made from; ticks are on the learner's form only."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    mission = forms.CharField(max_length=300)
    purpose = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=5000)
    how_we_work = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=5000)
    stays_between = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=5000)
    ending = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}), max_length=5000)
    cadence_days = forms.IntegerField(min_value=1, max_value=365)
    sponsor = forms.EmailField(required=False)
    shows = forms.MultipleChoiceField(required=False, widget=PickMany)

    def __init__(self, data: Any = None, *, me: User, pair: Relationship, before: Agreement | None) -> None:
        self.me, self.pair = me, pair
        super().__init__(data, initial=self._initial(before))
        kind = pair.rules_of_kind
        labels = headings(pair)
        for name in TEXTS:
            if name in labels:
                self.fields[name].label = labels[name]
                self.fields[name].who = who.pair_only(me, pair)  # type: ignore[attr-defined]
            else:
                del self.fields[name]
        self.fields["cadence_days"].label = _("Days between two %(sessions)s") % {"sessions": pair.words["sessions"]}
        self._ask_for_ticks(kind) if me.pk == pair.learner_id else self.fields.pop("shows")
        if kind.HAS_SPONSOR:
            self.fields["sponsor"].label = _("Sponsor’s work e-mail")
            self.fields["sponsor"].says_optional = True  # type: ignore[attr-defined]
            self.fields["sponsor"].help_text = _(
                "Somebody who wants this to go well and may be told what is ticked. They sign too, and hear of it only "
                "after %(name)s has signed."
            ) % {"name": pair.learner.first_name}
        else:
            del self.fields["sponsor"]

    def _ask_for_ticks(self, kind: Any) -> None:
        field: Any = self.fields["shows"]
        field.label = _("What others see")
        field.choices = list(kind.DISCLOSES.items())
        told = {"sponsor": _("your sponsor"), "line manager": _("your line manager")}[kind.SHOWN_TO]
        field.help_text = _("You alone decide. What you tick, %(who)s sees once everybody has signed.") % {"who": told}
        if suggested := agreeing.suggested(self.pair):
            field.help_text += " " + _("Your program suggests: %(what)s.") % {"what": " · ".join(suggested)}

    def _initial(self, before: Agreement | None) -> dict[str, Any]:
        if before is None:
            texts = agreeing.draft(self.pair, by=self.me)
            return {**texts, "version": 0, "cadence_days": self.pair.cadence_days, "shows": []}
        ticked = [what for what in self.pair.rules_of_kind.DISCLOSES if getattr(before, f"shows_{what}")]
        sponsor = before.sponsor.email if before.sponsor else ""
        texts = {name: getattr(before, name) or "" for name in TEXTS}
        version, days = before.version, before.cadence_days
        return {**texts, "version": version, "cadence_days": days, "shows": ticked, "sponsor": sponsor}

    def clean_sponsor(self) -> User | None:
        address = self.cleaned_data["sponsor"]
        if not address:
            return None
        found = agreeing.find_sponsor(address)
        if found is None or self.pair.role_of(found) is not None:
            raise forms.ValidationError(_("Nobody else here has this address. Check it, or leave the field empty."))
        return found

    def terms(self) -> Terms:
        """What was typed, for the verb."""
        data = self.cleaned_data
        texts = {name: data[name] for name in TEXTS if name in data}
        return Terms(texts, data["cadence_days"], data.get("shows"), data.get("sponsor"))


class RestForm(forms.Form):
    """Until when, if a day is wished."""

    until = forms.DateField(required=False, widget=Day)

    def __init__(self, *args: Any, pair: Relationship, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["until"].label = str(pair.rules_of_kind.ENDING_WORDS["rest_until"])
        self.fields["until"].says_optional = True  # type: ignore[attr-defined]

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until is not None and until <= self.today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return until


class LastLookForm(forms.Form):
    """What helped, what keeps it going."""

    helped = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)
    keeps_going = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=5000)

    def __init__(self, *args: Any, me: User, pair: Relationship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["helped"].label = _("What helped?")
        self.fields["keeps_going"].label = _("What keeps it going?")
        for field in self.fields.values():
            field.says_optional = True  # type: ignore[attr-defined]
            field.who = who.pair_only(me, pair)  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The one thing that one may add when ending."""

    thanks = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args: Any, me: User, pair: Relationship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thanks"].label = _("Add a thank-you")
        self.fields["thanks"].says_optional = True  # type: ignore[attr-defined]
        self.fields["thanks"].who = who.pair_only(me, pair)  # type: ignore[attr-defined]


class FarewellForm(forms.Form):
    """Why, for the author alone."""

    reason = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why?")
        self.fields["reason"].says_optional = True  # type: ignore[attr-defined]
        self.fields["reason"].who = _("Only you")  # type: ignore[attr-defined]


class EndDateForm(forms.Form):
    """A new end date and its reason."""

    ends_on = forms.DateField(widget=Day)
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), max_length=1000)

    def __init__(self, *args: Any, me: User, pair: Relationship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].label = capfirst(_("new end date"))
        self.fields["reason"].label = _("Why?")
        self.fields["reason"].who = who.pair_only(me, pair)  # type: ignore[attr-defined]
