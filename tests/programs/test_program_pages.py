"""From an empty program to people who take part, through its pages."""

from __future__ import annotations

import pytest
from django.test import Client

from people.models import User
from programs.models import Application, Enrollment, Program
from tests.make import NOW, make_enrollment, make_person, make_program

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


ANSWERS = {"wants": "To lead a team", "how": "By talking", "read_it": "on", "send": ""}


def test_a_program_opens_only_when_everything_is_named() -> None:
    """S1-01: a program without a purpose cannot be opened."""
    boss = make_person("Sam", is_org_admin=True)
    client = signed_in(boss)
    client.post("/programs/new/", {"name": "Spring", "kind": "mentoring"})
    program = Program.objects.get(name="Spring")
    refused = client.post(f"/programs/{program.pk}/open/")
    assert refused.status_code == 409
    assert "say what it is for" in refused.content.decode()
    help_contact = make_person("Noor")
    saved = client.post(
        f"/programs/{program.pk}/edit/",
        {
            "name": "Spring", "purpose": "Learn", "starts_on": "2027-01-08", "cadence_days": 28, "review_days": 182,
            "first_session_days": 14, "places": 2, "data_contact": "privacy@example.org",
            "help_contact_email": help_contact.email,
        },
    )  # fmt: skip
    assert saved.status_code == 302, saved.content.decode()
    client.post(f"/programs/{program.pk}/open/")
    program.refresh_from_db()
    assert program.status == "open"


def test_an_application_without_both_answers_stays_a_draft() -> None:
    """S0-33: unanswered is saved as a draft and is not in the pool."""
    program, mentee = make_program(), make_person("Amara")
    answer = signed_in(mentee).post(f"/programs/{program.pk}/apply/learner/", {**ANSWERS, "how": ""})
    assert answer.status_code == 422
    enrollment = Enrollment.objects.get(person=mentee)
    assert (enrollment.status, enrollment.application.wants) == ("draft", "To lead a team")
    Enrollment.objects.update(status="accepted")
    assert not Enrollment.objects.matchable().exists()
    signed_in(mentee).post(f"/programs/{program.pk}/apply/learner/", ANSWERS)
    assert Enrollment.objects.matchable().exists()


def test_answers_come_back_filled_and_are_sealed() -> None:
    program, mentee = make_program(), make_person("Amara")
    client = signed_in(mentee)
    client.post(f"/programs/{program.pk}/apply/learner/", ANSWERS)
    assert "To lead a team" in client.get(f"/programs/{program.pk}/apply/learner/").content.decode()
    assert "lead" not in str(Application.objects.values("wants").get())


def test_the_admin_accepts_and_the_waiting_list_moves_up() -> None:
    admin, first, second = make_person("Maya"), make_person("Amara"), make_person("Jo")
    program = make_program(admin=admin)
    make_enrollment(program, first, "learner")
    waiting = make_enrollment(program, second, "learner", status="waitlisted", waitlisted_at=NOW)
    assert "number 1 on the waiting list" in signed_in(second).get(f"/programs/{program.pk}/").content.decode()
    leaving = Enrollment.objects.get(person=first)
    signed_in(first).post(f"/takes-part/{leaving.pk}/withdraw/")
    waiting.refresh_from_db()
    assert waiting.status == "accepted"


def test_nobody_accepts_themselves() -> None:
    admin = make_person("Maya")
    program = make_program(admin=admin)
    own = make_enrollment(program, admin, "learner", status="applied")
    assert signed_in(admin).post(f"/takes-part/{own.pk}/accept/").status_code == 403
    own.refresh_from_db()
    assert own.status == "applied"


def test_the_link_is_read_before_signing_in_and_an_unknown_one_is_not_there(client: Client) -> None:
    program = make_program()
    assert program.name in client.get(f"/join/{program.link_key}/").content.decode()
    assert client.get("/join/unknown/").status_code == 404


@pytest.mark.parametrize("rows", [1, 10, 50])
def test_the_list_of_who_takes_part_needs_as_many_queries_for_any_number(
    rows: int, django_assert_num_queries: object
) -> None:
    admin = make_person("Maya")
    program = make_program(admin=admin)
    for number in range(rows):
        make_enrollment(program, make_person("Mentee", f"No{number:02}"), "learner", status="applied")
    client = signed_in(admin)
    client.get("/help/")
    with django_assert_num_queries(7):  # type: ignore[operator]
        page = client.get(f"/programs/{program.pk}/applications/").content.decode()
    assert f"No{rows - 1:02}" in page


def test_inviting_shows_who_gets_the_mail_before_sending(settings: object) -> None:
    settings.EMAIL_IS_SENT = True  # type: ignore[attr-defined]
    admin, asked = make_person("Maya"), make_person("Amara", department="Sales")
    make_person("Leo", department="Sales", email=None)
    program = make_program(admin=admin)
    client = signed_in(admin)
    chosen = {"role": "learner", "department": "Sales"}
    shown = client.post(f"/programs/{program.pk}/invite/", {**chosen, "look": ""}).content.decode()
    assert "1 person gets this mail" in shown
    assert asked.name in shown
    assert not program.invitations.exists()
    client.post(f"/programs/{program.pk}/invite/", {**chosen, "send": ""})
    assert [row.person for row in program.invitations.all()] == [asked]
