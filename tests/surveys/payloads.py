"""What surveys' doors are posted."""

from typing import Any

from tests.doors.payloads import WORD, finds, posts
from tests.doors.world import World
from tests.surveys import api_payloads as api_payloads


@posts("surveys:check_in")
def check_in(world: World, label: str) -> dict[str, Any]:
    return {"reliability": "4", "openness": "3", "wants_help": "on"}


@posts("surveys:skip")
def skip(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("surveys:ask_for_help")
def ask_for_help(world: World, label: str) -> dict[str, Any]:
    return {"words": WORD}


@finds("surveys:help_request", "elsewhere")
def of_another_program(world: World, label: str) -> dict[str, Any]:
    """The outsider is its help contact; the one of the pair is nobody of the roles."""
    return {"help_request": world.things["mentoring"]["request_elsewhere"]}


@posts("surveys:help_request")
def answered(world: World, label: str) -> dict[str, Any]:
    return {}
