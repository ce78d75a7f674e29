"""A small organization in which every role has somebody and every thing exists, so that a 404 is a refusal.

There is one of everything for each kind ("coaching", "mentoring"): a program, a pair, and what hangs on the pair.
An app adds its things in `tests/<app>/world.py`:

    def add_to(world: World, label: str, pair: Relationship) -> None:
        world.add(label, make_goal(pair))                        # answers <uuid:goal>
        world.add(label, make_measurement(pair), "value")        # answers <uuid:value>
        world.say(label, token="…")                              # answers <str:token>

    PLANTS = {"answer.values": lambda word: json.dumps({"1": word})}      # for sealed text with a form of its own
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.db.models import Model

from core import clock
from people.models import User
from programs.models import Program
from relationships.models import AgendaItem, Agreement, Relationship
from tests import make
from tests.architecture.floors import APPS

KINDS = ("coaching", "mentoring")
ROLES = (
    "anonymous",
    "outsider",
    "learner",
    "guide",
    "other_pair",
    "line_manager",
    "sponsor",
    "program_admin",
    "other_admin",
    "org_admin",
    "ex_participant",
)


@dataclass
class World:
    """Who plays which role beside the pair of a kind, and what exists there."""

    people: dict[str, dict[str, User]] = field(default_factory=dict)
    pairs: dict[str, Relationship] = field(default_factory=dict)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    plants: dict[str, Callable[[str], str]] = field(default_factory=dict)

    def person(self, role: str, label: str) -> User | None:
        """Who plays a role beside the pair of that kind; None for anonymous. What is no kind means mentoring."""
        return self.people.get(label, self.people["mentoring"]).get(role)

    def add(self, label: str, thing: Model, *names: str) -> None:
        """Let a thing answer for parameters named after its model, or as told."""
        for name in names or (thing._meta.model_name or "",):
            self.things[label][name] = thing.pk

    def say(self, label: str, **values: Any) -> None:
        """Let plain values answer for parameters."""
        self.things[label].update(values)

    def at_its_time(self) -> AbstractContextManager[None]:
        return clock.moved_to(make.NOW)


def build() -> World:
    """The whole world; the caller sees to the transaction."""
    world = World()
    with world.at_its_time():
        org_admin = make.make_person("Olga", "Orgadmin", is_org_admin=True)
        outsider = make.make_person("Otto", "Outsider")
        sponsor = make.make_person("Karl", "Sponsor")
        for kind in KINDS:
            _build_kind(world, kind, org_admin, outsider, sponsor)
        for kind, other in (KINDS, KINDS[::-1]):
            world.people[kind]["other_admin"] = world.people[other]["program_admin"]
        for module in _contributors():
            for kind in KINDS:
                module.add_to(world, kind, world.pairs[kind])
            world.plants.update(getattr(module, "PLANTS", {}))
    return world


def _build_kind(world: World, kind: str, org_admin: User, outsider: User, sponsor: User) -> None:
    admin = make.make_person("Maya", f"Adler-{kind[0].upper()}")
    program = make.make_program(kind, admin=admin)
    manager = make.make_person("Ruth", f"Marsh-{kind[0].upper()}")
    guide = make.make_person("Gil", f"Garcia-{kind[0].upper()}")
    learner = make.make_person("Lea", f"Larsson-{kind[0].upper()}", manager=manager)
    pair = make.make_pair(kind, program=program, guide=guide, learner=learner, signed=False)
    named: dict[str, Any] = {"sponsor": sponsor, "shows_takes_place": True} if kind == "coaching" else {}
    make.make_agreement(pair, **named)
    other, former = (
        make.make_person("Odo", f"Olsen-{kind[0].upper()}"),
        make.make_person("Eve", f"Farkas-{kind[0].upper()}"),
    )
    make.make_pair(kind, program=program, learner=other)
    ended_on = make.TODAY - timedelta(days=120)
    make.make_pair(kind, program=program, guide=guide, learner=former, status="closed", ended_on=ended_on, signed=True)
    world.pairs[kind], world.things[kind] = pair, {}
    world.people[kind] = {
        "outsider": outsider, "learner": learner, "guide": guide, "other_pair": other, "line_manager": manager,
        "sponsor": sponsor, "program_admin": admin, "org_admin": org_admin, "ex_participant": former,
    }  # fmt: skip
    if program.help_contact is not None:  # who reads help requests; the canary walks as this person too
        world.people[kind]["help_contact"] = program.help_contact
    _add_what_the_trunk_has(world, kind, program, pair)


def _add_what_the_trunk_has(world: World, kind: str, program: Program, pair: Relationship) -> None:
    session = make.make_session(pair)
    world.add(kind, program)
    world.add(kind, pair, "pair", "relationship")
    world.add(kind, pair.learner, "person", "user")
    world.add(kind, session)
    world.add(kind, Agreement.objects.get(relationship=pair))
    item = AgendaItem.objects.create(
        relationship=pair, session=session, text="Talk", author=pair.learner, created_at=make.NOW
    )
    world.add(kind, item, "item", "agendaitem", "line")
    world.say(kind, link_key=program.link_key, key=program.link_key, object_id=pair.pk, kind=kind)


def _contributors() -> list[Any]:
    names = [f"tests.{app}.world" for app in APPS if find_spec(f"tests.{app}") and find_spec(f"tests.{app}.world")]
    return [import_module(name) for name in names]
