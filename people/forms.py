"""Forms of the people app: signing in, one's own profile, an address."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm
from django import forms
from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.forms import Chips, Day, PickMany
from core.models import Organization
from people import api_tokens, profiles
from people.importing.rows import zones
from people.models import User

REMEMBER_HELP = _("Only on a phone or computer that is yours.")
REMEMBER = _("Stay signed in on this device for 60 days")


class AskForCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """The address that a sign-in code goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Work e-mail")
        self.fields["email"].widget.attrs = {"autocomplete": "email", "inputmode": "email"}


class EnterCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The six digits, and whether this device may stay signed in."""

    remember = forms.BooleanField(label=REMEMBER, help_text=REMEMBER_HELP, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Six digits from the mail")
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        self.fields["code"].error_messages["required"] = _("Enter the six digits from the newest mail.")


class PasswordForm(LoginForm):  # type: ignore[misc]
    """Address and password, for people who set one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Work e-mail")
        self.fields["login"].widget.attrs = {"autocomplete": "email", "inputmode": "email"}
        self.fields["password"].widget.attrs = {"autocomplete": "current-password"}
        self.fields["password"].help_text = ""
        self.fields["remember"].label = REMEMBER
        self.fields["remember"].help_text = REMEMBER_HELP


def zone_field(**more: Any) -> forms.ChoiceField:
    """A choice of the zones that people know by their place, under the part of the world that they lie in."""
    return forms.ChoiceField(label=_("Time zone"), choices=_places(), **more)


PARTS = {
    "Africa": _("Africa"), "America": _("America"), "Antarctica": _("Antarctica"), "Arctic": _("Arctic"),
    "Asia": _("Asia"), "Atlantic": _("Atlantic"), "Australia": _("Australia"), "Europe": _("Europe"),
    "Indian": _("Indian Ocean"), "Pacific": _("Pacific"),
}  # fmt: skip


def _places() -> list[tuple[Any, Any]]:
    """UTC, then ("Europe", [("Europe/Berlin", "Europe/Berlin"), …]): somebody in Berlin looks for B below Europe."""
    found: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(zones().values()):
        part, _slash, place = zone.partition("/")
        if place:
            found.setdefault(part if part in PARTS else "", []).append((zone, zone))
    named = [*PARTS.items(), ("", _("Other names"))]
    return [("UTC", "UTC"), *((words, found[part]) for part, words in named if part in found)]


class ProfileForm(forms.ModelForm[User]):
    """What a person says about themselves; the directory fills the rest."""

    offers = forms.CharField(label=_("Skills I can offer"), required=False, help_text=_("Up to ten, with commas."))
    wants = forms.CharField(label=_("Skills I want to grow"), required=False, help_text=_("Up to five, with commas."))
    languages = forms.CharField(label=_("Languages I speak"), required=False, help_text=_("With commas."))

    class Meta:
        model = User
        fields = ("given_name", "family_name", "title", "location", "time_zone", "locale")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"] = zone_field()
        # One language is nothing to choose; without a field the model keeps what it has.
        if len(settings.LANGUAGES) > 1:
            self.fields["locale"] = forms.ChoiceField(
                label=_("Language of pages and mails"), choices=settings.LANGUAGES
            )
        else:
            del self.fields["locale"]
        for name in ("given_name", "family_name", "title", "location", "time_zone", "languages", "offers", "wants"):
            self.fields[name].who = _("Everyone whom you may meet here")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("given_name") and not cleaned.get("family_name"):
            raise forms.ValidationError(_("Say at least one name."))
        for name, most in (("offers", 10), ("wants", 5), ("languages", 10)):
            cleaned[name] = split_words(cleaned.get(name, ""))
            if len(cleaned[name]) > most:
                self.add_error(name, _("Name at most %(n)s.") % {"n": most})
        return cleaned


def split_words(text: str) -> list[str]:
    """ "a, b; c" → ["a", "b", "c"], each once, at most 200 characters."""
    words = [word.strip()[:200] for word in text.replace(";", ",").replace("\n", ",").split(",")]
    return list(dict.fromkeys(word for word in words if word))


class PersonForm(forms.ModelForm[User]):
    """Somebody of the directory, by hand."""

    class Meta:
        model = User
        fields = ("given_name", "family_name", "email", "employee_id", "title", "department", "location")
        error_messages: ClassVar[dict[str, Any]] = {
            "email": {"unique": _("Somebody in the directory has this address. Search for it under People.")},
            "employee_id": {"unique": _("Somebody in the directory has this id. Search for it under People.")},
        }

    def clean_email(self) -> str | None:
        return (self.cleaned_data.get("email") or "").strip().lower() or None

    def clean_employee_id(self) -> str | None:
        return (self.cleaned_data.get("employee_id") or "").strip() or None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("given_name") and not cleaned.get("family_name"):
            raise forms.ValidationError(_("Say at least one name."))
        return cleaned


class AddPersonForm(PersonForm):
    """Somebody new. A name that somebody has already is asked about once."""

    is_another = forms.BooleanField(label=_("This is somebody else of the same name"), required=False)

    def __init__(self, *args: Any, me: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {name: self.data.get(name, "").strip() for name in ("given_name", "family_name")}
        self.namesakes = profiles.namesakes(**names, seen_by=me) if any(names.values()) else []
        if not self.namesakes:
            del self.fields["is_another"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.namesakes and not cleaned.pop("is_another", False):
            for person in self.namesakes:
                facts = [fact for fact in (person.name, person.title, person.department, person.email) if fact]
                self.add_error(None, _("Already in the directory: %(facts)s.") % {"facts": ", ".join(facts)})
        return cleaned


class CorrectPersonForm(PersonForm):
    """What the directory says of somebody, to be put right; the address has a way of its own."""

    manager = forms.CharField(label=_("Manager, by e-mail or id"), required=False, max_length=254)

    class Meta(PersonForm.Meta):
        fields = ("given_name", "family_name", "employee_id", "title", "department", "location", "leaves_on")
        widgets: ClassVar[dict[str, Any]] = {"leaves_on": Day}

    def __init__(self, *args: Any, me: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.me, self.before = me, self.instance.manager
        self.initial["manager"] = self._written(self.before)
        self.fields["leaves_on"].help_text = _("The last day. Access ends when it is over.")
        self.order_fields(["given_name", "family_name", "manager"])

    def _written(self, person: User | None) -> str:
        return (person.email or person.employee_id or person.name) if person is not None else ""

    def clean_manager(self) -> User | None:
        text = self.cleaned_data["manager"].strip()
        if text == self._written(self.before):
            return self.before
        people = User.objects.visible_to(self.me).active()
        found: User | None = people.filter(Q(email=text.lower()) | Q(employee_id=text)).first() if text else None
        if text and found is None:
            raise forms.ValidationError(_("Nobody in the directory has this address or id."))
        return found


class AddressForm(forms.Form):
    """A new work address."""

    email = forms.EmailField(label=_("New work e-mail"))

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()


def _scopes() -> list[tuple[str, str]]:
    """Each scope in words: an area, to read or to read and write."""
    how = {"read": _("%(area)s: read"), "write": _("%(area)s: read and write")}
    return [
        (scope, how[scope.partition(":")[2]] % {"area": api_tokens.AREAS[scope.partition(":")[0]]})
        for scope in api_tokens.SCOPES
    ]


class TokenForm(forms.Form):
    """A token for one purpose."""

    name = forms.CharField(label=_("What it is for"), max_length=100, help_text=_("Such as “calendar on my laptop”."))
    scopes = forms.MultipleChoiceField(label=_("What it may do"), widget=PickMany, choices=_scopes)
    days = forms.TypedChoiceField(
        label=_("Works for so many days"), widget=Chips, coerce=int, initial=90,
        choices=[(days, str(days)) for days in api_tokens.DAYS],
    )  # fmt: skip


class OrganizationForm(forms.ModelForm[Organization]):
    """What the organization is called, where its days begin, and who sits at the screen."""

    given_name = forms.CharField(label=_("Your given name"), max_length=150, required=False)
    family_name = forms.CharField(label=_("Your family name"), max_length=150, required=False)

    class Meta:
        model = Organization
        fields = ("name", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of your organization")
        self.fields["name"].required = True
        self.fields["time_zone"] = zone_field(
            help_text=_("Of everybody whose own zone the list of people does not say. Each can change their own.")
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("given_name") and not cleaned.get("family_name"):
            self.add_error("given_name", _("Say at least one name of yours: people read who runs a program."))
        return cleaned


class MailTestForm(forms.Form):
    """Where a test mail goes: one's own address, which it becomes if there is none yet."""

    email = forms.EmailField(label=_("Your work e-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()
