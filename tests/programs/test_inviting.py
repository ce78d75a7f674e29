"""Inviting by a list of addresses: who is found, and one sentence for everybody else (3.4)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from nudges.kinds import KINDS
from people.models import User
from programs import inviting
from programs.models import Program, ProgramInvitation
from tests.make import NOW, TODAY, make_enrollment, make_person

pytestmark = pytest.mark.django_db


def ask(program: Program, admin: User, text: str) -> inviting.Listed:
    return inviting.listed(program, "learner", text, by=admin, today=TODAY)


def test_a_list_is_parted_by_commas_semicolons_tabs_and_lines_whatever_the_case(program: Program, admin: User) -> None:
    people = [make_person(name, email=f"{name.lower()}@x.org") for name in ("Jo", "Bo", "Cy", "Di", "Ed")]
    text = "JO@x.org, bo@x.org;cy@x.org\tdi@x.org\r\n\n Ed Example <ed@X.org>\njo@x.org,"
    found = ask(program, admin, text)
    assert set(found.people) == set(people)
    assert found.left_out == []


def test_a_table_that_is_pasted_as_it_is_gives_its_addresses(program: Program, admin: User) -> None:
    person = make_person("Jo", "Doe", email="jo@x.org")
    found = ask(program, admin, "Jo Doe\tjo@x.org\tSales, north\nBo Doe\tnonsense")
    assert set(found.people) == {person}
    assert found.left_out == ["“Bo Doe” is not an e-mail address.", "“nonsense” is not an e-mail address."]


def test_spaces_part_addresses_and_leave_a_name_before_an_address_whole(program: Program, admin: User) -> None:
    people = {make_person(name, "Doe", email=f"{name.lower()}@x.org") for name in ("Al", "Bo", "Cy")}
    found = ask(program, admin, "al@x.org  bo@x.org\nCy van Doe <cy@x.org>")
    assert (set(found.people), found.left_out) == (people, [])


def test_each_address_that_gets_no_mail_says_why_in_a_sentence(program: Program, admin: User) -> None:
    asked, takes_part, gone = (make_person(name, "Doe", email=f"{name.lower()}@x.org") for name in ("Al", "Bo", "Cy"))
    inviting.invite(program, [asked], "learner", by=admin, now=NOW - timedelta(days=2))
    make_enrollment(program, takes_part, "learner")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    found = ask(program, admin, "al@x.org, bo@x.org, cy@x.org, dee@x.org, nonsense, nonsense")
    assert found.left_out == [
        "“nonsense” is not an e-mail address.",
        "Al Doe was invited already, on 15 Nov.",
        "Bo Doe needs no invitation: “Takes part”.",
        "Cy Doe has left.",
        "Nobody in the directory has the address dee@x.org.",
    ]
    assert not found.people.exists()


def test_who_has_begun_an_application_looks_like_who_has_not(program: Program, admin: User) -> None:
    person = make_person("Al", email="al@x.org")
    make_enrollment(program, person, "learner", status="draft")
    found = ask(program, admin, "al@x.org")
    assert (set(found.people), found.left_out) == ({person}, [])
    assert person in inviting.candidates(program, "learner", by=admin)
    inviting.invite(program, found.people, "learner", by=admin, now=NOW)
    assert [fact.recipient for fact in KINDS["invitation"].find(NOW, None)] == [person]


def test_who_was_asked_in_the_other_role_is_asked_again(program: Program, admin: User) -> None:
    person = make_person("Al", email="al@x.org")
    make_enrollment(program, person, "guide")
    found = ask(program, admin, "al@x.org")
    assert (set(found.people), found.left_out) == ({person}, [])


def test_without_mail_the_page_sends_nothing_and_offers_its_link(
    program: Program, admin: User, client: Client, settings: Any
) -> None:
    settings.EMAIL_IS_SENT = False
    make_person("Al", department="Ops")
    client.force_login(admin)
    chosen = {"role": "learner", "department": "Ops"}
    page = client.post(f"/programs/{program.pk}/invite/", {**chosen, "look": ""}).content.decode()
    assert "Mail is not set up, so nothing can be sent. Share the link instead." in page
    assert 'name="send"' not in page
    assert f"/join/{program.link_key}/" in page
    client.post(f"/programs/{program.pk}/invite/", {**chosen, "send": ""})
    assert not ProgramInvitation.objects.exists()


def test_the_page_shows_who_is_found_and_sends_to_them_alone(
    program: Program, admin: User, client: Client, settings: Any
) -> None:
    settings.EMAIL_IS_SENT = True
    person, other = make_person("Al", "Doe", email="al@x.org", department="Ops"), make_person("Bo", department="Ops")
    client.force_login(admin)
    chosen = {"role": "learner", "department": "Ops", "addresses": "al@x.org\nnobody@x.org"}
    page = client.post(f"/programs/{program.pk}/invite/", {**chosen, "look": ""}).content.decode()
    assert "1 person gets this mail" in page
    assert "1 line of your list is left out" in page
    assert "nobody@x.org." in page
    assert other.name not in page
    assert not ProgramInvitation.objects.exists()
    client.post(f"/programs/{program.pk}/invite/", {**chosen, "send": ""})
    assert {row.person for row in ProgramInvitation.objects.all()} == {person}
