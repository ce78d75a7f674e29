"""The desk's things for the doors: a proposed pair."""

from relationships.models import Relationship
from tests import make
from tests.doors.world import World


def add_to(world: World, label: str, pair: Relationship) -> None:
    proposed = make.make_pair(
        label, program=pair.program, learner=world.people[label]["other_pair"], status="proposed", answer_by=make.TODAY
    )
    world.say(label, proposed=proposed.pk)
