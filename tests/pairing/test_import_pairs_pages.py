"""Bringing in pairs in the browser: the same four steps as people (screen 3, screen 4)."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core import clock
from people.importing import running
from people.models import ImportJob
from programs.models import Exclusion
from relationships.models import Relationship
from tests.make import NOW, make_enrollment, make_person
from tests.pairing.lists import HEAD, Place, row

pytestmark = pytest.mark.django_db
TEXT = (
    "Mentor e-mail,Mentee e-mail,Since,Last met,Birth date,Remarks\n"
    "leo@x.org,amara@x.org,2025-03-04,soon,1980-01-01,fine\nnobody@x.org,jo@x.org,2025-03-04,,1981-01-01,hm\n"
)


@pytest.fixture
def place() -> Place:
    return Place()


@pytest.fixture
def browser(client: Client, place: Place) -> Client:
    client.force_login(place.admin)
    return client


def upload(browser: Client, place: Place, content: str | bytes = TEXT) -> Any:
    file = SimpleUploadedFile("pairs.csv", content.encode() if isinstance(content, str) else content)
    return browser.post(reverse("pairing:import_pairs", args=[place.program.pk]), {"file": file}, follow=True)


def columns(browser: Client, **changes: str) -> Any:
    job = ImportJob.objects.latest("made_at")
    form = browser.get(reverse("people:import_job", args=[job.pk])).context["form"]
    data = {name: form[name].initial for name in form.fields if name != "email_domain"}
    return browser.post(reverse("people:import_columns", args=[job.pk]), {**data, **changes}, follow=True)


def press(browser: Client, act: str, **data: str) -> Any:
    job = ImportJob.objects.latest("made_at")
    return browser.post(reverse(f"people:import_{act}", args=[job.pk]), data, follow=True)


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_the_whole_way_from_the_programs_page_to_the_pairs(browser: Client, place: Place) -> None:
    with clock.moved_to(NOW):
        program = words(browser.get(reverse("programs:program", args=[place.program.pk])))
        assert "Bring in pairs you already have" in program
        text = words(upload(browser, place))
        for said in ("Mentor, by e-mail", "Mentee, by employee id", "leo@x.org · nobody@x.org", "Never stored"):
            assert said in text
        text = words(columns(browser))
        for said in (
            "2 rows", "nothing has been saved yet", "New pairs", "Here already", "Left out (1)",
            "“nobody@x.org” is nobody here.", "Jo Reyes – nobody@x.org", "Imported with a gap (1)",
            "“soon” is not a date we can read.", "2 people come into the program with it.",
            "Nobody gets mail from bringing them in.", "Birth date, Remarks.", "Bring in 1 pair<",
        ):  # fmt: skip
            assert said in text
        new = words(browser.get(reverse("people:import_list_new", args=[ImportJob.objects.get().pk])))
        for said in ("Amara Okafor – Leo Brandt", "since Tue 4 Mar 2025, every 4 weeks", "takes part as mentor from"):
            assert said in new
        assert not Relationship.objects.exists()
        assert "About to start" in words(press(browser, "start"))
        assert running.run_next(now=NOW)
        text = words(browser.get(reverse("people:import_job", args=[ImportJob.objects.get().pk])))
        assert "1 pair is in." in text
        assert "1 row was left out" in text
    assert Relationship.objects.get().status == "agreeing"
    assert mail.outbox == []


def test_what_was_left_out_is_mended_and_brought_in_again(browser: Client, place: Place) -> None:
    upload(browser, place)
    columns(browser)
    job = ImportJob.objects.get()
    file = browser.get(reverse("people:import_left_out", args=[job.pk]))
    answer = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    head, *rows = csv.reader(io.StringIO(answer))
    assert head == ["Mentor e-mail", "Mentee e-mail", "Since", "Last met", "Row", "What is wrong", "How to mend it"]
    assert rows[0][:5] == ["nobody@x.org", "jo@x.org", "2025-03-04", "", "3"]
    upload(browser, place, answer.replace("nobody@x.org", "leo@x.org"))
    assert "Bring in 1 pair<" in words(columns(browser))


def test_only_mapped_columns_are_kept_and_birth_dates_never(browser: Client, place: Place) -> None:
    upload(browser, place)
    assert "1980-01-01" not in (ImportJob.objects.get().content or "")
    columns(browser)
    assert "fine" not in (ImportJob.objects.get().content or "")


def test_the_two_are_asked_sooner_only_if_somebody_ticks_it(browser: Client, place: Place) -> None:
    with clock.moved_to(NOW):
        upload(browser, place)
        columns(browser)
        # What was not looked at yet is shown first.
        assert "Check before bringing in" in words(press(browser, "start", tells="on"))
        press(browser, "start", tells="on")
        running.run_next(now=NOW)
    assert Relationship.objects.get().told_on is not None


def test_without_a_key_the_columns_page_asks_and_says_what_is_missing(browser: Client, place: Place) -> None:
    text = "Wer,Mit wem,Since\nleo@x.org,200,2025-03-04\n"
    upload(browser, place, text)
    assert "no column with the e-mail or employee id of the mentor. A name is not enough." in words(columns(browser))
    assert "Bring in 1 pair<" in words(columns(browser, column_0="guide_email", column_1="learner_id"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"%PDF-1.4", "This is not a table we can read. Save it as CSV or XLSX and try again."),
        (b"Mentor,Mentee\nLeo Brandt,Amara Okafor\n", "A name is not enough."),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(
    browser: Client, place: Place, content: bytes, sentence: str
) -> None:
    assert sentence in words(upload(browser, place, content))
    assert not ImportJob.objects.exists()


def test_why_a_pair_was_left_out_is_for_who_runs_the_program(browser: Client, place: Place) -> None:
    """A wish (D9) may stand behind it: the org admin, who reads imports of people, does not find this one."""
    learner = make_enrollment(place.program, place.amara, "learner")
    Exclusion.objects.create(enrollment=learner, person=place.leo)
    upload(browser, place, HEAD + row())
    columns(browser)
    browser.force_login(make_person(is_org_admin=True))
    page = reverse("people:import_job", args=[ImportJob.objects.get().pk])
    assert browser.get(page).status_code == 404


def test_lists_of_pairs_and_of_people_do_not_mix(browser: Client, place: Place) -> None:
    upload(browser, place)
    assert "pairs.csv" not in words(browser.get(reverse("people:import_people")))
    assert "pairs.csv" in words(browser.get(reverse("pairing:import_pairs", args=[place.program.pk])))


def test_another_file_is_chosen_where_the_first_one_was(browser: Client, place: Place) -> None:
    upload(browser, place)
    answer = press(browser, "give_up")
    assert answer.redirect_chain[-1][0] == reverse("pairing:import_pairs", args=[place.program.pk])
