"""Valid bodies for the endpoints of pairing."""

from __future__ import annotations

from typing import Any

from tests.doors.payloads import api
from tests.doors.world import World


def a_program(world: World, label: str) -> dict[str, Any]:
    return {"program": str(world.things[label]["program"])}


def by_hand(world: World, label: str) -> dict[str, Any]:
    """Two who could be a pair: the mark that keeps somebody else is undone by this one."""
    things = world.things[label]
    return {"learner": str(things["kept_learner"]), "guide": str(things["free_guide"])}


api("run-list", a_program)
api("run-publish")
api("run-pair-by-hand", by_hand)
api("match-decide", {"what": "forbid"})
api("unmatched-wait")
api("decision-detail", method="DELETE")
