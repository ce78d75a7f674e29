"""What nudges add to the world of the doors."""

from typing import Any

from nudges import links
from relationships.models import Relationship
from tests.doors.world import World


def add_to(world: World, label: str, pair: Relationship) -> None:
    url: Any = links.one_click(pair.learner, ["pair"])
    world.say(label, stop_token=url.rstrip("/").rpartition("/")[2])
