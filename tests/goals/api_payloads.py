"""Valid bodies for the endpoints of goals and aims, and the goal or aim that each is asked about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests import make
from tests.doors.payloads import WORD, api
from tests.doors.world import World
from tests.relationships.api_payloads import with_pair

GOAL = {"title": WORD, "direction": "down", "amount": "8", "due_on": "2027-03-01", "unit": WORD, "source": WORD}


def a_value(world: World, label: str) -> dict[str, Any]:
    """Of the coaching, as only coaching is measured."""
    metric = world.things["coaching"]["metric"]
    day = str(make.TODAY - timedelta(days=3))
    return {"metric": str(metric), "value": "16", "on_day": day, "source": "system", "note": WORD}


api("goal-list", with_pair({**GOAL, "first": "22", "first_on": "2026-11-10"}), kind="coaching")
api("goal-detail", {"amount": "10"}, method="PATCH")
api("goal-write-own-words", {"text": WORD})
for verb, goal in {
    "accept": "proposed_goal", "claim-reached": "goal", "confirm-reached": "claimed_goal", "drop": "goal",
    "keep-to-ourselves": "released_goal", "not-yet-reached": "claimed_goal", "release": "goal",
}.items():  # fmt: skip
    api(f"goal-{verb}", of=goal)
api("metric-waive-first-value", {"reason": WORD}, of="empty_metric")
api("measurement-list", a_value, kind="coaching")
api("measurement-correct", {"value": "15", "source": "system", "note": WORD})
api("review-list", with_pair({"what_helped": WORD, "what_next": WORD}), kind="coaching")
api("intent-list", with_pair({"sentence": WORD, "horizons": ["career"], "how": [WORD]}))
api("intent-detail", {"sentence": WORD}, method="PATCH")
api("intent-agree", of="waiting_intent")
api("intent-let-go")
api("look-back-list", with_pair({"answer": "change", "work": WORD, "content": WORD}))
