"""The SQL half and the Python half of "who reads this" say the same, and the line beside a field prints it."""

from datetime import timedelta
from typing import Any

import pytest

from goals import rules
from goals.models import CoachingGoal, LookBack, Measurement, MentoringIntent, Metric, Review, Target
from people.models import User
from relationships import rules as pair_rules
from tests.make import NOW, TODAY, make_agreement, make_aim, make_goal, make_pair, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(guide: User, learner: User, manager: User, sponsor: User, outsider: User) -> list[User]:
    learner.manager = manager
    learner.save(update_fields=["manager"])
    return [guide, learner, manager, sponsor, outsider]


def make_world(guide: User, learner: User, sponsor: User, **fields: Any) -> list[Any]:
    pair = make_pair("coaching", guide=guide, learner=learner, signed=False, **fields)
    make_agreement(pair, sponsor=sponsor, shows_takes_place=True, shows_goals=True)
    other = make_pair("mentoring", guide=guide, learner=learner)
    let_go = make_goal(pair, released_at=NOW, state="dropped")
    return [make_goal(pair, released_at=NOW), make_goal(pair), make_aim(other), let_go]


@pytest.mark.parametrize("ended", [None, TODAY - timedelta(days=10), TODAY - timedelta(days=91)])
def test_both_halves_of_the_rule_agree(people: list[User], ended: Any) -> None:
    guide, learner, _manager, sponsor, _outsider = people
    fields = {"status": "closed", "ended_on": ended} if ended else {}
    for thing in make_world(guide, learner, sponsor, **fields):
        for person in people:
            related = pair_rules.relations(person, thing.relationship)
            reads = type(thing).objects.shared_with(person, TODAY).filter(pk=thing.pk).exists()
            assert reads is bool(related & rules.readers(thing, TODAY)), (person, thing)
            if isinstance(thing, CoachingGoal):
                told = CoachingGoal.objects.released_to(person).filter(pk=thing.pk).exists()
                assert told is bool(related & rules.disclosed_readers(thing)), (person, thing)


def test_nobody_but_the_two_reads_what_hangs_on_a_goal(people: list[User]) -> None:
    guide, learner, *others = people
    pair = make_pair("coaching", guide=guide, learner=learner, signed=False)
    make_agreement(pair, sponsor=people[3], shows_takes_place=True, shows_goals=True)
    make_goal(pair, 20, released_at=NOW)
    make_review(pair)
    for model in (CoachingGoal, Metric, Target, Measurement, Review):
        assert model.objects.visible_to(learner).exists()
        for person in others:
            assert not model.objects.visible_to(person).exists(), (model, person)
    assert not MentoringIntent.objects.visible_to(learner).exists()
    assert not LookBack.objects.visible_to(guide).exists()


def test_the_line_names_the_sponsor_exactly_when_the_sponsor_reads_it(people: list[User]) -> None:
    """Label = access: the words change with the release and with the contract, not by themselves."""
    guide, learner, _manager, sponsor, _outsider = people
    released, own, _aim, let_go = make_world(guide, learner, sponsor)
    assert rules.who_sees_goal(learner, released) == "You, Leo and your sponsor (you released this)"
    assert rules.who_sees_goal(guide, released) == "You, Amara and Amara’s sponsor (Amara released this)"
    assert rules.who_sees_goal(learner, own) == rules.who_sees_goal(learner, let_go) == "You and Leo"
    own.relationship.agreements.update(shows_goals=False)
    assert rules.who_sees_goal(learner, released) == "You and Leo"
