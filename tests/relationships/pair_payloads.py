"""Valid data for the pages of the pair as a whole."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from tests.doors.payloads import WORD, finds, posts
from tests.doors.world import World
from tests.make import TODAY

# Which of the pairs of `pair_world.py` a route is asked about; the others take the active one.
ASKED_ABOUT = {
    "answer": "proposed",
    "agreement_sign": "unsigned",
    "agreement_narrow": "ready",
    "sponsor": "waiting",
    "start": "ready",
    "wake": "resting",
    "farewell": "past",
    "thank": "over",
    "end_date_answer": "extended",
}
TEXTS = ("mission", "purpose", "how_we_work", "stays_between", "ending")
DATA: dict[str, dict[str, Any]] = {
    "answer": {"answer": "yes"},
    "agreement_change": {"version": 1, "cadence_days": 21, **dict.fromkeys(TEXTS, WORD)},
    "agreement_sign": {"version": 1},
    "agreement_narrow": {"stop": "takes_place"},
    "sponsor": {"version": 1},
    "start": {},
    "rest": {"until": (TODAY + timedelta(days=30)).isoformat()},
    "wake": {},
    "look_again": {"act": "begin"},
    "end": {"thanks": WORD},
    "farewell": {"reason": WORD},
    "thank": {"thanks": WORD},
    "end_date": {"ends_on": (TODAY + timedelta(days=300)).isoformat(), "reason": WORD},
    "end_date_answer": {"answer": "yes"},
}


def _data(data: dict[str, Any], world: World, label: str) -> dict[str, Any]:
    return data


def _pair(name: str, world: World, label: str) -> dict[str, Any]:
    return {"pair": world.things[label][f"{name}_pair"]}


def _register() -> None:
    for route, data in DATA.items():
        posts(f"relationships:{route}")(partial(_data, data))
    for route, name in ASKED_ABOUT.items():
        finds(f"relationships:{route}")(partial(_pair, name))


_register()
