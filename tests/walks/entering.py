"""Signing in, step by step, as a visitor does: the pages behind the forms of the entrance."""

import re
from collections.abc import Iterator
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.test import Client
from django.urls import reverse

from people.models import User
from tests import make
from tests.walks.crawling import SITE, Page, look
from tests.walks.personas import Persona

PASSWORD = "A long sentence for the door."
# Opened after the second step is set up and the password was asked for once more.
OWN = (
    "account_change_password", "mfa_index", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
    "mfa_deactivate_totp", "account_logout",
)  # fmt: skip


def entrance_pages() -> Iterator[Page]:
    person = make.make_person("Ida", "Second")
    person.set_password(PASSWORD)
    person.save()
    yield from _by_code(person)
    yield from _new_password(person)
    person.refresh_from_db()  # its password is another one now
    TOTP.activate(person, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(person)
    yield from _with_a_second_step(person)


def _open(browser: Client, name: str, **posted: Any) -> Page:
    return look(browser, Persona("visitor", None), reverse(name), "the entrance", posted)


def _by_code(person: User) -> Iterator[Page]:
    browser = Client()
    yield _open(browser, "account_request_login_code", email=person.email)
    yield _open(browser, "account_inactive")
    yield _open(browser, "account_signup")


def _new_password(person: User) -> Iterator[Page]:
    browser, visitor = Client(), Persona("visitor", None)
    yield _open(browser, "people:password_reset", email=person.email)
    link = re.search(rf"{re.escape(SITE)}(/accounts/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert link, mail.outbox[-1].body
    page = look(browser, visitor, link[1], "the mail")
    yield page
    yield look(browser, visitor, page.reached, "the entrance", {"password1": PASSWORD, "password2": PASSWORD})


def _with_a_second_step(person: User) -> Iterator[Page]:
    browser = Client()
    yield _open(browser, "account_login", login=person.email, password=PASSWORD)
    browser = Client()
    browser.force_login(person)
    yield _open(browser, "mfa_reauthenticate")
    yield _open(browser, "account_reauthenticate")
    _open(browser, "account_reauthenticate", password=PASSWORD)
    yield from (_open(browser, name) for name in OWN)
