"""A proposed pair: a place held, two answers, ten days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core.errors import NotPossible
from core.models import AuditEvent
from people.models import User
from programs.models import Program
from relationships import kinds
from relationships.models import ProposalAnswer, Relationship, StatusChange
from relationships.proposing import propose
from relationships.sweeping import advance
from tests.make import NOW, TODAY, make_enrollment, make_pair, make_person, make_program

pytestmark = pytest.mark.django_db


def make_people(program: Program, learners: int, places: int = 2) -> tuple[User, list[User]]:
    guide = make_person("Leo")
    make_enrollment(program, guide, "guide", places=places)
    found = [make_person("Amara") for _ in range(learners)]
    for learner in found:
        make_enrollment(program, learner, "learner")
    return guide, found


def test_places_are_filled_from_the_lowest_and_never_beyond_capacity() -> None:
    program = make_program()
    guide, learners = make_people(program, 3)
    admin = program.admin_rows.get().person
    first = propose(program, guide, learners[0], by=admin, now=NOW, reasons=["Both speak Dutch"])
    second = propose(program, guide, learners[1], by=admin, now=NOW)
    assert (first.place, second.place) == (1, 2)
    assert first.reasons == ["Both speak Dutch"]
    assert first.answer_by == TODAY + timedelta(days=10)
    with pytest.raises(NotPossible):
        propose(program, guide, learners[2], by=admin, now=NOW)
    first.say_no(by=guide, now=NOW)
    assert propose(program, guide, learners[2], by=admin, now=NOW).place == 1


def test_a_place_lost_to_another_publisher_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    program = make_program()
    guide, learners = make_people(program, 2)
    propose(program, guide, learners[0], by=None, now=NOW)
    seen = iter([1, 2])
    monkeypatch.setattr("relationships.proposing._lowest_free_place", lambda *a: next(seen))
    assert propose(program, guide, learners[1], by=None, now=NOW).place == 2


@pytest.mark.parametrize("status", ["lapsed", "ended", "active", "proposed"])
def test_a_published_pair_is_never_proposed_again(status: str) -> None:
    pair = make_pair(status=status)
    with pytest.raises(NotPossible):
        propose(pair.program, pair.guide, pair.learner, by=None, now=NOW + timedelta(days=100))


def test_only_the_people_who_run_the_program_propose(outsider: User) -> None:
    program = make_program()
    guide, learners = make_people(program, 1)
    for person in (outsider, guide, learners[0], make_person("Sam", is_org_admin=True)):
        with pytest.raises(PermissionDenied):
            propose(program, guide, learners[0], by=person, now=NOW)
    assert not Relationship.objects.exists()


@pytest.mark.parametrize(
    ("program_ends", "ends_on"),
    [(date(2027, 8, 31), TODAY + timedelta(weeks=26)), (date(2027, 1, 31), date(2027, 1, 31))],
)
def test_coaching_ends_with_its_weeks_or_the_program(program_ends: date, ends_on: date) -> None:
    """S0-14: there is an end date from the start."""
    program = make_program("coaching", ends_on=program_ends)
    guide, learners = make_people(program, 1)
    pair = propose(program, guide, learners[0], by=None, now=NOW)
    assert (pair.starts_on, pair.ends_on) == (TODAY, ends_on)


def test_mentoring_is_proposed_without_an_end() -> None:
    """S0-16."""
    program = make_program("mentoring")
    guide, learners = make_people(program, 1)
    assert propose(program, guide, learners[0], by=None, now=NOW).ends_on is None


def test_coaching_is_not_proposed_in_a_program_that_is_over() -> None:
    program = make_program("coaching")
    guide, learners = make_people(program, 1)
    with pytest.raises(NotPossible):
        propose(program, guide, learners[0], by=None, now=NOW + timedelta(days=400))


@pytest.mark.parametrize("role", ["guide", "learner"])
@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_no_ends_it_and_leaves_no_name(kind: str, role: str) -> None:
    """S1-29: neither history, audit nor the pair say who; only the author reads the answer."""
    pair = make_pair(kind, status="proposed")
    other = pair.other(getattr(pair, role))
    pair.say_yes(by=other, now=NOW)
    pair.say_no(by=getattr(pair, role), now=NOW)
    assert (pair.status, pair.ended_on, pair.ended_by) == ("lapsed", TODAY, None)
    halves = {pair.guide_id, pair.learner_id}
    assert not StatusChange.objects.filter(relationship=pair, by__in=halves).exists()
    assert not AuditEvent.objects.filter(object_id=pair.pk, actor_id__in=halves).exists()
    admin = pair.program.admin_rows.get().person
    for reader in (admin, other, make_person("Sam", is_org_admin=True)):
        assert not ProposalAnswer.objects.visible_to(reader).filter(yes=False).exists()


def test_silence_ends_it_after_the_last_day_and_not_before() -> None:
    pair = make_pair(status="proposed", answer_by=TODAY)
    assert advance(NOW)["lapsed"] == 0
    assert advance(NOW + timedelta(days=1))["lapsed"] == 1
    assert advance(NOW + timedelta(days=1))["lapsed"] == 0
    assert Relationship.objects.get(pk=pair.pk).status == "lapsed"


def test_a_late_yes_does_not_count() -> None:
    pair = make_pair(status="proposed", answer_by=TODAY)
    with pytest.raises(NotPossible):
        pair.say_yes(by=pair.guide, now=NOW + timedelta(days=1))


def test_who_has_not_answered_is_known_until_both_have() -> None:
    pair = make_pair(status="proposed")
    assert pair.waiting_for() == [pair.guide, pair.learner]
    pair.say_yes(by=pair.guide, now=NOW)
    assert pair.waiting_for() == [pair.learner]
    pair.say_yes(by=pair.learner, now=NOW)
    assert pair.waiting_for() == []
    assert pair.starts_on == TODAY


def test_only_the_program_withdraws_a_proposal(outsider: User) -> None:
    pair = make_pair(status="proposed")
    for person in (outsider, pair.guide):
        with pytest.raises(PermissionDenied):
            pair.lapse(by=person, now=NOW)
    pair.lapse(by=pair.program.admin_rows.get().person, now=NOW)
    assert pair.status == "lapsed"


@pytest.mark.parametrize("line", ["up", "down", "beside"])
def test_no_door_proposes_a_pair_within_a_reporting_line(line: str) -> None:
    """Whoever calls this verb, after whatever import."""
    program, above = make_program("coaching"), make_person("Karl")
    guide, learner = make_person("Dana"), make_person("Tom")
    make_enrollment(program, guide, "guide")
    make_enrollment(program, learner, "learner")
    guide.manager = {"up": None, "down": learner, "beside": above}[line]
    learner.manager = {"up": guide, "down": None, "beside": above}[line]
    guide.save()
    learner.save()
    with pytest.raises(NotPossible, match="reporting line"):
        propose(program, guide, learner, by=None, now=NOW)
    assert not Relationship.objects.exists()
