"""Passkeys: keys of a phone or computer that let one person in without a code (WebAuthn, which allauth speaks)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import NotPossible, NotYours
from core.verbs import verb
from people import second_steps
from people.models import User

LONGEST_NAME = 60


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """How allauth treats second steps and passkeys here."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That did not work. Try again, or get in another way."),
    }

    def is_mfa_enabled(self, user: Any, types: Any = None) -> bool:
        """Is a second step asked for? A passkey is a way in by itself: who loses it still gets in by a mailed code, so
        beside other types it does not count."""
        if types is None or len(types) > 1:
            types = [one for one in types or Authenticator.Type if one != Authenticator.Type.WEBAUTHN]
        return bool(super().is_mfa_enabled(user, types=types))

    def encrypt(self, text: str) -> str:
        return second_steps.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return second_steps.open_sealed(encrypted_text)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 (allauth names it so)
        number = of(user).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(number)s") % {"number": number}


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A name, and what the device signed. Every key made here is one that lets in by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("passwordless", None)
        self.fields["name"].label = gettext_lazy("What to call it")
        self.fields["name"].help_text = gettext_lazy("For example “My phone”. Only you see this.")
        self.fields["name"].max_length = LONGEST_NAME
        self.fields["name"].widget.attrs = {"maxlength": LONGEST_NAME, "autocomplete": "off"}
        self.fields["credential"].error_messages = {
            "required": gettext_lazy("Your device has not answered. Try again, in a browser with JavaScript."),
            "invalid": gettext_lazy("Your device gave no proper answer. Try again."),
        }


def of(person: User) -> QuerySet[Authenticator]:
    """A person's passkeys, the oldest first."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN)
    return found.order_by("created_at", "pk")


@verb("person.add_passkey")
def add(person: User, *, by: User, now: datetime, name: str, credential: dict[str, Any]) -> None:
    """Let a key in from now on; `credential` is what `PasskeyForm` has checked."""
    _require_own(person, by)
    WebAuthn.add(person, name[:LONGEST_NAME], credential)


@verb("person.remove_passkey")
def remove(person: User, key: int, *, by: User, now: datetime) -> None:
    """That key lets nobody in any more. Raises NotPossible if it is gone already."""
    _require_own(person, by)
    if not of(person).filter(pk=key).delete()[0]:
        raise NotPossible(_("That passkey was removed already."))


def _require_own(person: User, by: User) -> None:
    if by.pk != person.pk:
        raise NotYours(_("Only %(name)s can change how %(name)s signs in.") % {"name": person.first_name})
