"""Dashboards say what a sweep counted and when; what it counts is what the lists behind the figures show."""

from __future__ import annotations

import io
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.core.management import call_command

from core.clock import moved_to
from core.verbs import VERBS
from desk import tallies
from desk.inbox import figures, pairs
from desk.inbox.entry import Desk
from desk.tasks import count_pairs
from people.models import User
from programs.models import Program, ProgramAdmin, Tally
from tests.audit.acts import all_acts, import_everything, prepare
from tests.make import NOW, make_enrollment, make_pair, make_person, make_session
from tests.pages import page_of

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
# The verbs that can change who is in a pair, who works, who talked, who takes part.
OF_PAIRS = ("relationship.", "proposal.", "on_behalf.", "session.", "enrollment.", "agreement.", "person.leave")


def live(admin: User, program: Program) -> dict[str, int]:
    """As the lists behind the figures count."""
    desk = Desk(me=admin, programs=[program.pk], now=NOW)
    lists = {key: find(desk).count() for key, (_label, find) in figures.LISTS.items()}
    return {
        "under_way": lists["under-way"], "alone": lists["alone"], "talked": lists["talked"],
        "working": pairs.working(desk).count(),
    }  # fmt: skip


def told(admin: User, program: Program) -> dict[str, int]:
    found = tallies.summed(admin, [program.pk], NOW)
    return {name: found[name] for name in tallies.COUNTED}


def test_a_tally_says_what_the_lists_say_after_any_verbs() -> None:
    import_everything()
    names = sorted(name for name in all_acts() if name.startswith(OF_PAIRS))
    seen = set()
    for name in Random(1).sample(names, 12):
        pair, act = prepare(name)
        make_session(pair, status="held", starts_at=NOW - timedelta(days=5))
        make_enrollment(pair.program, make_person("Jo"), "learner")
        admin = make_person("Ada")
        ProgramAdmin.objects.create(program=pair.program, person=admin)
        tallies.keep(NOW)
        VERBS[name](*act.args, by=act.by, now=NOW, **act.kwargs)
        tallies.keep(NOW)
        assert told(admin, pair.program) == live(admin, pair.program), name
        seen.add(tuple(told(admin, pair.program).values()))
    assert len(seen) > 1, "nothing changed: choose other verbs"


def test_a_page_says_when_it_was_counted_until_the_sweep_comes_again(admin: User, program: Program) -> None:
    make_pair(program=program)
    with moved_to(NOW - 20 * MINUTE):
        count_pairs()
    make_pair(program=program)
    page = page_of(admin, "/inbox/")
    assert "<b>1</b><span>Pairs under way" in page
    assert "As of today, 08:40" in page
    with moved_to(NOW):
        count_pairs()
    page = page_of(admin, "/inbox/")
    assert "<b>2</b><span>Pairs under way" in page
    assert "As of today, 09:00" in page


def test_a_sweep_that_stands_still_since_yesterday_is_said(admin: User, program: Program) -> None:
    tallies.keep(NOW - timedelta(days=1))
    assert "As of Mon 16 Nov, 09:00" in page_of(admin, "/inbox/")


def test_a_program_that_no_sweep_has_seen_is_counted_as_it_stands(admin: User, program: Program) -> None:
    make_pair(program=program)
    assert told(admin, program)["under_way"] == 1


def test_counting_from_nothing_gives_what_the_sweep_had_kept(admin: User, program: Program) -> None:
    make_session(make_pair(program=program), status="held", starts_at=NOW - timedelta(days=5))
    tallies.keep(NOW)
    kept = told(admin, program)
    Tally.objects.update(under_way=7, talked=9)
    assert told(admin, program) != kept
    out = io.StringIO()
    with moved_to(NOW):
        call_command("count_pairs", stdout=out)
    assert out.getvalue() == "Programs counted: 1\n"
    assert told(admin, program) == kept


def test_only_who_runs_a_program_reads_its_tally(admin: User, program: Program, outsider: Any) -> None:
    make_pair(program=program)
    tallies.keep(NOW)
    org_admin = make_person("Olga", is_org_admin=True)
    for person in (outsider, org_admin):
        assert not Tally.objects.visible_to(person).exists()
        assert tallies.summed(person, [program.pk], NOW)["under_way"] == 0
    assert Tally.objects.visible_to(admin).get().program == program
