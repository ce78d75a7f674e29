"""What nudges add to the world of the doors."""

from datetime import timedelta
from typing import Any

from nudges import links
from nudges.models import Nudge, Snooze
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
    sent = Nudge.objects.create(
        recipient=pair.learner, relationship=pair, kind="quiet", category="morning", fact=pair.pk, offset="0",
        revision="0", key=f"quiet-{label}", due_at=make.NOW, stale_after=make.NOW, state="sent", noticed_at=make.NOW,
        sent_at=make.NOW,
    )  # fmt: skip
    later = Snooze.objects.create(
        relationship=pair, person=pair.guide, until=make.TODAY + timedelta(days=1), asked_at=make.NOW
    )
    world.add(label, sent)
    world.add(label, later)
    world.say(label, stop_token=url.rstrip("/").rpartition("/")[2])
