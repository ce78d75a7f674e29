"""A time zone is looked for by its place, below the part of the world that it lies in."""

from __future__ import annotations

from typing import Any

from people.forms import zone_field
from people.importing.rows import zones


def test_every_zone_with_a_place_is_offered_once_below_its_part_of_the_world() -> None:
    offered: Any = zone_field().choices
    assert offered[0] == ("UTC", "UTC")
    parts = {str(words): places for words, places in offered[1:]}
    assert ("Europe/Berlin", "Europe/Berlin") in parts["Europe"]
    assert ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires") in parts["America"]
    assert ("US/Pacific", "US/Pacific") in parts["Other names"]
    values = [zone for places in parts.values() for zone, _place in places]
    assert sorted(values) == sorted(zone for zone in zones().values() if "/" in zone)
