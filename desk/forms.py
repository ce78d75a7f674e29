"""Forms of the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core.clock import day_of
from core.forms import Day
from desk.together.acts import ACTS, TogetherAct
from people.models import User
from programs.models import Program
from relationships.handing_over import free_guides
from relationships.models import Relationship


class SeenForm(forms.Form):
    """The moment at which the page was made: what came since then has not been seen."""

    until = forms.DateTimeField()


class SetAsideForm(forms.Form):
    """Until which day; without one it is not a problem."""

    until = forms.DateField(required=False)


class ReasonForm(forms.Form):
    """Why, for the people who run the program."""

    reason = forms.CharField(
        label=gettext_lazy("Why?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500, strip=True
    )

    def __init__(self, data: Any = None, *, me: User, pair: Relationship, now: Any) -> None:
        super().__init__(data)
        self.me, self.pair, self.today = me, pair, day_of(now, me.time_zone)
        self.fields["reason"].who = self.readers()  # type: ignore[attr-defined]
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def readers(self) -> str:
        return _("You and the others who run %(program)s") % {"program": self.pair.program.name}

    def _to_come(self, name: str) -> Any:
        day = self.cleaned_data[name]
        if day is not None and day <= self.today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


class SeenReasonForm(ReasonForm):
    """The same with the state that the page showed: who comes second is told how it stands."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=12)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = self.pair.status


class RestForThemForm(SeenReasonForm):
    until = forms.DateField(required=False, widget=Day)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].label = str(self.pair.rules_of_kind.ENDING_WORDS["rest_until"])
        self.fields["until"].says_optional = True  # type: ignore[attr-defined]

    def clean_until(self) -> Any:
        return self._to_come("until")


class EndDateForThemForm(ReasonForm):
    ends_on = forms.DateField(widget=Day)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].label = capfirst(_("new end date"))

    def readers(self) -> str:
        names = {"learner": self.pair.learner.first_name, "guide": self.pair.guide.first_name}
        return _("%(learner)s, %(guide)s and the people who run the program") % names

    def clean_ends_on(self) -> Any:
        return self._to_come("ends_on")


class NewAddressForm(ReasonForm):
    email = forms.EmailField(label=gettext_lazy("New work e-mail"), max_length=254)


class HandOverForm(SeenReasonForm):
    """Who has a free place in the program, by name."""

    guide = forms.ChoiceField(choices=[])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guides = free_guides(self.pair)
        self.fields["guide"].label = capfirst(_("new %(guide)s") % {"guide": self.pair.words["guide"]})
        self.fields["guide"].choices = [("", _("Choose"))] + [  # type: ignore[attr-defined]
            (str(guide.pk), ngettext("%(name)s, %(n)s free place", "%(name)s, %(n)s free places", n) % facts)
            for guide, n in self.guides
            if (facts := {"name": guide.name, "n": n})
        ]
        if not self.guides:
            self.fields["guide"].help_text = _(
                "Nobody can be chosen now: no free place, or it does not fit this program’s rules. "
                "Invite somebody, or give somebody more places under “Who takes part”."
            )

    def clean_guide(self) -> User:
        return next(guide for guide, _n in self.guides if str(guide.pk) == self.cleaned_data["guide"])


class TogetherForm(forms.Form):
    """Which act, for which rows: those that are named, or all that it fits (`every`). Then why, and until when."""

    act = forms.ChoiceField(choices=[(key, act.label) for key, act in ACTS.items()], widget=forms.HiddenInput)
    every = forms.BooleanField(required=False, widget=forms.HiddenInput)
    until = forms.DateField(required=False, widget=Day, label=gettext_lazy("Until"))
    reason = forms.CharField(
        label=gettext_lazy("Why?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, program: Program, act: TogetherAct | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].who = _("You and the others who run %(program)s") % {"program": program.name}  # type: ignore[attr-defined]
        self.fields["until"].says_optional = True  # type: ignore[attr-defined]
        if act is not None:
            self.fields["reason"].required = act.asks_reason
            for name in [] if act.asks_until else ["until"]:
                del self.fields[name]
            if not act.asks_reason:
                del self.fields["reason"]


class ReadForm(forms.Form):
    """Which version of the privacy text was read."""

    text = forms.UUIDField()


class PrivacyForm(forms.Form):
    """What the organization says on its privacy page; the rest of that page follows from the rules."""

    purpose = forms.CharField(
        label=gettext_lazy("What you use Manyhands for, and on what grounds"), widget=forms.Textarea, max_length=10_000
    )
    contacts = forms.CharField(
        label=gettext_lazy("Who answers questions about data"), widget=forms.Textarea, max_length=2_000,
        help_text=gettext_lazy("Names and addresses, for example of your data protection officer."),
    )  # fmt: skip


class CopyForm(forms.Form):
    """In which form a copy of one's data is wished."""

    form = forms.ChoiceField(choices=[("json", "JSON"), ("html", "HTML")])
