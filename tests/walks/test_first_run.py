"""A new installation, as the person who started it meets it: one link, four steps, the page of a first program."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Response

from people.admin_link import make_admin_link
from people.models import User
from programs.models import Program
from tests.make import make_person
from tests.walks.showing import AXE, faults_of
from tests.walks.walking import Walk, choose, press, sees, tick, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAM = "sam@mh.example"


@pytest.mark.parametrize("walk", [{}, {"javascript": False}], indirect=True, ids=["javascript", "none"])
def test_from_the_link_to_a_program_in_six_pages(walk: Walk) -> None:
    """The invitation, four steps and the program: each page is one press away from the one before."""
    page, seen = walk.page_of(SAM), []
    page.on("response", lambda answer: seen.append(answer.url) if _is_page(answer) else None)
    page.add_init_script(path=AXE)
    page.goto(make_admin_link(walk.url))
    press(page, "Go on")
    _look(page, walk)
    write(page, "Name of your organization", "Tidewater")
    choose(page, "Time zone", "Europe/Berlin")
    write(page, "Your given name", "Sam")
    write(page, "Your family name", "Ode")
    press(page, "Save and go on")
    sees(page, "Does mail go out?")
    _look(page, walk)
    press(page, "Skip for now")
    sees(page, "Who is there?")
    _look(page, walk)
    press(page, "Skip for now")
    _look(page, walk)
    write(page, "Name", "Spring coaching")
    tick(page, "Coaching for half a year: six sessions, closer together at first")
    press(page, "Set it up")
    sees(page, "Spring coaching", "Before people can apply", "name a help contact", "Sam Ode runs this program.")
    assert len([url for url in seen if url != f"{walk.url}/setup/"]) == 6, seen
    assert Program.objects.get().admin_rows.get().person == User.objects.get()


@pytest.mark.parametrize("walk", [{"javascript": False}], indirect=True, ids=["none"])
def test_who_leaves_in_the_middle_goes_on_from_home(walk: Walk) -> None:
    page = walk.page_of(SAM)
    page.goto(make_admin_link(walk.url))
    press(page, "Go on")
    write(page, "Name of your organization", "Tidewater")
    write(page, "Your given name", "Sam")
    press(page, "Save and go on")
    page.goto("/")
    sees(page, "Step 2 of 4: Mail.")
    User.objects.update(email=SAM)
    press(page, "Go on")
    write(page, "Your work e-mail", SAM)
    press(page, "Send a test mail")
    assert [mail["Subject"] for mail in walk.box.of(SAM)] == ["A test mail from Manyhands"]
    press(page, "It arrived, go on")
    make_person("Noor", email="noor@mh.example")
    page.goto("/")
    press(page, "Go on")
    sees(page, "Your first program")


def _look(page: Page, walk: Walk) -> None:
    """axe, every width and both colors; once, with scripts."""
    if walk.javascript:
        assert faults_of(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})


def _is_page(answer: Response) -> bool:
    return answer.status == 200 and answer.headers.get("content-type", "").startswith("text/html")
