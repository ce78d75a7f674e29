"""What people's doors are posted."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.doors.payloads import WORD, finds, posts
from tests.doors.world import World
from tests.people import api_payloads as api_payloads


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


@posts("people:correct_person")
def correct_person(world: World, label: str) -> dict[str, Any]:
    return {"given_name": "Lea", "family_name": "Newname", "leaves_on": "2031-01-31"}


@posts("people:address")
def address(world: World, label: str) -> dict[str, Any]:
    return {"email": "lea.elsewhere@example.org"}


@finds("mfa_edit_webauthn")
@finds("people:remove_passkey")
def passkey(world: World, label: str) -> dict[str, Any]:
    return {"pk": world.things[label]["passkey"]}


@posts("people:remove_passkey", writes=False)
def remove_passkey(world: World, label: str) -> dict[str, Any]:
    """Who has a passkey is first asked to show it."""
    return {}


@posts("people:add_passkey", writes=False)
def add_passkey(world: World, label: str) -> dict[str, Any]:
    """Only a device can make what the page takes: tests/walks/test_passkeys.py."""
    return {"name": WORD, "credential": "{}"}


@finds("people:sign_out_there")
def device(world: World, label: str) -> dict[str, Any]:
    return {"pk": world.things[label]["device"]}


@posts("people:sign_out_there", writes=False)
@posts("people:devices", writes=False)
def sessions(world: World, label: str) -> dict[str, Any]:
    """Sessions come and go; what ends is looked at in tests/people/test_devices.py."""
    return {}


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
@posts("people:confirm_email", writes=False)
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
    if label == "pairs":
        return {"column_0": "guide_email", "column_1": "learner_email", "column_2": "since"}
    return {"column_0": "employee_id", "column_1": "name", "column_2": "email"}


@posts("people:import_answers")
def import_answers(world: World, label: str) -> dict[str, Any]:
    return {"tells": "on"} if label == "pairs" else {"complete": "on"}


@posts("people:import_start")
def import_start(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("people:import_give_up")
def import_give_up(world: World, label: str) -> dict[str, Any]:
    return {}


@posts("people:tokens")
def a_token(world: World, label: str) -> dict[str, Any]:
    return {"name": "Calendar", "scopes": ["people:read"], "days": "30"}


@posts("people:token_revoke")
def revoke_token(world: World, label: str) -> dict[str, Any]:
    return {}
