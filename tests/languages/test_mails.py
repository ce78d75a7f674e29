"""Mails speak the language of who gets them, by the clock of who gets them; none has a bare text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django import Settings

from core import clock
from nudges.kinds import KINDS
from nudges.sweeping import sweep
from people import addresses
from people.importing import running
from people.models import User
from tests import make
from tests.languages.data import bare, texts_of_people
from tests.languages.pseudo import OPEN, PSEUDO, known, outside, texts_of
from tests.nudges.scenarios import STORIES

pytestmark = pytest.mark.django_db
ENTRY = re.compile(r"^(?:SUMMARY|DESCRIPTION)[^:]*:(.*)", re.MULTILINE)


@pytest.fixture(autouse=True)
def two_languages() -> Iterator[None]:
    with known():
        yield


def pieces_of(message: Any) -> list[str]:
    """Everything that a mail says, and its entry for the calendar, as far as it is outside brackets."""
    found = [outside(message.subject), *outside(message.body).splitlines()]
    for body, kind in message.alternatives:
        if kind == "text/html":
            found += texts_of(body)
        else:
            found += map(outside, ENTRY.findall(body.replace("\r\n ", "")))
    return found


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_no_mail_of_a_nudge_has_a_bare_text(kind: str) -> None:
    story = STORIES[kind]()
    story.happen()
    User.objects.update(locale=PSEUDO)
    mail.outbox.clear()
    with clock.moved_to(story.due):
        sweep(story.due)
    assert mail.outbox
    people = texts_of_people()
    for message in mail.outbox:
        assert OPEN in message.subject
        assert bare(pieces_of(message), people) == []


def test_no_mail_about_signing_in_has_a_bare_text(settings: Settings) -> None:
    """Who asks for one is signed out, in a browser of another language."""
    person = make.make_person("Ida", "Second", locale=PSEUDO)
    settings.EMAIL_IS_SENT = True
    person.set_password("A long sentence for the door.")
    person.save()
    for name in ("account_request_login_code", "people:password_reset"):
        Client(headers={"Accept-Language": "en"}).post(reverse(name), {"email": person.email})
    assert len(mail.outbox) == 2
    people = texts_of_people()
    assert [bare(pieces_of(message), people) for message in mail.outbox] == [[], []]


def test_an_address_is_confirmed_in_the_language_of_the_person_whoever_asks(
    django_capture_on_commit_callbacks: Any,
) -> None:
    admin = make.make_person("Olga", "Orgadmin", is_org_admin=True)
    person = make.make_person("Ida", "Second", locale=PSEUDO)
    with django_capture_on_commit_callbacks(execute=True), translation.override("en"):
        addresses.ask(person, "ida.new@example.org", by=admin, now=make.NOW)
    assert bare(pieces_of(mail.outbox[0]), texts_of_people()) == []


def test_two_people_of_one_pair_get_each_their_language_and_clock() -> None:
    pair = make.make_pair("mentoring")
    User.objects.filter(pk=pair.guide_id).update(locale=PSEUDO, time_zone="Asia/Tokyo")
    User.objects.filter(pk=pair.learner_id).update(locale="en", time_zone="Europe/Berlin")
    make.make_session(pair, planned_at=make.NOW, starts_at=datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    sweep(make.NOW)
    subjects = {message.to[0].split("<")[-1].rstrip(">"): message.subject for message in mail.outbox}
    guide, learner = (str(person.email) for person in (pair.guide, pair.learner))
    assert OPEN in subjects[guide]
    assert OPEN not in subjects[learner]
    said = {message.to[0].split("<")[-1].rstrip(">"): f"{message.subject} {message.body}" for message in mail.outbox}
    assert "00:00" in said[guide]
    assert "16:00" in said[learner]


def test_an_import_reports_in_the_language_of_who_started_it() -> None:
    """A worker speaks none of its own."""
    admin = make.make_person("Olga", "Orgadmin", is_org_admin=True, locale=PSEUDO)
    file = b"EmpID,Name,Email\n7,Nia Newcomer,nia@example.org\n8,,nobody@example.org\n"
    job = running.receive(by=admin, file_name="people.csv", content=file, now=make.NOW)
    running.choose(job, by=admin, asked={}, email_domain="", now=make.NOW)
    running.start(job, by=admin, now=make.NOW)
    running.run_next(now=make.NOW)
    job.refresh_from_db()
    assert f"{OPEN}There is no name." in str(job.report)
