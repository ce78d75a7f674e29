"""A program made from a template says everything but whom to ask; all of it can be changed (S3-23, C8, C17)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from core.clock import moved_to
from people.models import User
from programs import kinds, running, templates
from programs.models import Program
from tests.make import NOW, make_pair, make_person

pytestmark = pytest.mark.django_db
EVERY = [f"{kind}-{key}" for kind in ("coaching", "mentoring") for key in kinds.of(kind).PROGRAM_TEMPLATES]
OTHERS = {"coaching": "mentor", "mentoring": "coach"}


def boss() -> User:
    return make_person("Sam", is_org_admin=True, time_zone="Europe/Berlin")


def made_in_the_browser(client: Client, choice: str) -> Program:
    with moved_to(NOW):
        client.force_login(boss())
        page = client.post("/programs/new/", {"name": "Spring", "template": choice})
    program = Program.objects.get()
    assert page.headers["Location"] == f"/programs/{program.pk}/edit/"
    return program


@pytest.mark.parametrize("choice", EVERY)
def test_a_template_leaves_only_the_help_contact_to_be_named(client: Client, choice: str) -> None:
    program = made_in_the_browser(client, choice)
    assert program.kind == choice.partition("-")[0]
    assert [field for field, _words in running.missing_to_open(program)] == ["help_contact"]
    noor = make_person("Noor")
    page = client.get(f"/programs/{program.pk}/edit/")
    form = page.context["form"]
    said = {name: form[name].value() for name in form.fields}
    unsaid = {name for name, value in said.items() if value in (None, "", [])}
    ends = set() if program.kind == "coaching" else {"ends_on"}
    assert unsaid == {"help_contact_email", "admin_email", "grade_order"} | ends
    data = {name: "" if value is None or value is False else value for name, value in said.items()}
    answer = client.post(f"/programs/{program.pk}/edit/", {**data, "help_contact_email": noor.email})
    assert answer.status_code == 302, answer.context["form"].errors
    client.post(f"/programs/{program.pk}/open/")
    before = {name: getattr(program, name) for name in running.EDITABLE if name != "help_contact"}
    program.refresh_from_db()
    assert program.status == "open"
    assert {name: getattr(program, name) for name in before} == before


@pytest.mark.parametrize("choice", EVERY)
def test_a_template_speaks_the_words_of_its_kind(choice: str) -> None:
    program = templates.make("Spring", choice, by=boss(), now=NOW)
    texts = f"{program.purpose} {program.expectations}".lower()
    assert OTHERS[program.kind] not in texts
    assert program.purpose != program.expectations


def test_the_dates_leave_time_to_invite_and_to_pair() -> None:
    program = templates.make("Spring", "coaching-half_year", by=boss(), now=NOW)
    assert program.starts_on == date(2026, 12, 21)
    assert program.starts_on.weekday() == 0
    assert program.applications_until == program.starts_on - timedelta(days=7)
    assert program.ends_on == program.starts_on + timedelta(days=365)
    assert (program.sessions_planned, program.weeks) == (6, 26)
    assert templates.make("Fall", "mentoring-direction", by=boss(), now=NOW).ends_on is None


def test_what_a_template_says_stands_on_the_page_that_people_read(client: Client) -> None:
    program = made_in_the_browser(client, "mentoring-new_here")
    page = client.get(f"/programs/{program.pk}/").content.decode()
    assert program.purpose in page
    assert program.expectations in page
    assert str(kinds.of("mentoring").WHAT_TO_EXPECT) not in page


@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
def test_an_empty_program_has_the_rhythm_of_its_kind_and_no_texts(client: Client, kind: str) -> None:
    program = made_in_the_browser(client, kind)
    assert (program.purpose, program.expectations, program.starts_on, program.data_contact) == ("", "", None, "")
    assert program.cadence_days == kinds.of(kind).PROGRAM_DEFAULTS["cadence_days"]
    assert str(kinds.of(kind).WHAT_TO_EXPECT) in client.get(f"/programs/{program.pk}/").content.decode()


def test_what_is_no_template_makes_no_program(client: Client) -> None:
    client.force_login(boss())
    for choice in ("", "coaching-direction", "training", "mentoring-"):
        page = client.post("/programs/new/", {"name": "Spring", "template": choice})
        assert list(page.context["form"].errors) == ["template"], choice
    assert not Program.objects.exists()


def test_what_a_program_suggests_to_show_comes_unticked_and_the_coachee_decides(client: Client) -> None:
    """C17: a suggestion is a sentence; nothing is shown that the coachee did not tick."""
    program = templates.make("Spring", "coaching-one_event", by=boss(), now=NOW)
    pair = make_pair("coaching", status="contracting", program=program)
    client.force_login(pair.learner)
    with moved_to(NOW):
        form = client.get(f"/pairs/{pair.pk}/agreement/change/").context["form"]
        assert "Your program suggests: That this coaching takes place · The end date." in form["shows"].help_text
        assert form["shows"].value() == []
        client.force_login(pair.guide)
        texts = dict.fromkeys(("mission", "purpose", "how_we_work", "stays_between", "ending"), "Said.")
        client.post(f"/pairs/{pair.pk}/agreement/change/", {**texts, "version": 0, "cadence_days": 14})
        client.force_login(pair.learner)
        page = client.get(f"/pairs/{pair.pk}/agreement/").content.decode()
    assert "Your program suggests" in page
    assert 'name="shows" value="takes_place">' in page, "no box comes ticked"
    assert pair.agreements.get().discloses == frozenset()
