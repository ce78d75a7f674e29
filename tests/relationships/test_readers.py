"""Who may read a pair: the SQL half and the Python half say the same, and so does the line on the page (C17)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from people.models import User
from relationships import kinds, rules, who
from relationships.models import AgendaItem, Agreement, Relationship
from tests.make import NOW, TODAY, make_agreement, make_pair, make_person, make_program

pytestmark = pytest.mark.django_db

PERSONS = (
    "guide", "learner", "other guide", "manager", "guide's manager", "sponsor", "program admin", "other admin",
    "org admin", "left admin", "outsider",
)  # fmt: skip
TICKS = ("takes_place", "sessions", "end_date", "goals")


@dataclass
class World:
    pair: Relationship
    people: dict[str, User]


def make_world(kind: str, status: str, *, ticks: tuple[str, ...] = (), ended_days_ago: int | None = None) -> World:
    """A pair in some state, with everybody who could stand in some relation to it."""
    admin, left = make_person("Maya"), make_person("Mo")
    program = make_program(kind, admin=admin)
    program.admin_rows.create(person=left)
    manager, sponsor = make_person("Ruth"), make_person("Karl")
    ended: dict[str, Any] = {} if ended_days_ago is None else {"ended_on": TODAY - timedelta(days=ended_days_ago)}
    learner = make_person("Amara", manager=manager)
    above = make_person("Gus")
    guide = make_person("Leo", manager=above)
    pair = make_pair(kind, status=status, program=program, guide=guide, learner=learner, signed=False, **ended)
    if status not in {"proposed", "lapsed"}:
        named: dict[str, Any] = {"sponsor": sponsor} if kinds.of(kind).HAS_SPONSOR else {}
        make_agreement(pair, **named, **{f"shows_{tick}": True for tick in ticks})
    other = make_pair(kind)
    people = {
        "guide": pair.guide, "learner": learner, "other guide": other.guide, "manager": manager,
        "guide's manager": above, "sponsor": sponsor,
        "program admin": admin, "other admin": other.program.admin_rows.get().person,
        "org admin": make_person("Sam", is_org_admin=True), "left admin": left, "outsider": make_person("Otto"),
    }  # fmt: skip
    User.objects.filter(pk=left.pk).update(is_active=False)
    left.refresh_from_db()
    return World(pair, people)


OBJECTS: dict[str, Callable[[str], World]] = {
    "proposed": lambda kind: make_world(kind, "proposed"),
    "lapsed": lambda kind: make_world(kind, "lapsed", ended_days_ago=1),
    "signed, nothing ticked": lambda kind: make_world(kind, "active"),
    **{
        f"ticked {tick}": lambda kind, tick=tick: make_world(kind, "active", ticks=("takes_place", tick))  # type: ignore[misc]
        for tick in TICKS
    },
    "ticked all but the first": lambda kind: make_world(kind, "active", ticks=TICKS[1:]),
    "closed 89 days ago": lambda kind: make_world(kind, "closed", ticks=TICKS, ended_days_ago=89),
    "closed 90 days ago": lambda kind: make_world(kind, "closed", ticks=TICKS, ended_days_ago=90),
    "closed 91 days ago": lambda kind: make_world(kind, "closed", ticks=TICKS, ended_days_ago=91),
}


def reads(rows: Any, pair: Relationship) -> bool:
    return bool(rows.filter(pk=pair.pk).exists())


@pytest.mark.parametrize("kind", kinds.KINDS)
@pytest.mark.parametrize("thing", OBJECTS)
def test_both_halves_of_every_read_rule_agree(thing: str, kind: str) -> None:
    world = OBJECTS[thing](kind)
    pair = world.pair
    for name in PERSONS:
        person = world.people[name]
        relations = rules.relations(person, pair)
        manager = Relationship.objects
        assert bool(relations & rules.readers(pair)) == reads(manager.visible_to(person), pair), name
        may_read_content = bool(relations & rules.content_readers(pair, TODAY))
        assert may_read_content == reads(manager.shared_with(person, TODAY), pair), name
        for tick in TICKS:
            is_told = bool(relations & rules.disclosed_readers(pair, tick))
            assert is_told == reads(manager.disclosed_to(person, tick), pair), (name, tick)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_who_reads_what_in_plain_words(kind: str) -> None:
    """The halves could agree and both be wrong: here is who it is."""
    world = make_world(kind, "active", ticks=TICKS)
    pair, people = world.pair, world.people
    seeing = {name for name in PERSONS if reads(Relationship.objects.visible_to(people[name]), pair)}
    writing = {name for name in PERSONS if reads(Relationship.objects.shared_with(people[name], TODAY), pair)}
    told = {name for name in PERSONS if reads(Relationship.objects.disclosed_to(people[name]), pair)}
    assert seeing == {"guide", "learner", "program admin", "org admin"}
    assert writing == {"guide", "learner"}
    assert told == ({"sponsor"} if kinds.of(kind).HAS_SPONSOR else {"manager"})


@pytest.mark.parametrize("tick", TICKS)
@pytest.mark.parametrize("kind", kinds.KINDS)
def test_the_line_who_sees_this_names_exactly_who_is_let_in(kind: str, tick: str) -> None:
    """Label = access (C17): for each tick, on and off."""
    for ticks in ((), ("takes_place", tick), (tick,)):
        world = make_world(kind, "active", ticks=ticks)
        pair = world.pair
        line = who.told(pair.learner, pair, tick)
        for name, words in (("sponsor", "your sponsor"), ("manager", "your line manager")):
            is_let_in = reads(Relationship.objects.disclosed_to(world.people[name], tick), pair)
            assert (words in line) == is_let_in, (name, ticks, line)


def test_the_line_speaks_to_its_reader() -> None:
    pair = make_world("mentoring", "active", ticks=("takes_place",)).pair
    assert who.pair_only(pair.learner, pair) == "You and Leo"
    assert who.pair_only(pair.guide, pair) == "You and Amara"
    assert who.told(pair.learner, pair, "takes_place") == "You, Leo and your line manager"
    assert who.told(pair.guide, pair, "takes_place") == "You, Amara and Amara’s line manager"


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_what_the_two_write_is_read_for_90_days_after_the_end(kind: str) -> None:
    for days, may_read in ((89, True), (90, True), (91, False)):
        pair = make_world(kind, "closed", ended_days_ago=days).pair
        AgendaItem.objects.create(relationship=pair, text="Words", author=pair.learner, created_at=NOW)
        for person in (pair.guide, pair.learner):
            assert AgendaItem.objects.shared_with(person, TODAY).filter(relationship=pair).exists() == may_read
            assert Agreement.objects.shared_with(person, TODAY).filter(relationship=pair).exists() == may_read


def test_who_has_left_reads_nothing() -> None:
    pair = make_pair()
    User.objects.filter(pk=pair.learner_id).update(is_active=False)
    left = User.objects.get(pk=pair.learner_id)
    assert not reads(Relationship.objects.visible_to(left), pair)
    assert not reads(Relationship.objects.shared_with(left, TODAY), pair)
    assert rules.relations(left, pair) == set()
    assert Relationship.objects.with_leaver().get() == pair
