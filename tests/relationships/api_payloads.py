"""Valid bodies for the endpoints of relationships, and the pair or thing that each is asked about."""

from __future__ import annotations

from typing import Any

from tests.doors.payloads import WORD, Maker, api
from tests.doors.world import World

WHEN = {"starts_at": "2026-12-01T14:00:00Z", "zone": "Europe/Berlin", "minutes": 60, "form": "video"}
TEXTS = dict.fromkeys(("purpose", "how_we_work", "stays_between", "ending"), WORD)
# Verbs of a pair, by the pair that can do them; the others are asked about the active one.
OF_PAIRS = {
    "close": "looking_pair",
    "end": "",
    "end-for-leaver": "left",
    "go-on": "resting_pair",
    "lapse": "proposed_pair",
    "look-again": "",
    "remind": "proposed_pair",
    "rest": "",
    "say-no": "proposed_pair",
    "say-yes": "proposed_pair",
    "start": "ready_pair",
    "use-first-talk": "ready_pair",
    "wake": "resting_pair",
}


def with_pair(data: dict[str, Any], name: str = "relationship") -> Maker:
    """A body that names a pair of the world."""

    def make(world: World, label: str) -> dict[str, Any]:
        return {"relationship": str(world.things[label][name]), **data}

    return make


def with_mission(world: World, label: str) -> dict[str, Any]:
    """A new version, as the kind asks for it."""
    mission = {"mission": WORD} if world.pairs[label].rules_of_kind.ASKS_FOR_MISSION else {}
    return {**with_pair({"based_on": 1, "cadence_days": 21, **TEXTS})(world, label), **mission}


def an_action(world: World, label: str) -> dict[str, Any]:
    return {**with_pair({"text": WORD})(world, label), "owner": str(world.pairs[label].learner_id)}


def to_somebody_else(world: World, label: str) -> dict[str, Any]:
    return {"reason": WORD, "guide": str(world.things[label]["free"])}


for kind in ("coaching-engagement", "mentoring-relationship"):
    # `quiet`: nothing is planned in it, and neither has ever signed in.
    api(f"{kind}-remind-on-behalf", {"reason": WORD}, of="quiet")
    api(f"{kind}-ask-for-address", {"reason": WORD, "role": "learner", "email": "new@example.org"}, of="quiet")
    api(f"{kind}-wake-on-behalf", {"reason": WORD}, of="resting_pair")
    api(f"{kind}-rest-on-behalf", {"reason": WORD, "until": "2026-12-24"})
    api(f"{kind}-end-on-behalf", {"reason": WORD})
    api(f"{kind}-hand-over", to_somebody_else)
    for verb, pair in OF_PAIRS.items():
        api(f"{kind}-{verb}", {"until": "2026-12-24"} if verb == "rest" else None, of=pair)

api("coaching-engagement-propose-end-date", {"ends_on": "2027-09-01", "reason": WORD})
api("end-date-proposal-list", with_pair({"ends_on": "2027-09-01", "reason": WORD}), kind="coaching")
api("end-date-proposal-answer", {"yes": True})
api("last-look-list", with_pair({"helped": WORD, "keeps_going": WORD}, "over_pair"))
api("thank-you-list", with_pair({"text": WORD}, "over_pair"))
api("farewell-list", with_pair({"reason": WORD}, "over_pair"))

api("agreement-list", with_mission)
api("agreement-sign", of="unsigned_agreement")
api("agreement-narrow", {"keep": []}, of="ready_agreement")
for route in ("sign", "detail"):
    api(f"sponsorship-{route}", of="waiting_agreement")

api("session-list", with_pair(WHEN))
api("session-detail", {"minutes": 45}, method="PATCH")
api("session-log-unplanned", with_pair({"day": "2026-11-03", "minutes": 45, "form": "video", "zone": "Europe/Berlin"}))
api("session-call-off")
api("session-hold", {"minutes": 45, "form": "video"}, of="behind")
api("session-miss", {"why": "could_not"}, of="behind")
api("session-confirm", of="held")
api("session-correct", {"day": "2026-11-07", "minutes": 45, "form": "video"}, of="held")

api("agenda-item-list", with_pair({"layer": "session", "text": WORD}))
api("agenda-item-suggest", with_pair({"layer": "session", "text": WORD}))
api("agenda-item-write-first-line", with_pair({"text": WORD}), kind="coaching")
api("agenda-item-detail", {"text": WORD}, method="PATCH")
api("agenda-item-detail", method="DELETE")
api("agenda-item-restore", of="removed")
api("agenda-item-up", of="second")
for verb in ("down", "finish"):
    api(f"agenda-item-{verb}")
for verb in ("accept", "decline", "put-off"):
    api(f"agenda-item-{verb}", of="suggested")
api("agenda-lock-list", with_pair({"layer": "session"}))
api("agenda-lock-detail", method="DELETE")
api("plan-accept")

api("action-item-list", an_action)
api("action-item-detail", {"text": WORD}, method="PATCH")
api("action-item-detail", method="DELETE")
api("action-item-tick")
api("action-item-untick", of="done_action")
api("action-item-restore", of="removed_action")
