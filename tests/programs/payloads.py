"""What programs' doors are posted."""

from typing import Any

from tests.doors.payloads import WORD, finds, posts
from tests.doors.world import World
from tests.programs import api_payloads as api_payloads

for nothing in ("programs:open", "programs:close", "programs:withdraw", "programs:decide"):

    @posts(nothing)
    def press(world: World, label: str) -> dict[str, Any]:
        return {}


@finds("programs:open")
def closed_program(world: World, label: str) -> dict[str, Any]:
    return {"program": world.things[label]["closed_program"]}


@finds("programs:withdraw")
def own_enrollment(world: World, label: str) -> dict[str, Any]:
    return {"enrollment": world.things[label]["own_enrollment"]}


@finds("programs:places")
def guides_enrollment(world: World, label: str) -> dict[str, Any]:
    return {"enrollment": world.things[label]["guides_enrollment"]}


@posts("programs:places")
def places(world: World, label: str) -> dict[str, Any]:
    return {"places": "7", "takes_no_one_new": "on"}


@posts("programs:new")
def new_program(world: World, label: str) -> dict[str, Any]:
    return {"name": "Another program", "template": "mentoring"}


@posts("programs:edit")
def edit(world: World, label: str) -> dict[str, Any]:
    contact = world.people[label]["help_contact"]
    return {
        "name": f"Renamed {label}", "purpose": "Another purpose", "starts_on": "2026-09-01", "ends_on": "2027-08-31",
        "weeks": "26", "sessions_planned": "6", "cadence_days": "28", "review_days": "182", "first_session_days": "14",
        "places": "2", "data_contact": "privacy@example.org", "help_contact_email": contact.email,
    }  # fmt: skip


@posts("programs:apply")
def apply(world: World, label: str) -> dict[str, Any]:
    return {"wants": WORD, "how": WORD, "aspired_role": WORD, "skills": "Talking", "not_with": "", "read_it": "on"}


@posts("programs:invite", writes=False)
def invite(world: World, label: str) -> dict[str, Any]:
    """The first press shows whom the mail would reach."""
    return {"role": "learner", "department": "", "location": ""}


@finds("programs:decide")
def decide(world: World, label: str) -> dict[str, Any]:
    return {"enrollment": world.things[label]["enrollment"], "decision": "accept"}
