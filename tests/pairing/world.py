"""Pairing's things for the doors and the canary: a run with pairs, somebody without one, a mark."""

import json

from pairing import deciding
from pairing.models import Decision, Match, Unmatched
from pairing.running import pair_now
from relationships.models import Relationship
from tests import make
from tests.doors.world import World


def add_to(world: World, label: str, pair: Relationship) -> None:
    program, admin = pair.program, world.people[label]["program_admin"]
    mia, ben, cem = (make.make_person(name, f"Pohl-{label[0].upper()}") for name in ("Mia", "Ben", "Cem"))
    for person in (mia, ben):
        make.make_enrollment(program, person, "learner")
    guide = make.make_enrollment(program, cem, "guide", places=1)
    for row in program.enrollments.filter(role="guide").exclude(pk=guide.pk):
        row.takes_no_one_new = True
        row.save(update_fields=["takes_no_one_new"])
    run = pair_now(program, by=admin, now=make.NOW)
    match = Match.objects.get(run=run)
    alone = Unmatched.objects.filter(run=run).order_by("pk")[0]
    mark = deciding.decide(match, Decision.What.KEEP, by=admin, now=make.NOW)
    for thing in (run, match, alone, mark):
        world.add(label, thing)
    world.say(label, kept_learner=match.learner_id, free_guide=guide.pk)


PLANTS = {
    "match.reasons": lambda word: json.dumps(
        [
            {
                "criterion": "role",
                "good": True,
                "facts": {"good": True, "learner": "Mia", "guide": "Cem", "role": word, "from": 2016, "to": 2021},
            }
        ]
    ),
}
