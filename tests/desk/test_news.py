"""What came since one last looked at the inbox: looking changes nothing, a button does, up to the page's moment."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from core.clock import moved_to
from desk.inbox.entry import Desk
from desk.inbox.gathering import waiting
from desk.inbox.news import Asked, since_of
from people.models import ImportJob, User
from programs import running
from programs.models import Program, ProgramAdmin
from tests.make import NOW, make_enrollment, make_pair, make_person, make_program, make_session

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def apply(program: Program, at: datetime) -> None:
    make_enrollment(program, make_person("Jo"), "learner", status="applied", applied_at=at)


def lines(admin: User, *programs: Program) -> list[str]:
    mine = Program.objects.run_by(admin).with_seen_until(admin).filter(pk__in=[row.pk for row in programs])
    desk = Desk(me=admin, programs=[row.pk for row in programs], now=NOW)
    news = Asked(desk, since_of(list(mine))).news(waiting(desk).all["applications"])
    return [words for words, _url in news.lines]


def test_only_what_came_since_the_last_look_is_told(admin: User, program: Program) -> None:
    for at in (NOW - 3 * HOUR, NOW - HOUR):
        apply(program, at)
        pair = make_pair(program=program)
        make_session(pair, status="held", starts_at=at - HOUR, logged_at=at, logged_by=pair.guide)
        ImportJob.objects.create(by=admin, status="done", made_at=at, finished_at=at, created=1, updated=2)
    imported = "import of 08:00: 1 new, 2 changed, 0 left"
    assert lines(admin, program) == ["2 new applications", "2 conversations logged", imported]
    running.mark_seen(program, NOW - 2 * HOUR, by=admin, now=NOW)
    assert lines(admin, program) == ["1 new application", "1 conversation logged", imported]
    running.mark_seen(program, NOW, by=admin, now=NOW)
    assert lines(admin, program) == []


def test_each_kind_has_its_own_word_and_other_programs_are_not_counted(admin: User, program: Program) -> None:
    coaching = make_program("coaching", admin=admin)
    for pair in (make_pair("coaching", program=coaching), make_pair(program=program), make_pair()):
        make_session(pair, status="held", starts_at=NOW - HOUR, logged_at=NOW, logged_by=pair.guide)
    assert lines(admin, program, coaching) == ["1 session logged", "1 conversation logged"]


def test_looking_changes_nothing_and_the_button_counts_from_the_moment_of_the_page(
    admin: User, program: Program, client: Client
) -> None:
    apply(program, NOW - HOUR)
    client.force_login(admin)
    with moved_to(NOW):
        page = client.get("/inbox/").content.decode()
    assert "So far" in page
    assert ProgramAdmin.objects.get().seen_until is None
    assert f'name="until" value="{NOW.isoformat()}"' in page
    apply(program, NOW + timedelta(minutes=5))
    with moved_to(NOW + timedelta(minutes=10)):
        client.post("/inbox/seen/", {"until": NOW.isoformat(), "next": "/inbox/"})
        page = client.get("/inbox/").content.decode()
    assert "last looked today 09:00" in page
    assert "Since you last looked" in page
    assert "1 new application<" in page


def test_without_the_moment_of_the_page_nothing_is_marked(admin: User, program: Program, client: Client) -> None:
    client.force_login(admin)
    for until in ({}, {"until": "yesterday"}):
        answer = client.post("/inbox/seen/", until)
        assert answer.status_code == 409
        assert "Open the inbox again and mark it there." in answer.content.decode()
    assert ProgramAdmin.objects.get().seen_until is None


def test_a_look_never_goes_back_nor_ahead_and_is_ones_own(admin: User, program: Program) -> None:
    mona = make_person("Mona")
    ProgramAdmin.objects.create(program=program, person=mona)
    running.mark_seen(program, NOW + HOUR, by=admin, now=NOW)
    running.mark_seen(program, NOW - HOUR, by=admin, now=NOW)
    seen = {row.person: row.seen_until for row in ProgramAdmin.objects.all()}
    assert seen == {admin: NOW, mona: None}


def test_several_programs_count_from_the_one_that_was_seen_longest_ago(admin: User, program: Program) -> None:
    other = make_program(admin=admin)
    apply(program, NOW - HOUR)
    running.mark_seen(program, NOW, by=admin, now=NOW)
    assert lines(admin, program, other) == ["1 new application"]
    running.mark_seen(other, NOW - 2 * HOUR, by=admin, now=NOW)
    assert lines(admin, program, other) == ["1 new application"]
    assert lines(admin, program) == []


def test_pairs_that_were_brought_in_are_news_in_their_own_words() -> None:
    program = make_program()
    admin = program.admin_rows.get().person
    facts = {"status": "done", "made_at": NOW, "finished_at": NOW, "created": 12}
    ImportJob.objects.create(by=admin, what="pairs", about=program.pk, **facts)
    assert lines(admin, program) == ["12 pairs brought in 09:00"]
