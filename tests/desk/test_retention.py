"""What has outlived its time goes, class by class, and nothing before (issue 3 point 3, trust 3a.6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session as BrowserSession
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse

from core import audit, clock
from core.data_classes import DataClass, class_of
from core.models import AuditEvent, Removal
from core.querysets import AUDIT_KEPT_FOR
from desk.own import retention
from desk.own.periods import BY_KEY, PERIODS
from goals.models import CoachingGoal, MentoringIntent
from notes.models import PrivateNote, SharedNote
from pairing.models import Run
from people import addresses, devices, invitations
from people.models import EmailChange, Invitation
from programs.models import Application
from relationships import acting, agendas
from relationships.models import AgendaItem, Agreement, ProposalAnswer, Relationship, Session, Signature
from surveys.models import Answer, HelpRequest, Round
from tests import make
from tests.make import NOW, TODAY

pytestmark = pytest.mark.django_db
D3 = DataClass.D3
Make = Callable[[int], list[Model]]


def ended(days: int, kind: str = "mentoring", *, signed: bool = True) -> Relationship:
    """A pair that ended so many days ago."""
    return make.make_pair(kind, status="closed", ended_on=TODAY - timedelta(days=days), signed=signed)


def pair_texts(days: int) -> list[Model]:
    pair, coaching = ended(days), ended(days, "coaching")
    agreement = Agreement.objects.get(relationship=pair)
    goal = make.make_goal(coaching, 20)
    rows: list[Model] = [make.make_line(pair), make.make_action(pair), make.make_shared_note(pair), make.make_aim(pair)]
    return [*rows, goal, goal.metric, agreement, *agreement.signatures.all(), make.make_review(coaching)]


def own_texts(days: int) -> list[Model]:
    pair = ended(days, signed=False)
    answer = ProposalAnswer.objects.create(relationship=pair, person=pair.guide, yes=True, at=NOW)
    return [make.make_private_note(pair), answer]


def removed(days: int) -> list[Model]:
    pair, then = make.make_pair(), NOW - timedelta(days=days)
    return [make.make_line(pair, removed_at=then), make.make_action(pair, removed_at=then)]


def answers(days: int) -> list[Model]:
    closed = TODAY - timedelta(days=days)
    asked = Round.objects.create(
        relationship=make.make_pair(),
        instrument="trust",
        number=1,
        opens_on=closed - timedelta(days=7),
        closes_on=closed,
    )
    return [Answer.objects.create(round=asked, person=asked.relationship.learner, sealed="{}", at=NOW)]


def help_requests(days: int) -> list[Model]:
    pair = make.make_pair()
    contact = make.make_person("Noor")
    asked_at = NOW - timedelta(days=days)
    rows: list[Model] = [
        HelpRequest.objects.create(relationship=pair, person=person, contact=contact, asked_at=asked_at)
        for person in (pair.guide, pair.learner)
    ]
    HelpRequest.objects.filter(pk=rows[0].pk).update(answered_at=asked_at)
    return rows[:1]


def wishes(days: int) -> list[Model]:
    program = make.make_program(ends_on=TODAY - timedelta(days=days), starts_on=TODAY - timedelta(days=days + 90))
    return [make.make_enrollment(program, make.make_person(), "learner").application]


def ways_in(days: int) -> list[Model]:
    admin, person, then = make.make_person(is_org_admin=True), make.make_person(), NOW - timedelta(days=days)
    invited = invitations.invite(person, "/", by=admin, now=then, valid_for=timedelta(0))
    asked = addresses.ask(person, "new@example.org", by=person, now=then - addresses.VALID_FOR)
    return [invited, asked]


def sessions(days: int) -> list[Model]:
    row = BrowserSession.objects.create(session_key=f"k{days}", session_data="", expire_date=NOW - timedelta(days=days))
    if days <= 0:
        row.expire_date = NOW + timedelta(days=1)
        row.save()
    return [row, UserSession.objects.create(user=make.make_person(), session_key=row.pk, ip=devices.NO_ADDRESS)]


def events(days: int) -> list[Model]:
    return [audit.record("person.edit_profile", make.make_person(), by=None, now=NOW - timedelta(days=days))]


CASES: dict[str, Make] = {
    "pair_texts": pair_texts,
    "removed": removed,
    "own_texts": own_texts,
    "answers": answers,
    "help": help_requests,
    "wishes": wishes,
    "ways_in": ways_in,
    "sessions": sessions,
    "audit": events,
}


def still_there(rows: list[Model]) -> list[bool]:
    return [type(row)._base_manager.filter(pk=row.pk).exists() for row in rows]


@pytest.mark.parametrize("key", [period.key for period in PERIODS])
def test_what_is_over_goes_and_what_is_not_stays(key: str) -> None:
    """On the last day it is there, on the day after it is gone; and a second sweep finds nothing."""
    old, young = CASES[key](BY_KEY[key].days + 1), CASES[key](BY_KEY[key].days - 1)
    assert retention.due(NOW)[key] > 0
    assert all(still_there(old)), "a look writes nothing"
    removed = retention.sweep(NOW)
    assert removed[key] > 0
    assert {name for name, rows in removed.items() if rows} == {key}
    assert still_there(old) == [False] * len(old)
    assert still_there(young) == [True] * len(young)
    assert Removal.objects.get().rows == removed[key]
    assert not any(retention.sweep(NOW).values())
    assert Removal.objects.get().rows == removed[key]


def test_what_was_taken_away_is_kept_as_long_as_it_can_come_back() -> None:
    """The page says the same day that Undo has."""
    assert timedelta(days=BY_KEY["removed"].days) == acting.UNDO_FOR == agendas.UNDO_FOR


def test_every_period_has_a_case() -> None:
    assert set(CASES) == set(BY_KEY)


def test_every_table_of_what_people_wrote_has_its_time() -> None:
    """A new table of D3 to D10 cannot be forgotten: it is in a rule, or hangs on a table that is."""
    ruled = {rule.model for rule in retention.RULES}

    def hangs(model: Any) -> bool:
        above = [field.related_model for field in model._meta.concrete_fields if field.is_relation and not field.null]
        return model in ruled or any(hangs(each) for each in above if each is not model and class_of(each) == D3)

    confidential = [model for model in apps.get_models() if not model._meta.proxy and class_of(model).is_confidential]
    assert [model._meta.label for model in confidential if not hangs(model)] == []


def test_counts_outlive_the_words() -> None:
    """That a pair met, and how often, stays; what they wrote does not."""
    pair = ended(BY_KEY["pair_texts"].days + 1)
    session = make.make_session(pair, status="held", starts_at=NOW - timedelta(days=500))
    make.make_line(pair, session=session)
    retention.sweep(NOW)
    assert Session.objects.filter(pk=session.pk).exists()
    assert not AgendaItem.objects.exists()
    assert not Signature.objects.exists()
    admin = make.make_person("Olga", is_org_admin=True)
    browser = Client()
    browser.force_login(admin)
    with clock.moved_to(NOW):
        assert browser.get(reverse("desk:facts", args=[pair.pk])).status_code == 200


def test_the_way_into_a_meeting_goes_with_the_words_of_the_pair() -> None:
    link, days = "https://meet.example/zq", BY_KEY["pair_texts"].days
    old, young = (make.make_session(ended(days + more, signed=False), link=link) for more in (1, -1))
    assert retention.due(NOW)["pair_texts"] == 1
    assert retention.sweep(NOW)["pair_texts"] == 1
    assert [Session.objects.get(pk=row.pk).link for row in (old, young)] == ["", link]
    assert retention.sweep(NOW)["pair_texts"] == 0


def test_an_open_pair_keeps_everything_however_old_it_is() -> None:
    pair = make.make_pair()
    note, line = make.make_private_note(pair), make.make_line(pair)
    retention.sweep(NOW + timedelta(days=5 * 365))
    assert PrivateNote.objects.filter(pk=note.pk).exists()
    assert AgendaItem.objects.filter(pk=line.pk).exists()


def test_what_a_run_was_given_goes_with_the_wishes_and_the_run_stays() -> None:
    program = make.make_program(starts_on=TODAY - timedelta(days=800), ends_on=TODAY - timedelta(days=400))
    run = Run.objects.create(program=program, made_at=NOW, status="done", rules_version="1", frozen="{}")
    assert retention.sweep(NOW)["wishes"] == 1
    run.refresh_from_db()
    assert run.frozen is None


def test_many_rows_go_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    pair = ended(BY_KEY["own_texts"].days + 1)
    for _ in range(5):
        make.make_private_note(pair)
    assert retention.sweep(NOW)["own_texts"] == 5
    assert Removal.objects.filter(what="own_texts").get().rows == 5


def test_a_second_sweep_of_a_day_adds_to_the_first() -> None:
    for _ in range(2):
        make.make_private_note(ended(BY_KEY["own_texts"].days + 1))
        retention.sweep(NOW)
    assert Removal.objects.get(what="own_texts").rows == 2


def test_the_database_lets_an_old_audit_row_go_and_no_young_one() -> None:
    """The privacy page and the trigger know the same number."""
    assert AUDIT_KEPT_FOR.days == BY_KEY["audit"].days
    if connection.vendor != "postgresql":  # SQLite has no triggers here
        return
    # The trigger goes by the clock of the database.
    at = [clock.now() - timedelta(days=days) for days in (731, 729)]
    old, young = (audit.record("person.edit_profile", make.make_person(), by=None, now=moment) for moment in at)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_auditevent WHERE number = %s", [old.pk])
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute("DELETE FROM core_auditevent WHERE number = %s", [young.pk])
    assert AuditEvent.objects.filter(pk=young.pk).exists()


def test_the_command_says_what_is_over_and_removes_it_only_when_told() -> None:
    make.make_private_note(ended(BY_KEY["own_texts"].days + 1))

    def said(*arguments: str) -> str:
        out = StringIO()
        with clock.moved_to(NOW):
            call_command("retention", *arguments, stdout=out)
        return out.getvalue()

    assert " 365 days        1        0  Private notes" in said("--dry-run")
    assert PrivateNote.objects.exists()
    assert " 365 days        1        1  Private notes" in said()
    assert not PrivateNote.objects.exists()
    assert f"{TODAY}        1  own_texts" in said()


def test_used_ways_in_go_too() -> None:
    rows = ways_in(0)
    Invitation.objects.update(expires_at=NOW + timedelta(days=99), used_at=NOW - timedelta(days=31))
    EmailChange.objects.update(expires_at=NOW + timedelta(days=99), used_at=NOW - timedelta(days=29))
    retention.sweep(NOW)
    assert still_there(rows) == [False, True]


def test_the_audit_says_nothing_of_single_rows_that_went() -> None:
    """Which notes somebody had written would be told by it."""
    make.make_private_note(ended(BY_KEY["own_texts"].days + 1))
    before = AuditEvent.objects.count()
    retention.sweep(NOW)
    assert AuditEvent.objects.count() == before


def test_aims_and_goals_hang_on_what_is_removed() -> None:
    make.make_aim(ended(BY_KEY["pair_texts"].days + 1))
    make.make_goal(ended(BY_KEY["pair_texts"].days + 1, "coaching"), 20)
    retention.sweep(NOW)
    for model in (MentoringIntent, CoachingGoal, SharedNote, Application):
        assert class_of(model) in (DataClass.D3, DataClass.D9)
    assert not MentoringIntent.objects.exists()
    assert not CoachingGoal.objects.exists()
