"""Programs' things for the doors and the canary: somebody who applied, somebody on the waiting list."""

from programs.models import Enrollment
from relationships.models import Relationship
from tests import make
from tests.doors.world import World


def add_to(world: World, label: str, pair: Relationship) -> None:
    applicant = make.make_person("Ada", f"Arnold-{label[0].upper()}")
    world.add(label, make.make_enrollment(pair.program, applicant, "learner", status="applied"))
    admin = world.people[label]["program_admin"]
    world.say(label, closed_program=make.make_program(label, admin=admin, status="closed").pk)
    own = Enrollment.objects.get(program=pair.program, person=pair.learner)
    guides = Enrollment.objects.get(program=pair.program, person=pair.guide)
    world.say(label, role="learner", decision="accept", own_enrollment=own.pk, guides_enrollment=guides.pk)
