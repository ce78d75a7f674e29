"""What nudges add to the world of the doors."""

from typing import Any

from nudges import links
from programs.models import Application
from relationships.models import Relationship
from tests import make
from tests.doors.world import World


def add_to(world: World, label: str, pair: Relationship) -> None:
    url: Any = links.one_click(pair.learner, ["pair"])
    waiting = make.make_pair(label, program=pair.program, status="proposed", answer_by=make.TODAY)
    world.say(label, to_answer=waiting.pk)
    silent = make.make_enrollment(pair.program, make.make_person("Sil"), "learner")
    Application.objects.filter(enrollment=silent).update(how=None)
    world.say(label, stop_token=url.rstrip("/").rpartition("/")[2])
