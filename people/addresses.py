"""The one way an e-mail address changes: the new one confirms, the old one is told, sessions end."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.ids import new_id
from core.verbs import verb
from people import mailing, rules
from people.models import ApiToken, EmailChange, User
from people.readers import written_for
from people.tokens import hash_of, token_for

VALID_FOR = timedelta(hours=24)
A_DAY = 5  # links for one person: each goes to an address that nobody has proved


@verb("person.ask_for_address")
def ask(person: User, new_email: str, *, by: User, now: datetime) -> EmailChange:
    """Mail the new address a link; nothing changes until its owner confirms. By oneself, or, for somebody who
    has never signed in, by who may import."""
    require(person, by)
    new_email = new_email.strip().lower()
    if new_email == person.email:
        raise NotPossible(_("That is the address already."))
    asked = EmailChange.objects.filter(person=person)
    if asked.filter(asked_at__gt=now - timedelta(days=1)).count() >= A_DAY:
        raise NotPossible(_("Enough links for one day. Open the newest one, or ask again tomorrow."))
    asked.waiting(now).update(expires_at=now)  # an earlier one may have gone to a wrong address
    row_id = new_id()
    change = EmailChange.objects.create(
        id=row_id,
        person=person,
        new_email=new_email,
        asked_by=by,
        token_hash=hash_of(token_for("address", row_id)),
        asked_at=now,
        expires_at=now + VALID_FOR,
    )
    link = settings.BASE_URL + reverse("people:confirm_address", args=[token_for("address", row_id)])
    transaction.on_commit(lambda: _mail(new_email, "people/mails/confirm_address", person, link=link))
    return change


def may_ask(person: User, by: User) -> bool:
    """Whoever could set the address of somebody who was here could sign in as this person."""
    return by.pk == person.pk or (rules.may_let_in(by, person) and person.last_login is None)


def require(person: User, by: User) -> None:
    """Raises NotYours for who has no say in this address, NotPossible for who no longer has."""
    if may_ask(person, by):
        return
    if not rules.may_let_in(by, person):
        raise NotYours(_("Only %(name)s can change this address.") % {"name": person.first_name})
    words = _("%(name)s has signed in before, so only %(name)s can change this address.")
    raise NotPossible(words % {"name": person.first_name})


def find(token: str, now: datetime) -> EmailChange | None:
    return EmailChange.objects.waiting(now).select_related("person").filter(token_hash=hash_of(token)).first()


@verb("person.change_address")
def confirm(change: EmailChange, *, by: User | None = None, now: datetime) -> User:
    """The new address proved itself: set it, tell the old one, end every session, keep allauth's row in step."""
    if not EmailChange.objects.waiting(now).filter(pk=change.pk).update(used_at=now):
        raise NotPossible(_("This link was used or has run out. Ask for the change again."))
    person, old = change.person, change.person.email
    EmailChange.objects.waiting(now).filter(person=person).update(expires_at=now)
    try:
        with transaction.atomic():
            User.objects.filter(pk=person.pk).update(email=change.new_email)
    except IntegrityError:
        raise NotPossible(_("Somebody else here has this address. Ask the people who run your program.")) from None
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=change.new_email, primary=True, verified=True)
    end_sessions(person)
    if old:
        transaction.on_commit(lambda: _mail(old, "people/mails/address_changed", person))
    person.refresh_from_db()
    return person


def end_sessions(person: User) -> None:
    """Sign a person out everywhere, their programs too."""
    ApiToken.objects.filter(person=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()


def _mail(to: str, template: str, person: User, **context: str) -> None:
    with written_for(person):
        subject = render_to_string(f"{template}.subject.txt", {"person": person, **context}).strip()
        mail = mailing.compose(subject, render_to_string(f"{template}.txt", {"person": person, **context}), to)
    mail.send()
