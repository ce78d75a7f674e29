"""Pairs in the states that the doors of this floor ask for: the same two people, each pair in a program of its own."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from relationships.models import EndDateProposal, Farewell, LastLook, Relationship, Signature, Thanks
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
    make_agreement(add("unsigned", kind.AFTER_YES), signed=False)
    make_agreement(add("ready", kind.AFTER_YES), shows_takes_place=True)
    waits = make_agreement(add("waiting", kind.AFTER_YES), signed=False, shows_takes_place=True, **sponsor)
    Signature.objects.create(agreement=waits, person=pair.learner, at=NOW)
    make_agreement(add("resting", kind.RESTING))
    make_agreement(add("over", "closed", ended_on=TODAY - timedelta(days=1)))
    past = add("past", "closed", ended_on=TODAY - timedelta(days=2))
    Thanks.objects.create(relationship=past, author=pair.learner, text="For the patience", at=NOW)
    LastLook.objects.create(relationship=past, author=pair.learner, helped="Questions", keeps_going="Habits", at=NOW)
    Farewell.objects.create(relationship=past, author=pair.learner, reason="It was time", at=NOW)
    extended = add("extended", "active")
    if kind.HAS_END_DATE:
        EndDateProposal.objects.create(
            relationship=pair, ends_on=TODAY + timedelta(days=200), reason="Before", proposed_by=pair.guide,
            proposed_at=NOW, declined_at=NOW,
        )  # fmt: skip
        EndDateProposal.objects.create(
            relationship=extended, ends_on=TODAY + timedelta(days=300), reason="More", proposed_by=pair.guide,
            proposed_at=NOW,
        )  # fmt: skip
