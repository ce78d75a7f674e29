"""Who walks: one person for each part that somebody can play, in a world that has rows everywhere."""

from dataclasses import dataclass

from people.models import User
from programs.models import Program
from relationships.models import Relationship
from tests import make
from tests.doors.world import World, build


@dataclass(frozen=True)
class Persona:
    """Somebody to walk as. `kind` is the only kind that this person has to do with; empty if both."""

    name: str
    user: User | None  # None is a visitor who has not signed in
    kind: str = ""


def rename_programs() -> None:
    """Titles that no rule about words knows: the names of the world's programs say their kind."""
    for number, program in enumerate(Program.objects.order_by("pk")):
        Program.objects.filter(pk=program.pk).update(name=f"Spring {number}")


def add_both(world: World) -> User:
    """Somebody who learns in both kinds."""
    both = make.make_person("Ines", "Ferro")
    for label, pair in world.pairs.items():
        made: Relationship = make.make_pair(label, program=pair.program, learner=both)
        make.make_session(made)
    return both


def change_an_agreement(world: World) -> None:
    """A second version that waits for signatures, beside the first."""
    for pair in world.pairs.values():
        make.make_agreement(pair, signed=False, purpose="What it is for now")


def people_of(world: World, both: User) -> list[Persona]:
    """Everybody who has a home of their own sort."""
    found = [
        Persona(f"{role} of {kind}", world.people[kind][role], kind)
        for kind in world.pairs
        for role in ("learner", "guide", "program_admin")
    ]
    coaching = world.people["coaching"]
    return [
        *found,
        Persona("in both kinds", both),
        Persona("help contact", world.people["mentoring"]["help_contact"]),
        Persona("line manager", coaching["line_manager"]),
        Persona("sponsor", coaching["sponsor"]),
        Persona("org admin", coaching["org_admin"]),
        Persona("newcomer", coaching["outsider"]),
    ]


def world_to_walk() -> tuple[World, list[Persona]]:
    world = build()
    with world.at_its_time():
        both = add_both(world)
        rename_programs()
        change_an_agreement(world)
    return world, people_of(world, both)
