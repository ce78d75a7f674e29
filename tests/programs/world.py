"""Programs' things for the doors and the canary: somebody who applied, somebody on the waiting list."""

from programs.models import Application, Enrollment
from relationships.models import Relationship
from tests import make
from tests.doors.world import World


def add_to(world: World, label: str, pair: Relationship) -> None:
    applicant = make.make_person("Ada", f"Arnold-{label[0].upper()}")
    world.add(label, make.make_enrollment(pair.program, applicant, "learner", status="applied"))
    admin = world.people[label]["program_admin"]
    closed = make.make_program(label, admin=admin, status="closed", questions_later=True)
    world.say(label, closed_program=closed.pk)
    world.add(label, Application.objects.get(enrollment__person=applicant))
    open_one = make.make_program(label, admin=admin)
    draft = make.make_enrollment(open_one, pair.learner, "learner", status="draft", applied_at=None)
    silent = make.make_enrollment(pair.program, make.make_person("Sia", f"Silent-{label[0].upper()}"), "learner")
    Application.objects.filter(enrollment=silent).update(wants=None)
    world.say(label, draft=draft.pk, silent=silent.pk, other_program=open_one.pk)
    own = Enrollment.objects.get(program=pair.program, person=pair.learner)
    guides = Enrollment.objects.get(program=pair.program, person=pair.guide)
    world.say(label, role="learner", decision="accept", own_enrollment=own.pk, guides_enrollment=guides.pk)
