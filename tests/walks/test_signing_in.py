"""Every way in, as a person meets it in a browser (issue point 2.2)."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from people.invitations import invite, token_of
from people.models import User
from tests.make import make_person
from tests.walks.walking import Walk, code_in, enter_code, main_of, press, sees, settle, write

pytestmark = pytest.mark.browser
PASSWORD = "seven geese over Ghent"
with_and_without_javascript = pytest.mark.parametrize(
    "walk", [{}, {"javascript": False}], indirect=True, ids=["js", "no-js"]
)


def address_of(person: User) -> str:
    assert person.email
    return person.email


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").first.click()
    settle(page)


def session_cookie(page: Page) -> float:
    """When the browser forgets the session; −1 for when it closes."""
    return next(float(c["expires"]) for c in page.context.cookies() if c["name"] == "sessionid")


def set_password(page: Page) -> None:
    page.goto("/me/")
    press(page, "Set one")
    write(page, "Password", PASSWORD)
    write(page, "Password (again)", PASSWORD)
    press(page, "Set it")


@with_and_without_javascript
def test_a_mailed_code_lets_in_and_a_wrong_one_says_what_to_do(walk: Walk) -> None:
    person = make_person("Amara")
    page = walk.page_of("amara")
    page.goto("/me/")
    write(page, "Work e-mail", address_of(person))
    press(page, "Send me a sign-in code")
    code = code_in(str(walk.box.newest(address_of(person))["Subject"]))
    assert re.fullmatch(r"\d{6}", code)
    write(page, "Six digits from the mail", "000000" if code != "000000" else "111111")
    press(page, "Sign in")
    sees(page, "That code did not work. Check the newest mail, or send a new code.")
    write(page, "Six digits from the mail", code)
    press(page, "Sign in")
    expect(page).to_have_url(re.compile("/me/$"))
    assert session_cookie(page) == -1


def test_a_device_that_asks_for_it_stays_signed_in_for_sixty_days(walk: Walk) -> None:
    person = make_person("Amara")
    page = walk.page_of("amara")
    page.goto("/")
    now = page.evaluate("Date.now() / 1000")
    enter_code(page, walk.box, address_of(person), remember=True)
    assert session_cookie(page) - now == pytest.approx(timedelta(days=60).total_seconds(), abs=600)


@with_and_without_javascript
def test_a_password_once_set_lets_in(walk: Walk) -> None:
    person = make_person("Amara")
    page = walk.sign_in(address_of(person))
    set_password(page)
    sees(page, "My profile", "You have one.")
    sign_out(page)
    page.goto("/me/")
    press(page, "Use a password or passkey instead")
    write(page, "Work e-mail", address_of(person))
    write(page, "Password", PASSWORD)
    press(page, "Sign in")
    sees(page, "My profile", "You have one.")


@with_and_without_javascript
def test_a_second_step_once_set_up_is_asked_for(walk: Walk) -> None:
    person = make_person("Amara")
    page = walk.sign_in(address_of(person))
    page.goto("/me/")
    main_of(page).get_by_role("listitem").filter(has_text="Second step").get_by_role("link").click()
    press(page, "Set up")
    secret = main_of(page).locator("code").inner_text()
    write(page, "Authenticator code", code_of(secret))
    press(page, "Set up")
    main_of(page).get_by_role("textbox").fill(code_of(secret))  # the way to the recovery codes asks once more
    press(page, "Go on")
    sees(page, "Recovery codes")
    sign_out(page)
    page.goto("/")
    write(page, "Work e-mail", address_of(person))
    press(page, "Send me a sign-in code")
    write(page, "Six digits from the mail", code_in(str(walk.box.newest(address_of(person), "code")["Subject"])))
    press(page, "Sign in")
    expect(page.get_by_role("navigation", name="Main")).to_have_count(0)
    main_of(page).get_by_role("textbox").fill(code_of(secret, later=1))
    press(page, "Sign in")
    sees(page, "Hello Amara")


def test_the_picture_for_the_phone_is_dark_on_light_in_the_dark_too(walk: Walk) -> None:
    """No app reads it the other way round."""
    page = walk.sign_in(address_of(make_person("Amara")))
    page.emulate_media(color_scheme="dark")
    page.goto("/accounts/2fa/")
    press(page, "Set up")
    picture = main_of(page).get_by_role("img")
    assert picture.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(255, 255, 255)"


def code_of(secret: str, later: int = 0) -> str:
    """What the app on the phone shows; `later` skips steps, because a code counts once."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later)))


@with_and_without_javascript
def test_too_many_tries_lock_and_say_for_how_long(walk: Walk) -> None:
    person = make_person("Amara")
    person.set_password(PASSWORD)
    person.save()
    page = walk.page_of("stranger")
    page.goto("/accounts/login/")
    for _ in range(6):
        write(page, "Work e-mail", address_of(person))
        write(page, "Password", "wrong")
        press(page, "Sign in")
    sees(page, "Too many tries. You can try again in 15 minutes.")
    write(page, "Password", PASSWORD)
    press(page, "Sign in")
    sees(page, "Too many tries. You can try again in 15 minutes.")


@with_and_without_javascript
def test_an_invitation_is_used_up_by_its_button_alone(walk: Walk) -> None:
    person = make_person("Amara")
    link = f"/invitation/{token_of(invite(person, '/', by=None, now=walk.clock.now()))}/"
    page = walk.page_of("amara")
    for _ in range(3):
        page.goto(link)
        sees(page, "Hello Amara")
    press(page, "Go on")
    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    other = walk.page_of("somebody else")
    other.goto(link)
    sees(other, "This invitation was used or has run out. Enter your work e-mail and we will send you a code.")
