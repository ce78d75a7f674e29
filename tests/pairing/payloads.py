"""What pairing's doors are posted."""

from typing import Any

from tests.doors.payloads import posts
from tests.doors.world import World


@posts("pairing:start")
@posts("pairing:publish")
@posts("pairing:undo")
@posts("pairing:waitlist")
def nothing(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("pairing:decide")
def leave_out(world: World, label: str) -> dict[str, Any]:
    return {"what": "forbid"}


@posts("pairing:grades")
def grades(world: World, label: str) -> dict[str, Any]:
    return {"grades": "Junior\nSenior"}


@posts("pairing:by_hand")
def by_hand(world: World, label: str) -> dict[str, Any]:
    """Two who could be a pair: the mark that keeps somebody else is undone by this one."""
    return {"learner": world.things[label]["kept_learner"], "guide": world.things[label]["free_guide"]}
