"""People's things for the doors and the canary."""

from people import addresses, invitations
from people.tokens import token_for
from relationships.models import Relationship
from tests import make
from tests.doors.world import World


def add_to(world: World, label: str, pair: Relationship) -> None:
    invited = make.make_person("Ina", f"Invited-{label}")
    invitation = invitations.invite(invited, "/", by=world.person("org_admin", label), now=make.NOW)
    change = addresses.ask(invited, f"ina.new-{label}@example.org", by=invited, now=make.NOW)
    world.say(label, invitation_token=invitations.token_of(invitation), address_token=token_for("address", change.pk))
