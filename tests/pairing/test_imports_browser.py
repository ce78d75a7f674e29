"""Both imports in a real browser, file to done: people on a desktop, pairs on a phone and without a script."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from core import clock
from people.importing import running
from people.models import User
from relationships.models import Relationship
from tests.browser import open_page
from tests.make import make_person
from tests.pairing.lists import Place
from tests.relationships.test_log_browser import sign_in

pytestmark = pytest.mark.browser
PEOPLE = (
    "EmpID,Name,Contact,DOB,Salary,EmployeeStatus,ExitDate\n1,Ana Ruiz,ana@x.org,1980-01-01,9,Active,\n"
    "2,Bo Lind,bo@x.org,1981-01-01,9,Active,2020-01-01\n3,,cy@x.org,1982-01-01,9,Active,\n"
)
PAIRS = (
    "Mentor,Mentee,Wann,Last met,How often,Gender,Remarks\n"
    "leo@x.org,200,4 March 2025,27.10.2025,monthly,f,fine\nleo@x.org,300,2025-06-01,,,f,\nleo@x.org,9,2025-06-01,,,f,\n"
)


def choose(page: Page, content: str, name: str) -> None:
    file: Any = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()


def picked(page: Page, header: str) -> Any:
    """What a column is mapped to."""
    return page.get_by_label(header, exact=True)


def test_people_from_the_file_to_the_directory(browser: Browser, live_server: LiveServer) -> None:
    admin = make_person("Olga", "Admin", is_org_admin=True)
    with open_page(browser, live_server.url) as page:
        sign_in(page, admin, live_server.url)
        page.goto("/people/import/")
        choose(page, PEOPLE, "people.csv")
        expect(page.get_by_role("heading", level=1)).to_have_text("Which column is what")
        for header, field in (("EmpID", "employee_id"), ("Name", "name"), ("Contact", ""), ("Salary", "")):
            expect(picked(page, header)).to_have_value(field)
        expect(page.get_by_text("Never stored")).to_have_count(1)
        picked(page, "Contact").select_option(label="E-mail")
        page.get_by_role("button", name="Check the rows").click()
        expect(page.get_by_text("There is no name.")).to_be_visible()
        page.get_by_label("still here").check()
        page.get_by_role("button", name="Check again").click()
        page.get_by_role("button", name="Import 2 people").click()
        expect(page.get_by_text("About to start.")).to_be_visible()
        assert running.run_next(now=clock.now())
        expect(page.get_by_role("heading", level=1)).to_have_text("2 people are in.", timeout=8000)
        with page.expect_download() as download:
            page.get_by_role("link", name="Download as CSV").click()
        assert "There is no name." in download.value.path().read_text()
    assert set(User.objects.filter(employee_id__in="12").values_list("email", flat=True)) == {"ana@x.org", "bo@x.org"}


def test_pairs_from_the_programs_page_to_their_homes(browser: Browser, live_server: LiveServer) -> None:
    place = Place()
    with open_page(browser, live_server.url, phone=True, javascript=False) as page:
        sign_in(page, place.admin, live_server.url)
        page.goto(f"/programs/{place.program.pk}/")
        page.get_by_role("link", name="Bring in pairs you already have").click()
        choose(page, PAIRS, "pairs.csv")
        for header, field in (("Mentor", "guide_email"), ("Mentee", "learner_id"), ("Wann", ""), ("Remarks", "")):
            expect(picked(page, header)).to_have_value(field)
        page.get_by_role("button", name="Check the rows").click()
        expect(page.get_by_text("no column that says since when").first).to_be_visible()
        picked(page, "Wann").select_option(label="Since")
        page.get_by_role("button", name="Check the rows").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Check before bringing in")
        expect(page.get_by_text("“9” is nobody here.")).to_be_visible()
        page.get_by_role("link", name="New pairs").click()
        expect(page.get_by_text("Amara Okafor takes part as mentee from now on.")).to_be_visible()
        page.get_by_role("link", name="Back to the check").click()
        page.get_by_role("button", name="Bring in 2 pairs").click()
        assert running.run_next(now=clock.now())
        page.get_by_role("link", name="Look again").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("2 pairs are in.")
        page.get_by_role("link", name="Look at the pairs").click()
        expect(page.get_by_text("Amara Okafor – Leo Brandt")).to_be_visible()
        sign_in(page, place.amara, live_server.url)
        page.goto("/")
        expect(page.get_by_text("The agreement with Leo is still to be written and signed.")).to_be_visible()
        page.get_by_role("link", name="Write it").click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert Relationship.objects.count() == 2
