"""Pairs in the states that the doors of this floor ask for: the same two people, each pair in a program of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from relationships.models import AgendaLock, EndDateProposal, Farewell, LastLook, Relationship, Signature, Thanks
from tests.doors.world import World
from tests.make import NOW, TODAY, make_agreement, make_pair, make_program


def add_pairs(world: World, label: str, pair: Relationship) -> None:
    kind = pair.rules_of_kind
    sponsor = {"sponsor": world.people[label]["sponsor"]} if kind.HAS_SPONSOR else {}

    def add(name: str, status: str, **fields: Any) -> Relationship:
        program = make_program(pair.kind, admin=world.people[label]["program_admin"])
        made = make_pair(
            pair.kind, status=status, guide=pair.guide, learner=pair.learner, program=program, signed=False, **fields
        )
        world.say(label, **{f"{name}_pair": made.pk})
        return made

    add("proposed", "proposed", reasons=["Both speak Dutch"])
    unsigned = make_agreement(add("unsigned", kind.AFTER_YES), signed=False)
    ready = make_agreement(add("ready", kind.AFTER_YES), shows_takes_place=True)
    waits = make_agreement(add("waiting", kind.AFTER_YES), signed=False, shows_takes_place=True, **sponsor)
    Signature.objects.create(agreement=waits, person=pair.learner, at=NOW)
    world.say(label, unsigned_agreement=unsigned.pk, ready_agreement=ready.pk, waiting_agreement=waits.pk)
    make_agreement(add("resting", kind.RESTING))
    make_agreement(add("looking", kind.LOOK_AGAIN))
    make_agreement(add("over", "closed", ended_on=TODAY - timedelta(days=1)))
    past = add("past", "closed", ended_on=TODAY - timedelta(days=2))
    by = {"relationship": past, "author": pair.learner, "at": NOW}
    world.add(label, Thanks.objects.create(text="For the patience", **by))
    world.add(label, LastLook.objects.create(helped="Questions", keeps_going="Habits", **by))
    world.add(label, Farewell.objects.create(reason="It was time", **by))
    extended = add("extended", "active")
    world.add(
        label, AgendaLock.objects.create(relationship=extended, layer="session", locked_by=pair.guide, locked_at=NOW)
    )
    if kind.HAS_END_DATE:
        EndDateProposal.objects.create(
            relationship=pair, ends_on=TODAY + timedelta(days=200), reason="Before", proposed_by=pair.guide,
            proposed_at=NOW, declined_at=NOW,
        )  # fmt: skip
        waiting = EndDateProposal.objects.create(
            relationship=extended, ends_on=TODAY + timedelta(days=300), reason="More", proposed_by=pair.guide,
            proposed_at=NOW,
        )  # fmt: skip
        world.add(label, waiting)
