"""What the desk's doors are posted."""

from typing import Any

from tests import make
from tests.doors.payloads import finds, posts
from tests.doors.world import World


@finds("desk:withdraw_proposal")
def proposed(world: World, label: str) -> dict[str, Any]:
    return {"pair": world.things[label]["proposed"]}


@posts("desk:withdraw_proposal")
def withdraw(world: World, label: str) -> dict[str, Any]:
    return {}


@finds("desk:end_for_leaver")
def left(world: World, label: str) -> dict[str, Any]:
    return {"pair": world.things[label]["left"]}


@posts("desk:end_for_leaver")
def end_it(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("desk:seen")
def what_was_there(world: World, label: str) -> dict[str, Any]:
    return {"until": make.NOW.isoformat()}


@finds("desk:set_aside")
def of_the_inbox(world: World, label: str) -> dict[str, Any]:
    return {"cause": "leaver", "thing": world.things[label]["left"]}


@posts("desk:set_aside")
def until_a_day(world: World, label: str) -> dict[str, Any]:
    return {"until": "2026-12-24"}


@finds("desk:take_back")
def out_of_sight(world: World, label: str) -> dict[str, Any]:
    return {"cause": "quiet", "thing": world.things[label]["relationship"]}


@posts("desk:take_back")
def shown_again(world: World, label: str) -> dict[str, Any]:
    return {}
