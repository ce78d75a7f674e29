"""How allauth treats people here."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people import devices, mailing
from people.models import User
from people.readers import written_for

REMEMBER_KEY = "remember_this_device"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from invitations, imports and applications, never from a sign-up form."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("That code did not work. Check the newest mail, or send a new code."),
        "too_many_login_attempts": _("Too many tries. You can try again in 15 minutes."),
        "email_password_mismatch": _("That address and password do not fit. Try again, or ask for a code."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up."""
        return False

    def render_mail(
        self, template_prefix: str, email: Any, context: dict[str, Any], headers: Any = None
    ) -> EmailMessage:
        """As every mail of ours: the same words in plain text and HTML."""
        # Whoever asks for a code is not signed in: the language is that of the account, not that of the browser.
        with written_for(User.objects.filter(email=email.lower()).first()):
            plain = super().render_mail(template_prefix, email, context, headers)
            mail = mailing.compose(plain.subject, str(plain.body), plain.to[0])
        mail.extra_headers |= headers or {}
        return mail

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to where one's ways in stand."""
        return reverse("people:profile")

    def login(self, request: HttpRequest, user: Any) -> None:
        """A device stays signed in only if its owner asked for it; otherwise until the browser closes.

        A second factor comes in a later request than the tick, so the tick waits in the session.
        """
        remember = request.session.pop(REMEMBER_KEY, False) or bool(request.POST.get("remember"))
        super().login(request, user)
        request.session.set_expiry(settings.SESSION_COOKIE_AGE if remember else 0)

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        if request.POST.get("remember"):
            request.session[REMEMBER_KEY] = True
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """The device is written down by now, with an address that nobody needs."""
        response = super().post_login(request, user, **kwargs)
        devices.forget_addresses(user)
        return response
