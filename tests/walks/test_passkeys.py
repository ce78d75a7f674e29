"""Passkeys and devices as a person meets them, with a key that Chromium invents (issue 3 point 3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from playwright.sync_api import Page, expect

from core.models import AuditEvent
from tests.make import make_person
from tests.walks.test_signing_in import address_of, sign_out
from tests.walks.walking import Walk, code_in, press, sees, sees_not, write

pytestmark = pytest.mark.browser
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def give_key(page: Page) -> Callable[[bool], Any]:
    """A device with keys for this page's browser; returned is whether its owner shows a finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]

    def finger(shown: bool) -> Any:
        return devtools.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": shown})

    return finger


def add_passkey(page: Page, name: str) -> None:
    page.goto("/accounts/2fa/webauthn/")
    press(page, "Add a passkey")
    write(page, "What to call it", name)
    press(page, "Ask my device")


def test_a_passkey_once_added_lets_in_by_itself_and_once_removed_no_more(walk: Walk) -> None:
    person = make_person("Amara")
    page = walk.sign_in(address_of(person))
    finger = give_key(page)
    add_passkey(page, "My phone")
    sees(page, "Added “My phone”. It lets you in from now on.", "Added on")
    assert "A passkey was added" in str(walk.box.newest(address_of(person), "passkey")["Subject"])
    sign_out(page)

    page.goto("/me/")
    press(page, "Use a password or passkey instead")
    finger(False)
    refused = page.get_by_text("Your device did not give a passkey.")
    expect(refused).to_be_hidden()
    press(page, "Use a passkey")
    expect(refused).to_be_visible()
    finger(True)
    press(page, "Use a passkey")
    sees(page, "My profile", "One lets you in with your finger, face or PIN.")

    page.goto("/accounts/2fa/webauthn/")
    sees(page, "last used on")
    page.get_by_role("link", name="Remove My phone").click()
    if page.get_by_role("button", name="Use my passkey").is_visible():
        press(page, "Use my passkey")
    press(page, "Remove it")
    sees(page, "You have none yet.")
    sign_out(page)
    page.goto("/accounts/login/")
    press(page, "Use a passkey")
    sees(page, "That did not work. Try again, or get in another way.")
    assert not Authenticator.objects.exists()
    assert [row.verb for row in AuditEvent.objects.filter(verb__endswith="passkey")] == [
        "person.add_passkey",
        "person.remove_passkey",
    ]


def test_a_mailed_code_still_lets_in_alone_who_has_a_passkey(walk: Walk) -> None:
    """A passkey is another way in, not another step: who loses the phone is not locked out."""
    person = make_person("Amara")
    page = walk.sign_in(address_of(person))
    give_key(page)
    add_passkey(page, "My phone")
    sees(page, "Added “My phone”.")
    sign_out(page)
    page.goto("/")
    write(page, "Work e-mail", address_of(person))
    press(page, "Send me a sign-in code")
    write(page, "Six digits from the mail", code_in(str(walk.box.newest(address_of(person), "code")["Subject"])))
    press(page, "Sign in")
    sees(page, "Hello Amara")


@pytest.mark.parametrize("walk", [{"javascript": False}], indirect=True, ids=["no-js"])
def test_without_javascript_a_passkey_is_not_offered_and_the_page_says_why(walk: Walk) -> None:
    person = make_person("Amara")
    page = walk.sign_in(address_of(person))
    page.goto("/accounts/2fa/webauthn/")
    press(page, "Add a passkey")
    sees(page, "This needs a browser with JavaScript that knows passkeys")
    expect(page.get_by_role("button", name="Ask my device")).to_be_hidden()
    sign_out(page)
    page.goto("/accounts/login/")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()


def test_one_device_signs_the_other_out(walk: Walk) -> None:
    person = make_person("Amara")
    here = walk.sign_in(address_of(person))
    others = [walk.page_of(name) for name in ("phone", "tablet")]
    for page in others:
        page.goto("/")
        write(page, "Work e-mail", address_of(person))
        press(page, "Send me a sign-in code")
        write(page, "Six digits from the mail", code_in(str(walk.box.newest(address_of(person), "code")["Subject"])))
        press(page, "Sign in")
        sees(page, "Hello Amara")
    assert {row.ip for row in UserSession.objects.all()} == {"0.0.0.0"}

    here.goto("/accounts/sessions/")
    sees(here, "Chrome on Linux", "This one", "Only you see this list")
    expect(here.get_by_role("button", name="Sign out there")).to_have_count(2)
    here.get_by_role("button", name="Sign out there").first.click()  # the newest: the tablet
    sees(here, "You are signed out there.")
    others[1].goto("/me/")
    sees(others[1], "Send me a sign-in code")
    others[0].goto("/me/")
    sees(others[0], "My profile")
    press(here, "Sign out everywhere else")
    sees(here, "You are signed out everywhere else.")
    sees_not(here, "Sign out there")
    others[0].goto("/me/")
    sees(others[0], "Send me a sign-in code")
    here.goto("/me/")
    sees(here, "My profile")
