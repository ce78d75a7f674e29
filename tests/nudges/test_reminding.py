"""Reminding by hand: who may be, how often, what the page shows, and what it does not tell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from core.clock import moved_to
from core.errors import NotPossible
from core.models import AuditEvent
from core.undoing import MAIL_WAITS
from desk.together.working import work_next
from nudges.models import Nudge
from nudges.sweeping import sweep
from people.models import User
from programs import applying, batches
from programs.models import Application, Batch, Enrollment, Program
from relationships import proposing
from relationships.models import ProposalAnswer, Relationship
from tests.doors.asking import masked
from tests.make import NOW, TODAY, make_enrollment, make_pair, make_person, make_program
from tests.nudges.scenarios import DAY, MORNING
from tests.relationships.test_sessions_at_once import at_once

pytestmark = pytest.mark.django_db


def proposed(program: Program, **fields: Any) -> Relationship:
    return make_pair(program=program, status="proposed", **{"answer_by": TODAY + 9 * DAY, **fields})


def silent(program: Program) -> Enrollment:
    row = make_enrollment(program, make_person("Jo"), "learner")
    Application.objects.filter(enrollment=row).update(how=None)
    return row


def recipients() -> set[str]:
    return {letter.to[0].split("<")[-1].strip(">") for letter in mail.outbox}


MAKERS: list[tuple[Callable[..., Any], Callable[..., None]]] = [
    (proposed, proposing.remind),
    (silent, applying.remind),
]


@pytest.mark.parametrize(("make", "remind"), MAKERS)
def test_nobody_is_asked_again_within_three_days(make: Any, remind: Any, program: Program, admin: User) -> None:
    row = make(program)
    remind(row, by=admin, now=NOW)
    with pytest.raises(NotPossible):
        remind(row, by=admin, now=NOW + 3 * DAY - timedelta(minutes=1))
    remind(row, by=admin, now=NOW + 3 * DAY)
    assert AuditEvent.objects.filter(object_id=row.pk, verb__endswith=".remind", actor_id=admin.pk).count() == 2


@pytest.mark.parametrize(("make", "remind"), MAKERS)
def test_only_the_people_who_run_the_program_remind(make: Any, remind: Any, program: Program, outsider: User) -> None:
    with pytest.raises(PermissionDenied):
        remind(make(program), by=outsider, now=NOW)


@pytest.mark.parametrize("fields", [{"told_on": TODAY}, {"answer_by": TODAY - DAY}, {"status": "agreeing"}])
def test_what_is_not_told_yet_or_has_run_out_or_come_about_is_not_asked_about(
    fields: dict[str, Any], program: Program, admin: User
) -> None:
    pair = proposed(program)
    Relationship.objects.filter(pk=pair.pk).update(**fields)
    with pytest.raises(NotPossible):
        proposing.remind(pair, by=admin, now=NOW)


def test_who_has_answered_is_not_asked_again(program: Program, admin: User, only: Any) -> None:
    only("proposal-again")
    pair = proposed(program)
    ProposalAnswer.objects.create(relationship=pair, person=pair.guide, yes=True, at=NOW)
    proposing.remind(pair, by=admin, now=NOW)
    sweep(NOW + MAIL_WAITS)
    assert recipients() == {pair.learner.email}


def test_a_reminder_by_hand_on_the_morning_of_the_usual_one_says_it_once(
    program: Program, admin: User, only: Any
) -> None:
    only("proposal-answer", "proposal-again")
    pair = proposed(program, proposed_at=NOW - 3 * DAY)
    proposing.remind(pair, by=admin, now=NOW)
    sweep(NOW + MAIL_WAITS)
    assert recipients() == {pair.learner.email, pair.guide.email}
    assert {letter.subject for letter in mail.outbox} == {"Yes or no, by 26 Nov?"}
    assert Nudge.objects.sent().count() == 2 * len(mail.outbox)


def test_a_third_reminder_by_hand_stays_unsent(program: Program, admin: User, only: Any) -> None:
    """Stop after two unanswered (design §5)."""
    only("questions-open")
    row = silent(program)
    for days in (0, 4, 8):
        applying.remind(row, by=admin, now=NOW + days * DAY)
        sweep(NOW + days * DAY + MAIL_WAITS)
    assert len(mail.outbox) == 2


def test_a_reminder_waits_for_the_morning(program: Program, admin: User, only: Any) -> None:
    only("questions-open")
    row, evening = silent(program), NOW + timedelta(hours=9)
    applying.remind(row, by=admin, now=evening)
    sweep(evening)
    assert not mail.outbox
    sweep(MORNING + DAY)
    assert mail.outbox[0].subject == "Two questions before we can find someone for you"
    assert f"/programs/{program.pk}/apply/learner/" in mail.outbox[0].body


def shown_first(client: Client, program: Program, act: str) -> Any:
    """What the button on the page of the pairing leads to."""
    with moved_to(NOW):
        page = client.get(f"/pairing/programs/{program.pk}/").content.decode()
        assert f'name="act" value="{act}"' in page
        return client.post(f"/programs/{program.pk}/together/", {"act": act, "every": "1"})


def test_all_without_answers_are_asked_at_once_after_the_people_and_the_mail_were_shown(
    program: Program, admin: User, client: Client, only: Any
) -> None:
    only("questions-open")
    rows = [silent(program), silent(program)]
    make_enrollment(program, make_person("Ann"), "learner")
    client.force_login(admin)
    page = shown_first(client, program, "ask_answers").content.decode()
    assert "Ask 2 people for the two answers?" in page
    assert all(row.person.name in page for row in rows)
    assert "Two questions before we can find someone for you" in page
    assert not Enrollment.objects.filter(reminded_at__isnull=False).exists()
    with moved_to(NOW):
        named = [str(row.pk) for row in rows]
        client.post(f"/programs/{program.pk}/together/begin/", {"act": "ask_answers", "only": named})
    assert work_next(now=NOW)
    assert Enrollment.objects.filter(reminded_at=NOW).count() == 2
    refused = shown_first(client, program, "ask_answers")
    assert refused.status_code == 409
    assert "Answered by now, or reminded in the last three days." in refused.content.decode()
    batches.undo(Batch.objects.get(), by=admin, now=NOW)
    assert work_next(now=NOW)
    assert not Enrollment.objects.filter(reminded_at__isnull=False).exists()
    sweep(MORNING + DAY)
    assert not mail.outbox


def test_the_page_about_proposals_says_the_same_whoever_has_answered(
    program: Program, admin: User, client: Client
) -> None:
    """S1-29: one known yes would tell who said no."""
    pair, pages = proposed(program), set()
    client.force_login(admin)
    for person in (None, pair.learner, pair.guide):
        ProposalAnswer.objects.all().delete()
        if person:
            ProposalAnswer.objects.create(relationship=pair, person=person, yes=True, at=NOW)
        pages.add(masked(shown_first(client, program, "ask_again")))
    assert len(pages) == 1
    assert "Ask 1 pair again for a yes or no?" in pages.pop()


def test_a_reminder_just_before_the_morning_mail_can_still_be_taken_back(
    program: Program, admin: User, only: Any
) -> None:
    only("questions-open")
    row, late = silent(program), MORNING + DAY - timedelta(minutes=1)
    applying.remind(row, by=admin, now=late)
    sweep(MORNING + DAY)
    assert not mail.outbox
    applying.forget_reminder(row, before=None, at=late, by=admin, now=MORNING + DAY)
    sweep(MORNING + 2 * DAY)
    assert not mail.outbox


def test_a_proposed_pair_is_reminded_from_the_inbox(program: Program, admin: User, client: Client) -> None:
    pair = proposed(program)
    client.force_login(admin)
    with moved_to(NOW):
        assert f"/pairs/{pair.pk}/remind/" in client.get("/inbox/").content.decode()
        client.post(f"/pairs/{pair.pk}/remind/")
        assert f"/pairs/{pair.pk}/remind/" not in client.get("/inbox/").content.decode()
    pair.refresh_from_db()
    assert pair.reminded_at == NOW


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("make", "remind"), MAKERS)
def test_two_who_remind_at_once_remind_once(make: Any, remind: Any) -> None:
    for _round in range(5):
        admin = make_person("Maya")
        row = make(make_program(admin=admin))
        own = [type(row).objects.get(pk=row.pk) for _press in range(2)]
        assert at_once(lambda _me, own=own, by=admin: remind(own.pop(), by=by, now=NOW), [admin, admin]) == [  # type: ignore[misc]
            "NotPossible",
            "done",
        ]
