"""What pairing's doors are posted."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.doors.payloads import finds, posts
from tests.doors.world import World
from tests.pairing import api_payloads as api_payloads


@posts("pairing:import_pairs")
def import_pairs(world: World, label: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("pairs.csv", b"Mentor id,Mentee id,Since\n1,2,2026-01-05\n")}


@finds("people:import_columns", "pairs")
def pairs_at_columns(world: World, label: str) -> dict[str, Any]:
    """Every step of an import knows pairs as well as people."""
    return {"job": world.things["mentoring"]["pairs_at_columns"]}


@finds("people:import_job", "pairs")
@finds("people:import_answers", "pairs")
@finds("people:import_start", "pairs")
@finds("people:import_give_up", "pairs")
@finds("people:import_left_out", "pairs")
@finds("people:import_list_new", "pairs")
@finds("people:import_list_unchanged", "pairs")
@finds("people:import_list_leaving", "pairs")
def pairs_at_check(world: World, label: str) -> dict[str, Any]:
    return {"job": world.things["mentoring"]["pairs_at_check"]}


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
