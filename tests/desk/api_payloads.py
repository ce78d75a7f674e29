"""Valid bodies for the endpoints of the desk."""

from __future__ import annotations

from typing import Any

from tests.doors.payloads import api
from tests.doors.world import World


def accept_one(world: World, label: str) -> dict[str, Any]:
    things = world.things[label]
    return {"program": str(things["program"]), "act": "accept", "things": [str(things["applied"])]}


api("batch-list", accept_one)
api("batch-stop")
api("batch-undo", of="done_batch")
api("own-data-copy", writes=False)  # leaves nothing but a row in the audit
api("deletion-request-list", writes=False)  # one of them has asked already, and asking twice is asking once
api("deletion-request-detail", method="DELETE")
api("privacy-text-list", {"purpose": "To help more.", "contacts": "Dora"})
api("privacy-text-read", of="privacy_text", writes=False)  # everyone of the world has read it
api("privacy-text-publish", of="privacy_draft")
