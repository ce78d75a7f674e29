"""After `erase` nothing in any table tells who somebody was, and others keep what is theirs (trust 3a.6, figure 22)."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Q
from django.test import Client

from core import clock
from core.clock import moved_to
from core.errors import NotPossible, NotYours
from core.fields import encrypted_fields
from core.models import AuditEvent
from desk.own import erasing
from desk.own.holdings import HOLDINGS
from notes.models import PrivateNote, SharedNote
from people import passkeys, profiles
from people.importing import running
from people.models import DeletionRequest, ImportJob, RoleHeld, User
from programs.models import Exclusion, ProgramAdmin
from relationships.models import AgendaItem, Relationship, Session, StatusChange
from tests import make
from tests.canary.planting import plant
from tests.doors.asking import database, tables
from tests.doors.world import build
from tests.make import NOW, make_enrollment, make_pair, make_person, make_program

pytestmark = pytest.mark.django_db


def stored() -> str:
    """Every value of every table as the database holds it, and every sealed text opened."""
    found = []
    with connection.cursor() as cursor:
        for table in [*tables(), "core_auditevent"]:
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [str([bytes(cell) if isinstance(cell, memoryview) else cell for cell in row]) for row in cursor]
    for holding in HOLDINGS:
        for field in encrypted_fields(holding.model):
            found += [str(getattr(row, field.name)) for row in holding.model._base_manager.all()]
    return "\n".join(found).lower()


@pytest.mark.parametrize("role", ["learner", "guide", "sponsor", "other_pair", "ex_participant"])
def test_nothing_of_a_person_is_left_in_any_table(role: str) -> None:
    world = build()
    person = world.people["coaching"][role]
    person.given_name, person.family_name, person.email = "Zqgiven", "Zqfamily", "zqmail@example.org"
    person.employee_id, person.title = "zq4711", "Zqtitle"
    person.save()
    RoleHeld.objects.create(person=person, title="Zqrole")
    passkeys.add(person, by=person, now=NOW, name="zqkeyofaphone", credential={})
    running.receive(by=make_person(is_org_admin=True), file_name="a.csv", content=b"Name\nZqgiven Zqfamily\n", now=NOW)
    plants = plant(world)
    wrote = {each.word for each in plants if _wrote(each, person)}
    others = {each.word for each in plants if not _wrote(each, person) and _is_anothers(each, person)}
    before = stored()
    marks = ["zqgiven", "zqfamily", "zqmail", "zq4711", "zqtitle", "zqrole", "zqkeyofaphone"]
    assert all(mark in before for mark in marks)

    erasing.erase(person, by=None, now=NOW)

    after = stored()
    assert [mark for mark in marks if mark in after] == []
    assert sorted(wrote & {word for word in wrote if word in after}) == []
    assert sorted(word for word in others if word not in after) == [], "others keep what they wrote"
    assert wrote or role == "sponsor"
    connection.check_constraints()


def _author(planted: Any) -> str:
    holding = next(each for each in HOLDINGS if each.model is type(planted.row))
    return holding.texts[next(name for name in holding.texts if planted.label.endswith(f".{name}"))]


def _wrote(planted: Any, person: User) -> bool:
    path = _author(planted)
    return bool(path) and type(planted.row)._base_manager.filter(pk=planted.row.pk, **{path: person.pk}).exists()


def _is_anothers(planted: Any, person: User) -> bool:
    """Written by somebody else in a row of a pair."""
    return planted.label.split(".")[0] in {"agendaitem", "sharednote", "note", "privatenote", "actionitem", "review"}


def test_a_rehearsal_counts_and_writes_nothing_and_the_act_does_what_it_said() -> None:
    pair = make_pair()
    make.make_private_note(pair)
    make.make_line(pair)
    before = database()
    said = erasing.rehearse(pair.learner, now=NOW)
    assert database() == before
    assert erasing.erase(pair.learner, by=None, now=NOW) == said
    assert said["notes.PrivateNote"] == 1
    again = erasing.erase(User.objects.get(pk=pair.learner.pk), by=None, now=NOW)
    assert sum(again.values()) == 0, "erasing again finds nothing"


def test_open_pairs_end_and_proposals_lapse_before_their_half_is_nobody() -> None:
    person = make_person("Amara")
    active, proposed = make_pair(learner=person), make_pair(learner=person, status="proposed")
    held = make.make_session(active, status="held")
    erasing.erase(person, by=None, now=NOW)
    for pair, status in ((active, active.rules_of_kind.ENDED_BY_ONE), (proposed, "lapsed")):
        pair.refresh_from_db()
        assert pair.status == status
        assert pair.ended_by is None
        assert StatusChange.objects.filter(relationship=pair).latest("at").by is None
        assert AuditEvent.objects.filter(verb="relationship.end_for_erased", object_id=pair.pk).count() == 1
    assert active.learner.name == "Former member"
    assert Session.objects.get(pk=held.pk).status == "held", "that they met still counts"
    assert not Relationship.objects.open().filter(Q(learner=person)).exists()


def test_the_other_half_keeps_what_is_theirs() -> None:
    pair = make_pair()
    own = make.make_private_note(pair, pair.guide, text="Mine")
    shared = make.make_shared_note(pair, pair.guide, text="Said in Lisbon")
    theirs = make.make_line(pair, text="Hers")
    erasing.erase(pair.learner, by=None, now=NOW)
    assert PrivateNote.objects.get(pk=own.pk).text == "Mine"
    assert SharedNote.objects.get(pk=shared.pk).text == "Said in Lisbon"
    assert AgendaItem.objects.get(pk=theirs.pk).text == erasing.GONE


def test_the_links_of_a_persons_meetings_go_and_those_of_others_stay() -> None:
    pair, link = make_pair(), "https://meet.example/zq"
    rows = [make.make_session(each, link=link) for each in (pair, make_pair(guide=pair.guide))]
    erasing.erase(pair.learner, by=None, now=NOW)
    assert [Session.objects.get(pk=row.pk).link for row in rows] == ["", link]


def test_what_others_wished_about_a_person_goes_too() -> None:
    program, person = make_program(), make_person("Amara")
    enrollment = make_enrollment(program, make_person("Leo"), "learner")
    Exclusion.objects.create(enrollment=enrollment, person=person)
    erasing.erase(person, by=None, now=NOW)
    assert not Exclusion.objects.exists()


def test_a_file_that_waits_and_names_the_person_is_given_up() -> None:
    person, admin = make_person("Amara", "Okafor"), make_person(is_org_admin=True)
    job = running.receive(by=admin, file_name="a.csv", content=b"Name\nAmara Okafor\n", now=NOW)
    other = running.receive(by=admin, file_name="b.csv", content=b"Name\nLeo Brandt\n", now=NOW)
    erasing.erase(person, by=None, now=NOW)
    assert ImportJob.objects.get(pk=job.pk).status == ImportJob.Status.GIVEN_UP
    assert ImportJob.objects.get(pk=other.pk).content is not None


def test_nobody_goes_whom_others_still_need_and_nothing_is_half_done() -> None:
    person = make_person("Maya", is_org_admin=True)
    program = make_program(admin=person, help_contact=person, data_contact=person.email)
    before = database()
    with pytest.raises(NotPossible) as refusal:
        erasing.erase(person, by=None, now=NOW)
    assert len(refusal.value.missing) == 4
    assert database() == before
    make_person("Olga", is_org_admin=True)
    ProgramAdmin.objects.create(program=program, person=make_person("Mo"))
    program.help_contact, program.data_contact = make_person("Noor"), "data@example.org"
    program.save()
    erasing.erase(person, by=None, now=NOW)
    assert not User.objects.get(pk=person.pk).is_org_admin


def test_only_an_org_admin_erases() -> None:
    person, runner = make_person("Amara"), make_person("Maya")
    make_program(admin=runner)
    for by in (runner, person):
        with pytest.raises(NotYours):
            erasing.erase(person, by=by, now=NOW)
    admin = make_person(is_org_admin=True)
    with pytest.raises(NotPossible):
        erasing.erase(person, by=admin, now=NOW)
    profiles.ask_for_deletion(person, by=admin, now=NOW - erasing.COOL_OFF)
    erasing.erase(person, by=admin, now=NOW)
    assert AuditEvent.objects.filter(verb="person.erase", object_id=person.pk).count() == 1


def test_nothing_is_erased_for_seven_days_after_it_was_asked_for(client: Client) -> None:
    """Two steps with a week between (trust 3a.6): by the person, or noted by an org admin, and taken back by the person
    alone."""
    person, admin = make_person("Amara", "Okafor", last_login=NOW), make_person("Olga", is_org_admin=True)
    client.force_login(admin)
    path, due = f"/people/{person.pk}/erase/", NOW + erasing.COOL_OFF
    with moved_to(NOW):
        assert client.post(path).status_code == 409
        assert "Erase for good" not in client.get(path).content.decode()
        client.post(path, {"note": "1"})
    with pytest.raises(NotYours):
        profiles.take_back_deletion(person, by=admin, now=NOW)
    with moved_to(due - timedelta(seconds=1)):
        refused = client.post(path)
        assert refused.status_code == 409
        assert "Not before 24 Nov: until then Amara Okafor can take it back." in refused.content.decode()
        assert "Erase for good" not in client.get(path).content.decode()
    with moved_to(due):
        assert "Erase for good" in client.get(path).content.decode()
        profiles.take_back_deletion(person, by=person, now=due)
        assert client.post(path).status_code == 409
        profiles.ask_for_deletion(person, by=person, now=NOW)
        assert client.post(path).status_code == 302
    assert User.objects.get(pk=person.pk).name == "Former member"


def test_what_was_noted_for_somebody_without_a_way_in_is_taken_back_where_it_was_noted(client: Client) -> None:
    """Noted by mistake, it would have to stand: the person cannot open “My data”."""
    person, admin = make_person("Jo", "Reyes", last_login=None), make_person("Olga", is_org_admin=True)
    client.force_login(admin)
    path = f"/people/{person.pk}/erase/"
    client.post(path, {"note": "1"})
    assert "Take the request back" in client.get(path).content.decode()
    client.post(path, {"take_back": "1"})
    assert not DeletionRequest.objects.exists()
    assert User.objects.get(pk=person.pk).name == "Jo Reyes"


@pytest.mark.parametrize("left", [True, False])
def test_what_somebody_asked_for_themselves_no_admin_takes_back(client: Client, left: bool) -> None:
    person, admin = make_person("Jo", "Reyes", last_login=NOW), make_person("Olga", is_org_admin=True)
    profiles.ask_for_deletion(person, by=person, now=NOW)
    User.objects.filter(pk=person.pk).update(is_active=not left)
    profiles.ask_for_deletion(person, by=admin, now=NOW + timedelta(hours=1))  # noting it again changes nothing
    client.force_login(admin)
    path = f"/people/{person.pk}/erase/"
    assert "Take the request back" not in client.get(path).content.decode()
    assert client.post(path, {"take_back": "1"}).status_code == 403
    assert DeletionRequest.objects.exists()


def test_the_command_counts_first_and_erases_by_address_or_id() -> None:
    pair = make_pair()
    make.make_private_note(pair)
    person, email = pair.learner, str(pair.learner.email)

    def said(*arguments: str) -> str:
        out = StringIO()
        call_command("erase", *arguments, stdout=out)
        return out.getvalue()

    assert "      1  notes.PrivateNote" in said(email, "--dry-run")
    assert PrivateNote.objects.exists()
    assert str(person.pk) in said(email)
    assert not PrivateNote.objects.exists()
    with pytest.raises(CommandError, match="Nobody here"):
        said(email)
    assert json.loads(said(str(person.pk), "--json"))["rows"] == {}


def test_who_asks_for_deletion_waits_for_an_org_admin_and_may_take_it_back(client: Client) -> None:
    person, admin = make_person("Amara", "Okafor"), make_person("Olga", is_org_admin=True)
    make_person("Maya")
    client.force_login(person)
    client.post("/me/data/deletion/")
    client.post("/me/data/deletion/")
    assert DeletionRequest.objects.count() == 1
    assert "It can be carried out from" in client.get("/me/data/").content.decode()
    client.post("/me/data/deletion/", {"take_back": "1"})
    assert not DeletionRequest.objects.exists()
    client.post("/me/data/deletion/")
    theirs = Client()
    theirs.force_login(admin)
    assert "Amara Okafor asks that everything about them be erased." in theirs.get("/").content.decode()
    make_program(admin=admin)
    inbox = theirs.get("/inbox/").content.decode()
    assert "Asks for deletion" in inbox
    assert f"/people/{person.pk}/erase/" in inbox
    assert "Erase Amara Okafor" in theirs.get(f"/people/{person.pk}/erase/").content.decode()
    with moved_to(clock.now() + erasing.COOL_OFF):
        theirs.post(f"/people/{person.pk}/erase/")
    assert User.objects.get(pk=person.pk).name == "Former member"
    assert not DeletionRequest.objects.exists()
    assert client.get("/me/").status_code == 302, "signed out in the same second"


def test_who_runs_programs_sees_no_request_and_erases_nobody(client: Client) -> None:
    person, runner = make_person("Amara", "Okafor"), make_person("Maya")
    make_program(admin=runner)
    profiles.ask_for_deletion(person, by=person, now=NOW)
    client.force_login(runner)
    assert "Asks for deletion" not in client.get("/inbox/").content.decode()
    assert client.post(f"/people/{person.pk}/erase/").status_code == 403
    with pytest.raises(NotYours):
        profiles.ask_for_deletion(person, by=runner, now=NOW)
