"""From an empty program to people who take part, through its pages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core.clock import moved_to
from core.errors import NotPossible
from core.models import AuditEvent
from people.models import User
from programs import applying, running
from programs.models import Application, Enrollment, Program, ProgramAdmin
from tests.make import NOW, make_enrollment, make_person, make_program

pytestmark = pytest.mark.django_db


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


SAID = {
    "name": "Spring", "purpose": "Learn", "starts_on": "2027-01-08", "cadence_days": 28, "review_days": 182,
    "first_session_days": 14, "places": 2, "data_contact": "privacy@example.org",
}  # fmt: skip
ANSWERS = {"wants": "To lead a team", "how": "By talking", "read_it": "on", "send": ""}


def test_a_program_opens_only_when_everything_is_named() -> None:
    """S1-01: a program without a purpose cannot be opened."""
    boss = make_person("Sam", is_org_admin=True)
    client = signed_in(boss)
    client.post("/programs/new/", {"name": "Spring", "template": "mentoring"})
    program = Program.objects.get(name="Spring")
    refused = client.post(f"/programs/{program.pk}/open/")
    assert refused.status_code == 409
    assert "say what it is for" in refused.content.decode()
    help_contact = make_person("Noor")
    saved = client.post(
        f"/programs/{program.pk}/edit/",
        {**SAID, "help_contact_email": help_contact.email},
    )
    assert saved.status_code == 302, saved.content.decode()
    client.post(f"/programs/{program.pk}/open/")
    program.refresh_from_db()
    assert program.status == "open"


NAMED = ("purpose", "help_contact", "data_contact", "starts_on", "admins")


@pytest.mark.parametrize(
    ("kind", "left_out"),
    [*(("mentoring", name) for name in NAMED), *(("coaching", name) for name in NAMED),
     ("coaching", "ends_on"), ("coaching", "weeks"), ("coaching", "sessions_planned")],
)  # fmt: skip
def test_each_thing_that_is_not_named_alone_keeps_a_program_closed(kind: str, left_out: str) -> None:
    """4.1: purpose, admins, dates, weeks, contacts; the page links to the field that is open."""
    boss = make_person("Sam", is_org_admin=True)
    program = make_program(kind, status="draft")
    assert running.missing_to_open(program) == []
    if left_out == "admins":
        ProgramAdmin.objects.all().delete()
    else:
        setattr(program, left_out, "" if left_out in ("purpose", "data_contact") else None)
        program.save()
    assert [field for field, _words in running.missing_to_open(program)] == [left_out]
    client = signed_in(boss)
    anchor = {"help_contact": "help_contact_email", "admins": "admin_email"}.get(left_out, left_out)
    assert f"/programs/{program.pk}/edit/#id_{anchor}" in client.get(f"/programs/{program.pk}/").content.decode()
    assert f'id="id_{anchor}"' in client.get(f"/programs/{program.pk}/edit/").content.decode()
    assert client.post(f"/programs/{program.pk}/open/").status_code == 409
    program.refresh_from_db()
    assert program.status == "draft"


def test_cadences_start_from_the_kind_and_are_changed_on_the_page() -> None:
    boss = make_person("Sam", is_org_admin=True)
    client = signed_in(boss)
    client.post("/programs/new/", {"name": "Spring", "template": "mentoring"})
    program = Program.objects.get(name="Spring")
    found = [program.cadence_days, program.review_days, program.check_in_days, program.first_session_days]
    assert found == [28, 182, [30, 90, 180], 14]
    edit = f"/programs/{program.pk}/edit/"
    assert 'value="30, 90, 180"' in client.get(edit).content.decode()
    client.post(edit, {**SAID, "cadence_days": 21, "check_in_days": "20, 60, 120"})
    program.refresh_from_db()
    assert (program.cadence_days, program.check_in_days) == (21, [20, 60, 120])
    for field, wrong in (
        ("check_in_days", "0"), ("check_in_days", "90, 30, 180"), ("check_in_days", "soon"), ("cadence_days", 0),
        ("review_days", 0), ("places", 0),
    ):  # fmt: skip
        page = client.post(edit, {**SAID, field: wrong})
        assert list(page.context["form"].errors) == [field]
    client.post(edit, SAID)
    program.refresh_from_db()
    assert program.check_in_days == [20, 60, 120]


def test_a_coaching_program_has_no_check_ins_and_a_mentoring_one_no_weeks() -> None:
    pages = {}
    for kind in ("coaching", "mentoring"):
        admin = make_person("Maya")
        pages[kind] = signed_in(admin).get(f"/programs/{make_program(kind, admin=admin).pk}/edit/").content.decode()
    assert 'name="check_in_days"' not in pages["coaching"]
    assert 'name="weeks"' not in pages["mentoring"]


def test_an_end_before_the_start_is_refused_in_words_at_its_field() -> None:
    admin = make_person("Maya")
    program = make_program(admin=admin)
    page = signed_in(admin).post(f"/programs/{program.pk}/edit/", {**SAID, "ends_on": SAID["starts_on"]})
    assert page.context["form"].errors == {"ends_on": ["It has to end after it starts. Pick a later day."]}


def test_open_questions_are_said_at_their_fields() -> None:
    program = make_program()
    page = signed_in(make_person("Tom")).post(f"/programs/{program.pk}/apply/learner/", {"wants": "To lead"})
    assert page.status_code == 422
    assert page.context["form"].errors == {"how": ["Not sent yet: the second question is open."]}


def test_accepting_everybody_is_offered_once_somebody_applied() -> None:
    admin = make_person("Maya")
    program = make_program(admin=admin)
    offer = "Accept all who applied"
    assert offer not in signed_in(admin).get(f"/programs/{program.pk}/applications/").content.decode()
    make_enrollment(program, make_person("Tom"), "learner", status="applied")
    assert offer in signed_in(admin).get(f"/programs/{program.pk}/applications/").content.decode()


def test_asking_the_two_questions_later_is_a_decision_that_the_audit_remembers() -> None:
    admin = make_person("Maya")
    program = make_program(admin=admin)
    for ticks, verbs in (
        ({"questions_later": "on"}, ["program.edit", "program.questions_later"]),
        ({"questions_later": "on"}, ["program.edit"]),
        ({}, ["program.edit", "program.questions_first"]),
    ):
        before = list(AuditEvent.objects.values_list("pk", flat=True))
        signed_in(admin).post(f"/programs/{program.pk}/edit/", {**SAID, **ticks})
        program.refresh_from_db()
        assert program.questions_later == bool(ticks)
        new = AuditEvent.objects.exclude(pk__in=before).filter(actor_id=admin.pk)
        assert list(new.values_list("verb", flat=True)) == verbs


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


def test_two_who_withdraw_at_once_let_two_move_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """The slower one finds the first of the list gone and takes the next; nobody's withdrawal fails for it."""
    program, amara = make_program(), make_person("Amara")
    leaving = make_enrollment(program, amara, "learner")
    rows = [
        make_enrollment(
            program, make_person("Jo"), "learner", status="waitlisted", waitlisted_at=NOW + timedelta(hours=hour)
        )
        for hour in range(2)
    ]
    promote, first = applying.promote, Enrollment.objects.filter(pk=rows[0].pk)

    def promote_while_another_does(row: Enrollment, **fields: Any) -> None:
        first.update(status="accepted")
        promote(row, **fields)

    monkeypatch.setattr(applying, "promote", promote_while_another_does)
    applying.withdraw(leaving, by=amara, now=NOW)
    assert [Enrollment.objects.get(pk=row.pk).status for row in (leaving, *rows)] == [
        "withdrawn", "accepted", "accepted",
    ]  # fmt: skip


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
    with django_assert_num_queries(6):  # type: ignore[operator]
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


def test_whoever_runs_a_program_is_not_asked_to_apply_to_it_but_may_at_the_end_of_the_page() -> None:
    admin = make_person("Maya")
    program = make_program(admin=admin)
    page = signed_in(admin).get(f"/programs/{program.pk}/").content.decode()
    assert "Apply as mentee" not in page
    assert page.index("Take part yourself, as mentor") > page.index("People to ask")
    page = signed_in(make_person()).get(f"/programs/{program.pk}/").content.decode()
    assert "Apply as mentee" in page
    assert "Take part yourself" not in page


def test_after_the_last_day_nobody_is_offered_a_form_that_would_refuse() -> None:
    program, person = make_program(applications_until=NOW.date()), make_person()
    client, page = signed_in(person), f"/programs/{program.pk}/"
    with moved_to(NOW):
        assert "Apply as mentee" in client.get(page).content.decode()
        assert client.get(f"{page}apply/learner/").status_code == 200
    with moved_to(NOW + timedelta(days=1)):
        assert "Apply as mentee" not in client.get(page).content.decode()
        assert client.get(f"{page}apply/learner/").status_code == 409
        applying.take_in(program, person, "learner", by=None, now=NOW)
        assert client.get(f"{page}apply/learner/").status_code == 200, "their answers are theirs to change"


def test_who_waits_for_a_decision_stands_on_top() -> None:
    admin = make_person("Maya")
    program = make_program(admin=admin)
    stands = ["accepted", "declined", "waitlisted", "applied"]
    rows = {status: make_enrollment(program, make_person(status), "learner", status=status) for status in stands}
    page = signed_in(admin).get(f"/programs/{program.pk}/applications/").content.decode()
    table = page[page.index("<tbody") :]
    shown = sorted(stands, key=lambda status: table.index(rows[status].person.name))
    assert shown == ["applied", "waitlisted", "accepted", "declined"]


@pytest.mark.parametrize("places", ["51", "-1"])
def test_nobody_offers_more_places_than_a_person_has(places: str) -> None:
    enrollment = make_enrollment(make_program(), make_person(), "guide", places=2)
    page = signed_in(enrollment.person).post(f"/takes-part/{enrollment.pk}/places/", {"places": places})
    assert "Write a number from 0 to 50." in page.content.decode()
    with pytest.raises(NotPossible, match="from 0 to 50"):
        applying.set_places(enrollment, int(places), by=enrollment.person, now=NOW)
    enrollment.refresh_from_db()
    assert enrollment.places == 2
