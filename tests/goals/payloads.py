"""What the doors of goals and aims are posted."""

from datetime import timedelta
from typing import Any

from tests import make
from tests.doors.payloads import WORD, finds, posts
from tests.doors.world import World
from tests.goals import api_payloads as api_payloads

GOAL = {
    "title": WORD, "skills": "improve", "unit": WORD, "direction": "down", "amount": "8", "due_on": "2027-03-01",
    "cadence_days": "14", "enters": "learner", "source": WORD, "horizon": "current_role", "weight": "1",
}  # fmt: skip


def _goal(name: str) -> Any:
    def find(world: World, label: str) -> dict[str, Any]:
        things = world.things[label]
        return {"pair": things["pair"], "goal": things[name]} if name in things else {}

    return find


STARTS = {
    "accept": "proposed_goal", "claim": "goal", "confirm": "claimed_goal", "not_yet": "claimed_goal",
    "release": "goal", "keep": "released_goal", "drop": "goal",
}  # fmt: skip
for _act, _name in STARTS.items():
    finds(f"goals:{_act}")(_goal(_name))
    posts(f"goals:{_act}")(lambda world, label: {})
posts("goals:accept")(lambda world, label: {"version": "1"})
finds("goals:waive")(_goal("empty_goal"))


@finds("goals:agree_aim")
def waiting_aim(world: World, label: str) -> dict[str, Any]:
    things = world.things[label]
    return {**things, "intent": things["waiting_intent"]} if "waiting_intent" in things else {}


@posts("goals:agree_aim")
def agree(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("goals:let_go_aim")
def let_go(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("goals:add")
def add(world: World, label: str) -> dict[str, Any]:
    return {**GOAL, "first": "22", "first_on": "2026-11-10"}


@posts("goals:edit")
def edit(world: World, label: str) -> dict[str, Any]:
    return {**GOAL, "unit": "%", "amount": "10", "version": "1"}


@posts("goals:own_words")
def own_words(world: World, label: str) -> dict[str, Any]:
    return {"text": WORD}


@posts("goals:waive")
def waive(world: World, label: str) -> dict[str, Any]:
    return {"reason": WORD}


@posts("goals:enter_value")
def enter_value(world: World, label: str) -> dict[str, Any]:
    return {"value": "16", "on_day": str(make.TODAY - timedelta(days=3)), "source": "system", "note": WORD}


@posts("goals:correct_value")
def correct_value(world: World, label: str) -> dict[str, Any]:
    return {"value": "15", "source": "system", "note": WORD}


@posts("goals:values", writes=False)
def values(world: World, label: str) -> dict[str, Any]:
    """Nothing filled in: the rows differ from person to person (see tests/goals/test_values.py)."""
    return {}


@posts("goals:review")
def review(world: World, label: str) -> dict[str, Any]:
    return {"what_helped": WORD, "what_next": WORD}


@posts("goals:write_aim")
def write_aim(world: World, label: str) -> dict[str, Any]:
    return {"sentence": WORD, "horizons": ["career"], "how": WORD}


@posts("goals:change_aim")
def change_aim(world: World, label: str) -> dict[str, Any]:
    return {"sentence": WORD, "horizons": ["life"], "how": WORD, "version": "1"}


@posts("goals:look_back")
def look_back(world: World, label: str) -> dict[str, Any]:
    return {"answer": "change", "work": WORD, "content": WORD}
