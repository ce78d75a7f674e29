"""One note of each sort."""

from __future__ import annotations

from relationships.models import Relationship
from tests.doors.world import World
from tests.make import make_private_note, make_shared_note


def add_to(world: World, label: str, pair: Relationship) -> None:
    world.add(label, make_private_note(pair), "private_note", "privatenote")
    world.add(label, make_shared_note(pair), "shared_note", "sharednote")
