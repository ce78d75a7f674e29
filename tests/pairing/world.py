"""Pairing's things for the doors and the canary: a run with pairs, somebody without one, a mark."""

import json

from pairing import deciding
from pairing.models import Decision, Match, Unmatched
from pairing.running import pair_now
from people.importing import running
from people.models import ImportJob, User
from programs.models import Program
from relationships.models import Relationship
from tests import make
from tests.doors.world import World


def _import(label: str, program: Program, admin: User, *, chosen: bool) -> ImportJob:
    """A list of one pair that runs, at the columns or at the check."""
    dana, kai = (make.make_person(name, f"Falk-{label[0].upper()}") for name in ("Dana", "Kai"))
    head = {"coaching": "Coach e-mail,Coachee e-mail,Since", "mentoring": "Mentor e-mail,Mentee e-mail,Since"}[label]
    content = f"{head}\n{dana.email},{kai.email},2026-01-05\nnobody@x.org,,\n".encode()
    job = running.receive(
        by=admin, file_name="pairs.csv", content=content, now=make.NOW, what="pairs", about=program.pk
    )
    if chosen:
        running.choose(job, by=admin, asked={}, email_domain="", now=make.NOW)
    return job


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
    for at, chosen in (("columns", False), ("check", True)):
        world.say(label, **{f"pairs_at_{at}": _import(label, program, admin, chosen=chosen).pk})


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
