"""What people's doors are posted."""

from typing import Any

from tests.doors.payloads import finds, posts
from tests.doors.world import World


@finds("people:invitation")
def invitation(world: World, label: str) -> dict[str, Any]:
    return {"token": world.things[label]["invitation_token"]}


@posts("people:invitation")
def use_invitation(world: World, label: str) -> dict[str, Any]:
    return {}


@finds("people:confirm_address")
def address_link(world: World, label: str) -> dict[str, Any]:
    return {"token": world.things[label]["address_token"]}


@posts("people:confirm_address")
def confirm_address(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("people:profile")
def profile(world: World, label: str) -> dict[str, Any]:
    return {
        "given_name": "New", "family_name": "Name", "title": "Engineer", "location": "Berlin",
        "time_zone": "Europe/Berlin", "languages": "en", "offers": "Talking", "wants": "Listening",
    }  # fmt: skip


@posts("people:add_person")
def add_person(world: World, label: str) -> dict[str, Any]:
    return {"given_name": "Nia", "family_name": "Newcomer", "email": "nia.newcomer@example.org"}


@posts("people:address")
def address(world: World, label: str) -> dict[str, Any]:
    return {"email": "lea.elsewhere@example.org"}


@posts("people:account_email", writes=False)
def account_email(world: World, label: str) -> dict[str, Any]:
    return {}
