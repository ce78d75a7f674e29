"""What an org admin says about the organization, and the mail that proves that mail goes out."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.models import Organization
from core.verbs import verb
from people import addresses, mailing, rules
from people.models import User


@verb("organization.describe")
def describe(*, name: str, time_zone: str, by: User | None, now: datetime) -> Organization:
    """Say what the organization is called and in which zone its days begin. `by` None is the command line."""
    if by is not None:
        require(by)
    return _write(name=name, time_zone=time_zone)


@verb("organization.mail_works")
def note_that_mail_works(*, by: User, now: datetime) -> Organization:
    """A mail system has taken a test mail."""
    require(by)
    return _write(mail_tested_at=now)


def test_mail(address: str, *, by: User, now: datetime) -> None:
    """Send `by` a test mail. To an address that is not theirs yet goes the link that makes it theirs.

    Raises NotYours, or NotPossible with what the mail system said. What lands in a folder proves nothing and is not
    noted.
    """
    require(by)
    try:
        if address == by.email:
            mailing.send_test(address)
        else:
            addresses.ask(by, address, by=by, now=now)
    except OSError as error:  # all that smtplib raises is one
        words = _("The mail system did not take it: %(what)s. Look at EMAIL_URL, start again, and try once more.")
        raise NotPossible(words % {"what": str(error)[:200] or type(error).__name__}) from None
    if settings.EMAIL_IS_SENT:
        note_that_mail_works(by=by, now=now)


def require(by: User) -> None:
    """Raises NotYours for everybody but org admins."""
    if not rules.may_set_up(by):
        raise NotYours(_("Only an organization admin can set this up."))


def _write(**fields: object) -> Organization:
    new = {"time_zone": settings.TIME_ZONE, **fields}
    written, _made = Organization.objects.update_or_create(only=True, defaults=fields, create_defaults=new)
    return written
