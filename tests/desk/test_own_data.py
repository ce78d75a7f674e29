"""“My data”: all of one's own, nothing of what others wrote in private (trust 3a.6, figures 21 and 23)."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from core.clock import moved_to
from core.data_classes import DataClass
from core.errors import NotYours
from core.fields import encrypted_fields
from core.models import AuditEvent
from desk.own import copying, labels
from desk.own.holdings import GROUPS, HOLDINGS, NOBODYS
from people import passkeys
from people.models import User
from programs.models import Application, Exclusion
from surveys import rounds
from surveys.models import HelpRequest, Round
from tests.canary.planting import Plant, plant, readers
from tests.canary.test_canary import words_in
from tests.doors.world import World, build
from tests.make import (
    NOW,
    TODAY,
    make_action,
    make_enrollment,
    make_line,
    make_pair,
    make_person,
    make_private_note,
    make_program,
    make_session,
    make_shared_note,
)
from tests.walks.test_crawl import CODE_WORDS

pytestmark = pytest.mark.django_db
# Of an invitation or a token one may know that it was there and what for; what opens is the secret.
TOLD = {"id", "person", "path", "invited_by", "asked_by", "created_at", "expires_at", "used_at", "asked_at",
        "prefix", "scopes", "last_used_at", "revoked_at"}  # fmt: skip
Planted = tuple[World, list[Plant]]


@pytest.fixture
def planted() -> Planted:
    world = build()
    return world, plant(world)


def copied(person: User) -> str:
    found = copying.copy_of(person, by=person, now=NOW)
    return json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False)


def people_of(world: World) -> set[User]:
    return {person for people in world.people.values() for person in people.values()}


def test_a_copy_holds_every_word_that_its_person_wrote_and_none_of_others_in_private(planted: Planted) -> None:
    world, plants = planted
    by_word = {each.word: each for each in plants}
    written = 0
    for person in people_of(world):
        found = words_in(copied(person))
        strangers = [by_word[word].place for word in found & set(by_word) if person.pk not in readers(by_word[word])]
        assert strangers == [], person
        own = {each.word for each in plants if _wrote(each, person) and not getattr(each.row, "removed_at", None)}
        assert sorted(by_word[word].place for word in own - found) == [], person
        written += len(own)
    assert written > 20, "the world has people who wrote nothing: this proves nothing"


def _wrote(planted: Plant, person: User) -> bool:
    holding = next(each for each in HOLDINGS if each.model is type(planted.row))
    field = next(name for name in holding.texts if planted.label.endswith(f".{name}"))
    path = holding.texts[field]
    if not path or not holding.group:
        return False
    return type(planted.row)._base_manager.filter(pk=planted.row.pk, **{path: person.pk}).exists()


def test_both_halves_have_what_they_share_and_neither_has_the_others_notes() -> None:
    pair = make_pair()
    make_line(pair, text="zqsharedqz")
    make_private_note(pair, pair.guide, text="zqguidesqz")
    for person, note in ((pair.guide, True), (pair.learner, False)):
        text = copied(person)
        assert "zqsharedqz" in text
        assert ("zqguidesqz" in text) is note


def test_what_was_taken_away_is_in_nobodys_copy() -> None:
    pair = make_pair()
    for make_row in (make_line, make_action):
        make_row(pair, author=pair.guide, text="zqstandsqz")
        make_row(pair, author=pair.guide, text="zqgoneqz", removed_at=NOW - timedelta(hours=1))
    for half in (pair.guide, pair.learner):
        assert copied(half).count("zqstandsqz") == 2
        assert "zqgoneqz" not in copied(half)


def test_after_ninety_days_one_keeps_ones_own_words_alone() -> None:
    pair = make_pair(status="closed", ended_on=(NOW - timedelta(days=91)).date())
    make_line(pair, text="zqlearnersqz")
    assert "zqlearnersqz" in copied(pair.learner)
    assert "zqlearnersqz" not in copied(pair.guide)


@pytest.mark.parametrize(("days", "status"), [(90, 200), (91, 404)])
def test_a_coach_keeps_the_hours_and_loses_the_words_ninety_days_after_the_end(
    client: Client, days: int, status: int
) -> None:
    """S0-37: the coachee's notes close by themselves; what the coach keeps of a session is its day and its length."""
    pair = make_pair("coaching", status="closed", ended_on=TODAY - timedelta(days=days))
    make_session(pair, status="held", starts_at=NOW - timedelta(days=days + 10), minutes=75)
    make_line(pair, "content", text="zq8001qz")
    note = make_shared_note(pair, text="zq8002qz")
    client.force_login(pair.guide)
    with moved_to(NOW):
        assert client.get(reverse("notes:shared", args=[note.pk])).status_code == status
        assert client.get(reverse("desk:pair_notes", args=[pair.pk])).status_code == status
        [session] = client.get("/api/v1/sessions/").json()["results"]
    assert (session["minutes"], session["starts_at"][:10]) == (75, str(TODAY - timedelta(days=days + 10)))
    assert words_in(copied(pair.guide)) == ({"zq8001qz", "zq8002qz"} if status == 200 else set())


def test_who_would_rather_not_meet_somebody_is_told_to_nobody_else() -> None:
    program = make_program()
    one, other = make_person("Amara"), make_person("Leo", "Unwanted")
    enrollment = make_enrollment(program, one, "learner")
    Exclusion.objects.create(enrollment=enrollment, person=other)
    make_enrollment(program, other, "guide")
    assert "With whom you would rather not be paired" in copied(one)
    assert "With whom you would rather not be paired" not in copied(other)
    assert "Amara" not in copied(other)


def test_a_proposal_that_came_to_nothing_and_a_call_for_help_stay_where_they_are() -> None:
    lapsed = make_pair(status="lapsed", guide=make_person("Leo", "Neverheard"))
    assert "Neverheard" not in copied(lapsed.learner)
    pair = make_pair()
    contact = make_person("Noor")
    HelpRequest.objects.create(relationship=pair, person=pair.learner, contact=contact, words="zqhelpqz", asked_at=NOW)
    assert "zqhelpqz" in copied(pair.learner)
    assert "zqhelpqz" not in copied(contact)
    assert "zqhelpqz" not in copied(pair.guide)


def test_every_column_has_a_name_for_people_or_is_the_machines() -> None:
    for holding in HOLDINGS:
        told = {field.name for field in labels.told(holding.model)}
        columns = {field.name for field in holding.model._meta.concrete_fields if not field.primary_key}
        assert holding.group == "" or columns - told - set(holding.hides) <= labels.MACHINE, holding.model


def test_the_pages_of_my_data_hold_no_word_of_the_code(planted: Planted) -> None:
    world, _plants = planted
    for person in people_of(world):
        for key in GROUPS:
            for table in copying.group_of(person, key, NOW):
                for row in table["rows"]:
                    text = " · ".join(f"{label}: {value}" for label, value in row.items())
                    assert CODE_WORDS.search(text) is None, text


def test_no_secret_is_in_a_copy() -> None:
    """D13 is shown to nobody, its owner included."""
    for holding in HOLDINGS:
        hidden = {name for name, found in _classes(holding.model).items() if found is DataClass.D13}
        if holding.group and holding.model._meta.app_label not in ("mfa", "account"):
            assert hidden - TOLD <= set(holding.hides), holding.model
    person = make_person("Amara")
    passkeys.add(person, by=person, now=NOW, name="My phone", credential={"id": "zqsecretqz"})
    assert "Passkeys" in copied(person)
    assert "zqsecretqz" not in copied(person)


def _classes(model: type[Model]) -> dict[str, DataClass]:
    from core.data_classes import classes_of

    return classes_of(model)


def test_nobody_takes_a_copy_of_somebody_else() -> None:
    person, other = make_person("Amara"), make_person("Olga", is_org_admin=True)
    with pytest.raises(NotYours):
        copying.copy_of(person, by=other, now=NOW)


def test_every_table_column_and_text_about_a_person_is_in_the_list() -> None:
    """A new model cannot be forgotten: it is a holding, or says nothing about a person, with the reason."""
    tables = {model._meta.label: model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy}
    listed = {holding.model._meta.label: holding for holding in HOLDINGS}
    assert len(listed) == len(HOLDINGS)
    nobodys = {label for label in tables if label in NOBODYS or f"{label.split('.')[0]}.*" in NOBODYS}
    assert set(listed) | nobodys == set(tables)
    assert set(listed) & set(NOBODYS) == set()
    nobodys -= set(listed)
    for label, model in tables.items():
        people = {field.name for field in model._meta.concrete_fields if field.related_model is User}
        texts = {field.name for field in encrypted_fields(model)}
        if label in nobodys:
            assert not people
            assert not texts
            continue
        holding = listed[label]
        assert people <= {*holding.mine, *holding.also}, label
        assert texts == set(holding.texts), label
        assert holding.group in {*GROUPS, ""}
        assert set(holding.hides) <= {field.name for field in model._meta.concrete_fields}, label


@pytest.mark.parametrize("form", ["json", "html"])
def test_the_page_hands_out_the_copy_and_leaves_one_row_in_the_audit(client: Client, form: str) -> None:
    pair = make_pair()
    make_private_note(pair, text="zqmineqz <b>bold</b>")
    client.force_login(pair.learner)
    with moved_to(NOW):
        response = client.post("/me/data/copy/", {"form": form})
    text = response.content.decode()
    assert response.headers["Content-Disposition"] == f'attachment; filename="my-data.{form}"'
    assert "zqmineqz" in text
    assert "Amara" in text
    rows = AuditEvent.objects.filter(verb="person.copy_own")
    assert [(row.actor_id, row.object_id) for row in rows] == [(pair.learner.pk, pair.learner.pk)]
    if form == "json":
        assert json.loads(text)["schema"] == copying.SCHEMA
    else:
        assert "&lt;b&gt;bold" in text
        assert not any(found in text for found in ("<script", "src=", "href="))


def test_a_page_shows_one_group_and_says_where_there_is_nothing(client: Client) -> None:
    pair = make_pair()
    make_private_note(pair, text="zqmineqz")
    client.force_login(pair.learner)
    for group in GROUPS:
        page: Any = client.get(f"/me/data/{group}/")
        assert page.status_code == 200
        assert ("zqmineqz" in page.content.decode()) is (group == "private")
    assert "Nothing here." in client.get("/me/data/work/").content.decode()
    assert client.get("/me/data/else/").status_code == 404


def test_what_was_written_when_applying_is_in_the_copy() -> None:
    enrollment = make_enrollment(make_program(), make_person("Amara"), "learner")
    application = Application.objects.get(enrollment=enrollment)
    application.wants = "zqwantsqz"
    application.save()
    assert "zqwantsqz" in copied(enrollment.person)


def test_a_day_in_my_data_stands_as_the_house_writes_it(client: Client) -> None:
    client.force_login(make_person())
    page = client.get("/me/data/you/").content.decode()
    assert re.search(r"\d+ [A-Z][a-z]{2} 20\d\d, \d\d:\d\d<", page)
    assert ".m.<" not in page


def test_answers_to_check_ins_stand_in_my_data_in_words(client: Client) -> None:
    pair = make_pair(status="active")
    asked = Round.objects.create(
        relationship=pair, instrument="trust", number=1, opens_on=TODAY, closes_on=TODAY + timedelta(days=14)
    )
    rounds.answer(asked, {"respect": 4, "openness": None}, by=pair.learner, now=NOW)
    client.force_login(pair.learner)
    page = client.get("/me/data/private/").content.decode()
    assert "Respect: 4 of 5" in page
    assert "openness" not in page.lower()
