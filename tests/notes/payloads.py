"""Valid data for the routes of notes."""

from __future__ import annotations

from typing import Any

from tests.doors.payloads import WORD, posts
from tests.doors.world import World
from tests.notes import api_payloads as api_payloads


@posts("notes:write")
def a_note(world: World, label: str) -> dict[str, Any]:
    return {"audience": "both", "text": WORD}


@posts("notes:private")
@posts("notes:shared")
def other_words(world: World, label: str) -> dict[str, Any]:
    return {"text": WORD, "version": 1}


@posts("notes:share")
@posts("notes:delete_private")
@posts("notes:delete_shared")
def nothing(world: World, label: str) -> dict[str, Any]:
    return {}
