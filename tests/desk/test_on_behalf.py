"""What somebody who runs a program does in a pair's place, from its page of facts (screens 4, "Pair facts")."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from core.clock import moved_to
from core.undoing import MAIL_WAITS
from desk.facts import REMINDERS
from desk.facts import WHY as REASONS
from nudges.models import Nudge
from nudges.sweeping import sweep
from people.models import EmailChange, User
from programs.models import Exclusion
from relationships import endings, on_behalf
from relationships.models import EndDateProposal, OnBehalf, Relationship
from tests.make import NOW, TODAY, make_agreement, make_enrollment, make_pair, make_person, make_program, make_session

pytestmark = pytest.mark.django_db
WHY = "She is on sick leave."


@pytest.fixture
def admin(client: Client) -> User:
    person = make_person("Maya", "Lindqvist")
    client.force_login(person)
    return person


def pair_of(admin: User, kind: str = "coaching", **fields: Any) -> Relationship:
    return make_pair(kind, program=make_program(kind, admin=admin), **fields)


def page(client: Client, pair: Relationship) -> str:
    with moved_to(NOW):
        return client.get(f"/pairs/{pair.pk}/facts/").content.decode()


def do(client: Client, pair: Relationship, key: str, **fields: Any) -> Any:
    with moved_to(NOW):
        return client.post(f"/pairs/{pair.pk}/facts/{key}/", {"reason": WHY, "seen": "active", **fields}, follow=True)


def told() -> list[tuple[str, str]]:
    return [(letter.to[0].split()[0].strip('"'), str(letter.subject)) for letter in mail.outbox]


def test_a_pause_has_its_reason_and_both_are_told_after_ten_minutes(client: Client, admin: User) -> None:
    pair = pair_of(admin)
    form = client.get(f"/pairs/{pair.pk}/facts/rest/").content.decode()
    assert f"{pair.learner.first_name} or {pair.guide.first_name} can go on at any time" in form
    after = do(client, pair, "rest", until=TODAY + timedelta(days=30)).content.decode()
    pair.refresh_from_db()
    assert (pair.status, pair.wakes_on) == ("paused", TODAY + timedelta(days=30))
    assert WHY in after
    assert 'Paused until <time datetime="2026-12-17">' in after
    sweep(NOW + MAIL_WAITS - timedelta(minutes=1))
    assert not mail.outbox
    sweep(NOW + MAIL_WAITS)
    assert sorted(told()) == [("Dana", "You and Tom: Paused"), ("Tom", "You and Dana: Paused")]
    assert WHY not in str([letter.body for letter in mail.outbox])


def test_after_a_pause_they_go_on(client: Client, admin: User) -> None:
    pair = pair_of(admin, status="paused")
    do(client, pair, "wake", seen="paused")
    pair.refresh_from_db()
    assert pair.status == "active"
    sweep(NOW + MAIL_WAITS)
    assert told()[0][1].endswith(": going on")


def test_ending_in_their_place_is_told_to_both_after_ten_minutes(client: Client, admin: User) -> None:
    pair = pair_of(admin, "mentoring")
    do(client, pair, "end")
    pair.refresh_from_db()
    assert (pair.status, pair.ended_on, pair.ended_by) == ("ended", TODAY, None)
    sweep(NOW)
    assert not mail.outbox
    sweep(NOW + MAIL_WAITS)
    assert len(mail.outbox) == 2


@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
def test_undo_of_an_ending_lets_it_rest_until_the_same_day(admin: User, kind: str) -> None:
    pair, day = pair_of(admin, kind), TODAY + timedelta(days=30)
    pair.rest(by=pair.learner, now=NOW - timedelta(days=1), until=day)
    rests = pair.status
    pair = on_behalf.end(pair, WHY, seen=rests, by=admin, now=NOW)
    pair = on_behalf.take_back(pair, at=NOW, by=admin, now=NOW)
    assert (pair.status, pair.wakes_on) == (rests, day)


def test_undo_of_a_pause_takes_its_day_away(admin: User) -> None:
    pair = on_behalf.rest(pair_of(admin), WHY, seen="active", until=TODAY + timedelta(days=30), by=admin, now=NOW)
    pair = on_behalf.take_back(pair, at=NOW, by=admin, now=NOW)
    assert (pair.status, pair.wakes_on) == ("active", None)


def test_a_new_end_date_counts_with_the_yes_of_the_coachee_alone(client: Client, admin: User) -> None:
    pair, day = pair_of(admin), TODAY + timedelta(days=200)
    old = pair.ends_on
    do(client, pair, "end-date", ends_on=day)
    pair.refresh_from_db()
    assert pair.ends_on == old
    proposal = EndDateProposal.objects.get()
    client.force_login(pair.learner)
    with moved_to(NOW):
        assert "Maya proposes a new end date." in client.get("/").content.decode()
        workspace = client.get(f"/pairs/{pair.pk}/").content.decode()
    assert "proposed by Maya Lindqvist" in workspace
    assert "You two and the people who run the program" in workspace
    endings.answer_end_date(proposal, yes=True, by=pair.learner, now=NOW)
    pair.refresh_from_db()
    assert pair.ends_on == day


def test_a_new_end_date_that_waits_stands_on_top_unless_it_is_between_the_two(client: Client, admin: User) -> None:
    pair = pair_of(admin)
    words = "waits for the yes of"
    endings.propose_end_date(pair, TODAY + timedelta(days=300), WHY, by=pair.guide, now=NOW)
    assert words not in page(client, pair)
    EndDateProposal.objects.all().delete()
    do(client, pair, "end-date", ends_on=TODAY + timedelta(days=300))
    assert f"{words} {pair.learner.first_name}" in page(client, pair)
    endings.answer_end_date(EndDateProposal.objects.get(), yes=False, by=pair.learner, now=NOW)
    assert words not in page(client, pair)


def test_the_reminders_say_why_they_went(client: Client, admin: User) -> None:
    pair = pair_of(admin)
    assert set(REASONS) <= set(REMINDERS)
    Nudge.objects.create(
        recipient=pair.learner, relationship=pair, kind="quiet", category="morning", fact=pair.pk, offset="0",
        revision="0", key="one", due_at=NOW, stale_after=NOW, state="sent", noticed_at=NOW, sent_at=NOW,
    )  # fmt: skip
    assert "nothing held for longer than their rhythm" in page(client, pair)


def test_mentoring_has_no_end_date_to_change(client: Client, admin: User) -> None:
    pair = pair_of(admin, "mentoring")
    assert "/facts/end-date/" not in page(client, pair)
    assert client.get(f"/pairs/{pair.pk}/facts/end-date/").status_code == 409


def test_the_facts_lead_to_both_people(client: Client, admin: User) -> None:
    pair = pair_of(admin)
    page = client.get(f"/pairs/{pair.pk}/facts/").content.decode()
    for person in (pair.learner, pair.guide):
        assert f'href="/people/{person.pk}/"' in page
        assert client.get(f"/people/{person.pk}/").status_code == 200


def test_who_pauses_reads_what_is_planned_meanwhile(client: Client) -> None:
    pair = make_pair("coaching")
    planned, over = make_session(pair), make_session(pair, starts_at=NOW - timedelta(days=7), status="held")
    client.force_login(pair.learner)
    with moved_to(NOW):
        form = client.get(f"/pairs/{pair.pk}/rest/").content.decode()
    assert "What is planned stays planned." in form
    assert f"/sessions/{planned.pk}/" in form
    assert f"/sessions/{over.pk}/" not in form


def test_handed_over_it_ends_and_the_next_pair_is_proposed(client: Client, admin: User) -> None:
    """Nothing goes along, and the new pair needs both yeses as every other."""
    pair = pair_of(admin)
    noa = make_person("Noa")
    make_enrollment(pair.program, noa, "guide")
    assert f"{noa.name}, 4 free places" in client.get(f"/pairs/{pair.pk}/facts/hand-over/").content.decode()
    do(client, pair, "hand-over", guide=noa.pk)
    pair.refresh_from_db()
    following = Relationship.objects.get(guide=noa)
    assert pair.status == "ended_early"
    assert (following.status, following.learner, following.seeded_from) == ("proposed", pair.learner, pair)


def test_nobody_is_handed_over_against_a_wish_a_line_or_an_earlier_pair(client: Client, admin: User) -> None:
    """Nor is it said which of these it was: the reason could be a wish."""
    pair = pair_of(admin)
    before, boss, unwished, full = (make_person(name) for name in ("Before", "Boss", "Unwished", "Full"))
    rows = {guide: make_enrollment(pair.program, guide, "guide") for guide in (before, boss, unwished)}
    make_enrollment(pair.program, full, "guide", places=0)
    make_pair("coaching", program=pair.program, guide=before, learner=pair.learner, status="lapsed")
    User.objects.filter(pk=pair.learner_id).update(manager=boss)
    Exclusion.objects.create(enrollment=rows[unwished], person=pair.learner)
    form = client.get(f"/pairs/{pair.pk}/facts/hand-over/").content.decode()
    for guide in (before, boss, unwished, full):
        assert guide.name not in form
        do(client, pair, "hand-over", guide=guide.pk)
    assert "Nobody can be chosen now" in form
    pair.refresh_from_db()
    assert pair.status == "active"


@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
def test_a_reminder_says_what_waits_next_morning_and_not_twice_in_three_days(
    client: Client, admin: User, kind: str
) -> None:
    pair = pair_of(admin, kind)
    make_agreement(pair, signed=False)
    do(client, pair, "remind")
    sweep(NOW + timedelta(days=1))
    assert {subject for _name, subject in told()} <= {"A contract to read", "An agreement to read"}
    assert len(mail.outbox) == 2
    assert do(client, pair, "remind").status_code == 409
    assert OnBehalf.objects.count() == 1


def test_where_nothing_waits_nobody_is_reminded(client: Client, admin: User) -> None:
    pair = pair_of(admin)
    make_session(pair)
    assert "/facts/remind/" not in page(client, pair)
    assert do(client, pair, "remind").status_code == 409


def test_an_address_is_changed_for_somebody_who_was_never_here(client: Client, admin: User) -> None:
    """Whoever could set the address of somebody who was here could sign in as this person."""
    pair = pair_of(admin)
    User.objects.filter(pk=pair.guide_id).update(last_login=NOW)
    assert "/facts/guide-address/" not in page(client, pair)
    do(client, pair, "learner-address", email="tom@new.example")
    assert EmailChange.objects.get().new_email == "tom@new.example"
    assert OnBehalf.objects.get().what == "address"
    assert do(client, pair, "guide-address", email="dana@new.example").status_code == 409


def test_who_comes_second_is_told_how_it_stands_and_keeps_the_words(client: Client, admin: User) -> None:
    """Two admins at one row: the second one saw what is no longer so."""
    pair, noa = pair_of(admin, "mentoring"), make_person("Noa", "Levi")
    pair.program.admin_rows.create(person=noa)
    do(client, pair, "rest")
    client.force_login(noa)
    late = do(client, pair, "end")
    assert late.status_code == 409
    text = late.content.decode()
    assert "Amara and Leo: Resting since today, by Maya Lindqvist." in text
    assert WHY in text
    pair.refresh_from_db()
    assert pair.status == "resting"
    assert OnBehalf.objects.count() == 1


def test_without_a_reason_nothing_is_done(client: Client, admin: User) -> None:
    pair = pair_of(admin)
    answer = do(client, pair, "end", reason="  ")
    assert "Fill in “Why?”" in answer.content.decode()
    pair.refresh_from_db()
    assert pair.status == "active"


def test_nobody_acts_for_a_pair_of_their_own(client: Client, admin: User) -> None:
    pair = pair_of(admin, guide=admin)
    assert "/facts/end/" not in page(client, pair)
    for key in ("rest", "end", "remind", "hand-over", "end-date", "learner-address"):
        answer = do(client, pair, key)
        assert answer.status_code == 403
        assert "somebody else who runs this program" in answer.content.decode()


def test_only_those_who_run_the_program_read_why(client: Client, admin: User) -> None:
    """An admin's reason may tell of an illness: neither the two nor the organization's admin read it (D9)."""
    pair = pair_of(admin)
    do(client, pair, "rest")
    assert WHY in page(client, pair)
    client.force_login(make_person("Sam", is_org_admin=True))
    assert WHY not in page(client, pair)
    for half in (pair.learner, pair.guide):
        assert not OnBehalf.objects.visible_to(half).exists()
    Relationship.objects.filter(pk=pair.pk).update(guide=admin)
    assert not OnBehalf.objects.visible_to(admin).exists()
