"""Valid bodies for the endpoints of check-ins and of asking for help."""

from __future__ import annotations

from typing import Any

from tests.doors.payloads import WORD, api, finds
from tests.doors.world import World
from tests.relationships.api_payloads import with_pair

api("check-in-answer", {"answers": {"reliability": 4, "openness": None}, "show_alike": True})
api("check-in-skip")
api("help-request-list", with_pair({"words": WORD}))
api("help-request-answered")


@finds("api:help-request-detail", "elsewhere")
@finds("api:help-request-answered", "elsewhere")
def of_another_program(world: World, label: str) -> dict[str, Any]:
    """The outsider is its help contact; the one of the pair is nobody of the roles."""
    return {"pk": world.things["mentoring"]["request_elsewhere"]}
