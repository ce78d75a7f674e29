"""What the desk's doors are posted."""

from typing import Any

from tests.doors.payloads import finds, posts
from tests.doors.world import World


@finds("desk:withdraw_proposal")
def proposed(world: World, label: str) -> dict[str, Any]:
    return {"pair": world.things[label]["proposed"]}


@posts("desk:withdraw_proposal")
def withdraw(world: World, label: str) -> dict[str, Any]:
    return {}
