"""Valid bodies for the endpoints of programs."""

from __future__ import annotations

from typing import Any

from tests.doors.payloads import WORD, api
from tests.doors.world import World


def outsider(world: World, label: str) -> dict[str, Any]:
    return {"person": str(world.people[label]["outsider"].pk)}


def ask_outsider(world: World, label: str) -> dict[str, Any]:
    return {"role": "learner", "people": [str(world.people[label]["outsider"].pk)]}


def an_application(world: World, label: str) -> dict[str, Any]:
    return {"program": str(world.things[label]["program"]), "role": "learner", "wants": WORD, "how": WORD}


api("program-list", {"name": "Another program", "kind": "mentoring"})
api("program-detail", {"purpose": "Another purpose"}, method="PATCH")
for verb in ("close", "postpone-questions"):
    api(f"program-{verb}")
for verb in ("open", "ask-questions-first"):
    api(f"program-{verb}", of="closed_program")
api("program-name-admin", outsider)
api("program-invite", ask_outsider)

api("enrollment-list", an_application)
for verb in ("accept", "decline", "waitlist"):
    api(f"enrollment-{verb}")
api("enrollment-send", of="draft")
api("enrollment-remind", of="silent")
api("enrollment-withdraw", of="own_enrollment")
api("enrollment-set-places", {"places": 7, "takes_no_one_new": True}, of="guides_enrollment")
