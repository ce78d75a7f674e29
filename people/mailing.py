"""Mails about getting in: plain text and HTML with the same words, and why one gets them."""

from __future__ import annotations

import css_inline
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def compose(subject: str, text: str, to: str, why: str = "") -> EmailMultiAlternatives:
    """One mail from Manyhands to one address, made from its plain words; `why` says why one gets it."""
    why = why or _("Why you get this: it is about how you sign in.")
    context = {"subject": subject, "text": text.strip(), "why": why}
    mail = EmailMultiAlternatives(subject, render_to_string("mails/note.txt", context), None, [to])
    mail.attach_alternative(css_inline.inline(render_to_string("mails/note.html", context)), "text/html")
    mail.extra_headers = {"Auto-Submitted": "auto-generated"}
    return mail


def send_test(to: str) -> None:
    """One mail that says that mail works. Raises what the mail system raises (OSError, SMTPException)."""
    words = _("Manyhands can send mail. Nothing else happened, and there is nothing to do.")
    why = _("Why you get this: somebody who runs Manyhands sent a test.")
    compose(_("A test mail from Manyhands"), words, to, why).send()
