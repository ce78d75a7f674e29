"""What surveys' doors are posted."""

from typing import Any

from tests.doors.payloads import WORD, posts
from tests.doors.world import World


@posts("surveys:check_in")
def check_in(world: World, label: str) -> dict[str, Any]:
    return {"reliability": "4", "openness": "3", "wants_help": "on"}


@posts("surveys:skip")
def skip(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("surveys:ask_for_help")
def ask_for_help(world: World, label: str) -> dict[str, Any]:
    return {"words": WORD}


@posts("surveys:help_request")
def answered(world: World, label: str) -> dict[str, Any]:
    return {}
