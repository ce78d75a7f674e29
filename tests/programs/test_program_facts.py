"""The line of facts under the name of a program says what is true on the day of who reads it (screens, screen 4)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from desk.roles import WithRoles
from programs import rules
from programs.models import Enrollment, Program
from tests.make import TODAY, make_enrollment, make_pair, make_person, make_program
from tests.pages import page_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def facts(**said: Any) -> str:
    """The line, as text."""
    admin = make_person("Maya")
    program = make_program(admin=admin)
    Program.objects.filter(pk=program.pk).update(**said)
    line = page_of(admin, f"/programs/{program.pk}/").partition('<div class="facts">')[2].partition("</div>")[0]
    return re.sub(r"<[^>]+>", "", line.replace("</span><span>", " · "))


@pytest.mark.parametrize(
    ("starts_on", "words"),
    [(TODAY - DAY, "started Mon 16 Nov"), (TODAY, "starts Tue 17 Nov"), (TODAY + DAY, "starts Wed 18 Nov")],
)
def test_a_start_that_is_over_is_said_to_be_over(starts_on: Any, words: str) -> None:
    assert facts(starts_on=starts_on) == f"Open for applications · {words}"


@pytest.mark.parametrize(
    ("status", "until", "words"),
    [
        ("open", TODAY, "Open for applications until Tue 17 Nov"),
        ("open", TODAY - DAY, "Was open for applications until Mon 16 Nov"),
        ("closed", TODAY + DAY, "Closed for applications"),
        ("draft", TODAY + DAY, "Being set up"),
        ("ended", TODAY - DAY, "Ended"),
    ],
)
def test_a_program_is_called_open_only_while_one_can_apply(status: str, until: Any, words: str) -> None:
    assert facts(status=status, applications_until=until, starts_on=None) == words


def test_that_nobody_applied_yet_is_said_until_somebody_has() -> None:
    """A draft is known to its author alone, and who was declined has applied."""
    admin = make_person("Maya")
    program = make_program(admin=admin)
    words = "Nobody has applied yet. Invite people, or share the link."
    row = make_enrollment(program, make_person("Jo"), "learner", status="draft")
    assert words in page_of(admin, f"/programs/{program.pk}/")
    Enrollment.objects.filter(pk=row.pk).update(status="declined")
    assert words not in page_of(admin, f"/programs/{program.pk}/")


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_programs_that_one_runs_come_along_with_whoever_asks(number: int, django_assert_num_queries: Any) -> None:
    """As many as there are, and those of nobody else; without a question more for one's own."""
    person, of_another = make_person("Maya"), make_program(admin=make_person("Noa"))
    own = [make_program(admin=person) for _ in range(number)]
    found: Any = WithRoles().get_user(person.pk)
    with django_assert_num_queries(0):
        assert all(rules.runs(found, program) for program in own)
        assert rules.runs_any(found) is bool(own)
    assert not rules.runs(found, of_another)


def test_a_program_made_since_is_ones_own_at_once() -> None:
    person = make_person("Maya")
    found: Any = WithRoles().get_user(person.pk)
    assert rules.runs(found, make_program(admin=person))


def test_a_program_that_is_being_set_up_says_when_people_can_be_invited_and_that_its_pairs_work() -> None:
    admin = make_person("Maya")
    program = make_program(admin=admin)
    Program.objects.filter(pk=program.pk).update(status="draft")
    page = page_of(admin, f"/programs/{program.pk}/")
    assert "Invitations go out once the program is open" in page
    assert "Look at the pairs" not in page
    make_pair(program=program, status="active")
    page = page_of(admin, f"/programs/{program.pk}/")
    assert "Pairs that were brought in are at work already." in page
    assert f"/pairs/?program={program.pk}" in page
