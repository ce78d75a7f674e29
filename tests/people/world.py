"""People's things for the doors and the canary."""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorAttestationResponse,
    AuthenticatorData,
    CollectedClientData,
    RegistrationResponse,
)

from people import addresses, api_tokens, devices, invitations
from people.importing import running
from people.models import ImportJob, RoleHeld
from people.tokens import token_for
from relationships.models import Relationship
from tests import make
from tests.doors.world import World

FILE = b"EmpID,Name,Email\n7,Nia Newcomer,nia@example.org\n8,,nobody@example.org\n"


def _key() -> dict[str, Any]:
    """What a device hands over for a new key, in the shape that is stored."""
    point: Any = {1: 2, 3: -7, -1: 1, -2: bytes(32), -3: bytes(32)}
    credential = AttestedCredentialData.create(bytes(16), b"a key of a test.", point)
    data = AuthenticatorData.create(bytes(32), AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT, 0, credential)
    client = CollectedClientData.create("webauthn.create", b"asked", "https://example.org")
    return dict(
        RegistrationResponse(
            raw_id=credential.credential_id,
            response=AuthenticatorAttestationResponse(
                client_data=client, attestation_object=AttestationObject.create("none", data, {})
            ),
        )
    )


KEY = json.loads(json.dumps(_key()))


def _import(world: World, label: str, *, chosen: bool) -> ImportJob:
    """An import of the program admin's, at the columns or at the check."""
    by = world.people[label]["program_admin"]
    job = running.receive(by=by, file_name=f"{label}.csv", content=FILE, now=make.NOW)
    if chosen:
        running.choose(job, by=by, asked={}, email_domain="", now=make.NOW)
    return job


def add_to(world: World, label: str, pair: Relationship) -> None:
    invited = make.make_person("Ina", f"Ingram-{label[0].upper()}")
    invitation = invitations.invite(invited, "/", by=world.person("org_admin", label), now=make.NOW)
    change = addresses.ask(invited, f"ina.new-{label}@example.org", by=invited, now=make.NOW)
    columns, check = (_import(world, label, chosen=chosen) for chosen in (False, True))
    RoleHeld.objects.create(person=invited, title="Fitter")
    token = api_tokens.draw()
    learner = world.people[label]["learner"]
    row = api_tokens.make(learner, token, name="Mine", scopes=["people:read"], days=30, by=learner, now=make.NOW)
    world.add(label, row)
    passkey = Authenticator.objects.create(user=learner, type="webauthn", data={"name": "My phone", "credential": KEY})
    device = UserSession.objects.create(user=learner, ip=devices.NO_ADDRESS, session_key=f"elsewhere-{label}")
    world.say(label, passkey=passkey.pk, device=device.pk)
    world.add(label, check, "job")
    world.say(label, job_at_columns=columns.pk, invited=invited.pk)
    world.say(label, invitation_token=invitations.token_of(invitation), address_token=token_for("address", change.pk))
