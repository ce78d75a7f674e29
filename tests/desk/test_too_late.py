"""An act of the inbox that came too late: the inbox as it stands now, with one sentence (screens, screen 2)."""

from __future__ import annotations

import pytest
from django.test import Client

from core.clock import moved_to
from people.models import User
from programs.models import Enrollment, Program, SetAside
from relationships.models import Relationship
from tests.desk.test_inbox import applied, leaver, quiet, unanswered
from tests.make import NOW, make_session

pytestmark = pytest.mark.django_db
BOTH_YES = "have both said yes by now, so there was nothing to withdraw."
LAPSED = "This pair did not come about, so there was nothing to withdraw."


def press(admin: User, program: Program, url: str) -> str:
    """The page on which somebody lands who presses the button of a row; it must be the inbox of that program."""
    client, here = Client(), f"/inbox/?program={program.pk}"
    client.force_login(admin)
    with moved_to(NOW):
        answer = client.post(url, {"next": here}, follow=True)
    assert (answer.status_code, answer.redirect_chain) == (200, [(here, 302)])
    page = answer.content.decode()
    return page.partition('role="status">')[2].partition("</div></div>")[0]


@pytest.mark.parametrize(("end", "words"), [("both", BOTH_YES), ("no", LAPSED), ("withdrawn", LAPSED)])
def test_withdrawing_too_late_says_what_came_first(end: str, words: str, admin: User, program: Program) -> None:
    """A no and a withdrawal read the same: nobody learns that it was a no (S1-29)."""
    unanswered(program, admin)
    pair = Relationship.objects.get()
    if end == "both":
        pair.say_yes(by=pair.guide, now=NOW)
        pair.say_yes(by=pair.learner, now=NOW)
    elif end == "no":
        pair.say_no(by=pair.guide, now=NOW)
    else:
        pair.lapse(by=admin, now=NOW)
    status = pair.status
    assert words in press(admin, program, f"/pairs/{pair.pk}/withdraw/")
    pair.refresh_from_db()
    assert pair.status == status


@pytest.mark.parametrize("decision", ["accept", "waitlist"])
def test_deciding_too_late_says_how_the_application_stands(decision: str, admin: User, program: Program) -> None:
    applied(program, admin)
    Enrollment.objects.update(status="withdrawn")
    row = Enrollment.objects.get()
    said = press(admin, program, f"/takes-part/{row.pk}/{decision}/")
    assert f"This was changed a moment ago. {row.person.name}: Withdrawn." in said
    assert Enrollment.objects.get().status == "withdrawn"


def test_reminding_too_late_says_why_nobody_is_reminded(admin: User, program: Program) -> None:
    unanswered(program, admin)
    Relationship.objects.update(reminded_at=NOW)
    pair = Relationship.objects.get()
    assert "reminded in the last three days." in press(admin, program, f"/pairs/{pair.pk}/remind/")


def test_setting_aside_what_has_gone_says_so(admin: User, program: Program) -> None:
    quiet(program, admin)
    pair = Relationship.objects.get()
    make_session(pair, status="held", starts_at=NOW)
    assert "It has left the inbox by itself by now." in press(admin, program, f"/inbox/{pair.pk}/set-aside-quiet/")
    assert not SetAside.objects.exists()


def test_a_row_that_offers_the_end_of_a_pair_leads_back_to_the_inbox(admin: User, program: Program) -> None:
    """Its link opens a page: that refuses when somebody was faster, and its button, pressed too late, leads back."""
    leaver(program, admin)
    pair, client = Relationship.objects.get(), Client()
    client.force_login(admin)
    page = client.get(f"/pairs/{pair.pk}/leaver/").content.decode()
    assert '<input type="hidden" name="next" value="/inbox/">' in page
    pair.end_for_leaver(by=admin, now=NOW)
    assert press(admin, program, f"/pairs/{pair.pk}/leaver/")
    refused = client.get(f"/pairs/{pair.pk}/leaver/")
    assert refused.status_code == 409
    assert 'href="/inbox/">See how it stands' in refused.content.decode()


def test_what_was_typed_is_never_left_behind(admin: User, program: Program) -> None:
    """Only a bare button leads back by itself: a form with words in it gets the page that gives them back."""
    unanswered(program, admin)
    pair, client = Relationship.objects.get(), Client()
    pair.lapse(by=admin, now=NOW)
    client.force_login(admin)
    for typed in ({"next": "/inbox/", "text": "Words"}, {"next": "https://elsewhere.example/"}, {}):
        assert client.post(f"/pairs/{pair.pk}/withdraw/", typed).status_code == 409
