"""Notes: only me, the two of us, nothing written."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import NotPossible, Stale
from notes import writing
from notes.models import Audience, PrivateNote, SharedNote
from people.models import User
from relationships.models import Relationship
from tests.make import (
    NOW,
    make_agreement,
    make_pair,
    make_person,
    make_private_note,
    make_program,
    make_session,
    make_shared_note,
)

pytestmark = pytest.mark.django_db


def everybody_around(learner: User) -> dict[str, User]:
    """A signed coaching with all who might want to read along."""
    admin, sponsor, manager = (make_person(name) for name in ("Admin", "Karl", "Ruth"))
    learner.manager = manager
    learner.save(update_fields=["manager"])
    pair = make_pair("coaching", learner=learner, program=make_program("coaching", admin=admin), signed=False)
    make_agreement(pair, sponsor=sponsor, shows_takes_place=True, shows_sessions=True, shows_goals=True)
    org_admin = make_person("Sam", is_org_admin=True)
    people = {"admin": admin, "sponsor": sponsor, "manager": manager, "org admin": org_admin}
    return {**people, "guide": pair.guide, "learner": learner, "stranger": make_person("Otto")}


def pair_of(learner: User) -> Relationship:
    pair: Relationship = Relationship.objects.get(learner=learner)
    return pair


def test_a_private_note_is_read_by_its_author_alone(learner: User) -> None:
    people = everybody_around(learner)
    make_private_note(pair_of(learner), learner)
    readers = {name for name, person in people.items() if PrivateNote.objects.visible_to(person).exists()}
    assert readers == {"learner"}


def test_a_private_note_is_changed_shared_and_taken_away_by_its_author_alone(learner: User) -> None:
    """At the verbs too, whatever a door hands them."""
    people = everybody_around(learner)
    note = make_private_note(pair_of(learner), learner, text="Mine")
    for name in set(people) - {"learner"}:
        with pytest.raises(PermissionDenied):
            writing.edit(note, text="Yours", version=1, by=people[name], now=NOW)
        with pytest.raises(PermissionDenied):
            writing.share(note, by=people[name], now=NOW)
        with pytest.raises(PermissionDenied):
            writing.remove(note, by=people[name], now=NOW)
    assert PrivateNote.objects.get().text == "Mine"


def test_what_was_changed_in_another_window_is_not_shared_unread(learner: User) -> None:
    note = make_private_note(make_pair(learner=learner), learner, text="Fine to share")
    writing.edit(PrivateNote.objects.get(), text="For me alone after all", version=1, by=learner, now=NOW)
    with pytest.raises(NotPossible):
        writing.share(note, by=learner, now=NOW)
    assert PrivateNote.objects.get().text == "For me alone after all"
    assert not SharedNote.objects.exists()


def test_a_shared_note_is_read_by_the_two(learner: User) -> None:
    people = everybody_around(learner)
    make_shared_note(pair_of(learner), learner)
    readers = {name for name, person in people.items() if SharedNote.objects.visible_to(person).exists()}
    assert readers == {"learner", "guide"}


def test_who_was_deactivated_reads_nothing(learner: User) -> None:
    everybody_around(learner)
    make_private_note(pair_of(learner), learner)
    learner.is_active = False
    assert not PrivateNote.objects.visible_to(learner).exists()


def test_the_text_lies_sealed() -> None:
    pair = make_pair()
    make_private_note(pair, text="zebra")
    make_shared_note(pair, text="zebra")
    for table in (PrivateNote, SharedNote):
        assert "zebra" not in str(table._base_manager.values_list("text", flat=True).get())


def test_both_change_a_shared_note_and_the_slower_one_sees_both_texts(client: Client) -> None:
    pair = make_pair()
    note = make_shared_note(pair, pair.learner)
    late = SharedNote.objects.get()
    writing.edit(note, text="The mentor's words", version=1, by=pair.guide, now=NOW)
    with pytest.raises(Stale) as stale:
        writing.edit(late, text="The mentee's words", version=1, by=pair.learner, now=NOW)
    assert stale.value.current == {"text": "The mentor's words"}
    client.force_login(pair.learner)
    answer = client.post(reverse("notes:shared", args=[note.pk]), {"text": "The mentee’s words", "version": 1})
    assert answer.status_code == 409
    assert "The mentor&#x27;s words" in answer.content.decode()
    assert "The mentee’s words" in answer.content.decode()
    assert SharedNote.objects.get().text == "The mentor's words"


def test_only_its_author_takes_a_shared_note_away() -> None:
    pair = make_pair()
    note = make_shared_note(pair, pair.learner)
    with pytest.raises(PermissionDenied):
        writing.remove(note, by=pair.guide, now=NOW)
    writing.remove(note, by=pair.learner, now=NOW)
    assert not SharedNote.objects.exists()


def seen_by(person: User, pair: Relationship, note: object) -> str:
    """What somebody reads at every door where a note of the pair could be."""
    client = Client()
    client.force_login(person)
    pk = getattr(note, "pk", None)
    paths = [reverse(f"notes:{name}", args=[pk]) for name in ("private", "shared")]
    paths += [reverse("notes:write", args=[pair.pk]), reverse("desk:pair_notes", args=[pair.pk]), reverse("notes:own")]
    paths += [f"{reverse('notes:own')}?q=quince", reverse("desk:home"), "/api/v1/coaching-engagements/", "/admin/"]
    return "".join(client.get(path).content.decode() for path in paths)


@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
def test_what_one_keeps_is_read_at_no_door_until_it_is_shared_with_the_other_half(kind: str) -> None:
    """S0-11, S2-21: private entries stay with the learner, one that is shared is read by the guide, by nobody else."""
    boss, admin, org_admin = make_person("Ruth"), make_person("Maya"), make_person("Sam", is_org_admin=True)
    pair = make_pair(kind, learner=make_person("Amara", manager=boss), program=make_program(kind, admin=admin))
    others = (pair.guide, boss, admin, org_admin)
    note = make_private_note(pair, pair.learner, text="I would like to raise quince trees")
    assert "raise quince" in seen_by(pair.learner, pair, note)
    assert [person.given_name for person in others if "raise quince" in seen_by(person, pair, note)] == []
    client = Client()
    client.force_login(pair.learner)
    assert client.post(reverse("notes:share", args=[note.pk])).status_code == 302
    shared = SharedNote.objects.get()
    assert [person for person in others if "raise quince" in seen_by(person, pair, shared)] == [pair.guide]


def test_rank_and_office_open_no_note_of_the_mentee() -> None:
    """S3-16: a senior mentor who also runs the program and the organization reads no private note of the mentee."""
    mentor = make_person("Leo", title="Chief Executive", grade="E9", is_org_admin=True)
    mentee = make_person("Amara")
    pair = make_pair(guide=mentor, learner=mentee, program=make_program(admin=mentor))
    note = make_private_note(pair, mentee, text="Leo and the quince")
    assert "Leo and the quince" in seen_by(mentee, pair, note)
    assert "quince" not in seen_by(mentor, pair, note).replace("q=quince", "").replace('value="quince"', "")


def test_sharing_moves_the_note_from_one_table_to_the_other() -> None:
    pair = make_pair()
    note = make_private_note(pair, pair.learner, text="For Leo too")
    writing.share(note, by=pair.learner, now=NOW)
    assert not PrivateNote.objects.exists()
    assert SharedNote.objects.visible_to(pair.guide).get().text == "For Leo too"


@pytest.mark.parametrize("text", ["", "a word that must not stay"])
def test_nothing_written_stores_no_text(client: Client, text: str) -> None:
    pair = make_pair()
    client.force_login(pair.learner)
    answer = client.post(reverse("notes:write", args=[pair.pk]), {"audience": Audience.NOTHING, "text": text})
    assert not PrivateNote.objects.exists()
    assert not SharedNote.objects.exists()
    assert answer.status_code == (200 if text else 302)
    if text:
        assert text in answer.content.decode()  # no input is lost


def test_only_me_is_chosen_to_begin_with(client: Client) -> None:
    pair = make_pair()
    client.force_login(pair.learner)
    page = client.get(reverse("notes:write", args=[pair.pk])).content.decode()
    assert 'value="only_me"' in page.split("checked")[0].rsplit("<input", 1)[1]


def test_one_searches_ones_own_notes_only(client: Client) -> None:
    pair = make_pair()
    make_private_note(pair, pair.learner, text="The board offer, Lisbon")
    make_private_note(pair, pair.learner, text="Something else")
    make_private_note(pair, pair.guide, text="Her Lisbon plans worry me")
    client.force_login(pair.learner)
    page = client.get(reverse("notes:own"), {"q": "lisbon BOARD"}).content.decode()
    assert "The board offer, Lisbon" in page
    assert "Something else" not in page
    page = client.get(reverse("notes:own"), {"q": "lisbon"}).content.decode()
    assert "worry" not in page


def test_ninety_days_after_the_end_the_shared_note_closes_and_the_own_one_stays(client: Client) -> None:
    pair = make_pair(status="ended", ended_on=(NOW - timedelta(days=91)).date())
    mine, ours = make_private_note(pair), make_shared_note(pair)
    client.force_login(pair.learner)
    assert client.get(reverse("notes:private", args=[mine.pk])).status_code == 200
    assert client.get(reverse("notes:shared", args=[ours.pk])).status_code == 404


def test_the_page_asks_as_often_for_fifty_notes_as_for_one(client: Client) -> None:
    pair = make_pair()
    client.force_login(pair.learner)
    url, counts, made = reverse("notes:write", args=[pair.pk]), set(), 0
    for rows in (1, 10, 50):
        for number in range(made, rows):
            make_private_note(pair, text=f"Mine {number}.", session=make_session(pair))
            make_shared_note(pair, pair.guide, text=f"Ours {number}.", session=make_session(pair))
        made = rows
        with CaptureQueriesContext(connection) as asked:
            page = client.get(url).content.decode()
        assert f"Ours {rows - 1}." in page
        assert f"Mine {rows - 1}." in page
        counts.add(len(asked))
    assert len(counts) == 1, counts
