"""What the doors of nudges are posted."""

from typing import Any

from tests.doors.payloads import finds, posts
from tests.doors.world import World
from tests.nudges import api_payloads as api_payloads


@finds("nudges:stop")
def link_of_a_mail(world: World, label: str) -> dict[str, Any]:
    return {"token": world.things["mentoring" if label == "-" else label]["stop_token"]}


@posts("nudges:stop")
def one_click(world: World, label: str) -> dict[str, Any]:
    return {"List-Unsubscribe": "One-Click"}


@posts("nudges:settings")
def choice(world: World, label: str) -> dict[str, Any]:
    return {"wanted": ["pair"]}


@finds("nudges:remind_pair")
def proposed(world: World, label: str) -> dict[str, Any]:
    return {"pair": world.things[label]["to_answer"]}


@posts("nudges:remind_pair")
@posts("nudges:snooze")
def later(world: World, label: str) -> dict[str, Any]:
    return {}
