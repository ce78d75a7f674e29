"""Forms of programs: setting up, applying, inviting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from core.forms import Day, PickMany, Picks
from people.forms import split_words
from people.models import User
from programs import kinds, templates
from programs.applying import MOST_PLACES, places_fault, with_addresses
from programs.models import Enrollment, Program
from programs.running import check_in_days_fault

PAIRING_READERS = _("You and the people who pair you, nobody else")


class NewProgramForm(forms.Form):
    """A name, and what it is made from: a template, or an empty program of a kind."""

    name = forms.CharField(label=_("Name"), max_length=120)
    template = forms.ChoiceField(
        label=_("What kind of program?"), choices=templates.choices, widget=Picks,
        help_text=_("Everything it fills in can be changed, but coaching stays coaching, and mentoring mentoring."),
    )  # fmt: skip


class ProgramForm(forms.ModelForm[Program]):
    """What a program says about itself. The help contact is found by address."""

    help_contact_email = forms.EmailField(label=_("Help contact, by e-mail"), required=False)
    admin_email = forms.EmailField(label=_("Somebody else who runs it, by e-mail"), required=False)
    check_in_days = forms.CharField(
        label=_("Check-ins, in days"), required=False,
        help_text=_(
            "Counted from the first conversation that took place. The last figure repeats: 30, 90, 180 is after 30 and "
            "90 days, then every 180."
        ),
    )  # fmt: skip
    proposed_ticks = forms.MultipleChoiceField(
        label=_("What the contract suggests to show a sponsor"), required=False, widget=PickMany,
        help_text=_("A suggestion. Nothing is shown before the coachee ticks it and everybody has signed."),
    )  # fmt: skip
    grade_order = forms.CharField(
        label=_("Grades, lowest first"), required=False, help_text=_("With commas. Used to pair with somebody ahead.")
    )

    class Meta:
        model = Program
        fields = (
            "name", "purpose", "expectations", "applications_until", "starts_on", "ends_on", "weeks",
            "sessions_planned", "cadence_days", "review_days", "first_session_days", "places", "data_contact",
            "questions_later",
        )  # fmt: skip
        widgets = {
            "applications_until": Day,
            "starts_on": Day,
            "ends_on": Day,
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "expectations": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = kinds.of(self.instance.kind)
        for name in kind.PROGRAM_FIELDS_LEFT_OUT:
            del self.fields[name]
        if "proposed_ticks" in self.fields:
            self.fields["proposed_ticks"].choices = list(kind.DISCLOSES.items())  # type: ignore[attr-defined]
            self.initial["proposed_ticks"] = self.instance.proposed_ticks
        self.fields["expectations"].help_text = _("Left empty, the page says: %(words)s") % {
            "words": kind.WHAT_TO_EXPECT
        }
        for name, label in _labels_in_words_of(self.instance).items():
            if name in self.fields:
                self.fields[name].label = label
        for name in ("cadence_days", "review_days", "first_session_days", "places", "weeks", "sessions_planned"):
            if name in self.fields:
                self.fields[name].min_value = 1  # type: ignore[attr-defined]
                self.fields[name].validators.append(MinValueValidator(1))
                self.fields[name].widget.attrs["min"] = 1
        self.initial["check_in_days"] = ", ".join(map(str, self.instance.check_in_days))
        self.initial["grade_order"] = ", ".join(self.instance.grade_order)
        if self.instance.help_contact:
            self.initial["help_contact_email"] = self.instance.help_contact.email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("It has to end after it starts. Pick a later day."))
        return data

    def clean_grade_order(self) -> list[str]:
        return split_words(self.cleaned_data["grade_order"])

    def clean_check_in_days(self) -> list[int]:
        """Nothing said keeps what is there."""
        said = split_words(self.cleaned_data["check_in_days"])
        if not said:
            return list(self.instance.check_in_days)
        days = [int(word) if word.isdecimal() and len(word) < 5 else 0 for word in said]
        if fault := check_in_days_fault(days):
            raise forms.ValidationError(fault)
        return days

    def clean_help_contact_email(self) -> User | None:
        return self._person("help_contact_email")

    def clean_admin_email(self) -> User | None:
        return self._person("admin_email")

    def _person(self, field: str) -> User | None:
        address = (self.cleaned_data.get(field) or "").strip().lower()
        if not address:
            return None
        found: User | None = User.objects.filter(email=address, is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("Nobody here has this address. Import or add the person first."))
        return found

    def facts(self) -> dict[str, Any]:
        """The cleaned fields by the names of the model; when the questions are asked is a decision of its own."""
        found = {name: value for name, value in self.cleaned_data.items() if name in self.Meta.fields}
        del found["questions_later"]
        for name in ("check_in_days", "proposed_ticks"):
            if name in self.fields:
                found[name] = self.cleaned_data[name]
        found["grade_order"] = self.cleaned_data["grade_order"]
        found["help_contact"] = self.cleaned_data["help_contact_email"]
        return found


def _labels_in_words_of(program: Program) -> dict[str, str]:
    """Fields of the rhythm, named as people of this kind name them."""
    words = program.words
    return {
        "sessions_planned": _("%(sessions)s planned") % {"sessions": str(words["sessions"]).capitalize()},
        "cadence_days": _("Days between two %(sessions)s") % words,
        "review_days": _("Days from one %(review)s to the next") % words,
        "first_session_days": _("Days until the first %(session)s") % words,
        "places": _("Places of each %(guide)s") % words,
    }


class ApplicationForm(forms.Form):
    """One page to apply, by role: learners get the two questions, guides say what they offer."""

    wants = forms.CharField(label=_("What do you want to get out of this?"), widget=forms.Textarea(attrs={"rows": 2}))
    how = forms.CharField(label=_("How do you imagine getting there?"), widget=forms.Textarea(attrs={"rows": 2}))
    aspired_role = forms.CharField(label=_("A role you would like to have one day"), max_length=200)
    offers = forms.CharField(label=_("What can you offer?"), widget=forms.Textarea(attrs={"rows": 2}))
    gains = forms.CharField(label=_("What do you hope to gain?"), widget=forms.Textarea(attrs={"rows": 2}))
    places = forms.IntegerField(label=_("How many people at a time?"), min_value=1, max_value=MOST_PLACES)
    skills = forms.CharField(label=_("Skills to grow"), help_text=_("Up to five, with commas."))
    not_with = forms.CharField(
        label=_("Anyone you would rather not be paired with?"),
        help_text=_("Their work e-mail, with commas. Only the people who pair you see this."),
    )
    read_it = forms.BooleanField(label=_("I have read who sees what"))

    LEARNER = ("wants", "how", "aspired_role", "skills", "not_with", "read_it")
    GUIDE = ("offers", "gains", "skills", "places", "not_with", "read_it")

    def __init__(self, role: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = self.LEARNER if role == kinds.Role.LEARNER else self.GUIDE
        for name in [name for name in self.fields if name not in shown]:
            del self.fields[name]
        self.order_fields(shown)
        if role == kinds.Role.GUIDE:
            self.fields["skills"].label = _("Skills you can share")
            self.fields["skills"].help_text = _("Up to ten, with commas.")
        for name in self.fields:
            self.fields[name].required = False
            if name not in ("skills", "places", "read_it"):
                self.fields[name].who = PAIRING_READERS  # type: ignore[attr-defined]

    def clean_skills(self) -> list[str]:
        return split_words(self.cleaned_data.get("skills", ""))[:10]

    def clean_not_with(self) -> list[User]:
        addresses = [word.lower() for word in split_words(self.cleaned_data.get("not_with", ""))]
        found = {person.email: person for person in with_addresses(addresses)}
        if unknown := [address for address in addresses if address not in found]:
            raise forms.ValidationError(_("Nobody here has the address %(address)s.") % {"address": unknown[0]})
        return list(found.values())


class InviteForm(forms.Form):
    """Whom to ask: by department and location, or by a list."""

    role = forms.ChoiceField(label=_("As what?"), widget=Picks)
    department = forms.ChoiceField(label=_("Department"), required=False)
    location = forms.ChoiceField(label=_("Location"), required=False)
    addresses = forms.CharField(
        label=_("Or a list of addresses"), required=False, max_length=200_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("With commas, semicolons or one per line. With a list, department and location do not count."),
    )  # fmt: skip

    def __init__(self, program: Program, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = program.words
        roles = [("learner", str(words["learner"])), ("guide", str(words["guide"]))]
        everyone = User.objects.visible_to(by).active()
        for name, all_label in (("department", _("All departments")), ("location", _("All locations"))):
            values = everyone.exclude(**{name: ""}).order_by(name).values_list(name, flat=True).distinct()
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label, required=False, choices=[("", all_label), *((v, v) for v in values)]
            )
        self.fields["role"] = forms.ChoiceField(label=_("As what?"), widget=Picks, choices=roles, initial="learner")


class PlacesForm(forms.ModelForm[Enrollment]):
    """A guide's places, or a break."""

    class Meta:
        model = Enrollment
        fields = ("places", "takes_no_one_new")

    places = forms.IntegerField(
        label=_("Places"), required=False, widget=forms.NumberInput(attrs={"min": 0, "max": MOST_PLACES})
    )

    def clean_places(self) -> int | None:
        places: int | None = self.cleaned_data["places"]
        if places is not None and (fault := places_fault(places)):
            raise forms.ValidationError(fault)
        return places
