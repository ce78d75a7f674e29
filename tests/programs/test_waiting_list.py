"""The waiting list of a role: who moves up, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from people.models import User
from programs import applying
from programs.models import Enrollment, Program
from tests.make import NOW, make_enrollment, make_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def waiting(program: Program, name: str, *, days: int, role: str = "learner") -> Enrollment:
    """Somebody who has waited for so many days."""
    return make_enrollment(program, make_person(name), role, status="waitlisted", waitlisted_at=NOW - days * DAY)


def taking_part(program: Program) -> set[str]:
    found = Enrollment.objects.filter(program=program, status="accepted")
    return set(found.values_list("person__given_name", flat=True))


@pytest.fixture
def full(program: Program) -> Enrollment:
    """The place that can come free; two wait for it, of whom the first to wait was entered last."""
    place = make_enrollment(program, make_person("Amara"), "learner")
    waiting(program, "Late", days=1)
    waiting(program, "Early", days=5)
    waiting(program, "Guide", days=9, role="guide")
    return place


def test_who_has_waited_longest_in_that_role_moves_up(program: Program, full: Enrollment) -> None:
    places = {row.person.given_name: applying.place_on_list(row) for row in program.enrollments.all()}
    assert places == {"Early": 1, "Late": 2, "Guide": 1, "Amara": None}
    applying.withdraw(full, by=full.person, now=NOW)
    assert taking_part(program) == {"Early"}


def test_who_has_left_meanwhile_is_passed_over(program: Program, full: Enrollment) -> None:
    User.objects.filter(given_name="Early").update(is_active=False)
    applying.withdraw(full, by=full.person, now=NOW)
    assert taking_part(program) == {"Late"}


@pytest.mark.parametrize("status", ["draft", "applied", "waitlisted"])
def test_who_gives_up_without_having_had_a_place_frees_none(program: Program, full: Enrollment, status: str) -> None:
    hopeful = make_enrollment(program, make_person("Jo"), "learner", status=status)
    applying.withdraw(hopeful, by=hopeful.person, now=NOW)
    assert taking_part(program) == {"Amara"}
