"""What people's doors are posted."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

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


@finds("people:address", "own")
def learner(world: World, label: str) -> dict[str, Any]:
    """Who asks about oneself; of somebody who was here, nobody else changes the address."""
    return {"person": world.people["mentoring"]["learner"].pk}


@finds("people:address")
@finds("people:invitation_link")
def never_here(world: World, label: str) -> dict[str, Any]:
    return {"person": world.things[label]["invited"]}


@posts("people:invitation_link")
def invitation_link(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("people:password_reset", writes=False)
def password_reset(world: World, label: str) -> dict[str, Any]:
    return {"email": "lea@example.org"}


@finds("people:password_from_key")
def password_link(world: World, label: str) -> dict[str, Any]:
    return {"uidb36": "1", "key": "no-key"}


@posts("people:password_from_key", writes=False)
def password_from_key(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("people:account_email", writes=False)
def account_email(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("people:import_people")
def import_people(world: World, label: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("people.csv", b"name,email\nNia Newcomer,nia@example.org\n")}


@finds("people:import_columns")
def job_at_columns(world: World, label: str) -> dict[str, Any]:
    return {"job": world.things[label]["job_at_columns"]}


@posts("people:import_columns")
def import_columns(world: World, label: str) -> dict[str, Any]:
    return {"column_0": "employee_id", "column_1": "name", "column_2": "email"}


@posts("people:import_answers")
def import_answers(world: World, label: str) -> dict[str, Any]:
    return {"complete": "on"}


@posts("people:import_start")
def import_start(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("people:import_give_up")
def import_give_up(world: World, label: str) -> dict[str, Any]:
    return {}
