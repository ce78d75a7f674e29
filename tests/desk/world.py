"""The desk's things for the doors: a proposed pair, a pair whose guide has left."""

from programs.models import SetAside
from relationships.models import Relationship
from tests import make
from tests.doors.world import World


def add_to(world: World, label: str, pair: Relationship) -> None:
    proposed = make.make_pair(
        label, program=pair.program, learner=world.people[label]["other_pair"], status="proposed", answer_by=make.TODAY
    )
    left = make.make_pair(
        label, program=pair.program, guide=make.make_person("Gone", is_active=False), learner=make.make_person("Ulla")
    )
    SetAside.objects.create(
        program=pair.program, person=world.people[label]["program_admin"], cause="quiet", thing=pair.pk, at=make.NOW
    )
    world.say(label, proposed=proposed.pk, left=left.pk)
